//! `/_sandbox/…`: orders, clock, switches, books.

use http::Request;
use serde_json::{Value, json};

use crate::driver::{A, Exact, Reply};

async fn door(exact: &Exact, method: &str, path: &str, body: &Value) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(format!("/_sandbox/{path}"));
    exact
        .send(request.body(body.to_string().into()).unwrap())
        .await
}

#[tokio::test]
async fn a_bookkeeper_can_be_made_to_do_things() {
    let exact = Exact::start().await;
    let act = async |mut order: Value| {
        order["division"] = json!(A);
        door(&exact, "POST", "act", &order).await
    };
    let made =
        act(json!({"act": "create_customer", "name": "Nieuw", "code": "300", "country": "BE"}))
            .await;
    assert_eq!(
        (made.status.as_u16(), made.json()["number"].as_str()),
        (200, Some("300"))
    );
    let lines = json!([{"gl_account": "704000", "amount": "12.34", "vat_code": "2"}]);
    let sale = json!({"act": "enter_sale", "journal": "70", "customer": "101", "date": "2026-11-02", "your_ref": "HAND", "lines": lines});
    let sale = act(sale).await;
    assert_eq!(sale.status, 200, "{}", sale.text);
    let id = sale.json()["id"].clone();
    assert_eq!(exact.entry_of("HAND").total, "14.93");
    let edited =
        act(json!({"act": "edit_entry", "entry": id, "your_ref": "HAND-2", "customer": "103"}))
            .await;
    assert_eq!(edited.status, 200, "{}", edited.text);
    assert_eq!(exact.entry_of("HAND-2").customer_code, "103");
    let journal =
        act(json!({"act": "add_journal", "code": "72", "description": "Garage", "type": 20})).await;
    assert_eq!(journal.status, 200, "{}", journal.text);
    let twice =
        act(json!({"act": "add_journal", "code": "72", "description": "Garage", "type": 20})).await;
    assert_eq!(
        (twice.status.as_u16(), twice.json()["error"].as_str()),
        (409, Some("Bestaat al: Dagboek"))
    );
    assert_eq!(
        act(json!({"act": "delete_entry", "entry": id}))
            .await
            .status,
        200
    );
    assert_eq!(
        act(json!({"act": "delete_entry", "entry": id}))
            .await
            .status,
        404
    );
    assert_eq!(act(json!({"act": "dance"})).await.status, 400);
    assert_eq!(
        act(json!({"act": "unblock", "customer": "101"}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn clock_switches_and_books_are_doors() {
    let exact = Exact::start().await;
    let clock = door(&exact, "POST", "clock", &json!({"advance_ms": 90_000}))
        .await
        .json();
    assert_eq!(
        (clock["now"].as_str(), clock["ahead_ms"].as_i64()),
        (Some("2026-11-24T09:02:00Z"), Some(90_000))
    );
    let set = door(&exact, "POST", "switches", &json!({"minute_limit": 7})).await;
    assert_eq!(
        (
            set.json()["minute_limit"].as_i64(),
            set.json()["day_limit"].as_i64()
        ),
        (Some(7), Some(5_000))
    );
    assert_eq!(
        door(&exact, "POST", "switches", &json!({"minut_limit": 7}))
            .await
            .status,
        400
    );
    let books = door(&exact, "GET", &format!("books?division={A}"), &Value::Null)
        .await
        .json();
    let entry = &books["entries"][1];
    assert_eq!(
        (
            entry["your_ref"].as_str(),
            entry["total"].as_str(),
            entry["vat"].as_str()
        ),
        (Some("P-0002"), Some("840.10"), Some("145.81"))
    );
    assert_eq!(
        entry["lines"][0],
        json!({
            "id": entry["lines"][0]["id"], "number": 1, "gl_code": "704000", "vat_code": "2", "vat_percentage": "0.21",
            "net": "382.50", "vat": "80.33", "description": "Plaatwerk voorscherm", "cost_centre": "",
        })
    );
    assert_eq!(
        door(&exact, "GET", "books?division=1", &Value::Null)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn what_is_not_in_the_books_is_not_passed_over() {
    let exact = Exact::start().await;
    let nobody = "00000000-0000-0000-0000-000000000001";
    let entries = exact.sandbox.books(A).unwrap().entries;
    let one = entries[0].id;
    for order in [
        json!({"act": "match", "entries": [one, nobody]}),
        json!({"act": "write_off", "entries": [one, nobody], "gl_account": "640200"}),
        json!({"act": "book_receipt", "journal": "20", "account": "101", "amount": 1, "entries": [one, nobody]}),
        json!({"act": "process_entries", "journal": "nope"}),
    ] {
        let mut order = order;
        order["division"] = json!(A);
        let reply = door(&exact, "POST", "act", &order).await;
        assert_eq!(reply.status, 404, "{order}: {}", reply.text);
    }
    let after = exact.sandbox.books(A).unwrap();
    assert_eq!(after.entries, entries);
    assert!(after.postings.is_empty());
}

#[tokio::test]
async fn point_39_relations_that_named_a_merged_one_name_the_other_and_a_deleted_one_no_more() {
    let exact = Exact::start().await;
    let of = |code: &str| format!("crm/Accounts(guid'{}')", exact.customer(code));
    let (one, other, gone) = (exact.customer("101"), of("103"), exact.customer("102"));
    let named = json!({"InvoiceAccount": gone, "Parent": gone});
    assert_eq!(exact.put(&other, &named).await.status, 204);
    let itself = json!({"InvoiceAccount": gone});
    assert_eq!(exact.put(&of("101"), &itself).await.status, 204);
    let act = async |mut order: Value| {
        order["division"] = json!(A);
        let reply = door(&exact, "POST", "act", &order).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    };
    let shown = async |place: &str| {
        let path = format!("{place}?$select=InvoiceAccount,Parent,InvoiceAccountName,Modified");
        exact.get(&path).await.json()["d"].clone()
    };
    let sync = "sync/CRM/Accounts?$select=ID,Timestamp&$filter=Timestamp gt ";
    let rows = exact.get(&format!("{sync}0L")).await.rows();
    let last = rows.last().unwrap()["Timestamp"].as_i64().unwrap();
    act(json!({"act": "merge_accounts", "from": "102", "into": "101"})).await;
    let row = shown(&other).await;
    assert_eq!(
        (&row["InvoiceAccount"], &row["Parent"]),
        (&json!(one), &json!(one))
    );
    assert_eq!(row["InvoiceAccountName"], "Fictieve Garage BV");
    assert_eq!(shown(&of("101")).await["InvoiceAccount"], Value::Null);
    let moved = exact.get(&format!("{sync}{last}L")).await.rows();
    assert_eq!(moved.len(), 2, "both changed");
    act(json!({"act": "create_customer", "name": "Kort", "code": "400"})).await;
    let named = json!({"Parent": exact.customer("400")});
    assert_eq!(exact.put(&other, &named).await.status, 204);
    act(json!({"act": "delete_customer", "code": "400"})).await;
    assert_eq!(shown(&other).await["Parent"], Value::Null);
}
