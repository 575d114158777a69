//! The sandbox inside another program: the example runs, and what it uses keeps its promises.

#[expect(dead_code, reason = "its main is for those who run it")]
#[path = "../../examples/embedded.rs"]
mod example;

use exact_sandbox::{DEMO_CLIENT_ID, DEMO_USER, Fault, FaultKind, When};
use serde_json::json;

use crate::driver::{A, Exact, roomy, sandbox};

#[tokio::test]
async fn the_example_does_what_it_says() {
    let told = example::run().await.unwrap();
    assert_eq!(
        told,
        [
            "the connection was cut: true",
            "booked as 26700004 for 121",
            "still open: []",
            "ten minutes later: 401 Unauthorized",
        ]
    );
}

#[tokio::test]
async fn tokens_by_hand_are_like_those_of_the_token_endpoint() {
    let sandbox = sandbox(roomy(), None);
    assert_eq!(sandbox.user("nobody@example.com"), None);
    let els = sandbox.user(DEMO_USER).unwrap();
    let tokens = sandbox.sign_in(DEMO_CLIENT_ID, els, &[A]).unwrap();
    let exact = Exact {
        sandbox,
        token: tokens.access,
        refresh: tokens.refresh,
    };
    assert_eq!(exact.get("financial/Journals?$top=1").await.status, 200);
    assert_eq!(exact.refresh_with(&exact.refresh).await.status, 400);
    exact.sandbox.advance(570_000).unwrap();
    assert_eq!(exact.refresh_with(&exact.refresh).await.status, 200);
    exact.sandbox.sign_in(DEMO_CLIENT_ID, els, &[A]).unwrap();
    assert_eq!(
        exact.get("financial/Journals?$top=1").await.status,
        401,
        "a second consent ends the first chain"
    );
}

#[test]
fn a_fault_by_its_words_is_the_one_by_its_json() {
    let words = Fault::new(FaultKind::Delay { ms: 5 })
        .on("POST", "SalesEntries")
        .after()
        .times(2)
        .by_chance("0.5".parse().unwrap(), 7);
    let json = json!({
        "kind": "delay", "ms": 5, "where": {"method": "POST", "path": "SalesEntries"},
        "when": "after", "count": 2, "probability": "0.5", "seed": 7,
    });
    assert_eq!(serde_json::from_value::<Fault>(json).unwrap(), words);
    let every: Fault = serde_json::from_value(json!({"kind": "drop"})).unwrap();
    assert_eq!(every, Fault::new(FaultKind::Drop));
    assert_eq!(every.when, When::Before);
}
