//! Points 9, 11 and 38: access that is taken away, Atom, and the faults beyond a status.

use exact_sandbox::Switches;
use http::Request;
use serde_json::{Value, json};

use crate::driver::{A, Exact, roomy};

const JOURNALS: &str = "financial/Journals?$top=1";

async fn door(exact: &Exact, path: &str, body: Value) {
    let request = Request::post(path).body(body.to_string().into()).unwrap();
    let reply = exact.send(request).await;
    assert!(reply.status.is_success(), "{}", reply.text);
}

async fn fault(exact: &Exact, fault: Value) {
    door(exact, "/_sandbox/faults", fault).await;
}

#[tokio::test]
async fn point_9_access_is_shut_and_opened() {
    let exact = Exact::start().await;
    for (order, reason) in [
        (
            json!({"set": "user_blocked", "user": "els@example.com"}),
            "BlockedUser",
        ),
        (
            json!({"set": "user_inactive", "user": "els@example.com"}),
            "InactiveUser",
        ),
        (
            json!({"set": "division_blocked", "division": A}),
            "DivisionBlocked",
        ),
        (
            json!({"set": "licence_expired", "division": A}),
            "LicenseExpired",
        ),
        (
            json!({"set": "customer_blocked", "division": A}),
            "BlockedCustomer",
        ),
    ] {
        for on in [true, false] {
            let mut order = order.clone();
            order["on"] = on.into();
            door(&exact, "/_sandbox/access", order).await;
            let reply = exact.get(JOURNALS).await;
            let wanted = on.then_some(reason);
            assert_eq!(reply.header("reason"), wanted, "{}", reply.text);
        }
    }
    let client = exact_sandbox::DEMO_CLIENT_ID;
    door(
        &exact,
        "/_sandbox/access",
        json!({"set": "scopes", "client_id": client, "scopes": ["crm.accounts"]}),
    )
    .await;
    assert!(
        exact
            .get(JOURNALS)
            .await
            .text
            .contains("Cannot read 'financial.generalledgers' scope.")
    );
}

#[tokio::test]
async fn point_11_without_accept_json_the_answer_is_atom() {
    let exact = Exact::with(Switches {
        atom: true,
        ..roomy()
    })
    .await;
    let accept = [("accept", "application/atom+xml")];
    let request = Request::get(format!("/api/v1/{A}/{JOURNALS}"))
        .header(accept[0].0, accept[0].1)
        .header("authorization", format!("Bearer {}", exact.token));
    let reply = exact.send(request.body("".into()).unwrap()).await;
    assert_eq!(reply.status, 200);
    assert!(
        reply.text.contains("<feed ") && reply.text.contains("<d:Code>"),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn point_38_limits_html_and_reasons() {
    let exact = Exact::start().await;
    fault(
        &exact,
        json!({"kind": "limit", "window": "day", "count": 1}),
    )
    .await;
    let reply = exact.get(JOURNALS).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("x-ratelimit-remaining")),
        (429, Some("0"))
    );
    assert_eq!(reply.header("x-ratelimit-minutely-limit"), None);
    fault(&exact, json!({"kind": "html", "status": 502, "count": 1})).await;
    assert!(
        exact
            .get(JOURNALS)
            .await
            .text
            .starts_with("<!DOCTYPE html>")
    );
    fault(
        &exact,
        json!({"kind": "forbid", "reason": "LicenseExpired", "count": 1}),
    )
    .await;
    assert_eq!(
        exact.get(JOURNALS).await.header("reason"),
        Some("LicenseExpired")
    );
    fault(
        &exact,
        json!({"kind": "truncate", "bytes": 10, "when": "after", "count": 1}),
    )
    .await;
    let sales = exact
        .post("salesentry/SalesEntries", &exact.sale("T"))
        .await;
    assert!(sales.dropped);
    assert_eq!(exact.entry_of("T").your_ref, "T", "it took effect");
}

#[tokio::test]
async fn point_38_stale_reads_and_revoked_tokens() {
    let exact = Exact::start().await;
    fault(
        &exact,
        json!({"kind": "stale", "count": 1, "where": {"method": "GET"}}),
    )
    .await;
    exact
        .post("salesentry/SalesEntries", &exact.sale("S"))
        .await;
    let path = "salesentry/SalesEntries?$select=EntryID&$filter=YourRef eq 'S'";
    assert_eq!(exact.get(path).await.rows().len(), 0);
    assert_eq!(exact.get(path).await.rows().len(), 1);
    fault(
        &exact,
        json!({"kind": "revoke_token", "when": "after", "count": 1}),
    )
    .await;
    assert_eq!(exact.get(JOURNALS).await.status, 200);
    assert_eq!(exact.get(JOURNALS).await.status, 401);
}

#[tokio::test]
async fn point_39_the_clock_stands_still_and_runs_on() {
    let exact = Exact::start().await;
    door(
        &exact,
        "/_sandbox/clock",
        json!({"stopped": true, "to": "2026-12-01T08:00:00Z"}),
    )
    .await;
    assert_eq!(exact.sandbox.now().to_string(), "2026-12-01T08:00:00Z");
    door(
        &exact,
        "/_sandbox/clock",
        json!({"stopped": false, "advance_ms": 1000}),
    )
    .await;
    assert_eq!(exact.sandbox.now().to_string(), "2026-12-01T08:00:01Z");
}
