//! Points 36 and 37: webhooks.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use exact_sandbox::hooks::{Courier, DeliveryState, Heard};
use exact_sandbox::{CallbackRule, Sandbox, Switches};
use futures_util::future::BoxFuture;
use serde_json::json;

use crate::driver::{Exact, morning, roomy, seed};

const HOOKS: &str = "webhooks/WebhookSubscriptions";

/// Receives in process; answers with a status that the test sets.
struct Door {
    status: Mutex<u16>,
    got: Mutex<Vec<Bytes>>,
}

impl Courier for Door {
    fn post(&self, _: String, body: Bytes) -> BoxFuture<'static, Heard> {
        let status = Some(*self.status.lock().unwrap());
        self.got.lock().unwrap().push(body);
        Box::pin(async move {
            Heard {
                status,
                text: String::new(),
            }
        })
    }
}

async fn start(switches: Switches) -> (Exact, Arc<Door>) {
    let door = Arc::new(Door {
        status: Mutex::new(200),
        got: Mutex::default(),
    });
    let courier: Arc<dyn Courier> = Arc::<Door>::clone(&door);
    let sandbox = Sandbox::builder(Arc::new(morning))
        .seed(seed())
        .courier(courier)
        .switches(Switches {
            webhook_lines: false,
            ..switches
        })
        .build()
        .unwrap();
    (Exact::on(sandbox).await, door)
}

fn to_loopback() -> Switches {
    Switches {
        callback_rule: CallbackRule::Loopback,
        ..roomy()
    }
}

fn subscription(topic: &str) -> serde_json::Value {
    json!({"Topic": topic, "CallbackURL": "http://127.0.0.1:9/hook"})
}

#[tokio::test]
async fn point_36_the_address_is_asked_and_the_rules_hold() {
    let (exact, door) = start(to_loopback()).await;
    *door.status.lock().unwrap() = 500;
    let reply = exact.post(HOOKS, &subscription("SalesEntries")).await;
    assert_eq!(
        (reply.status.as_u16(), reply.message().as_str()),
        (
            500,
            "Invalid: Post to callback URL endpoint returns 500 An error occurred while sending the request."
        )
    );
    *door.status.lock().unwrap() = 201;
    assert_eq!(
        exact
            .post(HOOKS, &subscription("SalesEntries"))
            .await
            .status,
        201
    );
    assert!(door.got.lock().unwrap().iter().all(Bytes::is_empty));
    let reply = exact.post(HOOKS, &subscription("SalesEntries")).await;
    assert_eq!(
        (reply.status.as_u16(), reply.message().as_str()),
        (500, "Data already exists")
    );
    let id = exact.get(&format!("{HOOKS}?$select=ID")).await.rows()[0]["ID"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        exact.delete(&format!("{HOOKS}(guid'{id}')")).await.status,
        204
    );
    let (strict, door) = start(roomy()).await;
    let reply = strict.post(HOOKS, &subscription("SalesEntries")).await;
    assert_eq!(reply.message(), "Ongeldig: CallbackURL");
    assert!(door.got.lock().unwrap().is_empty(), "nobody was asked");
}

#[tokio::test]
async fn point_37_a_booking_is_told_and_retried_after_2_4_8_minutes() {
    let (exact, door) = start(to_loopback()).await;
    exact.post(HOOKS, &subscription("SalesEntries")).await;
    *door.status.lock().unwrap() = 503;
    exact
        .post("salesentry/SalesEntries", &exact.sale("W"))
        .await;
    assert_eq!(exact.sandbox.deliver_webhooks().await.unwrap(), 1);
    let body = door.got.lock().unwrap().last().cloned().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(told["Content"]["Key"], exact.entry_of("W").id.to_string());
    let hash = told["HashCode"].as_str().unwrap();
    assert!(hash.len() == 64 && hash == hash.to_uppercase());
    for minutes in [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] {
        exact.sandbox.advance(minutes * 60_000 - 1).unwrap();
        assert_eq!(
            exact.sandbox.deliver_webhooks().await.unwrap(),
            0,
            "{minutes}"
        );
        exact.sandbox.advance(1).unwrap();
        assert_eq!(
            exact.sandbox.deliver_webhooks().await.unwrap(),
            1,
            "{minutes}"
        );
    }
    assert_eq!(exact.sandbox.deliveries()[0].state, DeliveryState::GivenUp);
}

#[tokio::test]
async fn point_37_dials_lose_and_double() {
    let (exact, _) = start(Switches {
        webhook_duplicate_percent: 100,
        ..to_loopback()
    })
    .await;
    exact.post(HOOKS, &subscription("Accounts")).await;
    exact.post("crm/Accounts", &json!({"Name": "Nieuw"})).await;
    assert_eq!(exact.sandbox.deliver_webhooks().await.unwrap(), 2);
    let (exact, _) = start(Switches {
        webhook_lose_percent: 100,
        ..to_loopback()
    })
    .await;
    exact.post(HOOKS, &subscription("Accounts")).await;
    exact.post("crm/Accounts", &json!({"Name": "Nieuw"})).await;
    assert_eq!(exact.sandbox.deliver_webhooks().await.unwrap(), 0);
    assert_eq!(exact.sandbox.deliveries()[0].state, DeliveryState::Lost);
}
