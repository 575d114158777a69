//! Webhooks (facts 5, points 36 and 37): who subscribed to what, what is to be told, and what became of it. Deciding
//! and remembering happen here, under the state's lock; only the courier talks to the world.
//!
//! Not known of the real service, and chosen here: a subscription outlives the tokens with which it was made (switch
//! `webhooks_without_chain`), and what still waits for a subscription that was removed is not sent any more.

mod address;
mod courier;
mod deliveries;
mod delivery;
mod notice;
mod topics;
mod watch;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use address::{address_allowed, is_public_https};
pub use courier::{Courier, Heard, HttpCourier};
pub use deliveries::DELIVERIES_KEPT;
pub(crate) use deliveries::Deliveries;
pub use delivery::{Attempt, Delivery, DeliveryState, RETRIES};
pub(crate) use notice::{Ears, Told};
pub(crate) use topics::topic;
pub(crate) use watch::Seen;

/// Who wants to be told what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its key.
    pub id: Uuid,
    /// The company.
    pub division: i32,
    /// Client id of the app.
    pub client: String,
    /// The subscribing user.
    pub user: Uuid,
    /// Who made it.
    pub creator: Uuid,
    /// When.
    pub created: Timestamp,
    /// The topic, as documented.
    pub topic: String,
    /// Where notifications go.
    pub callback: String,
    /// For topic GoodsDeliveries only.
    pub instant: bool,
    /// `http://host` under which the app calls the sandbox: what notifications lead back to.
    pub origin: String,
}

/// A change that is kept, so that subscriptions and deliveries survive a restart. Notifications themselves are not
/// kept: they follow again from the acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Someone subscribed, or changed his subscription.
    Subscribed(Subscription),
    /// A subscription ended.
    Unsubscribed(Uuid),
    /// A delivery was tried.
    Tried { delivery: u64, attempt: Attempt },
    /// A delivery is to be made once more, by hand.
    Again { delivery: u64, at: Timestamp },
}

/// Subscriptions and deliveries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hooks {
    subscriptions: BTreeMap<Uuid, Subscription>,
    deliveries: Deliveries,
}

impl Hooks {
    /// All subscriptions, in the order of their keys.
    pub(crate) fn subscriptions(&self) -> impl Iterator<Item = &Subscription> {
        self.subscriptions.values()
    }

    /// Whether the app has another subscription to the topic in the company.
    pub(crate) fn has_other(&self, it: &Subscription) -> bool {
        self.subscriptions.values().any(|known| {
            known.id != it.id
                && known.division == it.division
                && known.client == it.client
                && known.topic == it.topic
        })
    }

    /// Whether anything in the company is listened to.
    fn listens(&self, division: i32) -> bool {
        self.subscriptions
            .values()
            .any(|it| it.division == division)
    }

    /// The deliveries that are remembered.
    pub(crate) fn deliveries(&self) -> &Deliveries {
        &self.deliveries
    }

    /// Takes the change over.
    pub(crate) fn apply(&mut self, change: Change) {
        match change {
            Change::Subscribed(it) => {
                self.subscriptions.insert(it.id, it);
            }
            Change::Unsubscribed(id) => self.unsubscribe(id),
            Change::Tried { delivery, attempt } => self.tried(delivery, attempt),
            Change::Again { delivery, at } => self.again(delivery, at),
        }
    }

    fn unsubscribe(&mut self, id: Uuid) {
        self.subscriptions.remove(&id);
        self.deliveries.give_up(id);
    }

    /// Adds a delivery, which gets its number.
    fn queue(&mut self, delivery: Delivery) {
        self.deliveries.queue(delivery);
    }

    fn tried(&mut self, id: u64, attempt: Attempt) {
        if let Some(mut delivery) = self.deliveries.take(id) {
            delivery.take(attempt);
            self.deliveries.keep(delivery);
        }
    }

    fn again(&mut self, id: u64, at: Timestamp) {
        if let Some(known) = self.deliveries.get(id).cloned() {
            self.queue(known.once_more(at));
        }
    }
}
