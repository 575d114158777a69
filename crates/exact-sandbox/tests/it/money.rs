//! Points 31 to 34, 18 and 39: what happens to open items, and what the API tells of it.

use exact_sandbox::Switches;
use exact_sandbox::admin::{Done, Order, Receipt};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::driver::{A, Exact};
use crate::random::Run;

const TERMS: &str = "sync/Cashflow/PaymentTerms?$select=ID,EntryID,TransactionID,TransactionEntryID,AmountDC,TransactionAmountDC,Status,EndDate,LastPaymentDate,IsFullyPaid,LineType,YourRef,Timestamp,Journal,TransactionType";

async fn terms(exact: &Exact, since: i64) -> Vec<Value> {
    let path = format!("{TERMS}&$filter=Timestamp gt {since}L");
    exact.get(&path).await.rows()
}

fn highest(rows: &[Value]) -> i64 {
    rows.iter()
        .filter_map(|row| row["Timestamp"].as_i64())
        .max()
        .unwrap_or(0)
}

pub(crate) async fn booked(exact: &Exact, your_ref: &str) -> Uuid {
    let reply = exact
        .post("salesentry/SalesEntries", &exact.sale(your_ref))
        .await;
    let json = reply.json();
    json["d"]["EntryID"].as_str().unwrap().parse().unwrap()
}

/// A receipt of so many cents from relation 101.
pub(crate) fn receive(exact: &Exact, cents: i64) -> Uuid {
    let receipt = Receipt {
        journal: "20".into(),
        account: "101".into(),
        amount: Decimal::new(cents, 2),
        date: Some("2026-11-23".parse().unwrap()),
        your_ref: "betaling".into(),
        ..Receipt::default()
    };
    order(exact, Order::BookReceipt(receipt)).id.unwrap()
}

pub(crate) fn order(exact: &Exact, order: Order) -> Done {
    exact.sandbox.order(A, order).unwrap()
}

pub(crate) fn matched(entries: &[Uuid]) -> Order {
    Order::Match {
        entries: entries.to_vec(),
        terms: Vec::new(),
    }
}

/// Amount and status of every term, invoices first.
fn shown(rows: &[Value]) -> Vec<String> {
    let mut all: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {}",
                row["TransactionType"], row["AmountDC"], row["Status"]
            )
        })
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn point_31_a_booking_makes_one_term() {
    let exact = Exact::start().await;
    let before = highest(&terms(&exact, 0).await);
    let entry = booked(&exact, "T-1").await;
    let rows = terms(&exact, before).await;
    assert_eq!(rows.len(), 1);
    let term = &rows[0];
    assert_eq!(term["TransactionEntryID"], json!(entry));
    assert_ne!(
        term["EntryID"],
        json!(entry),
        "the term's EntryID groups, it is not the booking"
    );
    assert_eq!(
        (&term["LineType"], &term["Status"], &term["YourRef"]),
        (&json!(20), &json!(20), &json!("T-1"))
    );
    assert_eq!(term["TransactionAmountDC"].as_f64(), Some(121.0));
}

#[tokio::test]
async fn point_32_match_part_match_unmatch() {
    let exact = Exact::start().await;
    let invoice = booked(&exact, "T-2").await;
    let before = highest(&terms(&exact, 0).await);
    let receipt = receive(&exact, 5_000);
    let rows = terms(&exact, before).await;
    assert_eq!(
        shown(&rows),
        ["40 50 20"],
        "a receipt is an open item of its own"
    );
    order(&exact, matched(&[invoice, receipt]));
    let rows = terms(&exact, before).await;
    assert_eq!(shown(&rows), ["20 -50 50", "20 -71 20", "40 50 50"]);
    let parts: Vec<&Value> = rows
        .iter()
        .filter(|row| row["TransactionType"] == 20)
        .collect();
    assert_eq!(parts[0]["TransactionID"], parts[1]["TransactionID"]);
    assert_ne!(
        parts[0]["EntryID"], parts[1]["EntryID"],
        "the rest is a group of its own"
    );
    let paid = rows
        .iter()
        .find(|row| row["Status"] == 50 && row["TransactionType"] == 20)
        .unwrap();
    let day = "/Date(1795392000000)/";
    assert_eq!(
        (
            &paid["LastPaymentDate"],
            &paid["EndDate"],
            &paid["IsFullyPaid"]
        ),
        (&json!(day), &json!(day), &json!(true))
    );
    let last = highest(&rows);
    order(&exact, Order::Unmatch { id: invoice });
    let rows = terms(&exact, last).await;
    assert_eq!(
        shown(&rows),
        ["20 -50 20", "40 50 20"],
        "only what was matched changes"
    );
    assert!(
        rows.iter()
            .all(|row| row["EndDate"].is_null() && row["LastPaymentDate"].is_null())
    );
}

#[tokio::test]
async fn point_32_write_off_and_credit_against_invoice() {
    let exact = Exact::start().await;
    let invoice = booked(&exact, "T-3").await;
    let receipt = receive(&exact, 12_095);
    let write_off = Order::WriteOff {
        entries: vec![invoice, receipt],
        terms: Vec::new(),
        gl_account: "640200".into(),
        journal: None,
        date: None,
        description: "Betalingsverschil".into(),
    };
    order(&exact, write_off);
    let lines = "financialtransaction/TransactionLines?$select=AmountDC,GLAccountCode&$filter=Type eq 83&$orderby=AmountDC";
    let lines = exact.get(lines).await.rows();
    let amounts: Vec<_> = lines
        .iter()
        .map(|row| row["AmountDC"].as_f64().unwrap())
        .collect();
    assert_eq!(amounts, [-0.05, 0.05]);
    // A credit note settles an invoice without a payment.
    let invoice = booked(&exact, "T-4").await;
    let mut credit = exact.sale("T-4C");
    credit["SalesEntryLines"][0]["AmountFC"] = json!(-100.0);
    let credit = exact.post("salesentry/SalesEntries", &credit).await.json();
    let credit: Uuid = credit["d"]["EntryID"].as_str().unwrap().parse().unwrap();
    let before = highest(&terms(&exact, 0).await);
    order(&exact, matched(&[invoice, credit]));
    let rows = terms(&exact, before).await;
    assert_eq!(shown(&rows), ["20 -121 50", "21 121 50"]);
    assert!(
        rows.iter().all(|row| row["LastPaymentDate"].is_null()),
        "trap 52: that is not a payment"
    );
}

#[tokio::test]
async fn point_33_the_receivables_list_is_what_is_open() {
    let exact = Exact::start().await;
    let invoice = booked(&exact, "T-5").await;
    let receipt = receive(&exact, 12_100);
    let path = "read/financial/ReceivablesList?$select=Amount,JournalCode,YourRef,AccountCode&$filter=YourRef eq 'T-5' or YourRef eq 'betaling'&$orderby=Amount";
    let rows = exact.get(path).await.rows();
    let seen: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["Amount"].as_f64().unwrap(),
                row["JournalCode"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(seen, [(-121.0, "20"), (121.0, "70")]);
    assert_eq!(rows[0]["AccountCode"], "               101");
    order(&exact, matched(&[invoice, receipt]));
    assert!(
        exact.get(path).await.rows().is_empty(),
        "matched items vanish"
    );
    let id = exact.customer("103");
    let all = exact
        .get("read/financial/ReceivablesList?$select=AccountId,Amount")
        .await
        .rows();
    let own = all
        .iter()
        .filter(|row| row["AccountId"] == json!(id))
        .count();
    let one = exact
        .get(&format!(
            "read/financial/ReceivablesListByAccount?accountId=guid'{id}'&$select=AccountId"
        ))
        .await
        .rows();
    assert_eq!((one.len(), own > 0), (own, true));
    let aging = exact
        .get("read/financial/AgingReceivablesList?$select=AccountId,TotalAmount")
        .await
        .rows();
    let total: f64 = aging
        .iter()
        .map(|row| row["TotalAmount"].as_f64().unwrap())
        .sum();
    let open: f64 = all.iter().map(|row| row["Amount"].as_f64().unwrap()).sum();
    assert!((total - open).abs() < 0.005);
}

#[tokio::test]
async fn point_34_the_disputed_sign_is_a_switch() {
    let exact = Exact::start().await;
    booked(&exact, "T-6").await;
    let path = "cashflow/Receivables?$select=AmountDC,TransactionAmountDC&$filter=YourRef eq 'T-6'";
    let row = exact.get(path).await.rows().remove(0);
    assert_eq!(
        (
            row["AmountDC"].as_f64(),
            row["TransactionAmountDC"].as_f64()
        ),
        (Some(-121.0), Some(121.0))
    );
    let switches = Switches {
        amount_dc_negative: false,
        ..exact.sandbox.switches()
    };
    exact.sandbox.set_switches(switches).unwrap();
    let row = exact.get(path).await.rows().remove(0);
    assert_eq!(
        (
            row["AmountDC"].as_f64(),
            row["TransactionAmountDC"].as_f64()
        ),
        (Some(121.0), Some(121.0))
    );
}

#[tokio::test]
async fn point_18_and_39_deletions_merges_and_moves_are_told() {
    let exact = Exact::start().await;
    let receipt = receive(&exact, 1_000);
    let deleted = "sync/Deleted?$select=EntityType,EntityKey,Timestamp";
    let before = highest(&exact.get(deleted).await.rows());
    order(&exact, Order::DeleteEntry { entry: receipt });
    let rows = exact
        .get(&format!("{deleted}&$filter=Timestamp gt {before}L"))
        .await
        .rows();
    let mut kinds: Vec<_> = rows
        .iter()
        .map(|row| row["EntityType"].as_i64().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [1, 1, 10], "two ledger lines and a term");
    let (gone, before) = (exact.customer("102"), highest(&rows));
    let (from, into) = ("102".to_owned(), "101".to_owned());
    order(&exact, Order::MergeAccounts { from, into });
    let rows = exact
        .get(&format!("{deleted}&$filter=Timestamp gt {before}L"))
        .await
        .rows();
    assert_eq!(
        (&rows[0]["EntityType"], &rows[0]["EntityKey"]),
        (&json!(2), &json!(gone))
    );
    let moved = terms(&exact, before).await;
    assert!(
        !moved.is_empty(),
        "the items of the merged relation changed"
    );
    let highest_before = highest(&terms(&exact, 0).await);
    order(&exact, Order::MoveDivision);
    let rows = terms(&exact, 0).await;
    assert!(highest(&rows) < highest_before, "timestamps began anew");
    assert!(exact.get(deleted).await.rows().is_empty());
    let row = exact
        .get("system/Divisions?$select=Code,DivisionMoveDate&$filter=Code eq 123456")
        .await
        .rows()
        .remove(0);
    assert!(row["DivisionMoveDate"].is_string());
}

#[tokio::test]
async fn point_18_deletions_are_told_for_two_months() {
    let exact = Exact::start().await;
    let receipt = receive(&exact, 1_000);
    order(&exact, Order::DeleteEntry { entry: receipt });
    let deleted = "sync/Deleted?$select=EntityType";
    exact.sandbox.advance(500_000).unwrap();
    assert_eq!(exact.get(deleted).await.rows().len(), 3);
    exact.sandbox.advance(62 * 86_400_000).unwrap();
    let mut later = exact;
    later.sign_in(0, &[A]).await;
    assert!(later.get(deleted).await.rows().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_books_keep_to_the_model_whatever_is_done(seed in any::<u64>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let done = runtime.block_on(some_steps(seed));
        prop_assert!(done.is_ok(), "{done:?}");
    }
}

/// Acts and calls on books in a folder, with a restart on the way.
async fn some_steps(seed: u64) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::begin(seed, Some(folder.path().to_owned())).await;
    for number in 0..240 {
        let step = run.step().await;
        step.map_err(|why| format!("step {number}: {why}"))?;
        if number == 120 {
            run.restart().await?;
        }
    }
    let counts = run.counts;
    if run.entries() < 20 || counts.acts < 100 || counts.writes < 20 || counts.restarts != 1 {
        return Err(format!("too little was done: {counts:?}"));
    }
    run.check_all()
}
