//! *Controleren*: every reason for every invoice of a filter, without asking Exact.

use std::collections::BTreeMap;

use domain::{InvoiceId, Refusal};
use office::{Actor, Right};

use super::select;
use crate::{Filter, Link, LinkError, booking::state::BookingState, check::many::check_many};

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

/// Checks what is not booked and not on its way.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn check(
    link: &Link,
    actor: &Actor,
    filter: &Filter,
) -> Result<Vec<InvoiceCheck>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let selected = select::load(&mut tx, filter).await?;
    let open: Vec<InvoiceId> = selected
        .iter()
        .filter(|one| one.may_be_queued())
        .map(|one| one.invoice)
        .collect();
    let states: BTreeMap<InvoiceId, BookingState> = selected
        .iter()
        .filter_map(|one| one.booking.map(|(_, state, _)| (one.invoice, state)))
        .collect();
    let many = check_many(link, &mut tx, &open, &BTreeMap::new()).await?;
    Ok(many
        .invoices
        .into_iter()
        .map(|found| InvoiceCheck {
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
        })
        .collect())
}
