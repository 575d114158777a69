//! Points 21 to 29.

use exact_sandbox::admin::Order;
use exact_sandbox::{ClientKeys, Switches, TextLanguage};
use http::Method;
use serde_json::{Value, json};

use crate::driver::{A, Exact, roomy};

const SALES: &str = "salesentry/SalesEntries";

async fn refused(exact: &Exact, body: &Value) -> String {
    let reply = exact.post(SALES, body).await;
    assert_eq!(reply.status, 500, "{}", reply.text);
    reply.message()
}

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

#[tokio::test]
async fn point_22_malformed_bodies() {
    let exact = Exact::start().await;
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
async fn point_23_refusals_are_500_in_the_language_of_the_user() {
    let mut exact = Exact::start().await;
    let mut sale = exact.sale("R-1");
    sale["Journal"] = json!("99");
    sale["SalesEntryLines"][0]["VATCode"] = json!("99");
    assert_eq!(
        refused(&exact, &sale).await,
        "Ongeldige referentie: Journals\r\nOngeldige referentie: Btw-code"
    );
    exact.sign_in(1, &[A]).await;
    assert_eq!(
        refused(&exact, &sale).await,
        "Invalid reference: Journals\r\nInvalid reference: VAT code"
    );
    exact
        .sandbox
        .set_switches(Switches {
            language: TextLanguage::Nl,
            all_failures: false,
            ..roomy()
        })
        .unwrap();
    assert_eq!(
        refused(&exact, &sale).await,
        "Ongeldige referentie: Journals"
    );
}

#[tokio::test]
async fn point_24_every_check_in_its_order() {
    let exact = Exact::start().await;
    assert_eq!(
        refused(&exact, &json!({})).await,
        "Verplicht: Dagboek\r\nVerplicht: Relatie\r\nVerplicht: Regels"
    );
    let order = |order| exact.sandbox.order(A, order).unwrap();
    let case = async |change: &dyn Fn(&mut Value), text: &str| {
        let mut sale = exact.sale("C-1");
        change(&mut sale);
        assert_eq!(refused(&exact, &sale).await, text);
    };
    let line = |name: &'static str, value: Value| {
        move |sale: &mut Value| sale["SalesEntryLines"][0][name] = value.clone()
    };
    let head =
        |name: &'static str, value: Value| move |sale: &mut Value| sale[name] = value.clone();
    case(&head("Journal", json!("60")), "Ongeldig: Dagboek (Type)").await;
    case(
        &head("Customer", json!(exact.customer("201"))),
        "Ongeldig: Klant (Type)",
    )
    .await;
    case(
        &head("Customer", json!(exact.gl("704000"))),
        "Ongeldige referentie: Relatie",
    )
    .await;
    case(
        &head("EntryDate", json!("2020-01-31")),
        "Verplicht: Boekjaar",
    )
    .await;
    case(&head("SalesEntryLines", json!([])), "Verplicht: Regels").await;
    case(
        &line("GLAccount", Value::Null),
        "Verplicht: Grootboekrekening",
    )
    .await;
    case(
        &line("GLAccount", json!(exact.customer("101"))),
        "Ongeldige referentie: Grootboekrekening",
    )
    .await;
    case(
        &line("VATPercentage", json!(0.06)),
        "Ongeldig: Btw-percentage []",
    )
    .await;
    case(
        &line("CostCenter", json!("X")),
        "Ongeldige referentie: Kostenplaats",
    )
    .await;
    case(
        &head("PaymentCondition", json!("99")),
        "Ongeldige referentie: Betalingsconditie",
    )
    .await;
    case(&head("Rate", json!(1.1)), "Niet toegestaan: Wisselkoers").await;
    case(
        &head("Currency", json!("GBP")),
        "Ongeldige referentie: Valuta",
    )
    .await;
    case(
        &head("EntryNumber", json!(26_700_001)),
        "In gebruik: Boekstuknummer",
    )
    .await;
    order(Order::ClosePeriod {
        journal: None,
        year: 2026,
        period: 11,
    });
    case(&|_| {}, "Periode is afgesloten: 2026 – 11").await;
    order(Order::OpenPeriod {
        journal: None,
        year: 2026,
        period: 11,
    });
    order(Order::BlockAccount {
        gl_account: Some("704000".into()),
        customer: None,
    });
    case(&|_| {}, "Geblokkeerd: Grootboekrekening: 704000").await;
    order(Order::UnblockAccount {
        gl_account: Some("704000".into()),
        customer: None,
    });
    order(Order::BlockVatCode { code: "2".into() });
    case(&|_| {}, "Niet toegestaan: Btw-code").await;
    order(Order::UnblockVatCode { code: "2".into() });
    order(Order::BlockJournal { code: "70".into() });
    order(Order::BlockAccount {
        gl_account: None,
        customer: Some("101".into()),
    });
    case(
        &|_| {},
        "Geblokkeerd: Dagboek: 70\r\nGeblokkeerd: Relatie: 101",
    )
    .await;
    assert_eq!(
        exact.sandbox.books(A).unwrap().entries.len(),
        4,
        "nothing was booked"
    );
}

#[tokio::test]
async fn point_25_own_numbers_are_taken_when_free_or_ignored_by_switch() {
    let exact = Exact::start().await;
    let mut sale = exact.sale("E-1");
    sale["EntryNumber"] = json!(4711);
    assert_eq!(
        exact.post(SALES, &sale).await.json()["d"]["EntryNumber"],
        4711
    );
    sale["YourRef"] = json!("E-2");
    assert_eq!(refused(&exact, &sale).await, "In gebruik: Boekstuknummer");
    exact
        .sandbox
        .set_switches(Switches {
            ignore_entry_number: true,
            ..roomy()
        })
        .unwrap();
    assert_eq!(
        exact.post(SALES, &sale).await.json()["d"]["EntryNumber"],
        26_700_004
    );
    sale["Journal"] = json!("71");
    assert_eq!(
        exact.post(SALES, &sale).await.json()["d"]["EntryNumber"],
        26_710_002,
        "a range per journal"
    );
    sale["EntryDate"] = json!("2025-12-31");
    assert_eq!(
        exact.post(SALES, &sale).await.json()["d"]["EntryNumber"],
        25_710_001,
        "and per year"
    );
}

#[tokio::test]
async fn point_26_your_ref_holds_30_characters_and_need_not_be_unique() {
    let exact = Exact::start().await;
    let longest = "é".repeat(30);
    for _ in 0..2 {
        assert_eq!(exact.post(SALES, &exact.sale(&longest)).await.status, 201);
    }
    assert_eq!(
        refused(&exact, &exact.sale(&"x".repeat(31))).await,
        "Ongeldig: Uw ref."
    );
    exact
        .sandbox
        .set_switches(Switches {
            truncate_your_ref: true,
            ..roomy()
        })
        .unwrap();
    assert_eq!(
        exact.post(SALES, &exact.sale(&"y".repeat(31))).await.status,
        201
    );
    assert_eq!(exact.entry_of(&"y".repeat(30)).your_ref.len(), 30);
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
async fn client_chosen_keys_are_ignored_honoured_or_refused() {
    let exact = Exact::start().await;
    let key = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    let mut sale = exact.sale("ID-1");
    sale["EntryID"] = json!(key);
    assert_ne!(exact.post(SALES, &sale).await.json()["d"]["EntryID"], key);
    exact
        .sandbox
        .set_switches(Switches {
            client_keys: ClientKeys::Honour,
            ..roomy()
        })
        .unwrap();
    assert_eq!(exact.post(SALES, &sale).await.json()["d"]["EntryID"], key);
    assert_eq!(refused(&exact, &sale).await, "Bestaat al: ID");
    exact
        .sandbox
        .set_switches(Switches {
            client_keys: ClientKeys::Refuse,
            ..roomy()
        })
        .unwrap();
    assert_eq!(refused(&exact, &sale).await, "Niet toegestaan: ID");
}

#[tokio::test]
async fn accounts_are_made_changed_and_removed() {
    let exact = Exact::start().await;
    let body = json!({"Name": "Nieuwe klant", "Status": "C", "Country": "NL", "AddressLine1": "Proefweg 3", "IsSales": true, "Website": "example.com"});
    let made = exact.post_full("crm/Accounts", &body).await.json()["d"].clone();
    assert_eq!(
        (made["Code"].as_str(), made["Website"].as_str()),
        (Some("               202"), Some("example.com")),
        "the next free number"
    );
    let path = format!("crm/Accounts(guid'{}')", made["ID"].as_str().unwrap());
    assert_eq!(
        exact
            .put(&path, &json!({"City": "Testdam", "Website": null}))
            .await
            .status,
        204
    );
    let read = exact
        .get(&format!("{path}?$select=City,Website,Name,IsSales"))
        .await
        .json()["d"]
        .clone();
    assert_eq!(
        (
            read["City"].as_str(),
            read["Website"].is_null(),
            read["IsSales"].as_bool()
        ),
        (Some("Testdam"), true, Some(true))
    );
    let refused = async |body: Value| exact.post("crm/Accounts", &body).await.message();
    assert_eq!(
        refused(json!({"Code": "101", "Name": "Dubbel"})).await,
        "Bestaat al: Relatie"
    );
    assert_eq!(
        refused(json!({"Code": "A1"})).await,
        "Verplicht: Naam\r\nOngeldig: Code"
    );
    assert_eq!(
        refused(json!({"Name": "x", "VATNumber": "BE0001010086"})).await,
        "Ongeldig: Btw-nummer"
    );
    assert_eq!(exact.delete(&path).await.status, 204);
    let used = exact
        .delete(&format!("crm/Accounts(guid'{}')", exact.customer("101")))
        .await;
    assert_eq!(
        used.message(),
        "Kan niet verwijderen: Relatie - Gebruikt in: Boekingen"
    );
}

#[tokio::test]
async fn ledger_accounts_are_made_and_refused_twice() {
    let exact = Exact::start().await;
    let body = json!({"Code": "704500", "Description": "Vervangwagens", "Type": 110, "BalanceType": "W", "SearchCode": "VW"});
    assert_eq!(exact.post("financial/GLAccounts", &body).await.status, 201);
    let again = exact.post("financial/GLAccounts", &body).await;
    assert_eq!(
        (again.status.as_u16(), again.message().as_str()),
        (500, "Bestaat al: Grootboekrekening")
    );
    let row = exact
        .get("financial/GLAccounts?$select=Description,SearchCode,Type&$filter=Code eq '704500'")
        .await
        .rows();
    assert_eq!(
        (row[0]["SearchCode"].as_str(), row[0]["Type"].as_i64()),
        (Some("VW"), Some(110))
    );
}
