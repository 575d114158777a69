//! What a press on the button would do, before it is pressed.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CustomerId, InvoiceId, InvoiceKind, Money, Refusal};
use office::{Actor, Right};

use super::select;
use crate::{
    Filter, Link, LinkError,
    check::many::{CheckedInvoice, check_chunk},
};

/// What is in a filter.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Preview {
    /// Distinct customers of what would go.
    pub customers: i64,
    /// Invoices and credit notes that would go.
    pub invoices: i64,
    /// How many of them are credit notes.
    pub credit_notes: i64,
    /// Their sum, credit notes negative.
    pub total: Money,
    /// How many are booked already.
    pub booked: i64,
    /// How many are on their way.
    pub under_way: i64,
    /// How many end in conflict or were excluded by a person.
    pub set_aside: i64,
    /// How many would be refused or parked, by the first reason.
    pub refused: BTreeMap<String, i64>,
    /// Of each of these reasons the first that was met, with where it is mended.
    pub examples: BTreeMap<String, Refusal>,
}

impl Preview {
    /// How many would be refused or parked in all.
    #[must_use]
    pub fn refused_total(&self) -> i64 {
        self.refused.values().sum()
    }

    /// Counts one that was checked.
    fn count(&mut self, found: CheckedInvoice, customers: &mut BTreeSet<CustomerId>) {
        let reason = found.checked.refusals.into_iter().next();
        if let Some(reason) = reason.or(found.checked.parked) {
            *self.refused.entry(reason.code.clone()).or_default() += 1;
            self.examples.entry(reason.code.clone()).or_insert(reason);
            return;
        }
        let printed = &found.invoice.printed;
        customers.insert(found.invoice.customer);
        self.invoices += 1;
        self.total += printed.total;
        self.credit_notes += i64::from(printed.kind == InvoiceKind::CreditNote);
    }
}

/// Counts, without asking Exact.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`]; [`LinkError::Refused`] when the filter holds more than a
/// run can.
pub async fn preview(link: &Link, actor: &Actor, filter: &Filter) -> Result<Preview, LinkError> {
    use crate::booking::state::BookingState::{Booked, Conflict, Excluded};
    actor.require(Right::View)?;
    office::invoices::fill_number_order(&link.office).await?;
    let mut tx = link.office.db.read().await?;
    let open = select::open(link, &mut tx, filter).await?;
    let states = select::states(&mut tx, filter).await?;
    drop(tx);
    let mut preview = Preview::default();
    for (state, count) in states {
        match state {
            Booked => preview.booked += count,
            Conflict | Excluded => preview.set_aside += count,
            other if other.is_under_way() => preview.under_way += count,
            _ => {}
        }
    }
    let mut customers = BTreeSet::new();
    for chunk in open.chunks(link.settings.limits.checked_at_once.max(1)) {
        let ids: Vec<InvoiceId> = chunk.iter().map(|one| one.invoice).collect();
        for found in check_chunk(link, &ids, &BTreeMap::new()).await?.invoices {
            preview.count(found, &mut customers);
        }
    }
    preview.customers = i64::try_from(customers.len()).unwrap_or(i64::MAX);
    Ok(preview)
}
