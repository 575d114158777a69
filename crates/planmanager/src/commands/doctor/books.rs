//! What stands in the database: the queue, the bookings, the audit trail.

use anyhow::Result;
use domain::{Place, Refusal};
use office::invoices::{self, InvoiceQuery};
use store::{audit, jobs};

use super::Finding;
use crate::reasons;
use crate::wiring::Wiring;

/// Jobs that wait, run, or gave up.
pub(super) async fn jobs(wiring: &Wiring) -> Result<Finding> {
    let mut tx = wiring.office.db.read().await?;
    let counts = jobs::counts(&mut tx).await?;
    let Some(last) = jobs::failed(&mut tx, 1).await?.into_iter().next() else {
        let told = format!("{} waiting, {} running", counts.waiting, counts.running);
        return Ok(Finding::well("queue", told));
    };
    let message = last.why.unwrap_or(last.kind);
    let reason = Refusal::new(reasons::JOBS_FAILED, Place::Nowhere)
        .with("count", counts.failed)
        .with("message", message);
    Ok(Finding::look("queue", reason))
}

/// Bookings of which nobody knows, that stand for something else, or were refused.
pub(super) async fn bookings(wiring: &Wiring) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (state, code) in [
        ("unknown", Some(reasons::BOOKINGS_UNKNOWN)),
        ("conflict", Some(reasons::BOOKINGS_CONFLICT)),
        ("refused", None),
    ] {
        let query = InvoiceQuery {
            state: Some(state.to_owned()),
            ..InvoiceQuery::default()
        };
        let totals = invoices::totals(&wiring.office, &wiring.shell(), &query).await?;
        findings.push(match code {
            Some(code) if totals.count > 0 => {
                let reason = Refusal::new(code, Place::Nowhere);
                Finding::look("bookings", reason.with("count", totals.count))
            }
            _ => Finding::well("bookings", format!("{} {state}", totals.count)),
        });
    }
    Ok(findings)
}

/// The audit trail, from its beginning.
pub(super) async fn audit(wiring: &Wiring) -> Result<Finding> {
    let report = audit::verify(&wiring.office.db).await?;
    Ok(match report.broken_at {
        None => Finding::well(
            "audit trail",
            format!(
                "{} rows sealed, {} not yet; head {}",
                report.sealed, report.unsealed, report.head
            ),
        ),
        Some(number) => {
            let reason = Refusal::new(reasons::AUDIT_BROKEN, Place::Nowhere);
            Finding::look("audit trail", reason.with("number", number))
        }
    })
}
