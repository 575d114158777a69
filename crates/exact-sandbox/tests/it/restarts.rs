//! What survives a restart besides books and tokens: documents with their files, webhooks with what they still have to
//! tell, ordered faults, late effects, counted calls and errors.

use std::path::Path;

use exact_sandbox::hooks::DeliveryState;
use exact_sandbox::{BLOB_FOLDER, COUNTERS_FILE, Fault, LOG_FILE, Switches};
use http::Method;
use serde_json::{Value, json};

use crate::dials::make;
use crate::driver::{A, B, Exact, roomy, sandbox};
use crate::webhooks::listening;

const SALES: &str = "salesentry/SalesEntries";
const JOURNALS: &str = "financial/Journals?$select=Code";

async fn start(switches: Switches, folder: &Path) -> Exact {
    Exact::on(sandbox(switches, Some(folder))).await
}

fn order(exact: &Exact, fault: Value) {
    exact
        .sandbox
        .fault(serde_json::from_value::<Fault>(fault).unwrap())
        .unwrap();
}

fn booked(exact: &Exact, your_ref: &str) -> usize {
    let books = exact.sandbox.books(A).unwrap();
    let entries = books.entries.iter();
    entries.filter(|entry| entry.your_ref == your_ref).count()
}

async fn statuses(exact: &Exact, count: usize) -> Vec<u16> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(exact.get(JOURNALS).await.status.as_u16());
    }
    all
}

#[tokio::test]
async fn documents_and_the_content_of_their_files() {
    let folder = tempfile::tempdir().unwrap();
    let exact = start(roomy(), folder.path()).await;
    let document = json!({"Subject": "Factuur", "Type": 10, "Account": exact.customer("101")});
    let made = exact.post("documents/Documents", &document).await.json();
    let file = json!({"Document": made["d"]["ID"], "FileName": "x.txt", "Attachment": "aGFsbG8="});
    exact.post("documents/DocumentAttachments", &file).await;
    let (before, path) = (
        exact.sandbox.books(A),
        "documents/DocumentAttachments?$select=Url",
    );
    let exact = exact.restarted(roomy(), folder.path());
    assert_eq!(exact.sandbox.books(A), before);
    let url = exact.get(path).await.rows()[0]["Url"].clone();
    let url = url.as_str().unwrap().replace("http://exact.test", "");
    assert_eq!(exact.call(Method::GET, &url, None, &[]).await.text, "hallo");
    let log = std::fs::read_to_string(folder.path().join(LOG_FILE)).unwrap();
    assert!(!log.contains("aGFsbG8"), "the content is not in the log");
    let files = std::fs::read_dir(folder.path().join(BLOB_FOLDER)).unwrap();
    assert_eq!(files.count(), 1);
}

#[tokio::test]
async fn a_notification_that_failed_is_tried_again_after_the_restart() {
    let folder = tempfile::tempdir().unwrap();
    let exact = start(listening(), folder.path()).await;
    let door = crate::door::Door::open().await;
    let body = json!({"Topic": "Accounts", "CallbackURL": door.url()});
    door.while_open(exact.post("webhooks/WebhookSubscriptions", &body))
        .await;
    door.will([crate::door::Answer::Status(500, "")]);
    make(&exact, 2).await;
    door.while_open(exact.sandbox.deliver_webhooks())
        .await
        .unwrap();
    let states = |exact: &Exact| -> Vec<_> {
        let all = exact.sandbox.deliveries().into_iter();
        all.map(|it| (it.id, it.state, it.attempts, it.due, it.body))
            .collect()
    };
    let before = states(&exact);
    let exact = exact.restarted(listening(), folder.path());
    assert_eq!(states(&exact), before, "with every try that was made");
    assert_eq!(before[1].1, DeliveryState::Waiting);
    let tries = async |minutes: i64| {
        exact.sandbox.advance(minutes * 60_000).unwrap();
        exact.sandbox.deliver_webhooks().await.unwrap()
    };
    door.while_open(async {
        assert_eq!(
            (tries(1).await, tries(1).await),
            (0, 1),
            "two minutes after the first try"
        );
    })
    .await;
    assert_eq!(
        exact.sandbox.deliveries()[1].state,
        DeliveryState::Delivered
    );
    let exact = exact.restarted(listening(), folder.path());
    assert_eq!(
        exact.sandbox.deliver_webhooks().await.unwrap(),
        0,
        "and never again"
    );
}

#[tokio::test]
async fn ordered_faults_with_what_is_left_of_their_count() {
    let folder = tempfile::tempdir().unwrap();
    let exact = start(roomy(), folder.path()).await;
    order(&exact, json!({"kind": "status", "status": 503, "count": 3}));
    order(&exact, json!({"kind": "html", "status": 502, "count": 1}));
    assert_eq!(statuses(&exact, 1).await, [503]);
    let exact = exact.restarted(roomy(), folder.path());
    assert_eq!(statuses(&exact, 4).await, [503, 503, 502, 200]);
    order(&exact, json!({"kind": "status", "status": 503}));
    exact.sandbox.clear_faults().unwrap();
    let exact = exact.restarted(roomy(), folder.path());
    assert_eq!(
        statuses(&exact, 1).await,
        [200],
        "those that were taken back stay so"
    );
}

#[tokio::test]
async fn the_chance_of_a_fault_goes_on_where_it_stood() {
    let fault = json!({"kind": "status", "status": 500, "probability": 0.4, "seed": 11});
    let whole = {
        let exact = Exact::start().await;
        order(&exact, fault.clone());
        statuses(&exact, 40).await
    };
    let folder = tempfile::tempdir().unwrap();
    let exact = start(roomy(), folder.path()).await;
    order(&exact, fault);
    let mut parts = statuses(&exact, 17).await;
    let exact = exact.restarted(roomy(), folder.path());
    parts.extend(statuses(&exact, 23).await);
    assert_eq!(parts, whole);
}

#[tokio::test]
async fn a_stale_read_sees_the_books_of_when_it_was_ordered() {
    let folder = tempfile::tempdir().unwrap();
    let exact = start(roomy(), folder.path()).await;
    exact.post(SALES, &exact.sale("OLD")).await;
    order(
        &exact,
        json!({"kind": "stale", "count": 2, "where": {"method": "GET"}}),
    );
    exact.post(SALES, &exact.sale("NEW")).await;
    let exact = exact.restarted(roomy(), folder.path());
    let refs =
        "salesentry/SalesEntries?$select=EntryID&$filter=YourRef eq 'OLD' or YourRef eq 'NEW'";
    let seen = async || exact.get(refs).await.rows().len();
    assert_eq!([seen().await, seen().await, seen().await], [1, 1, 2]);
}

#[tokio::test]
async fn a_late_effect_comes_once_be_it_due_before_or_after_the_restart() {
    let folder = tempfile::tempdir().unwrap();
    let late = json!({"kind": "commit_late", "ms": 60_000, "count": 1});
    let mut exact = start(roomy(), folder.path()).await;
    for your_ref in ["ONE", "TWO"] {
        order(&exact, late.clone());
        assert!(exact.post(SALES, &exact.sale(your_ref)).await.dropped);
        exact = exact.restarted(roomy(), folder.path());
        assert_eq!(booked(&exact, your_ref), 0);
        exact.sandbox.advance(59_999).unwrap();
        assert_eq!(booked(&exact, your_ref), 0);
        exact.sandbox.advance(1).unwrap();
        assert_eq!(booked(&exact, your_ref), 1, "by the sandbox's clock");
        for _ in 0..2 {
            exact = exact.restarted(roomy(), folder.path());
            exact.sandbox.advance(3_600_000).unwrap();
            assert_eq!(booked(&exact, your_ref), 1, "and only once");
        }
        exact.sign_in(0, &[A, B]).await;
    }
    let log = std::fs::read_to_string(folder.path().join(LOG_FILE)).unwrap();
    let together = log.lines().filter(|line| line.starts_with("{\"together\""));
    assert_eq!(
        together.count(),
        2,
        "the effect and its end are one line: both are there, or none"
    );
}

#[tokio::test]
async fn counted_calls_of_the_minute_and_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let tight = || Switches {
        minute_limit: 3,
        day_limit: 5,
        ..Switches::default()
    };
    let exact = start(tight(), folder.path()).await;
    assert_eq!(statuses(&exact, 2).await, [200, 200]);
    let exact = exact.restarted(tight(), folder.path());
    assert_eq!(statuses(&exact, 2).await, [200, 429]);
    exact.sandbox.advance(30_000).unwrap();
    let exact = exact.restarted(tight(), folder.path());
    let two = statuses(&exact, 2).await;
    let last = exact.get(JOURNALS).await;
    assert_eq!((two, last.status.as_u16()), (vec![200, 200], 429));
    assert_eq!(
        last.header("x-ratelimit-remaining"),
        Some("0"),
        "the day is used up"
    );
    let numbers: Vec<u64> = exact.sandbox.calls().iter().map(|it| it.number).collect();
    assert!(numbers[0] > 4, "calls are numbered on: {numbers:?}");
}

#[tokio::test]
async fn counted_errors_and_the_block_that_they_lead_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut exact = start(roomy(), folder.path()).await;
    for count in [6, 5] {
        for _ in 0..count {
            assert_eq!(exact.get("financial/Journals").await.status, 400);
        }
        exact = exact.restarted(roomy(), folder.path());
    }
    assert_eq!(
        exact.get(JOURNALS).await.status,
        403,
        "six and five are eleven"
    );
    exact = exact.restarted(roomy(), folder.path());
    assert_eq!(exact.get(JOURNALS).await.status, 403);
}

#[tokio::test]
async fn counted_token_calls() {
    let folder = tempfile::tempdir().unwrap();
    let mut exact = start(roomy(), folder.path()).await;
    for _ in 0..150 {
        exact.sign_in(0, &[A]).await;
    }
    let exact = exact.restarted(roomy(), folder.path());
    let mut last = 200;
    for _ in 0..50 {
        last = exact.exchange(&exact.code(0, &[A])).await.status.as_u16();
    }
    assert_eq!(last, 429, "the 201st of the day");
}

#[tokio::test]
async fn counters_that_are_gone_or_broken_are_no_reason_not_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let exact = start(roomy(), folder.path()).await;
    statuses(&exact, 3).await;
    let mut exact = exact.restarted(roomy(), folder.path());
    for broken in [&b"{\"limits\""[..], b"\0\0\0\0", b"{\"limits\": 7}"] {
        let Exact {
            sandbox: ended,
            token,
            refresh,
        } = exact;
        drop(ended);
        std::fs::write(folder.path().join(COUNTERS_FILE), broken).unwrap();
        let sandbox = sandbox(roomy(), Some(folder.path()));
        exact = Exact {
            sandbox,
            token,
            refresh,
        };
        assert_eq!(statuses(&exact, 1).await, [200]);
    }
}
