//! Point 38: what goes wrong on order.

use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Fault, Sandbox};
use http::Request;
use serde_json::json;

use crate::driver::{A, Exact, roomy, sandbox};

const SALES: &str = "salesentry/SalesEntries";

fn order(sandbox: &Sandbox, fault: serde_json::Value) {
    sandbox
        .fault(serde_json::from_value::<Fault>(fault).unwrap())
        .unwrap();
}

fn booked(exact: &Exact) -> usize {
    exact
        .sandbox
        .books(A)
        .unwrap()
        .entries
        .iter()
        .filter(|entry| entry.your_ref == "F")
        .count()
}

#[tokio::test]
async fn an_answer_of_another_kind_before_or_after_the_effect() {
    let exact = Exact::start().await;
    order(
        &exact.sandbox,
        json!({"kind": "status", "status": 503, "retry_after": 7, "where": {"method": "POST"}, "count": 1}),
    );
    order(
        &exact.sandbox,
        json!({"kind": "status", "status": 500, "when": "after", "where": {"path": "salesentries"}, "count": 1}),
    );
    assert_eq!(
        exact.get("financial/Journals?$top=1").await.status,
        200,
        "another method"
    );
    let before = exact.post(SALES, &exact.sale("F")).await;
    assert_eq!(
        (
            before.status.as_u16(),
            before.header("retry-after"),
            booked(&exact)
        ),
        (503, Some("7"), 0)
    );
    let after = exact.post(SALES, &exact.sale("F")).await;
    assert_eq!((after.status.as_u16(), booked(&exact)), (500, 1));
    assert!(after.message().starts_with("A problem has occurred."));
    assert_eq!(
        exact.post(SALES, &exact.sale("F")).await.status,
        201,
        "both are used up"
    );
}

#[tokio::test]
async fn a_cut_connection_before_or_after_the_effect() {
    let exact = Exact::start().await;
    order(&exact.sandbox, json!({"kind": "drop", "count": 1}));
    assert!(exact.post(SALES, &exact.sale("F")).await.dropped);
    assert_eq!(booked(&exact), 0);
    order(
        &exact.sandbox,
        json!({"kind": "drop", "when": "after", "count": 1, "where": {"division": A}}),
    );
    assert!(exact.post(SALES, &exact.sale("F")).await.dropped);
    assert_eq!(booked(&exact), 1);
    let calls = exact.sandbox.calls();
    assert_eq!(calls.last().unwrap().status, 0);
}

#[tokio::test]
async fn a_late_commit_takes_effect_after_the_client_gave_up() {
    let exact = Exact::start().await;
    order(
        &exact.sandbox,
        json!({"kind": "commit_late", "ms": 360_000, "count": 1}),
    );
    assert!(exact.post(SALES, &exact.sale("F")).await.dropped);
    exact.sandbox.advance(359_999).unwrap();
    assert_eq!(booked(&exact), 0);
    exact.sandbox.advance(1).unwrap();
    assert_eq!(booked(&exact), 1);
}

#[tokio::test]
async fn a_late_token_call_takes_effect_whatever_headers_it_has() {
    let exact = Exact::start().await;
    exact.sandbox.advance(570_000).unwrap();
    order(
        &exact.sandbox,
        json!({"kind": "commit_late", "ms": 60_000, "count": 1, "where": {"path": "token"}}),
    );
    // Some clients send the token that they still have with every call.
    let form = format!(
        "grant_type=refresh_token&refresh_token={}&client_id={DEMO_CLIENT_ID}&client_secret={DEMO_CLIENT_SECRET}",
        exact.refresh
    );
    let request = Request::post("/api/oauth2/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("authorization", format!("Bearer {}", exact.token))
        .body(form.into())
        .unwrap();
    assert!(exact.send(request).await.dropped);
    exact.sandbox.advance(60_000).unwrap();
    let again = exact.refresh_with(&exact.refresh).await;
    assert_eq!(again.status, 401, "it was exchanged: {}", again.text);
}

#[tokio::test]
async fn chance_follows_its_seed_and_faults_can_be_listed_and_taken_back() {
    let exact = Exact::start().await;
    let fault = json!({"kind": "status", "status": 500, "probability": 0.5, "seed": 7});
    let mut runs = Vec::new();
    for _ in 0..2 {
        exact.sandbox.clear_faults().unwrap();
        order(&exact.sandbox, fault.clone());
        let mut run = Vec::new();
        for _ in 0..20 {
            run.push(exact.get("financial/Journals?$top=1").await.status.as_u16());
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].contains(&200) && runs[0].contains(&500));
    let door = |method: &str, body: String| {
        let request = Request::builder().method(method).uri("/_sandbox/faults");
        exact.send(request.body(body.into()).unwrap())
    };
    assert_eq!(door("GET", String::new()).await.json()[0]["kind"], "status");
    assert_eq!(
        door("POST", r#"{"kind":"delay","ms":1}"#.into())
            .await
            .status,
        204
    );
    assert_eq!(
        door("POST", r#"{"kind":"nonsense"}"#.into()).await.status,
        400
    );
    assert_eq!(door("DELETE", String::new()).await.status, 204);
    assert_eq!(door("GET", String::new()).await.text, "[]");
}

#[tokio::test]
async fn over_a_socket_a_cut_connection_brings_no_byte() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let sandbox = sandbox(roomy(), None);
    order(&sandbox, json!({"kind": "drop", "count": 1}));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let client = async {
        let mut answers = Vec::new();
        for _ in 0..2 {
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            let request =
                b"GET /api/v1/current/Me HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
            stream.write_all(request).await.unwrap();
            let mut answer = Vec::new();
            // A reset instead of an end is as good.
            let _ = stream.read_to_end(&mut answer).await;
            answers.push(String::from_utf8(answer).unwrap());
        }
        stop.send(()).unwrap();
        answers
    };
    let (served, answers) = tokio::join!(
        sandbox.serve(listener, async { stopped.await.unwrap() }),
        client
    );
    served.unwrap();
    assert_eq!(answers[0], "");
    assert!(
        answers[1].starts_with("HTTP/1.1 401") && answers[1].contains("x-exact-sandbox: "),
        "{}",
        answers[1]
    );
}
