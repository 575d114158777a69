//! Point 37: the dials that delay, reorder, lose and double, and what becomes of subscriptions.

use exact_sandbox::Switches;
use exact_sandbox::admin::Order;
use exact_sandbox::hooks::DeliveryState;
use serde_json::json;

use crate::driver::{A, Exact, user};
use crate::money::order;
use crate::webhooks::{Post, listening, start};

const HOOKS: &str = "webhooks/WebhookSubscriptions";

/// The names of the made relations in the order in which they were told.
async fn arrivals(exact: &Exact, post: &Post) -> Vec<String> {
    exact.sandbox.deliver_webhooks().await.unwrap();
    let keys = post.take().into_iter();
    keys.map(|it| it["Key"].as_str().unwrap().to_owned())
        .collect()
}

pub(crate) async fn make(exact: &Exact, count: usize) -> Vec<String> {
    let mut keys = Vec::new();
    for number in 0..count {
        let made = exact
            .post("crm/Accounts", &json!({"Name": format!("K {number}")}))
            .await;
        keys.push(made.json()["d"]["ID"].as_str().unwrap().to_owned());
    }
    keys
}

#[tokio::test]
async fn point_37_the_dials_delay_reorder_lose_and_double() {
    let delayed = Switches {
        webhook_delay_ms: 5_000,
        ..listening()
    };
    let (exact, post) = start(delayed, &["Accounts"]).await;
    let made = make(&exact, 3).await;
    exact.sandbox.advance(4_999).unwrap();
    assert!(arrivals(&exact, &post).await.is_empty());
    exact.sandbox.advance(1).unwrap();
    assert_eq!(arrivals(&exact, &post).await, made);

    let reordered = Switches {
        webhook_reorder_percent: 50,
        ..listening()
    };
    exact.sandbox.set_switches(reordered).unwrap();
    let made = make(&exact, 20).await;
    let mut first = arrivals(&exact, &post).await;
    assert!(!first.is_empty() && first.len() < 20, "some are held back");
    exact.sandbox.advance(30_000).unwrap();
    first.extend(arrivals(&exact, &post).await);
    assert_ne!(first, made, "later ones overtook them");
    first.sort();
    let mut sorted = made.clone();
    sorted.sort();
    assert_eq!(first, sorted, "and none is lost or doubled");

    let bad = Switches {
        webhook_lose_percent: 30,
        webhook_duplicate_percent: 30,
        ..listening()
    };
    exact.sandbox.set_switches(bad).unwrap();
    let made = make(&exact, 40).await;
    let got = arrivals(&exact, &post).await;
    let times = |key: &String| got.iter().filter(|it| *it == key).count();
    let mut counts = [0; 3];
    made.iter().for_each(|key| counts[times(key)] += 1);
    assert!(
        counts.iter().all(|count| *count > 3),
        "none, once, twice: {counts:?}"
    );
    let lost = exact.sandbox.deliveries();
    let lost = lost
        .iter()
        .filter(|it| it.state == DeliveryState::Lost && !it.copy);
    assert_eq!(lost.count(), counts[0]);
}

#[tokio::test]
async fn a_removed_subscription_is_told_nothing_more() {
    let (exact, post) = start(listening(), &["Accounts"]).await;
    make(&exact, 2).await;
    let id = exact.get(&format!("{HOOKS}?$select=ID")).await.rows()[0]["ID"].clone();
    let path = format!("{HOOKS}(guid'{}')", id.as_str().unwrap());
    assert_eq!(exact.delete(&path).await.status, 204);
    assert!(
        arrivals(&exact, &post).await.is_empty(),
        "what waited is not sent"
    );
    make(&exact, 1).await;
    assert!(arrivals(&exact, &post).await.is_empty());
    let states: Vec<_> = exact
        .sandbox
        .deliveries()
        .iter()
        .map(|it| it.state)
        .collect();
    assert_eq!(states, [DeliveryState::GivenUp; 2]);
}

/// Not known of the real service (facts 5.1): by default a subscription outlives the tokens with which it was made.
#[tokio::test]
async fn point_36_a_subscription_outlives_its_tokens_unless_the_switch_says_otherwise() {
    let (mut exact, post) = start(listening(), &["Accounts"]).await;
    let name = |text: &str| Order::RenameCustomer {
        code: "101".into(),
        name: text.into(),
    };
    exact.sandbox.revoke(user(&exact.sandbox, 0)).unwrap();
    order(&exact, name("A"));
    assert_eq!(arrivals(&exact, &post).await.len(), 1);
    let switches = Switches {
        webhooks_without_chain: false,
        ..listening()
    };
    exact.sandbox.set_switches(switches).unwrap();
    order(&exact, name("B"));
    assert!(arrivals(&exact, &post).await.is_empty());
    exact.sign_in(0, &[A]).await;
    order(&exact, name("C"));
    assert_eq!(
        arrivals(&exact, &post).await.len(),
        1,
        "a new chain wakes it"
    );
    exact.sandbox.advance(31 * 86_400_000).unwrap();
    order(&exact, name("D"));
    assert!(
        arrivals(&exact, &post).await.is_empty(),
        "thirty days unused"
    );
}
