//! Identities: numbers in the order of time, UUIDs and secret tokens.
//!
//! A number is the milliseconds since 2026 (41 bits), the node (10 bits) and a sequence (12 bits). It rises
//! within a process, also when the clock falls back. The order between processes is only as good as their clocks:
//! nothing may conclude from two numbers which transaction committed first.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use uuid::Uuid;

use crate::{Clock, Db, StoreError, params, random};

/// 2026-01-01T00:00:00Z in milliseconds since 1970.
const EPOCH_MS: i64 = 1_767_225_600_000;
const SEQUENCE_BITS: u32 = 12;
const NODE_BITS: u32 = 10;
/// Where the sequence of a new millisecond may start: by chance, so that two processes which share a node number
/// hardly ever make the same identity.
const SEQUENCE_START: i64 = 1 << (SEQUENCE_BITS - 1);

/// A source of identities; clones share it.
#[derive(Debug, Clone)]
pub struct Ids {
    clock: Clock,
    node: i64,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    random: ChaCha20Rng,
    /// The number given last, without the node's bits: milliseconds and sequence.
    last: i64,
}

impl Ids {
    /// The real one: its chance comes from the system.
    #[must_use]
    pub fn system(clock: Clock) -> Self {
        let mut seed = [0; 32];
        random::fill(&mut seed);
        Self::new(ChaCha20Rng::from_seed(seed), clock)
    }

    /// One that makes the same identities whenever it is given the same seed and the same times.
    #[must_use]
    pub fn seeded(seed: u64, clock: Clock) -> Self {
        Self::new(ChaCha20Rng::seed_from_u64(seed), clock)
    }

    fn new(mut random: ChaCha20Rng, clock: Clock) -> Self {
        let node = below(&mut random, 1 << NODE_BITS);
        let state = State { random, last: 0 };
        Self {
            clock,
            node,
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// The clock that the numbers follow.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The present moment of that clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The next number: greater than every one before it from this source.
    #[must_use]
    pub fn next(&self) -> i64 {
        let elapsed = (self.now().as_millisecond() - EPOCH_MS).max(0);
        self.with(|state| {
            let start = (elapsed << SEQUENCE_BITS) + below(&mut state.random, SEQUENCE_START);
            // A full sequence runs over into the next millisecond, ahead of the clock.
            state.last = if start >> SEQUENCE_BITS > state.last >> SEQUENCE_BITS {
                start
            } else {
                state.last + 1
            };
            let sequence = state.last & ((1 << SEQUENCE_BITS) - 1);
            let millisecond = state.last >> SEQUENCE_BITS;
            (((millisecond << NODE_BITS) | self.node) << SEQUENCE_BITS) | sequence
        })
    }

    /// Goes on above a number that is stored already: when the clock was ahead and has been set right since, the
    /// next numbers would else lie below it, and what was tried last would not be the last of its numbers any more.
    pub fn rise_above(&self, stored: i64) {
        let millisecond = stored >> (NODE_BITS + SEQUENCE_BITS);
        self.with(|state| {
            let last = ((millisecond + 1) << SEQUENCE_BITS) - 1;
            state.last = state.last.max(last);
        });
    }

    /// The same above everything that this database holds of such numbers: for the start of a program.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rise_above_stored(&self, db: &Db) -> Result<(), StoreError> {
        let mut tx = db.read().await?;
        let stored: Option<i64> = tx
            .one(
                "SELECT MAX(id) FROM (SELECT MAX(id) AS id FROM audit UNION ALL SELECT MAX(id) AS id FROM event \
                 UNION ALL SELECT MAX(id) AS id FROM call_intent UNION ALL SELECT MAX(id) AS id FROM export_run \
                 UNION ALL SELECT MAX(id) AS id FROM job) AS numbers",
                params![],
            )
            .await?;
        if let Some(stored) = stored {
            self.rise_above(stored);
        }
        Ok(())
    }

    /// A random UUID (version 4).
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.with(|state| state.random.fill_bytes(&mut bytes));
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// 256 random bits, for a session, an API token or a key.
    #[must_use]
    pub fn token(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.with(|state| state.random.fill_bytes(&mut bytes));
        bytes
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A number from zero to below `limit`, which is a power of two.
fn below(random: &mut ChaCha20Rng, limit: i64) -> i64 {
    i64::from(random.next_u32()) & (limit - 1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use super::*;

    fn fixed() -> Clock {
        Clock::fixed("2026-11-24T12:00:00Z".parse().unwrap())
    }

    #[test]
    fn numbers_rise_also_beyond_one_millisecond_and_when_the_clock_stands_still() {
        let ids = Ids::seeded(7, fixed());
        let numbers: Vec<i64> = (0..20_000).map(|_| ids.next()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_number_tells_its_millisecond_and_keeps_its_node() {
        let clock = fixed();
        let ids = Ids::seeded(7, clock.clone());
        let first = ids.next();
        clock.advance(Duration::from_millis(5));
        let second = ids.next();
        assert_eq!((second >> 22) - (first >> 22), 5);
        assert_eq!((second >> 12) & 1023, (first >> 12) & 1023);
    }

    #[test]
    fn numbers_go_on_above_what_a_clock_that_was_ahead_left() {
        let ahead = fixed();
        ahead.advance(Duration::from_secs(2 * 86_400));
        let before: Vec<i64> = {
            let ids = Ids::seeded(1, ahead);
            (0..5_000).map(|_| ids.next()).collect()
        };
        let stored = *before.last().unwrap();
        let ids = Ids::seeded(2, fixed());
        assert!(ids.next() < stored, "the clock alone tells nothing of them");
        ids.rise_above(stored);
        let after: Vec<i64> = (0..5_000).map(|_| ids.next()).collect();
        assert!(after[0] > stored);
        assert!(after.is_sorted_by(|a, b| a < b));
        // What lies below changes nothing.
        ids.rise_above(7);
        assert!(ids.next() > after[4_999]);
    }

    #[test]
    fn numbers_rise_across_threads() {
        let ids = Ids::system(Clock::system());
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let ids = ids.clone();
                std::thread::spawn(move || (0..5_000).map(|_| ids.next()).collect::<Vec<_>>())
            })
            .collect();
        let mut all = HashSet::new();
        for thread in threads {
            let numbers = thread.join().unwrap();
            assert!(numbers.is_sorted_by(|a, b| a < b));
            all.extend(numbers);
        }
        assert_eq!(all.len(), 20_000);
    }

    #[test]
    fn the_seed_decides_everything() {
        let (one, same, other) = (
            Ids::seeded(1, fixed()),
            Ids::seeded(1, fixed()),
            Ids::seeded(2, fixed()),
        );
        assert_eq!(
            (one.next(), one.uuid(), one.token()),
            (same.next(), same.uuid(), same.token())
        );
        assert_ne!(one.token(), other.token());
        assert_eq!(one.uuid().get_version_num(), 4);
    }
}
