//! The version is in the header of every answer, of whatever kind.

use axum::body::Body;
use exact_sandbox::VERSION;
use http::{Method, Request};
use serde_json::json;

use crate::driver::{A, Exact, Reply};

fn told(reply: &Reply) -> Option<&str> {
    reply.header("x-exact-sandbox")
}

#[tokio::test]
async fn every_kind_of_answer_carries_the_version() {
    let exact = Exact::start().await;
    let sale = exact
        .post("salesentry/SalesEntries", &exact.sale("V"))
        .await;
    let account = format!("crm/Accounts(guid'{}')", exact.customer("103"));
    let answers = [
        (200, exact.get("financial/Journals?$top=1").await),
        (201, sale),
        (204, exact.put(&account, &json!({"City": "x"})).await),
        (400, exact.get("financial/Journals").await),
        (404, exact.get("crm/Nothing").await),
        (
            405,
            exact.post("financial/FinancialPeriods", &json!({})).await,
        ),
        (500, exact.post("salesentry/SalesEntries", &json!({})).await),
        (400, exact.refresh_with(&exact.refresh).await),
        (400, exact.exchange("nothing").await),
    ];
    for (status, reply) in &answers {
        assert_eq!(
            (reply.status.as_u16(), told(reply)),
            (*status, Some(VERSION)),
            "{}",
            reply.text
        );
    }
    let pages = [
        (Method::GET, "/", 200),
        (Method::GET, "/assets/sandbox.css", 200),
        (Method::GET, "/nowhere/at/all", 404),
        (Method::POST, "/", 405),
        (Method::GET, "/administratie/1/boekingen", 404),
        (Method::GET, "/api/oauth2/auth", 400),
        (Method::POST, "/api/oauth2/token", 400),
        (Method::GET, "/api/v1/123456/financial/Journals", 401),
        (Method::GET, "/docs/SysAttachment.aspx", 401),
        (Method::GET, "/_sandbox/clock", 200),
        (Method::GET, "/_sandbox/books?division=1", 404),
        (Method::POST, "/_sandbox/act", 400),
        (Method::PUT, "/_sandbox/act", 405),
        (Method::DELETE, "/_sandbox/faults", 204),
    ];
    for (method, path, status) in pages {
        let request = Request::builder().method(&method).uri(path);
        let reply = exact.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (reply.status.as_u16(), told(&reply)),
            (status, Some(VERSION)),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn answers_that_were_replaced_carry_it_too() {
    let exact = Exact::start().await;
    for fault in [
        json!({"kind": "html", "status": 502}),
        json!({"kind": "limit", "window": "minute"}),
        json!({"kind": "forbid", "reason": "LicenseExpired"}),
        json!({"kind": "status", "status": 408}),
    ] {
        exact.sandbox.clear_faults().unwrap();
        exact
            .sandbox
            .fault(serde_json::from_value(fault).unwrap())
            .unwrap();
        let path = format!("/api/v1/{A}/financial/Journals?$top=1");
        let reply = exact.call(Method::GET, &path, None, &[]).await;
        assert!(!reply.status.is_success());
        assert_eq!(told(&reply), Some(VERSION), "{}", reply.status);
    }
}
