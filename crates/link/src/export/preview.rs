//! What a press on the button would do, before it is pressed.

use std::collections::{BTreeMap, BTreeSet};

use domain::{InvoiceId, Money};
use office::{Actor, Right};

use super::select;
use crate::{Filter, Link, LinkError, check::many::check_many};

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
}

impl Preview {
    /// How many would be refused or parked in all.
    #[must_use]
    pub fn refused_total(&self) -> i64 {
        self.refused.values().sum()
    }
}

/// Counts, without asking Exact.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn preview(link: &Link, actor: &Actor, filter: &Filter) -> Result<Preview, LinkError> {
    use crate::booking::state::BookingState::{Booked, Conflict, Excluded};
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let selected = select::load(&mut tx, filter).await?;
    let mut preview = Preview::default();
    for (_, state, _) in selected.iter().filter_map(|one| one.booking) {
        match state {
            Booked => preview.booked += 1,
            Conflict | Excluded => preview.set_aside += 1,
            other if other.is_under_way() => preview.under_way += 1,
            _ => {}
        }
    }
    let open: Vec<InvoiceId> = selected
        .iter()
        .filter(|one| one.may_be_queued())
        .map(|one| one.invoice)
        .collect();
    let many = check_many(link, &mut tx, &open, &BTreeMap::new()).await?;
    let totals: BTreeMap<InvoiceId, (Money, bool)> = selected
        .iter()
        .map(|one| (one.invoice, (one.total, one.credit_note)))
        .collect();
    let mut customers = BTreeSet::new();
    for found in &many.invoices {
        let reason = found
            .checked
            .refusals
            .first()
            .or(found.checked.parked.as_ref());
        if let Some(reason) = reason {
            *preview.refused.entry(reason.code.clone()).or_default() += 1;
            continue;
        }
        customers.insert(found.invoice.customer);
        preview.invoices += 1;
        if let Some((total, credit_note)) = totals.get(&found.invoice.id) {
            preview.total += *total;
            preview.credit_notes += i64::from(*credit_note);
        }
    }
    preview.customers = i64::try_from(customers.len()).unwrap_or(i64::MAX);
    Ok(preview)
}
