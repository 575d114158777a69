//! Points 9 to 13.

use axum::body::Body;
use bytes::Bytes;
use exact_sandbox::{DEMO_CLIENT_ID, Switches};
use http::{Method, Request};

use crate::driver::{A, B, Exact, roomy, seed};

const JOURNALS: &str = "financial/Journals?$select=Code";

#[tokio::test]
async fn point_9_a_missing_scope_is_told_in_words() {
    let mut seed = seed();
    seed.apps[0].scopes = Some(vec!["crm.accounts:read".into()]);
    let exact = Exact::start().await;
    exact
        .sandbox
        .load(exact_sandbox::Seed {
            apps: seed.apps,
            ..Default::default()
        })
        .unwrap();
    let refused = exact.get("system/Divisions?$select=Code").await;
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.text,
        "Forbidden - Application Scope Violated. Cannot read 'organization.administration' scope."
    );
    assert_eq!(
        exact
            .get("crm/Accounts?$select=ID&$filter=Status eq 'C'")
            .await
            .status,
        200
    );
    assert_eq!(
        exact
            .post("crm/Accounts", &serde_json::json!({"Name": "x"}))
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn point_10_a_company_outside_the_grant_and_an_unknown_key() {
    let mut exact = Exact::start().await;
    exact.sign_in(0, &[A]).await;
    let other = exact
        .call(Method::GET, &format!("/api/v1/{B}/{JOURNALS}"), None, &[])
        .await;
    assert_eq!(
        (other.status.as_u16(), other.header("reason")),
        (403, Some("NoDivisionAccess"))
    );
    let divisions = exact
        .call(
            Method::GET,
            "/api/v1/987/system/Divisions?$select=Code",
            None,
            &[],
        )
        .await;
    assert_eq!(
        divisions.rows().len(),
        1,
        "any number in the path, only what was granted in the answer"
    );
    let missing = exact
        .get("crm/Accounts(guid'00000000-0000-0000-0000-000000000001')?$select=ID")
        .await;
    assert_eq!(missing.status, 404);
    assert_eq!(exact.get("crm/Nothing?$select=ID").await.status, 404);
    assert_eq!(
        exact
            .post("financial/FinancialPeriods", &serde_json::json!({}))
            .await
            .status,
        405
    );
    exact
        .sandbox
        .revoke(crate::driver::user(&exact.sandbox, 0))
        .unwrap();
    assert_eq!(exact.get(JOURNALS).await.status, 401);
}

#[tokio::test]
async fn point_11_without_accept_json_the_answer_is_xml() {
    let exact = Exact::start().await;
    let request = Request::get(format!("/api/v1/{A}/{JOURNALS}"))
        .header("authorization", format!("Bearer {}", exact.token));
    let reply = exact
        .send(request.body(String::new().into()).unwrap())
        .await;
    assert_eq!(reply.status, 406);
    assert!(
        reply.text.contains("<error><message>")
            && reply.header("content-type").unwrap().contains("xml")
    );
}

#[tokio::test]
async fn point_12_fixed_windows_per_app_and_company() {
    let exact = Exact::with(Switches {
        minute_limit: 3,
        day_limit: 5,
        ..Switches::default()
    })
    .await;
    let first = exact.get(JOURNALS).await;
    let header = |name: &str| first.header(name).unwrap().to_owned();
    assert_eq!(header("x-ratelimit-limit"), "5");
    assert_eq!(header("x-ratelimit-remaining"), "4");
    assert_eq!(
        header("x-ratelimit-reset"),
        "1795564800000",
        "midnight UTC in milliseconds"
    );
    assert_eq!(header("x-ratelimit-minutely-limit"), "3");
    assert_eq!(header("x-ratelimit-minutely-remaining"), "2");
    assert_eq!(
        header("x-ratelimit-minutely-reset"),
        "1795510860000",
        "the next clock minute"
    );
    exact.get(JOURNALS).await;
    assert_eq!(
        exact.get("crm/Nothing").await.status,
        404,
        "a refused call counts too"
    );
    let full = exact.get(JOURNALS).await;
    assert_eq!(full.status, 429);
    assert!(
        full.header("x-ratelimit-minutely-remaining") == Some("0")
            && full.header("x-ratelimit-limit").is_none()
    );
    let other = exact
        .call(Method::GET, &format!("/api/v1/{B}/{JOURNALS}"), None, &[])
        .await;
    assert_eq!(other.status, 200, "another company has a budget of its own");
    exact.sandbox.advance(30_000).unwrap();
    assert_eq!(
        exact.get(JOURNALS).await.status,
        200,
        "the clock minute is over after thirty seconds"
    );
    exact.get(JOURNALS).await;
    let full = exact.get(JOURNALS).await;
    assert_eq!(full.status, 429);
    assert!(
        full.header("x-ratelimit-remaining") == Some("0")
            && full.header("x-ratelimit-minutely-limit").is_none()
    );
}

#[tokio::test]
async fn point_13_the_eleventh_error_blocks_the_endpoint_for_an_hour() {
    let mut exact = Exact::start().await;
    for _ in 0..11 {
        assert_eq!(exact.get("financial/Journals").await.status, 400);
    }
    assert_eq!(exact.get(JOURNALS).await.status, 403, "blocked");
    assert_eq!(
        exact.get("vat/VATCodes?$select=Code").await.status,
        200,
        "another endpoint is not"
    );
    exact.sandbox.advance(3_600_000).unwrap();
    exact.sign_in(0, &[A]).await;
    assert_eq!(exact.get(JOURNALS).await.status, 200);
}

#[tokio::test]
async fn point_13_every_counted_status_counts_for_its_user_company_and_endpoint() {
    let mut exact = Exact::start().await;
    let unknown = "financial/Journals(guid'00000000-0000-0000-0000-000000000001')?$select=ID";
    let closed = |on: bool| {
        let order = serde_json::json!({"set": "division_blocked", "division": A, "on": on});
        Request::post("/_sandbox/access")
            .body(order.to_string().into())
            .unwrap()
    };
    for _ in 0..4 {
        assert_eq!(exact.get("financial/Journals").await.status, 400);
        assert_eq!(exact.get(unknown).await.status, 404);
    }
    exact.send(closed(true)).await;
    for _ in 0..2 {
        assert_eq!(exact.get(JOURNALS).await.status, 403);
    }
    exact.send(closed(false)).await;
    assert_eq!(exact.get(JOURNALS).await.status, 200, "ten are free");
    exact.sandbox.advance(600_000).unwrap();
    assert_eq!(
        exact.get(JOURNALS).await.status,
        401,
        "an old token is the eleventh"
    );
    exact.sign_in(0, &[A, B]).await;
    let refused = exact.get(JOURNALS).await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("reason")),
        (403, None)
    );
    let other = format!("/api/v1/{B}/{JOURNALS}");
    let other = exact.call(Method::GET, &other, None, &[]).await;
    assert_eq!(other.status, 200, "another company is not blocked");
    exact.sign_in(1, &[A]).await;
    assert_eq!(exact.get(JOURNALS).await.status, 200, "nor another user");
}

#[tokio::test]
async fn point_12_every_answer_of_the_api_says_what_is_left() {
    let exact = Exact::start().await;
    let sale = exact
        .post("salesentry/SalesEntries", &exact.sale("L"))
        .await;
    let account = format!("crm/Accounts(guid'{}')", exact.customer("103"));
    let answers = [
        exact.get(JOURNALS).await,
        sale,
        exact.put(&account, &serde_json::json!({"City": "x"})).await,
        exact.get("financial/Journals").await,
        exact.get("crm/Nothing").await,
        exact.delete("financial/FinancialPeriods").await,
        exact
            .post("salesentry/SalesEntries", &serde_json::json!({}))
            .await,
        exact
            .call(
                Method::GET,
                "/api/v1/999/financial/Journals?$top=1",
                None,
                &[],
            )
            .await,
    ];
    let statuses: Vec<u16> = answers.iter().map(|it| it.status.as_u16()).collect();
    assert_eq!(statuses, [200, 201, 204, 400, 404, 405, 500, 403]);
    for answer in answers {
        for name in [
            "limit",
            "remaining",
            "reset",
            "minutely-limit",
            "minutely-remaining",
            "minutely-reset",
        ] {
            let value = answer.header(&format!("x-ratelimit-{name}"));
            assert!(
                value.is_some_and(|it| it.parse::<u64>().is_ok()),
                "{name}: {}",
                answer.status
            );
        }
    }
}

#[tokio::test]
async fn point_13_validation_failures_count_only_by_switch() {
    for (count_500, expected) in [(false, 500), (true, 403)] {
        let exact = Exact::with(Switches {
            count_500,
            ..roomy()
        })
        .await;
        for _ in 0..11 {
            exact
                .post("salesentry/SalesEntries", &serde_json::json!({}))
                .await;
        }
        assert_eq!(
            exact
                .post("salesentry/SalesEntries", &serde_json::json!({}))
                .await
                .status,
            expected
        );
    }
}

#[tokio::test]
async fn every_call_is_recorded_and_counted() {
    let exact = Exact::start().await;
    exact.sandbox.forget_calls();
    exact.get(JOURNALS).await;
    exact
        .get(&format!(
            "crm/accounts(guid'{}')?$select=ID",
            exact.customer("101")
        ))
        .await;
    exact
        .get(&format!(
            "crm/Accounts(guid'{}')?$select=ID",
            exact.customer("102")
        ))
        .await;
    let request = |path: &str| {
        Request::get(path.to_owned())
            .body(String::new().into())
            .unwrap()
    };
    let counts = exact.send(request("/_sandbox/calls?counts=1")).await.json();
    assert_eq!(
        counts["counts"],
        serde_json::json!({"GET crm/Accounts": 2, "GET financial/Journals": 1})
    );
    let calls = exact
        .send(request(&format!(
            "/_sandbox/calls?path=journals&division={A}&method=get"
        )))
        .await
        .json();
    assert_eq!(calls[0]["client"], DEMO_CLIENT_ID);
    assert_eq!(
        (calls[0]["status"].as_i64(), calls.as_array().unwrap().len()),
        (Some(200), 1)
    );
    exact
        .send(
            Request::delete("/_sandbox/calls")
                .body(String::new().into())
                .unwrap(),
        )
        .await;
    assert_eq!(exact.send(request("/_sandbox/calls")).await.text, "[]");
}

#[tokio::test]
async fn a_call_whose_body_is_too_large_or_breaks_off_is_recorded_and_counted_too() {
    let exact = Exact::start().await;
    let (token, sales) = (exact.token.clone(), "salesentry/SalesEntries");
    let sent = |path: String, token: &str, body: Body| {
        let request = Request::post(path)
            .header("accept", "application/json")
            .header("authorization", format!("Bearer {token}"));
        request.body(body).unwrap()
    };
    let large = || Body::from(vec![b' '; 24 * 1024 * 1024 + 1]);
    let broken = || {
        let parts = [
            Ok(Bytes::from_static(b"client_id=")),
            Err(std::io::Error::other("gone")),
        ];
        Body::from_stream(futures_util::stream::iter(parts))
    };
    let api = || format!("/api/v1/{A}/{sales}");
    let token_door = || "/api/oauth2/token".to_owned();
    for (path, token, body, status) in [
        (api(), &*token, large(), 413),
        (api(), &*token, broken(), 400),
        (api(), "nobody's", broken(), 401),
        (token_door(), "", large(), 413),
        (token_door(), "", broken(), 400),
    ] {
        exact.sandbox.forget_calls();
        let used = left(&exact).await;
        let reply = exact.send(sent(path.clone(), token, body)).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.text);
        let calls = exact.sandbox.calls();
        let last = calls.last().unwrap();
        assert_eq!((&last.path, last.status), (&path, status), "{path}");
        assert!(!last.reason.is_empty());
        let counted = i64::from(path == api() && status != 401);
        assert_eq!(left(&exact).await, used - 1 - counted, "{path} {status}");
    }
    // What breaks off is an error like any other.
    exact.sandbox.advance(60_000).unwrap();
    for _ in 0..10 {
        exact.send(sent(api(), &token, broken())).await;
    }
    let reply = exact.post(sales, &exact.sale("BLOCKED")).await;
    assert_eq!(reply.status, 403, "{}", reply.text);
}

/// How many calls of the day are left, after this one.
async fn left(exact: &Exact) -> i64 {
    let reply = exact.get(JOURNALS).await;
    reply
        .header("x-ratelimit-remaining")
        .unwrap()
        .parse()
        .unwrap()
}
