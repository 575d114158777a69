//! Points 36 and 37 over a real socket: what really goes over the wire to a subscriber, and what becomes of its answers.

use std::sync::Arc;
use std::time::Duration;

use exact_sandbox::hooks::{Delivery, DeliveryState, HttpCourier};
use exact_sandbox::{CallbackRule, Sandbox, Switches};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::door::{Answer, Door};
use crate::driver::{A, Exact, morning, roomy, seed};
use crate::socket::served;

const HOOKS: &str = "webhooks/WebhookSubscriptions";
/// How long the courier of these tests waits.
const PATIENCE: Duration = Duration::from_millis(300);

async fn start(patience: Duration) -> Exact {
    let courier = Arc::new(HttpCourier::with_patience(patience));
    let sandbox = Sandbox::builder(Arc::new(morning))
        .seed(seed())
        .courier(courier);
    let switches = Switches {
        callback_rule: CallbackRule::Loopback,
        webhook_lines: false,
        ..roomy()
    };
    Exact::on(sandbox.switches(switches).build().unwrap()).await
}

async fn subscribe(exact: &Exact, door: &str, topic: &str) -> crate::driver::Reply {
    exact
        .post(HOOKS, &json!({"Topic": topic, "CallbackURL": door}))
        .await
}

/// HMAC-SHA256 written out by its definition (RFC 2104), for keys of at most 64 bytes.
fn hmac(key: &[u8], message: &[u8]) -> String {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message);
    let outer = Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner.finalize());
    hex::encode_upper(outer.finalize())
}

/// The bytes of `Content`, braces included, cut out of the raw body by counting braces outside strings.
fn content(body: &[u8]) -> &[u8] {
    let start = br#"{"Content":"#.len();
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, byte) in body.iter().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return &body[start..=at];
                }
            }
            _ => {}
        }
    }
    panic!("no end: {}", String::from_utf8_lossy(body));
}

fn newest(exact: &Exact) -> Delivery {
    exact.sandbox.deliveries().remove(0)
}

#[tokio::test]
async fn point_36_subscribing_posts_nothing_to_the_address_and_needs_200_or_201() {
    let (door, exact) = (Door::open().await, start(PATIENCE).await);
    door.while_open(async {
        for (answer, wanted) in [
            (Answer::Status(204, ""), 500),
            (Answer::Status(404, ""), 500),
            (Answer::Moved("/hook"), 500),
            (Answer::Hang, 500),
            (Answer::Silence(PATIENCE * 2), 500),
            (Answer::Status(200, "ok"), 201),
        ] {
            door.will([answer.clone()]);
            let reply = subscribe(&exact, &door.url(), "SalesEntries").await;
            assert_eq!(reply.status, wanted, "{answer:?}: {}", reply.text);
            if wanted == 500 {
                assert!(
                    reply
                        .message()
                        .starts_with("Invalid: Post to callback URL endpoint returns ")
                );
            }
        }
    })
    .await;
    let got = door.got();
    assert_eq!(
        got.len(),
        6,
        "each was asked once, and no redirect was followed"
    );
    for it in got {
        assert!(it.head.starts_with("post /hook http/1.1"), "{}", it.head);
        assert!(
            it.head.contains("content-length: 0") && it.body.is_empty(),
            "{}",
            it.head
        );
    }
}

#[tokio::test]
async fn point_36_an_address_where_nobody_listens_is_refused() {
    let exact = start(PATIENCE).await;
    let closed = Door::open().await.url();
    let reply = subscribe(&exact, &closed, "SalesEntries").await;
    assert_eq!(
        reply.message(),
        "Invalid: Post to callback URL endpoint returns 500 An error occurred while sending the request."
    );
    let listed = exact.get(&format!("{HOOKS}?$select=ID")).await;
    assert!(listed.rows().is_empty(), "nothing was kept");
}

#[tokio::test]
async fn point_37_the_signature_is_over_the_raw_bytes_of_the_content() {
    let (door, exact) = (Door::open().await, start(PATIENCE).await);
    door.while_open(async {
        subscribe(&exact, &door.url(), "Accounts").await;
        exact
            .post("crm/Accounts", &json!({"Name": "Nieuw \"{é\""}))
            .await;
        assert_eq!(exact.sandbox.deliver_webhooks().await.unwrap(), 1);
    })
    .await;
    let got = door.got().remove(1);
    assert!(
        got.head.contains("content-type: application/json"),
        "{}",
        got.head
    );
    let told: Value = serde_json::from_slice(&got.body).unwrap();
    let secret = b"sandbox-webhook-secret";
    assert_eq!(told["HashCode"], hmac(secret, content(&got.body)));
    let inner = &told["Content"];
    let names: Vec<&String> = inner.as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 7, "{names:?}");
    assert_eq!(
        (&inner["Topic"], &inner["Action"]),
        (&json!("Accounts"), &json!("Create"))
    );
    assert_eq!(inner["Division"], A);
    assert_eq!(inner["EventCreatedOn"], "2026-11-24T09:00:30.000");
    // The address leads to the thing itself.
    let address = inner["ExactOnlineEndpoint"].as_str().unwrap();
    let path = address.strip_prefix("http://exact.test").unwrap();
    let found = exact
        .call(
            http::Method::GET,
            &format!("{path}?$select=Name,ID"),
            None,
            &[],
        )
        .await
        .json();
    assert_eq!(found["d"]["Name"], "Nieuw \"{é\"");
    assert_eq!(found["d"]["ID"], inner["Key"]);
}

#[tokio::test]
async fn point_37_a_failed_notification_comes_again_the_same_to_the_byte() {
    let (door, exact) = (Door::open().await, start(PATIENCE).await);
    door.while_open(async {
        subscribe(&exact, &door.url(), "Accounts").await;
        exact.post("crm/Accounts", &json!({"Name": "Nieuw"})).await;
        door.will([
            Answer::Status(500, "stuk"),
            Answer::Silence(PATIENCE * 2),
            Answer::Hang,
            Answer::Status(202, ""),
            Answer::Status(201, "goed"),
        ]);
        for minutes in [0, 2, 4, 8, 16] {
            exact.sandbox.advance(minutes * 60_000).unwrap();
            assert_eq!(
                exact.sandbox.deliver_webhooks().await.unwrap(),
                1,
                "{minutes}"
            );
        }
        assert_eq!(newest(&exact).state, DeliveryState::Delivered);
        exact.sandbox.advance(48 * 3_600_000).unwrap();
        assert_eq!(
            exact.sandbox.deliver_webhooks().await.unwrap(),
            0,
            "it is done"
        );
    })
    .await;
    let bodies: Vec<Vec<u8>> = door.got().into_iter().skip(1).map(|it| it.body).collect();
    assert_eq!(bodies.len(), 5);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    let attempts = newest(&exact).attempts;
    let statuses: Vec<Option<u16>> = attempts.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [Some(500), None, None, Some(202), Some(201)]);
    assert_eq!(attempts[0].text, "stuk");
    assert!(
        attempts[1].text.contains("timed out"),
        "{}",
        attempts[1].text
    );
}

#[tokio::test]
async fn point_37_refused_connections_are_tried_again_too() {
    let (door, exact) = (Door::open().await, start(PATIENCE).await);
    door.while_open(subscribe(&exact, &door.url(), "Accounts"))
        .await;
    drop(door);
    exact.post("crm/Accounts", &json!({"Name": "Nieuw"})).await;
    assert_eq!(exact.sandbox.deliver_webhooks().await.unwrap(), 1);
    let delivery = newest(&exact);
    assert_eq!(delivery.state, DeliveryState::Waiting);
    assert_eq!(delivery.attempts[0].status, None);
    assert!(
        delivery.attempts[0].text.contains("refused"),
        "{:?}",
        delivery.attempts
    );
}

#[tokio::test]
async fn a_subscriber_that_is_slow_to_answer_holds_up_nobody_else() {
    let patience = Duration::from_millis(700);
    let (slow, quick, exact) = (
        Door::open().await,
        Door::open().await,
        start(patience).await,
    );
    let test = async {
        subscribe(&exact, &slow.url(), "Accounts").await;
        subscribe(&exact, &quick.url(), "SalesEntries").await;
        slow.will((0..3).map(|_| Answer::Silence(patience * 3)));
        for _ in 0..3 {
            exact.post("crm/Accounts", &json!({"Name": "Nieuw"})).await;
        }
        exact
            .post("salesentry/SalesEntries", &exact.sale("S"))
            .await;
        let told = async {
            while quick.got().len() < 2 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            assert!(slow.got().len() <= 2, "the first is still waited for");
        };
        let (tries, ()) = tokio::join!(exact.sandbox.deliver_webhooks(), told);
        assert_eq!(tries.unwrap(), 4);
    };
    slow.while_open(quick.while_open(test)).await;
}

#[tokio::test]
async fn a_change_made_while_another_subscriber_is_silent_is_told_at_once() {
    let patience = Duration::from_secs(20);
    let (slow, quick, exact) = (
        Door::open().await,
        Door::open().await,
        start(patience).await,
    );
    let test = async {
        subscribe(&exact, &slow.url(), "Accounts").await;
        subscribe(&exact, &quick.url(), "SalesEntries").await;
        slow.will([Answer::Silence(patience * 2)]);
        let told = async |door: &Door, times: usize| {
            while door.got().len() < times {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        served(&exact, async |_| {
            exact.post("crm/Accounts", &json!({"Name": "Nieuw"})).await;
            // Asked once when it subscribed.
            told(&slow, 2).await;
            for times in [2, 3] {
                exact
                    .post("salesentry/SalesEntries", &exact.sale("S"))
                    .await;
                let soon = Duration::from_secs(5);
                let told = tokio::time::timeout(soon, told(&quick, times)).await;
                assert!(told.is_ok(), "held up by the silent one");
            }
            exact.post("crm/Accounts", &json!({"Name": "Nieuw"})).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            assert_eq!(slow.got().len(), 2, "one after the other at one address");
        })
        .await;
    };
    slow.while_open(quick.while_open(test)).await;
}
