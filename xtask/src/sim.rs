//! `cargo xtask sim`: lives worlds from seeds, inside and beyond the bounds of the protocol, and tells what it found.

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::run::{cargo, run};
use crate::say;
use crate::workspace::Workspace;

/// The test binary reads here which seeds it is asked for: `FIRST..END`, or one number.
const SEEDS: &str = "PLANMANAGER_SIM_SEEDS";

/// Which seeds.
#[derive(Args, Clone, Copy, Debug, PartialEq, Eq)]
#[group(multiple = false)]
pub struct Seeds {
    /// So many seeds, counted from `--from`.
    #[arg(long, default_value_t = 100)]
    seeds: u64,
    /// One seed, with everything that happens in it.
    #[arg(long)]
    seed: Option<u64>,
}

/// Lives the seeds; the report names every seed that found something.
///
/// # Errors
/// When a seed found something, or the simulation cannot be built.
pub fn live(workspace: &Workspace, seeds: Seeds, from: u64) -> Result<()> {
    let asked = asked(seeds, from)?;
    say::step(&format!("simulation, seeds {asked}"));
    let arguments = [
        "test",
        "--quiet",
        "--package",
        "link",
        "--test",
        "sim",
        "--",
        "--ignored",
        "--exact",
        "--nocapture",
        "explore::explore",
    ];
    run(cargo(&workspace.root, &arguments).env(SEEDS, asked))
}

fn asked(seeds: Seeds, from: u64) -> Result<String> {
    if let Some(seed) = seeds.seed {
        return Ok(seed.to_string());
    }
    if seeds.seeds == 0 {
        bail!("no seeds are nothing to live");
    }
    let end = from
        .checked_add(seeds.seeds)
        .context("there are no seeds that great")?;
    Ok(format!("{from}..{end}"))
}

#[cfg(test)]
mod tests {
    use super::{Seeds, asked};

    #[test]
    fn seeds_are_a_range_or_one() {
        let many = Seeds {
            seeds: 3,
            seed: None,
        };
        assert_eq!(asked(many, 10).unwrap(), "10..13");
        let one = Seeds {
            seeds: 100,
            seed: Some(7),
        };
        assert_eq!(asked(one, 0).unwrap(), "7");
        assert!(asked(many, u64::MAX).is_err());
        assert!(
            asked(
                Seeds {
                    seeds: 0,
                    seed: None
                },
                0
            )
            .is_err()
        );
    }
}
