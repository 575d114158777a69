//! The press on the button.
//!
//! What may go is checked in snapshots, a chunk at a time, and written in batches: bookings to queued (the division is
//! pinned), the lines of the run, audit rows, and one job per administration, each batch in one transaction. So a press
//! of many thousands holds up neither lanes nor pages. A second press or a second tab adds nothing twice: a booking is
//! taken up by compare-and-swap, and there is one booking per invoice. What is changed between check and batch is found
//! by the lane, which checks again before it sends.

use std::collections::BTreeSet;

use domain::{AdministrationId, RunId};
use office::{Actor, Right};

use super::{
    ended,
    missing::missing_in,
    press::{Item, Press},
    select::{self, Open},
    subjects, take_up,
};
use crate::{Filter, Link, LinkError, Parts, package, reasons};

/// Starts a run and gives back which; the lanes do it. A run that somebody ended while it was being filled says so
/// itself.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::Export`]; [`LinkError::Refused`] when Exact Online is not the
/// accounting package, or the filter holds more than a run can; [`LinkError::Office`] with a refusal while it is not
/// certain that this installation is the one.
pub async fn start(
    link: &Link,
    actor: &Actor,
    filter: &Filter,
    parts: Parts,
) -> Result<RunId, LinkError> {
    actor.require(Right::Export)?;
    office::installation::require(&link.office).await?;
    package::require(&mut link.office.db.read().await?).await?;
    office::invoices::fill_number_order(&link.office).await?;
    let wanted = Wanted::select(link, filter, parts).await?;
    let press = Press::begin(link, actor, (filter, parts)).await?;
    let run = press.run;
    match fill(press, &wanted).await {
        Ok(()) => Ok(run),
        Err(error) => {
            if let Err(also) = ended::break_off(link, run).await {
                // It will have been silent for long enough soon.
                tracing::warn!(%run, %also, "a press that failed could not be broken off");
            }
            Err(error)
        }
    }
}

/// What a press is about.
enum Wanted {
    /// Invoices that may be taken up, and administrations that are looked at once more.
    Invoices {
        open: Vec<Open>,
        looks: BTreeSet<AdministrationId>,
    },
    /// Customers or accounts by themselves.
    Subjects(Vec<Item>),
}

impl Wanted {
    async fn select(link: &Link, filter: &Filter, parts: Parts) -> Result<Self, LinkError> {
        let mut tx = link.office.db.read().await?;
        let item = |administration, subject, id| Item {
            administration: Some(administration),
            subject,
            id,
            outcome: "waiting",
            refusal: None,
        };
        match parts {
            Parts::Accounts => {
                let missing = missing_in(&mut tx, filter).await?;
                let items = missing
                    .iter()
                    .map(|one| item(one.administration, "account", one.account.get()));
                Ok(Self::Subjects(items.collect()))
            }
            Parts::Customers => {
                let found = subjects::customers(&mut tx, filter).await?;
                let (count, limit) = (found.len(), link.settings.limits.run_invoices);
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                if count > limit {
                    let code = reasons::TOO_MANY_CUSTOMERS;
                    return Err(select::too_many(code, count, limit));
                }
                let items = found
                    .into_iter()
                    .map(|(place, customer)| item(place, "customer", customer.get()));
                Ok(Self::Subjects(items.collect()))
            }
            Parts::Both | Parts::Invoices => Ok(Self::Invoices {
                open: select::open(link, &mut tx, filter).await?,
                looks: subjects::booked_in(&mut tx, filter).await?,
            }),
        }
    }
}

async fn fill(mut press: Press<'_>, wanted: &Wanted) -> Result<(), LinkError> {
    let none = BTreeSet::new();
    let (lives, looks) = match wanted {
        Wanted::Invoices { open, looks } => (take_up::all(&mut press, open).await?, looks),
        Wanted::Subjects(items) => (press.add(items).await?, &none),
    };
    if lives {
        press.end(looks).await
    } else {
        Ok(())
    }
}
