//! Points 21, 22 and 27 to 29.

use exact_sandbox::Switches;
use exact_sandbox::admin::Order;
use http::Method;
use serde_json::json;

use crate::driver::{A, Exact, roomy};

const SALES: &str = "salesentry/SalesEntries";

#[tokio::test]
async fn point_21_a_plain_post_answers_sparsely_and_prefer_fills_it() {
    let exact = Exact::start().await;
    let plain = exact.post(SALES, &exact.sale("S-1")).await;
    let d = plain.json()["d"].clone();
    assert_eq!(plain.status, 201);
    assert!(
        d["EntryID"].is_string()
            && d["EntryNumber"] == 26_700_004
            && d["YourRef"].is_null()
            && d["AmountFC"].is_null()
    );
    let full = exact.post_full(SALES, &exact.sale("S-2")).await.json()["d"].clone();
    assert_eq!(
        (
            full["YourRef"].as_str(),
            full["AmountFC"].as_f64(),
            full["Status"].as_i64()
        ),
        (Some("S-2"), Some(121.0), Some(20))
    );
    assert!(full["SalesEntryLines"]["__deferred"].is_object());
    let id = full["EntryID"].as_str().unwrap();
    let changed = exact
        .put(
            &format!("{SALES}(guid'{id}')"),
            &json!({"Description": "Nieuw"}),
        )
        .await;
    assert_eq!((changed.status.as_u16(), changed.text.as_str()), (204, ""));
    let entry = exact.entry_of("S-2");
    assert_eq!(
        (
            entry.description.as_str(),
            entry.number,
            entry.total.as_str()
        ),
        ("Nieuw", 26_700_005, "121.00")
    );
    let gone = exact.delete(&format!("{SALES}(guid'{id}')")).await;
    assert_eq!((gone.status.as_u16(), gone.text.as_str()), (204, ""));
    assert_eq!(
        exact
            .get(&format!("{SALES}(guid'{id}')?$select=EntryID"))
            .await
            .status,
        404
    );
}

/// A sandbox that takes no number for a text.
async fn strict_types() -> Exact {
    let switches = Switches {
        convert_types: false,
        ..roomy()
    };
    Exact::with(switches).await
}

#[tokio::test]
async fn point_22_malformed_bodies() {
    let exact = strict_types().await;
    let path = format!("/api/v1/{A}/{SALES}");
    let cases = [
        (
            "[]",
            "The request should be a valid top-level resource object.",
        ),
        (
            r#"{"d":{"Journal":"70"}}"#,
            "The request should be a valid top-level resource object.",
        ),
        (
            r#"{"Jornal":"70"}"#,
            "The property name 'Jornal' specified for type 'Exact.Web.Api.Models.SalesEntry' is not valid.",
        ),
        (
            r#"{"SalesEntryLines":[{"Amount":1}]}"#,
            "The property name 'Amount' specified for type 'Exact.Web.Api.Models.SalesEntryLine' is not valid.",
        ),
        (
            r#"{"Journal":70}"#,
            "Error encountered in converting the value from request payload for property 'Journal' to type 'Edm.String'",
        ),
        (
            r#"{"Customer":"101"}"#,
            "property 'Customer' to type 'Edm.Guid'",
        ),
        (
            r#"{"SalesEntryLines":[{"AmountFC":"twelve"}]}"#,
            "property 'AmountFC' to type 'Edm.Double'",
        ),
        (
            r#"{"EntryNumber":99999999999}"#,
            "property 'EntryNumber' to type 'Edm.Int32'",
        ),
        (
            r#"{"EntryDate":"31-01-2026"}"#,
            "property 'EntryDate' to type 'Edm.DateTime'",
        ),
        ("{", "The request message must be a valid JSON object."),
    ];
    let mut errors = 0;
    for (body, text) in cases {
        let reply = exact.call(Method::POST, &path, Some(body), &[]).await;
        assert_eq!(reply.status, 400, "{body}");
        assert!(
            reply
                .message()
                .starts_with("Error processing request stream. "),
            "{}",
            reply.message()
        );
        assert!(
            reply.message().contains(text),
            "{body}: {}",
            reply.message()
        );
        errors += 1;
    }
    assert!(errors <= 10, "the eleventh would block the endpoint");
    let mut sale = exact.sale("N-1");
    sale["SalesEntryLines"][0]["AmountFC"] = json!("12.50");
    sale["AmountFC"] = json!(99);
    assert_eq!(
        exact.post(SALES, &sale).await.status,
        201,
        "numeric text is a number, read-only fields are ignored"
    );
    assert_eq!(exact.entry_of("N-1").net, "12.50");
}

#[tokio::test]
async fn point_22_numbers_and_texts_are_taken_for_each_other_by_switch() {
    let sale = |exact: &Exact, your_ref: &str| {
        let mut sale = exact.sale(your_ref);
        sale["Journal"] = json!(70);
        sale["EntryNumber"] = json!("26700123");
        sale
    };
    let exact = Exact::start().await;
    assert!(exact.sandbox.switches().convert_types);
    let reply = exact.post(SALES, &sale(&exact, "C-1")).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let entry = exact.entry_of("C-1");
    assert_eq!((entry.journal.as_str(), entry.number), ("70", 26_700_123));
    for (name, value) in [
        ("Customer", json!(101)),
        ("EntryNumber", json!("twelve")),
        ("EntryNumber", json!("99999999999")),
        ("EntryNumber", json!(12.5)),
        ("Reversal", json!("true")),
        ("Description", json!(true)),
        ("Description", json!({})),
    ] {
        let mut sale = exact.sale("C-2");
        sale[name] = value.clone();
        let reply = exact.post(SALES, &sale).await;
        assert_eq!(reply.status, 400, "{name} {value}");
    }
    let exact = strict_types().await;
    let reply = exact.post(SALES, &sale(&exact, "C-3")).await;
    assert_eq!(reply.status, 400);
}

#[tokio::test]
async fn point_27_vat_per_line_half_up_unless_given() {
    let exact = Exact::start().await;
    let gl = exact.gl("704000");
    let mut sale = exact.sale("V-1");
    sale["SalesEntryLines"] = json!([
        { "AmountFC": 2.5, "GLAccount": gl, "VATCode": "2" },
        { "AmountFC": 2.5, "GLAccount": gl, "VATCode": "2  ", "VATAmountFC": 0.52 },
        { "AmountFC": 1.05, "GLAccount": gl },
        { "AmountFC": 8.25, "GLAccount": gl, "VATCode": "4" },
        { "AmountFC": -2.5, "GLAccount": gl, "VATCode": "2" },
    ]);
    assert_eq!(exact.post(SALES, &sale).await.status, 201);
    let entry = exact.entry_of("V-1");
    let vat: Vec<&str> = entry.lines.iter().map(|line| line.vat.as_str()).collect();
    assert_eq!(
        vat,
        ["0.53", "0.52", "0.22", "0.50", "-0.53"],
        "the third takes the account's code"
    );
    assert_eq!(
        (entry.net.as_str(), entry.vat.as_str(), entry.total.as_str()),
        ("11.80", "1.24", "13.04")
    );
}

#[tokio::test]
async fn point_28_credit_notes_are_21_and_processed_entries_are_frozen() {
    let exact = Exact::start().await;
    let mut credit = exact.sale("K-1");
    credit["SalesEntryLines"][0]["AmountFC"] = json!(-100);
    let booked = exact.post_full(SALES, &credit).await.json()["d"].clone();
    assert_eq!(
        (
            booked["Type"].as_i64(),
            booked["AmountFC"].as_f64(),
            booked["Status"].as_i64()
        ),
        (Some(21), Some(-121.0), Some(20))
    );
    let id = exact.entry_of("P-0001").id;
    for reply in [
        exact
            .put(
                &format!("{SALES}(guid'{id}')"),
                &json!({"Description": "x"}),
            )
            .await,
        exact.delete(&format!("{SALES}(guid'{id}')")).await,
    ] {
        assert_eq!(
            (reply.status.as_u16(), reply.message().as_str()),
            (500, "Reeds verwerkt")
        );
    }
    exact
        .sandbox
        .order(
            A,
            Order::ProcessEntries {
                entries: vec![],
                journal: Some("70".into()),
            },
        )
        .unwrap();
    assert_eq!(exact.entry_of("K-1").status, 50);
}

#[tokio::test]
async fn point_29_lines_cannot_be_put_and_the_last_line_takes_the_entry_with_it() {
    let exact = Exact::start().await;
    let entry = exact.entry_of("P-0002");
    let put = exact
        .put(
            &format!("{SALES}(guid'{}')", entry.id),
            &json!({"SalesEntryLines": []}),
        )
        .await;
    assert_eq!(put.status, 400);
    assert!(
        put.message()
            .starts_with("Error processing request stream. Binding to new entities")
    );
    for (index, line) in entry.lines.iter().enumerate() {
        assert_eq!(exact.entry_of("P-0002").lines.len(), 3 - index);
        assert_eq!(
            exact
                .delete(&format!("salesentry/SalesEntryLines(guid'{}')", line.id))
                .await
                .status,
            204
        );
    }
    assert!(
        exact
            .sandbox
            .books(A)
            .unwrap()
            .entries
            .iter()
            .all(|entry| entry.your_ref != "P-0002")
    );
}

#[tokio::test]
async fn point_28_an_edit_that_takes_the_vat_away_takes_its_ledger_line_away() {
    let exact = Exact::start().await;
    let made = exact.post(SALES, &exact.sale("NO-VAT")).await.json();
    let entry = made["d"]["EntryID"].as_str().unwrap().to_owned();
    let opposite = json!({"EntryID": entry, "AmountFC": -100, "GLAccount": exact.gl("704000"), "VATCode": "2"});
    let added = exact.post("salesentry/SalesEntryLines", &opposite).await;
    assert_eq!(added.status, 201, "{}", added.text);
    let path = format!(
        "financialtransaction/TransactionLines?$select=AmountDC&$filter=EntryID eq guid'{entry}'"
    );
    let rows = exact.get(&path).await.rows();
    let amounts: Vec<f64> = rows
        .iter()
        .map(|row| row["AmountDC"].as_f64().unwrap())
        .collect();
    assert_eq!(
        (amounts.len(), amounts.iter().sum::<f64>()),
        (3, 0.0),
        "{amounts:?}"
    );
}
