//! What is told: the body of a notification, its signature, and what the dials make of it (facts 5.3, point 37).

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::Sha256;
use uuid::Uuid;

use super::{Delivery, DeliveryState, Hooks, Subscription};
use crate::switches::Switches;

/// How long a notification is held back when it is to arrive after later ones, by the sandbox's clock.
const HELD_BACK: SignedDuration = SignedDuration::from_secs(30);

/// Something that happened, as subscribers are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) topic: &'static str,
    pub(crate) action: &'static str,
    pub(crate) key: Uuid,
    /// Path after the company, with its key.
    pub(crate) path: String,
}

/// What must be known of those who listen.
pub(crate) struct Ears<'a> {
    /// The webhook secret of an app.
    pub(crate) secret: &'a dyn Fn(&str) -> String,
    /// Whether a subscription is still told.
    pub(crate) hears: &'a dyn Fn(&Subscription) -> bool,
    pub(crate) switches: &'a Switches,
}

impl Hooks {
    /// Queues what happened for everyone who subscribed to it.
    pub(crate) fn tell(&mut self, (division, at): (i32, Timestamp), told: &Told, ears: &Ears<'_>) {
        let listeners: Vec<Subscription> = self
            .subscriptions
            .values()
            .filter(|it| it.division == division && it.topic == told.topic)
            .filter(|it| (ears.hears)(it))
            .cloned()
            .collect();
        for it in listeners {
            let body = body(&it, told, at, &(ears.secret)(&it.client));
            let delivery = Delivery {
                id: 0,
                subscription: it.id,
                division,
                topic: it.topic,
                action: told.action.to_owned(),
                key: told.key,
                callback: it.callback,
                body,
                created: at,
                due: at,
                state: DeliveryState::Waiting,
                copy: false,
                attempts: Vec::new(),
            };
            self.dial(delivery, ears.switches);
        }
    }

    /// Loses, delays, holds back or doubles the delivery, as the dials say. Chance follows the delivery's number, so
    /// that a replay decides alike.
    fn dial(&mut self, mut delivery: Delivery, switches: &Switches) {
        let mut chance = ChaCha8Rng::seed_from_u64(self.deliveries.last().rotate_left(17) ^ 0x5eed);
        let mut struck = |percent: u8| chance.random_range(0..100_u8) < percent;
        let lost = struck(switches.webhook_lose_percent);
        let doubled = struck(switches.webhook_duplicate_percent);
        let held = struck(switches.webhook_reorder_percent);
        let wait = SignedDuration::from_millis(switches.webhook_delay_ms.max(0));
        let wait = if held { wait + HELD_BACK } else { wait };
        delivery.due = delivery.created.checked_add(wait).unwrap_or(delivery.due);
        if lost {
            delivery.state = DeliveryState::Lost;
        }
        let copy = doubled.then(|| Delivery {
            copy: true,
            ..delivery.clone()
        });
        self.queue(delivery);
        if let Some(copy) = copy {
            self.queue(copy);
        }
    }
}

fn body(it: &Subscription, told: &Told, at: Timestamp, secret: &str) -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let address = format!("{}/api/v1/{}/{}", it.origin, it.division, told.path);
    let content = format!(
        r#"{{"Topic":{},"ClientId":{},"Division":{},"Action":{},"Key":"{}","ExactOnlineEndpoint":{},"EventCreatedOn":"{}"}}"#,
        text(told.topic),
        text(&it.client),
        it.division,
        text(told.action),
        told.key,
        text(&address),
        at.strftime("%Y-%m-%dT%H:%M:%S%.3f"),
    );
    let hash = signature(secret, content.as_bytes());
    format!(r#"{{"Content":{content},"HashCode":"{hash}"}}"#)
}

/// Upper-case hex HMAC-SHA256 over the literal bytes of the content, braces included.
fn signature(secret: &str, content: &[u8]) -> String {
    // A key of any length is taken; the error cannot happen.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(content);
    hex::encode_upper(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn point_37_the_signature_is_that_of_rfc_4231_in_upper_case() {
        // RFC 4231, test case 2.
        assert_eq!(
            signature("Jefe", b"what do ya want for nothing?"),
            "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"
        );
    }
}
