//! `doctor`: whether everything is well, line by line. Reads only; makes no call.

use anyhow::Result;
use i18n::Lang;
use jiff::ToSpan as _;
use link::connect::ConnectionState;
use link::{administrations, connect};
use office::invoices::{self, InvoiceQuery};
use serde::Serialize;
use store::{audit, jobs};

use crate::output::Output;
use crate::wiring::Wiring;

/// Master data that are older are not trusted any more, in hours.
const OLD_AFTER: i64 = 24 * 7;

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    well: bool,
    told: String,
}

pub(super) async fn run(wiring: &Wiring, output: &Output) -> Result<bool> {
    let mut findings = vec![Finding {
        what: "database",
        well: true,
        told: format!(
            "{:?}, master key {}",
            wiring.office.db.engine(),
            wiring.office.vault.key_id()
        ),
    }];
    findings.push(clocks(wiring).await?);
    findings.extend(connections(wiring).await?);
    findings.extend(of_administrations(wiring).await?);
    findings.push(of_jobs(wiring).await?);
    findings.extend(bookings(wiring).await?);
    findings.push(of_audit(wiring).await?);
    output.value(&findings);
    for finding in &findings {
        let mark = if finding.well { "well " } else { "LOOK " };
        output.line(&format!("{mark} {}: {}", finding.what, finding.told));
    }
    Ok(findings.iter().all(|finding| finding.well))
}

async fn clocks(wiring: &Wiring) -> Result<Finding> {
    let held = link::clocks::examine(&wiring.link, &wiring.shell()).await?;
    let said: Vec<String> = held
        .iter()
        .map(|refusal| {
            let text = i18n::reason(Lang::En, &refusal.code, &refusal.params);
            format!("{} {}", text.sentence, text.fix)
        })
        .collect();
    Ok(Finding {
        what: "clock",
        well: held.is_empty(),
        told: if said.is_empty() {
            "right, as far as the database can tell".to_owned()
        } else {
            said.join(" ")
        },
    })
}

async fn connections(wiring: &Wiring) -> Result<Vec<Finding>> {
    let all = connect::status(&wiring.link, &wiring.shell()).await?;
    if all.is_empty() {
        return Ok(vec![Finding {
            what: "connection",
            well: false,
            told: "nobody connected yet".to_owned(),
        }]);
    }
    let told = |it: connect::ConnectionView| Finding {
        what: "connection",
        well: it.state == ConnectionState::Connected,
        told: format!("{} at {}: {:?}", it.exact_user, it.base_url, it.state),
    };
    Ok(all.into_iter().map(told).collect())
}

async fn of_administrations(wiring: &Wiring) -> Result<Vec<Finding>> {
    let old = wiring.office.clock.now().checked_sub(OLD_AFTER.hours())?;
    let all = administrations::list(&wiring.link, &wiring.shell()).await?;
    let told = |it: administrations::AdministrationView| {
        let mirrored = it
            .mirrored_at
            .map_or_else(|| "never".to_owned(), |at| at.to_string());
        let paused = it
            .paused
            .as_ref()
            .map_or_else(String::new, |why| format!(", paused: {why}"));
        Finding {
            what: "administration",
            well: it.paused.is_none() && it.mirrored_at.is_some_and(|at| at >= old),
            told: format!("{} ({}): read {mirrored}{paused}", it.name, it.division),
        }
    };
    Ok(all.into_iter().map(told).collect())
}

async fn of_jobs(wiring: &Wiring) -> Result<Finding> {
    let mut tx = wiring.office.db.read().await?;
    let counts = jobs::counts(&mut tx).await?;
    let failed = jobs::failed(&mut tx, 10).await?;
    let told = format!("{counts:?}");
    Ok(Finding {
        what: "queue",
        well: failed.is_empty(),
        told,
    })
}

async fn bookings(wiring: &Wiring) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (state, why) in [
        ("unknown", "looked up by themselves; do not type them in"),
        ("conflict", "the number stands in Exact for something else"),
        ("refused", "mend the cause and press the button again"),
    ] {
        let query = InvoiceQuery {
            state: Some(state.to_owned()),
            ..InvoiceQuery::default()
        };
        let page = invoices::list(&wiring.office, &wiring.shell(), &query).await?;
        let more = if page.next.is_some() { " or more" } else { "" };
        let told = format!("{}{more} {state} ({why})", page.rows.len());
        findings.push(Finding {
            what: "bookings",
            well: page.rows.is_empty() || state == "refused",
            told,
        });
    }
    Ok(findings)
}

async fn of_audit(wiring: &Wiring) -> Result<Finding> {
    let verified = audit::verify(&wiring.office.db).await;
    let well = verified.is_ok();
    let told = match verified {
        Ok(chain) => format!("{chain:?}"),
        Err(error) => error.to_string(),
    };
    Ok(Finding {
        what: "audit chain",
        well,
        told,
    })
}
