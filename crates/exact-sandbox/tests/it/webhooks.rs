//! Point 37 and facts 5.2: what is told of which act.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use exact_sandbox::admin::{GeneralLine, Order, Receipt};
use exact_sandbox::hooks::{Courier, Heard};
use exact_sandbox::{CallbackRule, Sandbox, Switches};
use futures_util::future::BoxFuture;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::driver::{A, Exact, morning, roomy, seed};
use crate::money::{booked, matched, order, receive};

const HOOKS: &str = "webhooks/WebhookSubscriptions";

/// Receives in process.
#[derive(Default)]
pub(crate) struct Post(Mutex<Vec<Value>>);

impl Courier for Post {
    fn post(&self, _: String, body: Bytes) -> BoxFuture<'static, Heard> {
        if !body.is_empty() {
            let told: Value = serde_json::from_slice(&body).unwrap();
            self.0.lock().unwrap().push(told["Content"].clone());
        }
        Box::pin(async move {
            Heard {
                status: Some(200),
                text: String::new(),
            }
        })
    }
}

impl Post {
    pub(crate) fn take(&self) -> Vec<Value> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

pub(crate) fn listening() -> Switches {
    Switches {
        callback_rule: CallbackRule::Loopback,
        ..roomy()
    }
}

/// Someone signed in who listens to these topics.
pub(crate) async fn start(switches: Switches, topics: &[&str]) -> (Exact, Arc<Post>) {
    let post = Arc::new(Post::default());
    let courier: Arc<dyn Courier> = Arc::<Post>::clone(&post);
    let builder = Sandbox::builder(Arc::new(morning))
        .seed(seed())
        .courier(courier);
    let exact = Exact::on(builder.switches(switches).build().unwrap()).await;
    for topic in topics {
        let body = json!({"Topic": topic, "CallbackURL": "http://127.0.0.1:9/hook"});
        assert_eq!(exact.post(HOOKS, &body).await.status, 201, "{topic}");
    }
    (exact, post)
}

/// Everything that was told since the last time, as `topic action path`, each with how often.
pub(crate) async fn told(exact: &Exact, post: &Post) -> BTreeMap<String, usize> {
    exact.sandbox.deliver_webhooks().await.unwrap();
    let mut all = BTreeMap::new();
    for content in post.take() {
        let address = content["ExactOnlineEndpoint"].as_str().unwrap();
        let path = address.split(&format!("/{A}/")).nth(1).unwrap();
        let path = path.split('(').next().unwrap();
        let line = format!(
            "{} {} {path}",
            content["Topic"].as_str().unwrap(),
            content["Action"].as_str().unwrap()
        );
        *all.entry(line).or_default() += 1;
    }
    all
}

pub(crate) fn is(told: &BTreeMap<String, usize>, wanted: &[(&str, usize)]) {
    let have: Vec<(&str, usize)> = told
        .iter()
        .map(|(line, times)| (line.as_str(), *times))
        .collect();
    assert_eq!(have, wanted);
}

#[tokio::test]
async fn point_37_a_booking_is_told_for_its_header_its_lines_and_its_ledger_lines() {
    let (exact, post) = start(listening(), &["SalesEntries", "FinancialTransactions"]).await;
    let entry = booked(&exact, "W-1").await;
    is(
        &told(&exact, &post).await,
        &[
            (
                "FinancialTransactions Create financialtransaction/TransactionLines",
                3,
            ),
            ("FinancialTransactions Create salesentry/SalesEntries", 1),
            ("FinancialTransactions Create salesentry/SalesEntryLines", 1),
            (
                "SalesEntries Create financialtransaction/TransactionLines",
                3,
            ),
            ("SalesEntries Create salesentry/SalesEntries", 1),
            ("SalesEntries Create salesentry/SalesEntryLines", 1),
        ],
    );
    let switches = Switches {
        webhook_lines: false,
        ..listening()
    };
    exact.sandbox.set_switches(switches).unwrap();
    exact.sandbox.advance(1_000).unwrap();
    let path = format!("salesentry/SalesEntries(guid'{entry}')");
    exact.put(&path, &json!({"Description": "anders"})).await;
    exact.delete(&path).await;
    is(
        &told(&exact, &post).await,
        &[
            ("FinancialTransactions Delete salesentry/SalesEntries", 1),
            ("FinancialTransactions Update salesentry/SalesEntries", 1),
            ("SalesEntries Delete salesentry/SalesEntries", 1),
            ("SalesEntries Update salesentry/SalesEntries", 1),
        ],
    );
}

#[tokio::test]
async fn point_37_bank_and_general_entries_are_told() {
    let (exact, post) = start(listening(), &["BankEntries", "GeneralJournalEntries"]).await;
    let receipt = receive(&exact, 1_000);
    is(
        &told(&exact, &post).await,
        &[
            ("BankEntries Create financialtransaction/BankEntries", 1),
            ("BankEntries Create financialtransaction/BankEntryLines", 1),
            (
                "BankEntries Create financialtransaction/TransactionLines",
                2,
            ),
        ],
    );
    order(&exact, Order::DeleteEntry { entry: receipt });
    let line = |gl: &str, cents| GeneralLine {
        gl_account: gl.into(),
        amount: Decimal::new(cents, 2),
        ..GeneralLine::default()
    };
    let general = Order::BookGeneral {
        journal: "90".into(),
        date: None,
        description: "Memoriaal".into(),
        lines: vec![line("499000", 100), line("640200", -100)],
    };
    let general = order(&exact, general).id.unwrap();
    let path = format!("generaljournalentry/GeneralJournalEntries(guid'{general}')");
    assert_eq!(exact.delete(&path).await.status, 204);
    is(
        &told(&exact, &post).await,
        &[
            ("BankEntries Delete financialtransaction/BankEntries", 1),
            (
                "GeneralJournalEntries Create financialtransaction/TransactionLines",
                2,
            ),
            (
                "GeneralJournalEntries Create generaljournalentry/GeneralJournalEntries",
                1,
            ),
            (
                "GeneralJournalEntries Create generaljournalentry/GeneralJournalEntryLines",
                2,
            ),
            (
                "GeneralJournalEntries Delete generaljournalentry/GeneralJournalEntries",
                1,
            ),
        ],
    );
}

#[tokio::test]
async fn point_37_matching_unmatching_and_write_off_tell_nothing() {
    let all = [
        "SalesEntries",
        "BankEntries",
        "CashEntries",
        "GeneralJournalEntries",
        "FinancialTransactions",
        "Accounts",
    ];
    let (exact, post) = start(listening(), &all).await;
    let (invoice, receipt) = (booked(&exact, "W-2").await, receive(&exact, 12_000));
    assert!(!told(&exact, &post).await.is_empty());
    order(&exact, matched(&[invoice, receipt]));
    order(&exact, Order::Unmatch { id: invoice });
    let write_off = Order::WriteOff {
        entries: vec![invoice, receipt],
        terms: Vec::new(),
        gl_account: "640200".into(),
        journal: None,
        date: None,
        description: "Betalingsverschil".into(),
    };
    order(&exact, write_off);
    order(&exact, Order::Unmatch { id: invoice });
    is(&told(&exact, &post).await, &[]);
}

#[tokio::test]
async fn point_37_a_receipt_that_is_matched_at_once_tells_of_itself_and_not_of_its_difference() {
    let topics = [
        "SalesEntries",
        "BankEntries",
        "GeneralJournalEntries",
        "FinancialTransactions",
    ];
    let (exact, post) = start(listening(), &topics).await;
    let invoice = booked(&exact, "W-3").await;
    told(&exact, &post).await;
    receive(&exact, 12_000);
    let alone = told(&exact, &post).await;
    assert_eq!(
        alone.get("BankEntries Create financialtransaction/BankEntries"),
        Some(&1)
    );
    let receipt = Receipt {
        journal: "20".into(),
        account: "101".into(),
        amount: Decimal::new(12_000, 2),
        entries: vec![invoice],
        write_off: Some("640200".into()),
        ..Receipt::default()
    };
    order(&exact, Order::BookReceipt(receipt));
    let general = |exact: &Exact| {
        exact.sandbox.with_books(|books| {
            let postings = books.company(A).unwrap().postings.iter();
            postings.filter(|it| it.journal_kind == 90).count()
        })
    };
    assert_eq!(general(&exact), 1, "the difference was written off");
    assert_eq!(told(&exact, &post).await, alone);
    order(&exact, Order::Unmatch { id: invoice });
    assert_eq!(general(&exact), 0);
    is(&told(&exact, &post).await, &[]);
}

#[tokio::test]
async fn point_37_relations_documents_and_their_parts_are_told() {
    let topics = [
        "Accounts",
        "Contacts",
        "BankAccounts",
        "Documents",
        "DocumentAttachments",
        "GLAccounts",
    ];
    let (exact, post) = start(listening(), &topics).await;
    let made = async |path: &str, body: Value| {
        let reply = exact.post(path, &body).await;
        assert_eq!(reply.status, 201, "{path}: {}", reply.text);
        reply.json()["d"]["ID"].as_str().unwrap().to_owned()
    };
    let account = made("crm/Accounts", json!({"Name": "Nieuw"})).await;
    made(
        "crm/Contacts",
        json!({"Account": account, "LastName": "Proef"}),
    )
    .await;
    made(
        "crm/BankAccounts",
        json!({"Account": account, "BankAccount": "BE68539007547034"}),
    )
    .await;
    let document = made("documents/Documents", json!({"Subject": "x", "Type": 55})).await;
    made(
        "documents/DocumentAttachments",
        json!({"Document": document, "FileName": "x.txt", "Attachment": "aGFsbG8="}),
    )
    .await;
    made(
        "financial/GLAccounts",
        json!({"Code": "704800", "Description": "Nieuw"}),
    )
    .await;
    let created = [
        ("Accounts Create crm/Accounts", 1),
        ("BankAccounts Create crm/BankAccounts", 1),
        ("Contacts Create crm/Contacts", 1),
        (
            "DocumentAttachments Create documents/DocumentAttachments",
            1,
        ),
        ("Documents Create documents/Documents", 1),
        ("GLAccounts Create financial/GLAccounts", 1),
    ];
    is(&told(&exact, &post).await, &created);
    exact
        .delete(&format!("documents/Documents(guid'{document}')"))
        .await;
    exact
        .delete(&format!("crm/Accounts(guid'{account}')"))
        .await;
    is(
        &told(&exact, &post).await,
        &[
            ("Accounts Delete crm/Accounts", 1),
            ("BankAccounts Delete crm/BankAccounts", 1),
            ("Contacts Delete crm/Contacts", 1),
            (
                "DocumentAttachments Delete documents/DocumentAttachments",
                1,
            ),
            ("Documents Delete documents/Documents", 1),
        ],
    );
}

#[tokio::test]
async fn point_37_opened_and_closed_periods_are_told_under_either_name() {
    let (exact, post) = start(listening(), &["JournalStatus"]).await;
    let close = Order::ClosePeriod {
        journal: Some("70".into()),
        year: 2026,
        period: 10,
    };
    order(&exact, close);
    let wanted = [(
        "JournalStatusList Update read/financial/JournalStatusList",
        1,
    )];
    is(&told(&exact, &post).await, &wanted);
    let open = Order::OpenPeriod {
        journal: None,
        year: 2026,
        period: 10,
    };
    order(&exact, open);
    let all = [(
        "JournalStatusList Update read/financial/JournalStatusList",
        5,
    )];
    is(&told(&exact, &post).await, &all);
}

#[tokio::test]
async fn point_37_a_change_is_told_as_one_though_the_clock_stands_still() {
    let topics = ["Accounts", "SalesEntries", "Documents", "GLAccounts"];
    let switches = Switches {
        webhook_lines: false,
        ..listening()
    };
    let (exact, post) = start(switches, &topics).await;
    let made = exact.post("crm/Accounts", &json!({"Name": "Nieuw"})).await;
    let account = made.json()["d"]["ID"].as_str().unwrap().to_owned();
    let document = json!({"Subject": "x", "Type": 55});
    let made = exact.post("documents/Documents", &document).await;
    let document = made.json()["d"]["ID"].as_str().unwrap().to_owned();
    let entry = booked(&exact, "W-3").await;
    let created = [
        ("Accounts Create crm/Accounts", 1),
        ("Documents Create documents/Documents", 1),
        ("SalesEntries Create salesentry/SalesEntries", 1),
    ];
    is(&told(&exact, &post).await, &created);
    for (path, body) in [
        (
            format!("crm/Accounts(guid'{account}')"),
            json!({"Name": "Anders"}),
        ),
        (
            format!("documents/Documents(guid'{document}')"),
            json!({"Subject": "y"}),
        ),
        (
            format!("salesentry/SalesEntries(guid'{entry}')"),
            json!({"Description": "anders"}),
        ),
    ] {
        assert_eq!(exact.put(&path, &body).await.status, 204, "{path}");
    }
    let changed = [
        ("Accounts Update crm/Accounts", 1),
        ("Documents Update documents/Documents", 1),
        ("SalesEntries Update salesentry/SalesEntries", 1),
    ];
    is(&told(&exact, &post).await, &changed);
}
