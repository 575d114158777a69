//! Point 38 over a real socket: what a client sees of each fault, byte by byte, and what became of its call.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use exact_sandbox::DEMO_CLIENT_ID;
use serde_json::{Value, json};

use crate::driver::{A, Exact};
use crate::socket::{Client, served};

const SALES: &str = "salesentry/SalesEntries";
const JOURNALS: &str = "financial/Journals?$select=Code";

fn booked(exact: &Exact, your_ref: &str) -> usize {
    let books = exact.sandbox.books(A).unwrap();
    let entries = books.entries.iter();
    entries.filter(|entry| entry.your_ref == your_ref).count()
}

async fn once(client: &Client, fault: Value) {
    let mut fault = fault;
    fault["count"] = json!(1);
    client.fault(&fault).await;
}

#[tokio::test]
async fn point_38_a_connection_that_is_closed_or_reset_before_or_after_the_effect() {
    let exact = Exact::start().await;
    served(&exact, async |client| {
        for (kind, end) in [("drop", None), ("reset", Some(ErrorKind::ConnectionReset))] {
            for (when, effects) in [("before", 0), ("after", 1)] {
                let your_ref = format!("{kind} {when}");
                once(&client, json!({"kind": kind, "when": when, "where": {"method": "POST", "path": "SalesEntries"}})).await;
                let heard = client.post(SALES, &exact.sale(&your_ref)).await;
                assert_eq!((heard.text.as_str(), heard.error), ("", end), "{your_ref}");
                assert_eq!(booked(&exact, &your_ref), effects, "{your_ref}");
                assert_eq!(exact.sandbox.calls().last().unwrap().status, 0);
                assert_eq!(client.get(JOURNALS).await.status(), 200, "the next connection is sound");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn point_38_an_answer_that_breaks_off() {
    let exact = Exact::start().await;
    served(&exact, async |client| {
        for (when, bytes, effects) in [("after", 25, 1), ("before", 10, 0), ("after", 0, 1)] {
            let your_ref = format!("{when} {bytes}");
            once(&client, json!({"kind": "truncate", "bytes": bytes, "when": when, "where": {"path": "SalesEntries"}})).await;
            let heard = client.post(SALES, &exact.sale(&your_ref)).await;
            let length: usize = heard.header("content-length").unwrap().parse().unwrap();
            assert!(length > bytes);
            assert_eq!(heard.body().len(), bytes, "{}", heard.text);
            assert_eq!(booked(&exact, &your_ref), effects, "{your_ref}");
        }
    })
    .await;
}

#[tokio::test]
async fn point_38_answers_of_another_kind() {
    let exact = Exact::start().await;
    served(&exact, async |client| {
        let mut heard = Vec::new();
        for fault in [
            json!({"kind": "status", "status": 408}),
            json!({"kind": "status", "status": 500}),
            json!({"kind": "status", "status": 503}),
            json!({"kind": "status", "status": 503, "retry_after": 120}),
            json!({"kind": "html", "status": 502}),
            json!({"kind": "limit", "window": "minute"}),
            json!({"kind": "limit", "window": "day"}),
            json!({"kind": "forbid", "reason": "BlockedUser"}),
            json!({"kind": "forbid", "reason": "LicenseExpired"}),
        ] {
            once(&client, fault).await;
            heard.push(client.post(SALES, &exact.sale("F")).await);
        }
        let statuses: Vec<u16> = heard.iter().map(|it| it.status()).collect();
        assert_eq!(statuses, [408, 500, 503, 503, 502, 429, 429, 403, 403]);
        assert_eq!(booked(&exact, "F"), 0, "all struck before the effect");
        let general: Value = serde_json::from_str(heard[1].body()).unwrap();
        let text = general["error"]["message"]["value"].as_str().unwrap();
        assert!(text.starts_with("A problem has occurred. The cause of this issue"));
        assert_eq!((heard[2].header("retry-after"), heard[3].header("retry-after")), (None, Some("120")));
        for html in [&heard[2], &heard[4]] {
            assert!(html.header("content-type").unwrap().starts_with("text/html"));
            assert!(html.body().contains("<html>"));
        }
        let (minute, day) = (&heard[5], &heard[6]);
        assert_eq!(minute.header("x-ratelimit-minutely-remaining"), Some("0"));
        assert_eq!(minute.header("x-ratelimit-minutely-reset"), Some("1795510860000"));
        assert!(minute.header("x-ratelimit-limit").is_none() && minute.header("x-ratelimit-reset").is_none());
        assert_eq!(day.header("x-ratelimit-remaining"), Some("0"));
        assert_eq!(day.header("x-ratelimit-reset"), Some("1795564800000"));
        assert!(day.header("x-ratelimit-minutely-limit").is_none());
        assert_eq!(heard[7].header("reason"), Some("BlockedUser"));
        assert_eq!(heard[8].header("reason"), Some("LicenseExpired"));
        once(&client, json!({"kind": "status", "status": 504, "when": "after", "where": {"path": "SalesEntries"}})).await;
        assert_eq!(client.post(SALES, &exact.sale("F")).await.status(), 504);
        assert_eq!(booked(&exact, "F"), 1, "answered with an error, done all the same");
    })
    .await;
}

#[tokio::test]
async fn point_38_slow_answers_and_clients_that_give_up() {
    let exact = Exact::start().await;
    let path = format!("/api/v1/{A}/{SALES}");
    served(&exact, async |client| {
        once(&client, json!({"kind": "delay", "ms": 250, "where": {"method": "POST", "path": "SalesEntries"}})).await;
        let begun = Instant::now();
        assert_eq!(client.post(SALES, &exact.sale("SLOW")).await.status(), 201);
        assert!(begun.elapsed() >= Duration::from_millis(250));
        for (when, effects) in [("before", 0), ("after", 1)] {
            once(&client, json!({"kind": "delay", "ms": 60_000, "when": when, "where": {"path": "SalesEntries"}})).await;
            let known = exact.sandbox.calls().len();
            client.give_up(Duration::from_millis(150), ("POST", &path), &exact.sale(when)).await;
            // The server learns of it a moment later.
            while exact.sandbox.calls().len() == known {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            assert_eq!(booked(&exact, when), effects, "{when}");
            let last = exact.sandbox.calls().pop().unwrap();
            assert_eq!((last.method.as_str(), last.status), ("POST", 0), "it is recorded all the same");
        }
    })
    .await;
}

#[tokio::test]
async fn point_38_an_effect_that_comes_after_the_client_gave_up() {
    let exact = Exact::start().await;
    served(&exact, async |client| {
        once(&client, json!({"kind": "commit_late", "ms": 90_000, "where": {"method": "POST", "path": "SalesEntries"}})).await;
        let heard = client.post(SALES, &exact.sale("LATE")).await;
        assert!(heard.is_silence(), "{heard:?}");
        let looked = async || {
            let found = client.get(&format!("{SALES}?$select=EntryID&$filter=YourRef eq 'LATE'")).await;
            found.body().matches("EntryID\":\"").count()
        };
        client.door("clock", &json!({"advance_ms": 89_999})).await;
        assert_eq!(looked().await, 0, "a look too early finds nothing");
        client.door("clock", &json!({"advance_ms": 1})).await;
        assert_eq!(looked().await, 1);
    })
    .await;
}

#[tokio::test]
async fn point_38_a_subscription_or_a_read_cannot_come_late() {
    let exact = Exact::start().await;
    served(&exact, async |client| {
        once(
            &client,
            json!({"kind": "commit_late", "ms": 1_000, "where": {"path": "Journals"}}),
        )
        .await;
        assert!(client.get(JOURNALS).await.is_silence());
        once(
            &client,
            json!({"kind": "commit_late", "ms": 1_000, "where": {"path": "Webhook"}}),
        )
        .await;
        let body = json!({"Topic": "Accounts", "CallbackURL": "https://elsewhere.test/"});
        assert!(
            client
                .post("webhooks/WebhookSubscriptions", &body)
                .await
                .is_silence()
        );
        let clock = client.send("GET", "/_sandbox/clock", None).await;
        let clock: Value = serde_json::from_str(clock.body()).unwrap();
        assert_eq!(clock["late"], 0);
    })
    .await;
}

#[tokio::test]
async fn point_38_stale_reads_lost_tokens_and_shut_doors() {
    let exact = Exact::start().await;
    served(&exact, async |client| {
        client.fault(&json!({"kind": "stale", "count": 2, "where": {"method": "GET", "path": "SalesEntries"}})).await;
        client.post(SALES, &exact.sale("S")).await;
        let path = format!("{SALES}?$select=YourRef&$filter=YourRef eq 'S'");
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(client.get(&path).await.body().contains("\"YourRef\":\"S\""));
        }
        assert_eq!(seen, [false, false, true]);
        for order in [
            json!({"set": "user_blocked", "user": "els@example.com"}),
            json!({"set": "licence_expired", "division": A}),
        ] {
            let mut order = order;
            for (on, status) in [(true, 403), (false, 200)] {
                order["on"] = json!(on);
                client.door("access", &order).await;
                assert_eq!(client.get(JOURNALS).await.status(), status, "{order}");
            }
        }
        once(&client, json!({"kind": "revoke_token", "when": "after", "where": {"path": "Journals"}})).await;
        assert_eq!(client.get(JOURNALS).await.status(), 200);
        assert_eq!(client.get(JOURNALS).await.status(), 401);
        let refreshed = exact.refresh_with(&exact.refresh).await;
        assert!(refreshed.text.contains("invalid or empty chainId"), "{}", refreshed.text);
    })
    .await;
    let exact = Exact::start().await;
    served(&exact, async |client| {
        once(
            &client,
            json!({"kind": "revoke_token", "where": {"path": "SalesEntries"}}),
        )
        .await;
        assert_eq!(client.post(SALES, &exact.sale("R")).await.status(), 401);
        assert_eq!(booked(&exact, "R"), 0);
    })
    .await;
}

#[tokio::test]
async fn point_38_faults_by_rule_by_count_and_by_chance_with_a_seed() {
    let exact = Exact::start().await;
    served(&exact, async |client| {
        client.fault(&json!({"kind": "status", "status": 503, "count": 2, "where": {"method": "get", "path": "JOURNALS", "division": A}})).await;
        assert_eq!(client.get("vat/VATCodes?$select=Code").await.status(), 200, "another path");
        let elsewhere = client.send("GET", &format!("/api/v1/234567/{JOURNALS}"), None).await;
        assert_eq!(elsewhere.status(), 200, "another company");
        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(client.get(JOURNALS).await.status());
        }
        assert_eq!(statuses, [503, 503, 200], "two times");
        let drawn = async |seed: u64| {
            client.send("DELETE", "/_sandbox/faults", None).await;
            client.fault(&json!({"kind": "reset", "probability": 0.3, "seed": seed, "where": {"path": "Journals"}})).await;
            let mut hits = String::new();
            for _ in 0..60 {
                let heard = client.get(JOURNALS).await;
                hits.push(if heard.error.is_some() { 'x' } else { '.' });
            }
            hits
        };
        let (first, again, other) = (drawn(5).await, drawn(5).await, drawn(6).await);
        assert_eq!(first, again, "the same seed, the same sequence");
        assert_ne!(first, other);
        let share = first.matches('x').count();
        assert!((6..=30).contains(&share), "{share} of 60 at 30 %");
    })
    .await;
}

#[tokio::test]
async fn a_call_that_breaks_off_in_its_body_has_no_effect_and_is_recorded() {
    let exact = Exact::start().await;
    let path = format!("/api/v1/{A}/{SALES}");
    served(&exact, async |client| {
        let known = exact.sandbox.calls().len();
        client.break_off(&path, &exact.sale("HALF")).await;
        while exact.sandbox.calls().len() == known {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let last = exact.sandbox.calls().pop().unwrap();
        assert_eq!((last.path, last.client.as_str()), (path, DEMO_CLIENT_ID));
        assert!([0, 400].contains(&last.status), "{}", last.status);
        assert!(!last.reason.is_empty());
        assert_eq!(booked(&exact, "HALF"), 0);
    })
    .await;
}
