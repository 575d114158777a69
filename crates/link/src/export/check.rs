//! *Controleren*: every reason for every invoice of a filter, without asking Exact.

use std::collections::BTreeMap;

use domain::{InvoiceId, Refusal};
use office::{Actor, Right};

use super::select;
use crate::{Filter, Link, LinkError, booking::state::BookingState, check::many::check_chunk};

/// What the check says of one invoice.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct InvoiceCheck {
    /// Which.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: Option<String>,
    /// The state of its booking; ready when it has none.
    pub state: BookingState,
    /// Every reason why it cannot be booked; empty when it can.
    pub refusals: Vec<Refusal>,
    /// A person must choose first.
    pub parked: Option<Refusal>,
}

/// Checks what is not booked and not on its way, in the order of numbers.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`]; [`LinkError::Refused`] when the filter holds more than a
/// run can.
pub async fn check(
    link: &Link,
    actor: &Actor,
    filter: &Filter,
) -> Result<Vec<InvoiceCheck>, LinkError> {
    actor.require(Right::View)?;
    office::invoices::fill_number_order(&link.office).await?;
    let mut tx = link.office.db.read().await?;
    let open = select::open(link, &mut tx, filter).await?;
    drop(tx);
    let mut checks = Vec::with_capacity(open.len());
    for chunk in open.chunks(link.settings.limits.checked_at_once.max(1)) {
        let ids: Vec<InvoiceId> = chunk.iter().map(|one| one.invoice).collect();
        let states: BTreeMap<InvoiceId, BookingState> =
            chunk.iter().map(|one| (one.invoice, one.state)).collect();
        let many = check_chunk(link, &ids, &BTreeMap::new()).await?;
        checks.extend(many.invoices.into_iter().map(|found| {
            InvoiceCheck {
                invoice: found.invoice.id,
                number: found
                    .invoice
                    .printed
                    .number
                    .map(|number| number.to_string()),
                state: states
                    .get(&found.invoice.id)
                    .copied()
                    .unwrap_or(BookingState::Ready),
                refusals: found.checked.refusals,
                parked: found.checked.parked,
            }
        }));
    }
    Ok(checks)
}
