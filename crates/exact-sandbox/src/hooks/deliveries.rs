//! The deliveries that are remembered: found by number, by how they stand and by when they are due, and told a page at a
//! time without looking at the others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Bound::{Excluded, Unbounded};

use jiff::Timestamp;
use uuid::Uuid;

use super::delivery::{Delivery, DeliveryState};

/// How many deliveries that came to an end are remembered; the oldest are forgotten first.
pub const DELIVERIES_KEPT: usize = 5_000;

/// All that wait, and the newest that came to an end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deliveries {
    known: BTreeMap<u64, Delivery>,
    /// Their numbers, by how they stand.
    standing: BTreeMap<DeliveryState, BTreeSet<u64>>,
    /// Those that wait, by when they are due.
    due: BTreeSet<(Timestamp, u64)>,
    /// The same for each address.
    due_at: BTreeMap<String, BTreeSet<(Timestamp, u64)>>,
    /// Those that came to an end, in the order in which they did.
    ended: VecDeque<u64>,
    last: u64,
}

impl Deliveries {
    /// Those that stand like this, or all, newest first; only those before a number, where one is given.
    pub(crate) fn newest(
        &self,
        state: Option<DeliveryState>,
        before: Option<u64>,
    ) -> impl Iterator<Item = &Delivery> {
        let range = (Unbounded, before.map_or(Unbounded, Excluded));
        let all = state.is_none().then(|| self.known.range(range).rev());
        let all = all.into_iter().flatten().map(|(_, it)| it);
        let numbers = state.and_then(|state| self.standing.get(&state));
        let numbers = numbers.map(|numbers| numbers.range(range).rev());
        let some = numbers.into_iter().flatten();
        all.chain(some.filter_map(|id| self.known.get(id)))
    }

    /// How many stand like this, or are remembered at all.
    pub(crate) fn count(&self, state: Option<DeliveryState>) -> usize {
        state.map_or(self.known.len(), |state| {
            self.standing.get(&state).map_or(0, BTreeSet::len)
        })
    }

    /// Those that wait for their time, the nearest first.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Delivery> {
        self.due.iter().filter_map(|(_, id)| self.known.get(id))
    }

    /// How many wait for their time.
    pub(crate) fn waiting_count(&self) -> usize {
        self.due.len()
    }

    /// The one with this number.
    pub(crate) fn get(&self, id: u64) -> Option<&Delivery> {
        self.known.get(&id)
    }

    /// The addresses where something is due.
    pub(crate) fn addresses_due(&self, now: Timestamp) -> impl Iterator<Item = &str> {
        let first = |due: &BTreeSet<(Timestamp, u64)>| due.first().map(|(at, _)| *at);
        let due = self.due_at.iter();
        let due = due.filter(move |(_, due)| first(due).is_some_and(|at| at <= now));
        due.map(|(address, _)| address.as_str())
    }

    /// The one that is due the longest at an address.
    pub(crate) fn next_at(&self, address: &str, now: Timestamp) -> Option<&Delivery> {
        let (at, id) = self.due_at.get(address)?.first()?;
        (*at <= now).then(|| self.get(*id)).flatten()
    }

    /// The number that was given last.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// Adds one, which gets its number.
    pub(super) fn queue(&mut self, mut delivery: Delivery) {
        self.last += 1;
        delivery.id = self.last;
        self.keep(delivery);
    }

    /// Keeps one under its number.
    pub(super) fn keep(&mut self, delivery: Delivery) {
        let id = delivery.id;
        self.standing.entry(delivery.state).or_default().insert(id);
        if delivery.state == DeliveryState::Waiting {
            let due = (delivery.due, id);
            self.due.insert(due);
            let at = self.due_at.entry(delivery.callback.clone());
            at.or_default().insert(due);
        } else {
            if self.ended.len() >= DELIVERIES_KEPT
                && let Some(oldest) = self.ended.pop_front()
            {
                self.forget(oldest);
            }
            self.ended.push_back(id);
        }
        self.known.insert(id, delivery);
    }

    /// Takes one that waits out.
    pub(super) fn take(&mut self, id: u64) -> Option<Delivery> {
        let waits = |it: &&Delivery| it.state == DeliveryState::Waiting;
        self.get(id).filter(waits)?;
        let delivery = self.forget(id)?;
        let due = (delivery.due, id);
        self.due.remove(&due);
        if let Some(at) = self.due_at.get_mut(&delivery.callback) {
            at.remove(&due);
            if at.is_empty() {
                self.due_at.remove(&delivery.callback);
            }
        }
        Some(delivery)
    }

    /// Gives those up that wait for a subscription.
    pub(super) fn give_up(&mut self, subscription: Uuid) {
        let waiting = self.newest(Some(DeliveryState::Waiting), None);
        let its = waiting.filter(|it| it.subscription == subscription);
        let mut its: Vec<u64> = its.map(|it| it.id).collect();
        its.reverse();
        for id in its {
            if let Some(mut delivery) = self.take(id) {
                delivery.state = DeliveryState::GivenUp;
                self.keep(delivery);
            }
        }
    }

    fn forget(&mut self, id: u64) -> Option<Delivery> {
        let delivery = self.known.remove(&id)?;
        if let Some(numbers) = self.standing.get_mut(&delivery.state) {
            numbers.remove(&id);
        }
        Some(delivery)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Attempt;
    use super::*;

    fn waiting(callback: &str, subscription: u128) -> Delivery {
        Delivery {
            id: 0,
            subscription: Uuid::from_u128(subscription),
            division: 1,
            topic: "Accounts".to_owned(),
            action: "Create".to_owned(),
            key: Uuid::nil(),
            callback: callback.to_owned(),
            body: String::new(),
            created: Timestamp::UNIX_EPOCH,
            due: Timestamp::UNIX_EPOCH,
            state: DeliveryState::Waiting,
            copy: false,
            attempts: Vec::new(),
        }
    }

    fn with(count: u64) -> Deliveries {
        let mut all = Deliveries::default();
        (0..count).for_each(|_| all.queue(waiting("http://a", 1)));
        all
    }

    fn deliver(all: &mut Deliveries, id: u64) {
        let mut delivery = all.take(id).unwrap();
        delivery.take(Attempt {
            at: Timestamp::UNIX_EPOCH,
            status: Some(200),
            text: String::new(),
        });
        all.keep(delivery);
    }

    fn numbers<'a>(found: impl Iterator<Item = &'a Delivery>) -> Vec<u64> {
        found.map(|it| it.id).collect()
    }

    #[test]
    fn they_are_told_by_how_they_stand_newest_first_from_any_number_on() {
        let mut all = with(9);
        [2, 3, 7].into_iter().for_each(|id| deliver(&mut all, id));
        let delivered = Some(DeliveryState::Delivered);
        assert_eq!(numbers(all.newest(delivered, None)), [7, 3, 2]);
        assert_eq!(numbers(all.newest(delivered, Some(7))), [3, 2]);
        assert_eq!(numbers(all.newest(None, Some(4))), [3, 2, 1]);
        let waits = Some(DeliveryState::Waiting);
        assert_eq!(numbers(all.newest(waits, Some(8))), [6, 5, 4, 1]);
        let counts = [delivered, waits, Some(DeliveryState::Lost), None];
        assert_eq!(counts.map(|state| all.count(state)), [3, 6, 0, 9]);
        assert_eq!(numbers(all.waiting()), [1, 4, 5, 6, 8, 9]);
        assert!(all.take(7).is_none(), "it waits no more");
    }

    #[test]
    fn the_first_to_end_are_forgotten_first_and_those_that_wait_never() {
        let kept = u64::try_from(DELIVERIES_KEPT).unwrap();
        let mut all = with(kept + 10);
        (2..kept + 5).rev().for_each(|id| deliver(&mut all, id));
        assert_eq!(all.count(Some(DeliveryState::Delivered)), DELIVERIES_KEPT);
        assert!(all.get(1).is_some(), "it waits");
        assert!(all.get(2).is_some(), "it ended last");
        let first = [kept + 4, kept + 3, kept + 2];
        assert!(first.iter().all(|id| all.get(*id).is_none()));
        assert!(all.get(kept + 1).is_some());
    }

    #[test]
    fn what_waits_for_a_subscription_is_given_up_with_it() {
        let mut all = with(2);
        all.queue(waiting("http://b", 2));
        all.give_up(Uuid::from_u128(1));
        assert_eq!(
            numbers(all.newest(Some(DeliveryState::GivenUp), None)),
            [2, 1]
        );
        let due: Vec<&str> = all.addresses_due(Timestamp::UNIX_EPOCH).collect();
        assert_eq!(due, ["http://b"]);
    }
}
