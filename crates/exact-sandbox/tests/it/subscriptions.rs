//! Point 36: everything about a subscription but its address's answer: who may have which, and what can be changed.

use http::Method;
use serde_json::{Value, json};

use crate::driver::{A, B, Exact, Reply};
use crate::webhooks::{listening, start};

const HOOKS: &str = "webhooks/WebhookSubscriptions";

async fn subscribe(exact: &Exact, division: i32, body: &Value) -> Reply {
    let path = format!("/api/v1/{division}/{HOOKS}");
    exact
        .call(Method::POST, &path, Some(&body.to_string()), &[])
        .await
}

fn body(topic: &str) -> Value {
    json!({"Topic": topic, "CallbackURL": "http://127.0.0.1:9/hook"})
}

#[tokio::test]
async fn point_36_one_per_app_company_and_topic_whoever_asks() {
    let (mut exact, _) = start(listening(), &["SalesEntries"]).await;
    assert_eq!(
        subscribe(&exact, B, &body("SalesEntries")).await.status,
        201,
        "another company"
    );
    assert_eq!(
        subscribe(&exact, A, &body("Accounts")).await.status,
        201,
        "another topic"
    );
    exact.sign_in(1, &[A]).await;
    let again = subscribe(&exact, A, &body("SalesEntries")).await;
    assert_eq!(
        (again.status.as_u16(), again.message().as_str()),
        (500, "Data already exists"),
        "another user of the same customer"
    );
    let listed = exact
        .get(&format!("{HOOKS}?$select=Topic,Division,ClientID,UserID"))
        .await
        .rows();
    assert_eq!(listed.len(), 2, "of this company");
    assert!(
        listed
            .iter()
            .all(|row| row["Division"] == A && row["ClientID"].is_string())
    );
    assert_eq!(
        exact
            .get("webhooks/WebhookTopics?$select=Topic")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn point_36_what_is_missing_or_unheard_of_is_refused() {
    let (exact, _) = start(listening(), &[]).await;
    let refused = async |body: Value| subscribe(&exact, A, &body).await.message();
    assert_eq!(
        refused(json!({})).await,
        "Verplicht: Topic\r\nVerplicht: CallbackURL"
    );
    assert_eq!(refused(body("Payments")).await, "Ongeldig: Topic");
    let mut instant = body("Accounts");
    instant["IsInstant"] = json!(true);
    assert_eq!(refused(instant).await, "Niet toegestaan: IsInstant");
    let mut foreign = body("Accounts");
    foreign["CallbackURL"] = json!("http://elsewhere.test/hook");
    assert_eq!(refused(foreign).await, "Ongeldig: CallbackURL");
}

#[tokio::test]
async fn point_36_a_changed_subscription_is_asked_again() {
    let (exact, _) = start(listening(), &["Accounts", "Contacts"]).await;
    let rows = exact.get(&format!("{HOOKS}?$select=ID,Topic")).await.rows();
    let of = |topic: &str| {
        let found = rows.iter().find(|row| row["Topic"] == topic).unwrap();
        format!("{HOOKS}(guid'{}')", found["ID"].as_str().unwrap())
    };
    let moved = json!({"CallbackURL": "http://localhost:9/other"});
    assert_eq!(exact.put(&of("Accounts"), &moved).await.status, 204);
    let double = exact
        .put(&of("Contacts"), &json!({"Topic": "Accounts"}))
        .await;
    assert_eq!(double.message(), "Data already exists");
    let one = exact
        .get(&format!("{}?$select=CallbackURL,Topic", of("Accounts")))
        .await
        .json();
    assert_eq!(one["d"]["CallbackURL"], "http://localhost:9/other");
    assert_eq!(exact.delete(&of("Accounts")).await.status, 204);
    assert_eq!(exact.delete(&of("Accounts")).await.status, 404);
}
