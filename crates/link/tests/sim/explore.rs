//! Living many seeds, and telling what was found.

use std::time::Instant;

use crate::{
    journal::Told,
    mode::Mode,
    world::{self},
};

/// Which seeds `cargo xtask sim` asks for: `FIRST..END`, or one number, which is told in full.
const SEEDS: &str = "PLANMANAGER_SIM_SEEDS";

/// Lives the seeds and fails with what was found in them.
pub(crate) fn expect_clean(seeds: impl Iterator<Item = u64>, mode: Mode) {
    let mut found = Vec::new();
    for seed in seeds {
        let told = world::live(seed, mode);
        for what in told.found {
            found.push(format!("seed {seed}: {what}"));
        }
    }
    assert!(found.is_empty(), "{mode:?}\n{}", found.join("\n"));
}

#[test]
#[ignore = "for cargo xtask sim"]
#[expect(
    clippy::disallowed_methods,
    reason = "a test binary takes no arguments of its own"
)]
fn explore() {
    let asked = std::env::var(SEEDS).unwrap_or_else(|_| "0..100".to_owned());
    match asked.split_once("..") {
        Some((first, end)) => many(first.parse().unwrap()..end.parse().unwrap()),
        None => one(asked.parse().unwrap()),
    }
}

fn one(seed: u64) {
    let mut found = 0;
    for mode in [Mode::Inside, Mode::Beyond] {
        println!("seed {seed}, {mode:?} the bounds");
        let told = world::live(seed, mode);
        told.lines.iter().for_each(|line| println!("{line}"));
        found += told.found.len();
    }
    assert_eq!(found, 0, "see the lines with FOUND");
}

fn many(seeds: std::ops::Range<u64>) {
    let begun = Instant::now();
    let mut wrong = Vec::new();
    for mode in [Mode::Inside, Mode::Beyond] {
        let mut sum = Sum::default();
        for seed in seeds.clone() {
            let told = world::live(seed, mode);
            for what in &told.found {
                println!("seed {seed} {mode:?}: {what}");
                wrong.push(seed);
            }
            sum.add(&told);
        }
        println!(
            "{mode:?}: {} seeds, {} acts, {} calls, {} doubles shown, {} seeds with findings, {} s",
            sum.seeds,
            sum.acts,
            sum.calls,
            sum.doubles,
            sum.wrong,
            begun.elapsed().as_secs()
        );
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "seeds that found something: {wrong:?}");
}

#[derive(Default)]
struct Sum {
    seeds: usize,
    acts: usize,
    calls: usize,
    doubles: usize,
    wrong: usize,
}

impl Sum {
    fn add(&mut self, told: &Told) {
        self.seeds += 1;
        self.acts += told.acts;
        self.calls += told.calls;
        self.doubles += told.doubles;
        self.wrong += usize::from(!told.found.is_empty());
    }
}
