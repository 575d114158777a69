//! Seeds that find something when one safeguard is missing. They stay, whatever else is drawn.

use crate::{explore::expect_clean, mode::Mode};

/// A seed, where it was lived, and what it finds when that safeguard is taken out of the link. A seed means another
/// world once the drawing changes: then these are to be found anew.
const FOUND: &[(u64, Mode, &str)] = &[
    (
        11,
        Mode::Inside,
        "an unknown is looked for before Exact has had its time, or nothing is looked for before sending",
    ),
    (
        13,
        Mode::Inside,
        "an answer that is lost is taken for a refusal",
    ),
    (9, Mode::Inside, "a write may leave after its last moment"),
    (310, Mode::Inside, "an unknown is looked for once only"),
    (
        174,
        Mode::Inside,
        "an intent that a dead node left open is queued again without a look",
    ),
];

#[test]
fn each_safeguard_is_in_its_place() {
    for (seed, mode, what) in FOUND {
        println!("seed {seed}, {mode:?} the bounds: {what}");
        expect_clean(*seed..*seed + 1, *mode);
    }
}
