//! Inside the three bounds of the protocol, or beyond them.

use std::time::Duration;

use link::Bounds;

use crate::chance::Chance;

/// Whether the world keeps to the bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Everything happens within them: nothing is ever booked twice.
    Inside,
    /// Exact takes longer, reads are older, processes sleep longer: doubles may happen, and must be shown.
    Beyond,
}

/// How rough a world is; drawn once per seed.
#[derive(Debug, Clone)]
pub(crate) struct Weather {
    /// Faults per hundred calls that read.
    pub(crate) faults: u64,
    /// Faults per hundred calls that write.
    pub(crate) write_faults: u64,
    /// Faults per hundred token calls.
    pub(crate) token_faults: u64,
    /// The longest that a read looks back.
    pub(crate) staleness: Duration,
    /// The longest until a late request takes effect.
    pub(crate) work: Duration,
    /// The longest that a process sleeps between the last question and its bytes.
    pub(crate) pause: Duration,
}

impl Weather {
    pub(crate) fn draw(mode: Mode, chance: &mut Chance) -> Self {
        let bounds = Bounds::default();
        let stretch = if mode == Mode::Inside { 1 } else { 4 };
        Self {
            faults: *chance.pick(&[0, 3, 8, 20]),
            write_faults: *chance.pick(&[0, 20, 40, 60]),
            token_faults: *chance.pick(&[0, 0, 10]),
            staleness: *chance.pick(&[
                Duration::ZERO,
                bounds.max_staleness / 4,
                bounds.max_staleness * stretch,
            ]),
            work: bounds.remote_max_work * stretch,
            pause: bounds.max_pause * stretch,
        }
    }

    /// Nothing goes wrong any more; reads stay old.
    pub(crate) fn calm(&mut self) {
        self.faults = 0;
        self.write_faults = 0;
        self.token_faults = 0;
    }
}
