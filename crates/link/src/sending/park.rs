//! After a refusal: what it says of its own booking, and what it says of others.

use std::collections::{BTreeMap, BTreeSet};

use domain::BookingId;
use store::transact;

use super::{BookingChange, Lane, LaneError, apply, plan::Plan, recheck::Work};
use crate::{
    LinkError,
    booking::state::BookingState,
    reasons,
    refusals::{self, Cause, Suspect},
};

/// A certain refusal of Exact as a reason with its place.
pub(super) fn told_refusal(work: &Work, cause: &Cause, message: &str) -> domain::Refusal {
    use domain::Place;
    use refusals::Where;
    let place = match cause.place {
        Where::Invoice => Place::Invoice(work.invoice),
        Where::Customer => Place::Customer(work.customer.id),
        Where::Journal => Place::Journal(work.journal),
        Where::LedgerAccounts => Place::LedgerAccounts,
        Where::VatMapping => Place::VatMapping(work.administration),
        Where::Location => Place::Location(work.location),
    };
    let codes: BTreeSet<&str> = work
        .intended
        .lines
        .iter()
        .map(|line| line.vat_code.as_str())
        .collect();
    let accounts: Vec<&str> = work.account_codes.values().map(String::as_str).collect();
    domain::Refusal::new(cause.code, place)
        .with("message", message)
        .with("journal", &work.intended.journal)
        .with("date", work.intended.entry_date)
        .with("number", work.customer.number)
        .with("name", &work.customer.name)
        .with("codes", codes.into_iter().collect::<Vec<_>>().join(", "))
        .with("accounts", accounts.join(", "))
}

/// One mistake is one error: whatever shares a suspect value waits (protocol, section 6).
pub(super) async fn park(
    lane: &Lane<'_>,
    plan: &mut Plan,
    (refused, cause): (&Work, &Cause),
    works: &BTreeMap<BookingId, Work>,
) -> Result<(), LaneError> {
    let of_kind: BTreeSet<Suspect> = refused
        .values
        .iter()
        .filter(|value| cause.suspects.contains(&value.kind()))
        .cloned()
        .collect();
    // What Exact took before is not suspect, unless nothing else is left to suspect.
    let unproven: BTreeSet<Suspect> = of_kind
        .iter()
        .filter(|value| !plan.is_proven(value))
        .cloned()
        .collect();
    let suspects = if unproven.is_empty() {
        of_kind
    } else {
        unproven
    };
    let parked = plan.park(&suspects);
    if parked.is_empty() {
        return Ok(());
    }
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        for (candidate, shared) in &parked {
            let Some(work) = works.get(&candidate.booking) else {
                continue;
            };
            let value = work
                .account_codes
                .get(shared.value())
                .map_or_else(|| shared.value(), String::as_str);
            let refusal = domain::Refusal::new(
                reasons::WAITS_FOR_OTHER,
                domain::Place::Invoice(refused.invoice),
            )
            .with("kind", shared.kind())
            .with("value", value)
            .with("number", &refused.intended.reference);
            let ids = (work.booking, work.invoice);
            let change = BookingChange::new(ids, BookingState::Queued, BookingState::Parked)
                .because(refusal);
            apply(lane.link, tx, &change).await?;
        }
        Ok(())
    })?;
    Ok(())
}
