//! Points 17 and 18: a change moves a row's Timestamp in its sync twin, a deletion shows with its EntityType.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::driver::{A, Exact};
use crate::sales_invoices::{INVOICES, invoice, item};

/// What a sync endpoint tells beyond a Timestamp: keys, and the highest Timestamp of all.
async fn since(exact: &Exact, sync: &str, last: i64) -> (Vec<String>, i64) {
    let path = format!("{sync}?$select=ID,Timestamp&$filter=Timestamp gt {last}L");
    let rows = exact.get(&path).await.rows();
    let stamps = rows.iter().map(|row| row["Timestamp"].as_i64().unwrap());
    let highest = stamps.max().unwrap_or(last);
    let keys = rows
        .iter()
        .map(|row| row["ID"].as_str().unwrap().to_owned());
    (keys.collect(), highest)
}

async fn deleted(exact: &Exact, last: i64) -> (Vec<(i64, String)>, i64) {
    let path =
        format!("sync/Deleted?$select=EntityType,EntityKey,Timestamp&$filter=Timestamp gt {last}L");
    let rows = exact.get(&path).await.rows();
    let highest = rows
        .iter()
        .map(|row| row["Timestamp"].as_i64().unwrap())
        .max();
    let told = rows.iter().map(|row| {
        let key = row["EntityKey"].as_str().unwrap().to_owned();
        (row["EntityType"].as_i64().unwrap(), key)
    });
    (told.collect(), highest.unwrap_or(last))
}

/// Endpoint, its sync twin, its EntityType, what is made, and how that is changed.
type Case = (&'static str, &'static str, i64, Value, Option<Value>);

fn cases(account: Uuid, document: &Value) -> Vec<Case> {
    vec![
        (
            "crm/Accounts",
            "sync/CRM/Accounts",
            2,
            json!({"Name": "N"}),
            Some(json!({"City": "Gent"})),
        ),
        (
            "crm/Addresses",
            "sync/CRM/Addresses",
            3,
            json!({"Account": account, "AddressLine1": "A"}),
            Some(json!({"City": "Gent"})),
        ),
        (
            "crm/Contacts",
            "sync/CRM/Contacts",
            5,
            json!({"Account": account, "LastName": "L"}),
            Some(json!({"FirstName": "F"})),
        ),
        (
            "documents/Documents",
            "sync/Documents/Documents",
            6,
            json!({"Subject": "y", "Type": 55}),
            Some(json!({"Subject": "z"})),
        ),
        (
            "documents/DocumentAttachments",
            "sync/Documents/DocumentAttachments",
            4,
            json!({"Document": document, "FileName": "f.txt", "Attachment": "aGFsbG8="}),
            None,
        ),
        (
            "financial/GLAccounts",
            "sync/Financial/GLAccounts",
            7,
            json!({"Code": "700001", "Description": "D"}),
            Some(json!({"Description": "E"})),
        ),
    ]
}

#[tokio::test]
async fn point_17_and_18_a_change_moves_the_timestamp_and_a_deletion_shows_with_its_type() {
    let exact = Exact::start().await;
    let account = exact.customer("103");
    let document = exact
        .post("documents/Documents", &json!({"Subject": "x", "Type": 55}))
        .await;
    let document = document.json()["d"]["ID"].clone();
    for (path, sync, kind, body, change) in cases(account, &document) {
        let (_, last) = since(&exact, sync, 0).await;
        let made = exact.post(path, &body).await;
        assert_eq!(made.status, 201, "{path}: {}", made.text);
        let id = made.json()["d"]["ID"].as_str().unwrap().to_owned();
        let (told, made_at) = since(&exact, sync, last).await;
        assert_eq!((told, made_at > last), (vec![id.clone()], true), "{sync}");
        let one = format!("{path}(guid'{id}')");
        let mut last = made_at;
        if let Some(change) = change {
            assert_eq!(exact.put(&one, &change).await.status, 204, "{path}");
            let (told, changed_at) = since(&exact, sync, made_at).await;
            assert_eq!(
                (told, changed_at > made_at),
                (vec![id.clone()], true),
                "{sync}"
            );
            last = changed_at;
        }
        let (_, before) = deleted(&exact, 0).await;
        assert_eq!(exact.delete(&one).await.status, 204, "{path}");
        let (told, deleted_at) = deleted(&exact, before).await;
        assert_eq!(told, [(kind, id.clone())], "{path}");
        assert!(
            deleted_at > last,
            "deletions have Timestamps of the same row"
        );
        let (told, _) = since(&exact, sync, 0).await;
        assert!(!told.contains(&id), "{sync}: it is gone");
    }
    let bank = json!({"Account": account, "BankAccount": "BE68539007547034"});
    let made = exact.post("crm/BankAccounts", &bank).await.json();
    let id = made["d"]["ID"].as_str().unwrap();
    let (_, before) = deleted(&exact, 0).await;
    exact.delete(&format!("crm/BankAccounts(guid'{id}')")).await;
    assert_eq!(deleted(&exact, before).await.0, [(48, id.to_owned())]);
}

#[tokio::test]
async fn point_17_and_18_bookings_move_their_lines_and_terms_and_take_them_along() {
    const LINES: &str = "sync/Financial/TransactionLines";
    const TERMS: &str = "sync/Cashflow/PaymentTerms";
    let exact = Exact::start().await;
    let before = exact
        .sandbox
        .with_books(|books| books.company(A).unwrap().version());
    let last = i64::try_from(before).unwrap();
    let booked = exact
        .post("salesentry/SalesEntries", &exact.sale("TW"))
        .await
        .json();
    let entry = format!(
        "salesentry/SalesEntries(guid'{}')",
        booked["d"]["EntryID"].as_str().unwrap()
    );
    let ((lines, lines_at), (terms, terms_at)) = (
        since(&exact, LINES, last).await,
        since(&exact, TERMS, last).await,
    );
    assert_eq!((lines.len(), terms.len()), (3, 1));
    exact.put(&entry, &json!({"YourRef": "TW-2"})).await;
    let (mut moved, at) = since(&exact, LINES, lines_at).await;
    let mut known = lines.clone();
    moved.sort();
    known.sort();
    assert_eq!(
        (moved, at > lines_at),
        (known, true),
        "the same keys, later Timestamps"
    );
    let (moved, at) = since(&exact, TERMS, terms_at).await;
    assert_eq!((&moved, at > terms_at), (&terms, true));
    let change = json!({"Description": "Incasso volgt"});
    let term = format!("cashflow/Receivables(guid'{}')", terms[0]);
    assert_eq!(exact.put(&term, &change).await.status, 204);
    assert_eq!(since(&exact, TERMS, at).await.0, terms);
    let (_, before) = deleted(&exact, 0).await;
    assert_eq!(exact.delete(&entry).await.status, 204);
    let (told, _) = deleted(&exact, before).await;
    let of = |kind: i64| -> BTreeSet<&String> {
        told.iter()
            .filter(|it| it.0 == kind)
            .map(|it| &it.1)
            .collect()
    };
    assert_eq!(of(1), lines.iter().collect());
    assert_eq!(of(10), terms.iter().collect());
    assert_eq!(told.len(), 4);
}

#[tokio::test]
async fn point_17_and_18_invoices_have_a_row_for_each_line_that_moves_with_the_head() {
    const ROWS: &str = "sync/SalesInvoice/SalesInvoices";
    let exact = Exact::start().await;
    let id = invoice(&exact, "TW").await;
    let (first, made_at) = since(&exact, ROWS, 0).await;
    let more = json!({"InvoiceID": id, "Item": item(&exact, "VERF")});
    exact.post("salesinvoice/SalesInvoiceLines", &more).await;
    let (both, added_at) = since(&exact, ROWS, made_at).await;
    assert_eq!(
        (first.len(), both.len(), both.contains(&first[0])),
        (1, 2, true)
    );
    let one = format!("{INVOICES}(guid'{id}')");
    exact.put(&one, &json!({"Description": "x"})).await;
    let (moved, changed_at) = since(&exact, ROWS, added_at).await;
    assert_eq!(moved, both);
    let line = format!("salesinvoice/SalesInvoiceLines(guid'{}')", first[0]);
    let (_, before) = deleted(&exact, 0).await;
    exact.delete(&line).await;
    let (told, at) = deleted(&exact, before).await;
    assert_eq!(told, [(13, first[0].clone())]);
    let (left, left_at) = since(&exact, ROWS, changed_at).await;
    let printed = json!({"InvoiceID": id});
    exact
        .post("salesinvoice/PrintedSalesInvoices", &printed)
        .await;
    assert_eq!(since(&exact, ROWS, left_at).await.0, left, "printing moves");

    let gone = invoice(&exact, "TW-2").await;
    let (rows, _) = since(&exact, ROWS, left_at).await;
    exact.delete(&format!("{INVOICES}(guid'{gone}')")).await;
    let (told, _) = deleted(&exact, at).await;
    let line = rows.iter().find(|id| !left.contains(id)).unwrap();
    assert_eq!(told, [(13, line.clone())]);
}
