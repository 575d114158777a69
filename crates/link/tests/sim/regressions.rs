//! Seeds that found something once. They stay, whatever else is drawn.

use crate::{explore::expect_clean, mode::Mode};

/// A seed, where it was lived, and what it had found.
const FOUND: &[(u64, Mode, &str)] = &[
    (
        7,
        Mode::Inside,
        "a second press took up what the first had refused: the first run never ended",
    ),
    (
        149,
        Mode::Inside,
        "a line got another account between the check and the sending: Exact had the old one",
    ),
    (
        29,
        Mode::Inside,
        "an entry was changed in Exact after booking: nobody was told",
    ),
    (
        39,
        Mode::Inside,
        "an invoice was typed in by hand after it was booked: the double was not shown",
    ),
    (
        282,
        Mode::Inside,
        "entries were deleted in Exact after booking: nobody was told",
    ),
    (
        154,
        Mode::Beyond,
        "a customer whom reads did not show yet: his invoices stayed queued, without a job",
    ),
    (
        5,
        Mode::Beyond,
        "reads that were too old: three looks in a row called booked entries gone",
    ),
];

#[test]
fn what_was_found_once_stays_mended() {
    for (seed, mode, what) in FOUND {
        println!("seed {seed}, {mode:?} the bounds: {what}");
        expect_clean(*seed..*seed + 1, *mode);
    }
}
