//! Random acts and calls, or random queries and bodies, from a seed: `--acts N --seed S` and `--fuzz N --seed S`.
//! Prints the number, the seed and the result; ends with an error at the first thing that is wrong.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for measuring may fail loudly and speaks on its output"
)]

#[path = "../tests/it/random/mod.rs"]
mod random;

use clap::Parser;
use random::{Counts, Run, fuzz};

#[derive(Debug, Parser)]
struct Arguments {
    /// Random acts and calls.
    #[arg(long, default_value_t = 0)]
    acts: u64,
    /// Random queries and bodies.
    #[arg(long, default_value_t = 0)]
    fuzz: u64,
    /// What chance follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Acts and calls on one set of books, before others are begun.
    #[arg(long, default_value_t = 20_000)]
    life: u64,
}

/// All of the books are tested after so many acts; after each, what it changed.
const WHOLE: u64 = 1_000;
/// One set of books in so many is kept on disk, and its sandbox is ended and started again.
const KEPT: u64 = 4;
/// How often it is started again in its life.
const RESTARTS: u64 = 4;

/// Acts and calls on one set of books; gives back how much was done, and how many entries there are at the end.
async fn one_life(steps: u64, seed: u64, kept: bool) -> Result<(Counts, usize), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut run = Run::begin(seed, kept.then(|| folder.path().to_owned())).await;
    for number in 1..=steps {
        let step = run.step().await;
        step.map_err(|why| format!("act {number}: {why}"))?;
        if number % WHOLE == 0 || number == steps {
            let whole = run.check_all();
            whole.map_err(|why| format!("after act {number}: {why}"))?;
        }
        if kept && number % (steps / (RESTARTS + 1)).max(1) == 0 {
            run.restart().await?;
        }
    }
    Ok((run.counts, run.entries()))
}

async fn run_acts(arguments: &Arguments) -> Result<(), String> {
    let (count, seed) = (arguments.acts, arguments.seed);
    let (mut done, mut round, mut largest) = (0, 0_u64, 0);
    let mut all = Counts::default();
    while done < count {
        let (steps, number) = (arguments.life.min(count - done), seed.wrapping_add(round));
        let life = one_life(steps, number, round.is_multiple_of(KEPT)).await;
        let (counts, entries) =
            life.map_err(|why| format!("books {round} (seed {number}), {why}"))?;
        all = sum(all, counts);
        largest = largest.max(entries);
        done += steps;
        round += 1;
    }
    println!(
        "{done} acts and calls, seed {seed}: {} acts ({} refused), {} reads, {} writes ({} refused), {} faults, \
         {} restarts, {} notifications",
        all.acts,
        all.refused_acts,
        all.reads,
        all.writes,
        all.refused_writes,
        all.faults,
        all.restarts,
        all.notifications,
    );
    println!(
        "on {round} sets of books, each for up to {} acts and with up to {largest} entries: what an act changed was \
         tested after every act, all of the books after every {WHOLE}",
        arguments.life
    );
    println!("result: books balanced and as the model says, answers well formed");
    Ok(())
}

fn sum(a: Counts, b: Counts) -> Counts {
    Counts {
        acts: a.acts + b.acts,
        refused_acts: a.refused_acts + b.refused_acts,
        reads: a.reads + b.reads,
        writes: a.writes + b.writes,
        refused_writes: a.refused_writes + b.refused_writes,
        faults: a.faults + b.faults,
        restarts: a.restarts + b.restarts,
        notifications: a.notifications + b.notifications,
    }
}

fn main() -> Result<(), String> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        if arguments.acts > 0 {
            run_acts(&arguments).await?;
        }
        if arguments.fuzz > 0 {
            let statuses = fuzz(arguments.fuzz, arguments.seed).await?;
            println!(
                "{} inputs, seed {}: answers by status {statuses:?}, every one well formed, no panic, no hang",
                arguments.fuzz, arguments.seed
            );
        }
        Ok(())
    })
}
