//! Bank, cash and general entries through the API, and what matching forbids.

use exact_sandbox::{Switches, admin};
use serde_json::json;

use crate::driver::{A, Exact};
use crate::money::{booked, matched, order, receive};

#[tokio::test]
async fn bank_entries_through_the_api_keep_their_balance_and_match_only_by_the_switch() {
    let exact = Exact::start().await;
    booked(&exact, "T-7").await;
    let number = exact.entry_of("T-7").number;
    let body = |opening: f64| {
        json!({ "JournalCode": "20", "OpeningBalanceFC": opening, "BankEntryLines": [{
            "AmountFC": 121.0, "GLAccount": exact.gl("400000"), "Account": exact.customer("101"), "OurRef": number,
            "Description": "Betaling" }] })
    };
    let made = exact
        .post_full("financialtransaction/BankEntries", &body(1_000.0))
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["d"]["ClosingBalanceFC"].as_f64(), Some(1_121.0));
    let refused = exact
        .post("financialtransaction/BankEntries", &body(1_000.0))
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.message().as_str()),
        (500, "Ongeldig: Beginsaldo")
    );
    let open = "cashflow/Receivables?$select=Status&$filter=YourRef eq 'T-7'";
    assert_eq!(
        exact.get(open).await.rows()[0]["Status"],
        20,
        "a receipt that names its invoice stays open"
    );
    let switches = Switches {
        match_exact_receipts: true,
        ..exact.sandbox.switches()
    };
    exact.sandbox.set_switches(switches).unwrap();
    booked(&exact, "T-8").await;
    let mut again = body(1_121.0);
    again["BankEntryLines"][0]["OurRef"] = json!(exact.entry_of("T-8").number);
    assert_eq!(
        exact
            .post("financialtransaction/BankEntries", &again)
            .await
            .status,
        201
    );
    let open = "cashflow/Receivables?$select=Status&$filter=YourRef eq 'T-8'";
    assert_eq!(exact.get(open).await.rows()[0]["Status"], 50);
    let expand = "financialtransaction/BankEntries?$select=EntryNumber,BankEntryLines/OurRef&$expand=BankEntryLines";
    let rows = exact.get(expand).await.rows();
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|row| row["BankEntryLines"]["results"][0]["OurRef"].is_i64())
    );
}

#[tokio::test]
async fn what_is_matched_is_protected() {
    let exact = Exact::start().await;
    let invoice = booked(&exact, "T-9").await;
    let receipt = receive(&exact, 12_100);
    order(&exact, matched(&[invoice, receipt]));
    let path = format!("salesentry/SalesEntries(guid'{invoice}')");
    let refused = exact.delete(&path).await;
    assert_eq!(
        refused.message(),
        "Kan niet verwijderen: Boekingen - Gebruikt in: Afletteringen"
    );
    assert_eq!(
        exact.put(&path, &json!({ "YourRef": "T-9b" })).await.status,
        204
    );
    let row = exact
        .get("cashflow/Receivables?$select=Status&$filter=YourRef eq 'T-9b'")
        .await
        .rows()
        .remove(0);
    assert_eq!(
        row["Status"], 50,
        "a new reference changes nothing about the matching"
    );
    let general = json!({ "JournalCode": "90", "GeneralJournalEntryLines": [
        { "AmountFC": 10.0, "GLAccount": exact.gl("640200") }, { "AmountFC": -9.0, "GLAccount": exact.gl("499000") }] });
    let refused = exact
        .post("generaljournalentry/GeneralJournalEntries", &general)
        .await;
    assert_eq!(refused.message(), "Ongeldig: Saldo");
    let snapshot: admin::BooksSnapshot = exact.sandbox.books(A).unwrap();
    assert_eq!(snapshot.postings.len(), 1);
    assert!(snapshot.items.iter().any(|item| item.matching.is_some()));
}
