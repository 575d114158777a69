//! Chance from a seed: the same seed gives the same demo. Whole numbers only.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use uuid::Uuid;

/// A seeded source of choices.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The source of one part of the demo; parts with different names do not disturb each other.
    #[must_use]
    pub fn of(seed: u64, part: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(
            seed.wrapping_mul(1_000_003).wrapping_add(part),
        ))
    }

    /// A number from `low` to `high`, both included; `low` when the range is empty.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).saturating_add(1);
        let Ok(width) = u64::try_from(width) else {
            return low;
        };
        let offset = self.0.next_u64().checked_rem(width).unwrap_or_default();
        low.saturating_add(i64::try_from(offset).unwrap_or_default())
    }

    /// Whether it happens: so many times of a thousand.
    pub fn permille(&mut self, times: i64) -> bool {
        self.between(0, 999) < times
    }

    /// One of a row that is not empty.
    pub fn pick<'a, T>(&mut self, row: &'a [T]) -> Option<&'a T> {
        row.get(self.index(row.len()))
    }

    /// A place in a row of this length; 0 when it is empty.
    pub fn index(&mut self, length: usize) -> usize {
        let last = i64::try_from(length).unwrap_or(i64::MAX).saturating_sub(1);
        usize::try_from(self.between(0, last)).unwrap_or_default()
    }

    /// A place in a row of weights, each as often as its weight says.
    pub fn weighted(&mut self, weights: impl Iterator<Item = i64> + Clone) -> usize {
        let mut left = self.between(0, weights.clone().sum::<i64>() - 1);
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// A value whose distribution is told by its quantiles, evenly spaced, straight in between.
    ///
    /// This is how the long tails of hours and prices are made without floating point.
    pub fn quantile(&mut self, quantiles: &[i64]) -> i64 {
        let steps = i64::try_from(quantiles.len())
            .unwrap_or(1)
            .saturating_sub(1)
            .max(1);
        let at = self.between(0, steps * 1_000 - 1);
        let place = usize::try_from(at / 1_000).unwrap_or_default();
        let low = quantiles.get(place).copied().unwrap_or_default();
        let high = quantiles.get(place + 1).copied().unwrap_or(low);
        low + (high - low) * (at % 1_000) / 1_000
    }

    /// A key for the other side's books.
    pub fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_chooses_the_same() {
        let row = |seed| {
            (0..20)
                .map(|_| ())
                .scan(Chance::of(seed, 1), |c, ()| Some(c.between(0, 99)))
                .collect::<Vec<_>>()
        };
        assert_eq!(row(7), row(7));
        assert_ne!(row(7), row(8));
    }

    #[test]
    fn quantiles_stay_inside_and_weights_are_kept() {
        let mut chance = Chance::of(1, 2);
        for _ in 0..1_000 {
            let value = chance.quantile(&[10, 20, 100]);
            assert!((10..=100).contains(&value));
            assert_eq!(chance.weighted([0, 3, 0].into_iter()), 1);
        }
    }
}
