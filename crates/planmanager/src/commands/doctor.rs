//! `doctor`: whether everything is well, line by line. Reads only; makes no call, and no file, table or row.

mod books;
mod lanes;
mod start;

use anyhow::Result;
use domain::Refusal;
use serde::Serialize;

use crate::config::Config;
use crate::output::{Ending, Output, sentence};
use crate::wiring::{Looked, Wiring};

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    well: bool,
    told: String,
    /// The reason code of what is not well.
    reason: Option<String>,
}

impl Finding {
    fn well(what: &'static str, told: String) -> Self {
        Self {
            what,
            well: true,
            told,
            reason: None,
        }
    }

    /// What needs a look, and what helps.
    fn look(what: &'static str, reason: Refusal) -> Self {
        Self {
            what,
            well: false,
            told: sentence(&reason),
            reason: Some(reason.code),
        }
    }
}

pub(super) async fn run(config: &Config, output: &Output) -> Result<Ending> {
    let looked = Wiring::look(config).await?;
    let findings = look(&looked).await?;
    output.value(&findings);
    for finding in &findings {
        let mark = if finding.well { "well " } else { "LOOK " };
        output.line(&format!("{mark} {}: {}", finding.what, finding.told));
    }
    Ok(Ending::well(findings.iter().all(|finding| finding.well)))
}

/// Whether the clock can be believed.
async fn clocks(wiring: &Wiring) -> Result<Vec<Finding>> {
    let held = link::clocks::examine(&wiring.link, &wiring.shell()).await?;
    if held.is_empty() {
        let told = "right, as far as the database can tell".to_owned();
        return Ok(vec![Finding::well("clock", told)]);
    }
    let look = |refusal| Finding::look("clock", refusal);
    Ok(held.into_iter().map(look).collect())
}

/// Whether this is certainly the installation, and not a copy of it.
async fn installation(wiring: &Wiring) -> Result<Finding> {
    let view = link::installation::status(&wiring.link, &wiring.shell()).await?;
    let told = super::link::told(&view);
    Ok(if super::link::is_well(&view) {
        Finding::well("installation", told)
    } else {
        Finding {
            what: "installation",
            well: false,
            told: format!("{told} (planmanager link status, continue or copy)"),
            reason: view.standing.refusal().map(|refusal| refusal.code),
        }
    })
}

async fn look(looked: &Looked) -> Result<Vec<Finding>> {
    let mut findings = vec![start::database(looked)];
    let Some(key) = &looked.key else {
        // Tables of another version say nothing that this one understands.
        return Ok(findings);
    };
    let wiring = &looked.wiring;
    findings.extend(start::key(wiring, key));
    findings.push(installation(wiring).await?);
    findings.extend(clocks(wiring).await?);
    findings.extend(lanes::connections(wiring).await?);
    findings.extend(lanes::administrations(wiring).await?);
    findings.extend(lanes::waiting(wiring).await?);
    findings.push(books::jobs(wiring).await?);
    findings.extend(books::bookings(wiring).await?);
    findings.push(books::audit(wiring).await?);
    Ok(findings)
}
