//! Webhooks (facts 5, points 36 and 37): who subscribed to what, what is to be told, and what became of it. Deciding
//! and remembering happen here, under the state's lock; only the courier talks to the world.
//!
//! Not known of the real service, and chosen here: a subscription outlives the tokens with which it was made (switch
//! `webhooks_without_chain`), and what still waits for a subscription that was removed is not sent any more.

mod address;
mod courier;
mod delivery;
mod notice;
mod topics;
mod watch;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use address::{address_allowed, is_public_https};
pub use courier::{Courier, Heard, HttpCourier};
pub use delivery::{Attempt, Delivery, DeliveryState, RETRIES};
pub(crate) use notice::{Ears, Told};
pub(crate) use topics::topic;
pub(crate) use watch::Seen;

/// How many deliveries that came to an end are remembered; the oldest are forgotten first.
pub const DELIVERIES_KEPT: usize = 5_000;

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
    /// Deliveries that are not yet at their end.
    waiting: BTreeMap<u64, Delivery>,
    /// The same, by when they are due.
    due: BTreeSet<(Timestamp, u64)>,
    /// The same for each address.
    due_at: BTreeMap<String, BTreeSet<(Timestamp, u64)>>,
    ended: VecDeque<Delivery>,
    last: u64,
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

    /// All deliveries that are remembered, newest first.
    pub(crate) fn deliveries(&self) -> Vec<&Delivery> {
        let mut all: Vec<&Delivery> = self.waiting.values().chain(&self.ended).collect();
        all.sort_by_key(|it| std::cmp::Reverse(it.id));
        all
    }

    /// The deliveries that wait for their time, the nearest first.
    pub(crate) fn waiting(&self) -> impl ExactSizeIterator<Item = &Delivery> {
        let due = self.due.iter().filter_map(|(_, id)| self.waiting.get(id));
        due.collect::<Vec<_>>().into_iter()
    }

    /// How many deliveries are not yet at their end.
    pub(crate) fn waiting_count(&self) -> usize {
        self.due.len()
    }

    /// The delivery with this number.
    pub(crate) fn delivery(&self, id: u64) -> Option<&Delivery> {
        let waiting = self.waiting.get(&id);
        waiting.or_else(|| self.ended.iter().find(|it| it.id == id))
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
        let waiting = self.waiting.values().filter(|it| it.subscription == id);
        let waiting: Vec<u64> = waiting.map(|it| it.id).collect();
        for id in waiting {
            if let Some(mut delivery) = self.take(id) {
                delivery.state = DeliveryState::GivenUp;
                self.end(delivery);
            }
        }
    }

    /// Adds deliveries; each gets its number.
    fn queue(&mut self, mut delivery: Delivery) {
        self.last += 1;
        delivery.id = self.last;
        self.keep(delivery);
    }

    fn keep(&mut self, delivery: Delivery) {
        if delivery.state == DeliveryState::Waiting {
            let due = (delivery.due, delivery.id);
            self.due.insert(due);
            let at = self.due_at.entry(delivery.callback.clone());
            at.or_default().insert(due);
            self.waiting.insert(delivery.id, delivery);
        } else {
            self.end(delivery);
        }
    }

    /// Takes one that waits out.
    fn take(&mut self, id: u64) -> Option<Delivery> {
        let delivery = self.waiting.remove(&id)?;
        self.due.remove(&(delivery.due, id));
        if let Some(at) = self.due_at.get_mut(&delivery.callback) {
            at.remove(&(delivery.due, id));
            if at.is_empty() {
                self.due_at.remove(&delivery.callback);
            }
        }
        Some(delivery)
    }

    fn end(&mut self, delivery: Delivery) {
        if self.ended.len() >= DELIVERIES_KEPT {
            self.ended.pop_front();
        }
        self.ended.push_back(delivery);
    }

    fn tried(&mut self, id: u64, attempt: Attempt) {
        if let Some(mut delivery) = self.take(id) {
            delivery.take(attempt);
            self.keep(delivery);
        }
    }

    fn again(&mut self, id: u64, at: Timestamp) {
        if let Some(known) = self.delivery(id).cloned() {
            self.queue(known.once_more(at));
        }
    }

    /// The addresses where something is due.
    pub(crate) fn addresses_due(&self, now: Timestamp) -> impl Iterator<Item = &str> {
        let first = |due: &BTreeSet<(Timestamp, u64)>| due.first().map(|(at, _)| *at);
        let due = self.due_at.iter();
        let due = due.filter(move |(_, due)| first(due).is_some_and(|at| at <= now));
        due.map(|(address, _)| address.as_str())
    }

    /// The delivery that is due the longest at an address.
    pub(crate) fn next_at(&self, address: &str, now: Timestamp) -> Option<&Delivery> {
        let (at, id) = self.due_at.get(address)?.first()?;
        (*at <= now).then(|| self.waiting.get(id)).flatten()
    }
}
