//! The protocol under simulation: never twice, never lost, never a cent off.
//!
//! One number decides a whole world: invoices, presses on two nodes, crashes, what people do in Exact by hand, and
//! what goes wrong on the way. `cargo xtask sim --seeds N` lives more of them, `--seed N` tells one.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests are not recognised as tests"
)]

mod acts;
mod amounts;
mod carrier;
mod chance;
mod checks;
mod customers;
mod explore;
mod hand;
mod image;
mod intents;
mod invoices;
mod journal;
mod known;
mod mode;
mod regressions;
mod scheduler;
mod world;

use mode::Mode;

/// Seeds that every build lives.
const SEEDS: std::ops::Range<u64> = 0..40;

#[test]
fn inside_the_bounds_nothing_is_booked_twice_or_lost() {
    explore::expect_clean(SEEDS, Mode::Inside);
}

#[test]
fn beyond_the_bounds_every_double_is_shown() {
    explore::expect_clean(SEEDS, Mode::Beyond);
}

/// Seeds in which the clock is set.
const SET_CLOCKS: std::ops::Range<u64> = 0..20;

#[test]
fn with_a_clock_that_is_set_there_and_back_nothing_is_booked_twice_or_lost() {
    let mut found = Vec::new();
    let mut set = 0;
    for seed in SET_CLOCKS {
        let told = world::live_with_set_clocks(seed);
        set += told
            .lines
            .iter()
            .filter(|line| line.contains("the clock is"))
            .count();
        found.extend(told.found.into_iter().map(|what| (seed, what)));
    }
    assert!(found.is_empty(), "{found:#?}");
    assert!(set > 20, "the clock was set {set} times");
}

#[test]
fn a_seed_lives_the_same_life_twice() {
    for seed in 0..3 {
        let (once, again) = (
            world::live(seed, Mode::Inside),
            world::live(seed, Mode::Inside),
        );
        assert_eq!(once.lines, again.lines, "seed {seed}");
    }
}
