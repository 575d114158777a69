//! Points 11, 16, 19, 20, 21, 28, 35 and 39 once more: the cases at their edges.

use exact_sandbox::Switches;
use exact_sandbox::admin::Order;
use http::Method;
use serde_json::{Value, json};

use crate::driver::{A, Exact, roomy};

#[tokio::test]
async fn point_16_the_bulk_twins_want_a_filter_too_and_the_rule_is_a_switch() {
    let exact = Exact::start().await;
    crate::sales_invoices::invoice(&exact, "P-0002").await;
    let lists = [
        ("crm/Accounts", "ID", "Status eq 'C'"),
        ("bulk/CRM/Accounts", "ID", "Status eq 'C'"),
        (
            "financialtransaction/TransactionLines",
            "ID",
            "YourRef eq 'P-0002'",
        ),
        (
            "bulk/Financial/TransactionLines",
            "ID",
            "YourRef eq 'P-0002'",
        ),
        ("salesinvoice/SalesInvoices", "InvoiceID", "Status eq 20"),
        (
            "bulk/SalesInvoice/SalesInvoices",
            "InvoiceID",
            "YourRef eq 'P-0002'",
        ),
    ];
    for (path, key, filter) in lists {
        let refused = exact.get(&format!("{path}?$select={key}")).await;
        assert_eq!(refused.status, 400, "{path}");
        assert!(
            refused.message().contains("mandatory filtering applied"),
            "{path}"
        );
        let more = format!(
            "{path}?$select={key}&$filter={filter} and {key} ne guid'{}'",
            exact.gl("704000")
        );
        let found = exact.get(&more).await;
        assert_eq!(
            (found.status.as_u16(), found.rows().is_empty()),
            (200, false)
        );
        let one = format!("{path}(guid'{}')?$select={key}", exact.gl("704000"));
        assert_eq!(exact.get(&one).await.status, 404, "a key needs no filter");
    }
    exact
        .sandbox
        .set_switches(Switches {
            mandatory_filter: false,
            ..roomy()
        })
        .unwrap();
    for (path, key, _) in lists {
        let all = exact.get(&format!("{path}?$select={key}")).await;
        assert_eq!(all.status, 200, "{path}");
        assert!(!all.rows().is_empty());
    }
}

#[tokio::test]
async fn point_11_errors_are_xml_too_when_nobody_asked_for_json() {
    let atom = Switches {
        atom: true,
        ..roomy()
    };
    for (switches, wanted) in [
        (roomy(), [406, 404, 401, 406]),
        (atom, [400, 404, 401, 500]),
    ] {
        let exact = Exact::with(switches).await;
        let send = async |method: Method, path: &str, token: &str| {
            let request = http::Request::builder()
                .method(method)
                .uri(format!("/api/v1/{A}/{path}"))
                .header("content-type", "application/json")
                .header("authorization", format!("Bearer {token}"));
            exact.send(request.body("{}".into()).unwrap()).await
        };
        let answers = [
            send(Method::GET, "financial/Journals", &exact.token).await,
            send(Method::GET, "crm/Nothing", &exact.token).await,
            send(Method::GET, "financial/Journals", "nobody").await,
            send(Method::POST, "salesentry/SalesEntries", &exact.token).await,
        ];
        for (reply, status) in answers.iter().zip(wanted) {
            assert_eq!(reply.status, status, "{}", reply.text);
            assert!(reply.text.contains("<error><message>"), "{}", reply.text);
            assert!(reply.header("content-type").unwrap().contains("xml"));
        }
        assert!(wanted[3] == 406 || answers[3].text.contains("Verplicht: Dagboek"));
    }
}

/// Every list that tells a relation's number, and a date without a time.
const NUMBERED: [(&str, &str, &str); 8] = [
    ("crm/Accounts?$filter=Status eq 'C'&", "Code", ""),
    ("bulk/CRM/Accounts?$filter=Status eq 'C'&", "Code", ""),
    ("sync/CRM/Accounts?", "Code", ""),
    (
        "financialtransaction/TransactionLines?$filter=Type eq 20&",
        "AccountCode",
        "Date",
    ),
    ("sync/Financial/TransactionLines?", "AccountCode", "Date"),
    ("cashflow/Receivables?", "AccountCode", "DueDate"),
    ("bulk/Cashflow/Receivables?", "AccountCode", "InvoiceDate"),
    ("read/financial/ReceivablesList?", "AccountCode", "DueDate"),
];

#[tokio::test]
async fn point_19_numbers_of_relations_are_padded_everywhere_and_dates_are_midnights() {
    let exact = Exact::start().await;
    for (path, code, date) in NUMBERED {
        let more = if date.is_empty() {
            String::new()
        } else {
            format!(",{date}")
        };
        let rows = exact
            .get(&format!("{path}$select={code}{more}"))
            .await
            .rows();
        let told: Vec<&str> = rows.iter().filter_map(|row| row[code].as_str()).collect();
        assert!(!told.is_empty(), "{path}");
        for text in told {
            assert_eq!(text.len(), 18, "{path} {text:?}");
            assert!(
                text.starts_with(' ') && !text.ends_with(' '),
                "{path} {text:?}"
            );
        }
        for row in rows.iter().filter(|_| !date.is_empty()) {
            let text = row[date].as_str().unwrap();
            let ms = text.trim_start_matches("/Date(").trim_end_matches(")/");
            assert_eq!(ms.parse::<i64>().unwrap() % 86_400_000, 0, "{path} {text}");
        }
    }
}

#[tokio::test]
async fn point_19_paddings_are_switches_in_every_place() {
    let padded = async |exact: &Exact| {
        let path = "crm/Accounts?$select=Country&$filter=Status eq 'C'";
        let country = exact.get(path).await.rows()[0]["Country"].clone();
        let path =
            "salesentry/SalesEntryLines?$select=VATCode&$filter=Description eq 'Lak en vernis'";
        let code = exact.get(path).await.rows()[0]["VATCode"].clone();
        let path = "vat/VATCodes?$select=Code&$filter=Code eq '2'";
        (
            country,
            code,
            exact.get(path).await.rows()[0]["Code"].clone(),
        )
    };
    let exact = Exact::start().await;
    let (country, code, own) = padded(&exact).await;
    assert_eq!(
        (country, code, own),
        (json!("BE "), json!("2  "), json!("2  "))
    );
    exact
        .sandbox
        .set_switches(Switches {
            pad_country: false,
            pad_vat_code: false,
            ..roomy()
        })
        .unwrap();
    let (country, code, own) = padded(&exact).await;
    assert_eq!((country, code, own), (json!("BE"), json!("2"), json!("2")));
}

#[tokio::test]
async fn point_20_case_and_blanks_count_by_switch() {
    let exact = Exact::start().await;
    let count = async |filter: &str| {
        let path = format!("crm/Accounts?$select=ID&$filter={filter}");
        exact.get(&path).await.rows().len()
    };
    assert_eq!(count("Name eq 'leasedemo nv'").await, 0);
    assert_eq!(
        count("Country eq 'BE'").await,
        4,
        "blanks at the end do not count"
    );
    assert_eq!(count("Code eq '101'").await, 0, "those at the beginning do");
    exact
        .sandbox
        .set_switches(Switches {
            ignore_case: true,
            trailing_blanks: true,
            ..roomy()
        })
        .unwrap();
    assert_eq!(count("Name eq 'leasedemo nv'").await, 1);
    assert_eq!(count("Country eq 'BE'").await, 0);
    assert_eq!(count("Country eq 'BE '").await, 4);
}

#[tokio::test]
async fn point_20_an_option_that_is_misspelled_or_there_twice_is_told() {
    let exact = Exact::start().await;
    let text = async |query: &str| {
        let reply = exact.get(&format!("financial/Journals?{query}")).await;
        assert_eq!(reply.status, 400, "{query}: {}", reply.text);
        reply.message()
    };
    assert_eq!(
        text("$select=Code&$fitler=Type eq 20").await,
        "Bad Request - Error in query syntax. The query parameter '$fitler' begins with a system-reserved '$' character \
         but is not recognized."
    );
    assert_eq!(
        text("$select=Code&$filter=Type eq 20&$filter=Type eq 12").await,
        "Bad Request - Error in query syntax. Query parameter '$filter' is specified, but it should be specified exactly \
         once."
    );
    let other = "financial/Journals?$select=Code&$format=json&own=1";
    assert_eq!(exact.get(other).await.status, 200);
}

#[tokio::test]
async fn point_33_a_parameter_that_is_not_what_it_must_be_is_told() {
    let exact = Exact::start().await;
    let id = exact.customer("101");
    for (path, wrong) in [
        ("ReceivablesListByAccount?accountId='x'", "accountId"),
        ("ReceivablesListByAccount?accountId=", "accountId"),
        ("ReceivablesListByAgeGroup?ageGroup=first", "ageGroup"),
        ("AgingReceivablesListByAgeGroup?ageGroup='1'", "ageGroup"),
        ("JournalStatusByFinancialPeriod?year='2026'", "year"),
    ] {
        let reply = exact.get(&format!("read/financial/{path}&$top=1")).await;
        assert_eq!(reply.status, 400, "{path}: {}", reply.text);
        assert_eq!(
            reply.message(),
            format!("Bad Request - Error in query syntax. Incorrect format for {wrong}.")
        );
    }
    let both = format!(
        "read/financial/ReceivablesListByAccountAndAgeGroup?accountId=guid'{id}'&ageGroup=1&$top=1"
    );
    assert_eq!(exact.get(&both).await.status, 200);
    let since = "read/sync/Sync/SyncTimestamp?modified='2026-11-24'&endPoint='Accounts'";
    assert_eq!(exact.get(since).await.status, 400);
}

#[tokio::test]
async fn point_21_a_put_is_empty_unless_the_entity_is_asked_for() {
    let exact = Exact::start().await;
    let id = exact.customer("103");
    let path = format!("/api/v1/{A}/crm/Accounts(guid'{id}')");
    let body = json!({"City": "Gent"}).to_string();
    let put =
        async |extra: &[(&str, &str)]| exact.call(Method::PUT, &path, Some(&body), extra).await;
    let plain = put(&[]).await;
    assert_eq!((plain.status.as_u16(), plain.text.as_str()), (204, ""));
    let full = put(&[("prefer", "return=representation")]).await;
    assert_eq!(full.status, 200);
    assert_eq!(full.json()["d"]["City"], "Gent");
    assert_eq!(
        full.json()["d"]["Name"],
        "LeaseDemo NV",
        "what was not sent stays"
    );
}

#[tokio::test]
async fn point_28_nothing_of_a_processed_entry_changes() {
    let exact = Exact::start().await;
    let entry = exact.entry_of("P-0001");
    assert_eq!(entry.status, 50);
    let line = format!("salesentry/SalesEntryLines(guid'{}')", entry.lines[0].id);
    let more = json!({"EntryID": entry.id, "AmountFC": 1, "GLAccount": exact.gl("704000")});
    for reply in [
        exact.put(&line, &json!({"AmountFC": 1})).await,
        exact.delete(&line).await,
        exact.post("salesentry/SalesEntryLines", &more).await,
    ] {
        assert_eq!(reply.status, 500);
        assert_eq!(reply.message(), "Reeds verwerkt");
    }
    assert_eq!(exact.entry_of("P-0001"), entry);
    let mut nothing = exact.sale("N-0");
    let mut other = nothing["SalesEntryLines"][0].clone();
    other["AmountFC"] = json!(-100);
    nothing["SalesEntryLines"]
        .as_array_mut()
        .unwrap()
        .push(other);
    let booked = exact
        .post_full("salesentry/SalesEntries", &nothing)
        .await
        .json();
    assert_eq!(
        booked["d"]["Type"], 20,
        "a total of nothing is no credit note"
    );
}

async fn document(exact: &Exact) -> String {
    let body = json!({"Subject": "Factuur", "Type": 10});
    let made = exact.post("documents/Documents", &body).await.json();
    made["d"]["ID"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn point_35_a_document_is_changed_and_tied_to_its_entry() {
    let exact = Exact::start().await;
    let id = document(&exact).await;
    let entry = exact.entry_of("P-0002").id;
    let path = format!("documents/Documents(guid'{id}')");
    let change = json!({"Subject": "Factuur P-0002", "FinancialTransactionEntryID": entry});
    assert_eq!(exact.put(&path, &change).await.status, 204);
    let books = exact.sandbox.books(A).unwrap();
    assert_eq!(
        (
            books.documents[0].subject.as_str(),
            books.documents[0].entry_id
        ),
        ("Factuur P-0002", Some(entry))
    );
    let gone = exact.put(&path, &json!({"Type": 40})).await;
    assert_eq!(
        (gone.status.as_u16(), gone.message().as_str()),
        (500, "Document Type not allowed")
    );
    let unknown: Vec<Value> = exact
        .get("documents/DocumentTypes?$select=ID,DocumentIsCreatable&$filter=DocumentIsCreatable eq false")
        .await
        .rows();
    assert!(
        unknown.iter().any(|row| row["ID"] == 40),
        "it is told beforehand"
    );
}

#[tokio::test]
async fn point_39_the_books_of_one_company_do_not_touch_another() {
    let exact = Exact::start().await;
    let before = exact.sandbox.books(crate::driver::B).unwrap();
    let close = Order::ClosePeriod {
        journal: None,
        year: 2026,
        period: 11,
    };
    exact.sandbox.order(A, close).unwrap();
    exact.sandbox.order(A, Order::MoveDivision).unwrap();
    assert_eq!(exact.sandbox.books(crate::driver::B).unwrap(), before);
}
