//! The check on fresh master data: what may be sent now, and what may not.
//!
//! Bookings that were refused or parked and that a running export takes up again are asked as well, so that what
//! was mended in Exact goes out with the same press.

use std::collections::{BTreeMap, BTreeSet};

use domain::{BookingId, Customer, CustomerId, InvoiceId, Place, Refusal};
use store::{Tx, params, transact};
use uuid::Uuid;

use super::{BookingChange, Lane, LaneError, apply, coded::Coded};
use crate::{
    LinkError, Parts,
    booking::{intended::Intended, state::BookingState},
    check::{
        Books,
        customer::Stand,
        many::{CheckedMany, check_many},
    },
    customers::{self, Linking},
    reasons,
    refusals::Suspect,
};

/// A booking that may be sent.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    pub(crate) booking: BookingId,
    pub(crate) invoice: InvoiceId,
    pub(crate) administration: domain::AdministrationId,
    pub(crate) customer: domain::Customer,
    pub(crate) journal: domain::JournalId,
    pub(crate) location: domain::LocationId,
    pub(crate) intended: Intended,
    /// The coding that `intended` was made of.
    pub(crate) coded: Coded,
    pub(crate) stand: Stand,
    pub(crate) values: BTreeSet<Suspect>,
    /// The VAT codes as they must be written.
    pub(crate) written_codes: BTreeMap<String, String>,
    /// The numbers of the ledger accounts in Exact, for telling.
    pub(crate) account_codes: BTreeMap<String, String>,
}

/// A booking that the lane has to decide about.
struct Waiting {
    booking: BookingId,
    state: BookingState,
    parts: Parts,
}

/// Checks all that is queued or taken up again; what holds is the work.
pub(super) async fn run(lane: &Lane<'_>) -> Result<Vec<Work>, LaneError> {
    let works = transact!(lane.link.office.db, |tx| -> Result<Vec<Work>, LinkError> {
        lane.guard(tx).await?;
        let waiting = waiting(lane, tx).await?;
        let ids: Vec<InvoiceId> = waiting.keys().copied().collect();
        let pinned = ids.iter().map(|id| (*id, lane.administration)).collect();
        let many = check_many(lane.link, tx, &ids, &pinned).await?;
        decide(lane, tx, &waiting, &many).await
    })?;
    Ok(works)
}

async fn waiting(lane: &Lane<'_>, tx: &mut Tx) -> Result<BTreeMap<InvoiceId, Waiting>, LinkError> {
    let rows: Vec<(i64, i64, String, Option<String>)> = tx
        .all(
            "SELECT b.invoice_id, b.id, b.state, r.parts FROM booking b \
             LEFT JOIN export_run r ON r.id = b.run_id \
             WHERE b.administration_id = $1 AND (b.state = 'queued' \
             OR (b.state IN ('refused', 'parked') AND EXISTS (SELECT 1 FROM run_item i \
                 WHERE i.run_id = b.run_id AND i.subject = 'invoice' AND i.subject_id = b.invoice_id \
                 AND i.outcome = 'waiting')))",
            params![lane.administration.get()],
        )
        .await?;
    rows.into_iter()
        .map(|(invoice, booking, state, parts)| {
            let state = BookingState::parse(&state).ok_or(LinkError::Stored {
                what: "state of a booking",
            })?;
            let parts = parts
                .and_then(|parts| Parts::parse(&parts))
                .unwrap_or(Parts::Both);
            Ok((
                InvoiceId::new(invoice),
                Waiting {
                    booking: BookingId::new(booking),
                    state,
                    parts,
                },
            ))
        })
        .collect()
}

async fn decide(
    lane: &Lane<'_>,
    tx: &mut Tx,
    waiting: &BTreeMap<InvoiceId, Waiting>,
    many: &CheckedMany,
) -> Result<Vec<Work>, LinkError> {
    let mut works = Vec::new();
    let mut linked: BTreeMap<CustomerId, Option<Refusal>> = BTreeMap::new();
    let Some((_, books)) = many.administrations.get(&lane.administration) else {
        return Ok(works);
    };
    for found in &many.invoices {
        let (Some(one), Some(customer)) = (
            waiting.get(&found.invoice.id),
            many.subjects.customers.get(&found.invoice.customer),
        ) else {
            continue;
        };
        let ids = (one.booking, found.invoice.id);
        let mut refusal = found.checked.refusals.first().cloned();
        if refusal.is_none()
            && !one.parts.has_customers()
            && found.checked.customer == Some(Stand::Create)
        {
            refusal = Some(customer_refusal(reasons::CUSTOMER_NOT_IN_EXACT, customer));
        }
        if refusal.is_none()
            && found.checked.parked.is_none()
            && let Some(Stand::LinkNow(guid)) = found.checked.customer
        {
            refusal = link_once(lane, tx, (customer, guid), &mut linked).await?;
        }
        if let Some(refusal) = refusal {
            let change = BookingChange::new(ids, one.state, BookingState::Refused).because(refusal);
            apply(lane.link, tx, &change).await?;
            continue;
        }
        if let Some(refusal) = &found.checked.parked {
            let change =
                BookingChange::new(ids, one.state, BookingState::Parked).because(refusal.clone());
            apply(lane.link, tx, &change).await?;
            continue;
        }
        let (Some(intended), Some(stand)) = (&found.checked.intended, found.checked.customer)
        else {
            continue;
        };
        if one.state != BookingState::Queued {
            apply(
                lane.link,
                tx,
                &BookingChange::new(ids, one.state, BookingState::Queued),
            )
            .await?;
        }
        works.push(Work {
            booking: one.booking,
            invoice: found.invoice.id,
            administration: lane.administration,
            customer: customer.clone(),
            journal: found.invoice.journal,
            location: found.invoice.location,
            coded: Coded::checked(books, &found.invoice, &intended.journal),
            intended: intended.clone(),
            stand,
            values: values(books, intended, customer),
            written_codes: written_codes(books, intended),
            account_codes: account_codes(books, intended),
        });
    }
    Ok(works)
}

/// The same for each invoice of a customer.
async fn link_once(
    lane: &Lane<'_>,
    tx: &mut Tx,
    (customer, guid): (&Customer, Uuid),
    linked: &mut BTreeMap<CustomerId, Option<Refusal>>,
) -> Result<Option<Refusal>, LinkError> {
    if let Some(known) = linked.get(&customer.id) {
        return Ok(known.clone());
    }
    let taken = link_customer(lane, tx, customer, guid).await?;
    linked.insert(customer.id, taken.clone());
    Ok(taken)
}

/// Links a customer as the check said. The reason when the relation became another customer's meanwhile, also by this
/// very check: of two who match one relation the first gets it.
pub(super) async fn link_customer(
    lane: &Lane<'_>,
    tx: &mut Tx,
    customer: &Customer,
    guid: Uuid,
) -> Result<Option<Refusal>, LinkError> {
    let actor = office::Actor::system("link");
    let link = (lane.administration, customer.id, guid);
    match customers::set(lane.link, tx, &actor, link).await? {
        Linking::Linked | Linking::Kept => Ok(None),
        Linking::Taken(other) => {
            let name: String = tx
                .one(
                    "SELECT name FROM customer WHERE id = $1",
                    params![other.get()],
                )
                .await?;
            let code = reasons::CUSTOMER_LINKED_TO_OTHER;
            Ok(Some(customer_refusal(code, customer).with("other", name)))
        }
    }
}

pub(super) fn customer_refusal(code: &'static str, customer: &domain::Customer) -> Refusal {
    Refusal::new(code, Place::Customer(customer.id))
        .with("number", customer.number)
        .with("name", &customer.name)
}

/// What the entry would prove, and what may be suspect in it.
fn values(books: &Books, intended: &Intended, customer: &domain::Customer) -> BTreeSet<Suspect> {
    let mut values = BTreeSet::from([
        Suspect::Journal(intended.journal.clone()),
        Suspect::Customer(customer.number.to_string()),
    ]);
    if let Some(period) = books.period_of(intended.entry_date) {
        values.insert(period_value(&intended.journal, period.year, period.period));
    }
    for line in &intended.lines {
        values.insert(Suspect::Account(line.account.to_string()));
        values.insert(Suspect::VatCode(line.vat_code.clone()));
        if !line.cost_centre.is_empty() {
            values.insert(Suspect::CostCentre(line.cost_centre.clone()));
        }
    }
    values
}

/// A period of a journal, as a value.
pub(super) fn period_value(journal: &str, year: i64, period: i64) -> Suspect {
    Suspect::Period(format!("{journal} {year}-{period:02}"))
}

fn written_codes(books: &Books, intended: &Intended) -> BTreeMap<String, String> {
    intended
        .lines
        .iter()
        .filter_map(|line| books.vat_codes.get(&line.vat_code))
        .map(|code| (code.code.clone(), code.as_read.clone()))
        .collect()
}

fn account_codes(books: &Books, intended: &Intended) -> BTreeMap<String, String> {
    intended
        .lines
        .iter()
        .filter_map(|line| books.accounts.get(&line.account))
        .map(|account| (account.guid.to_string(), account.code.clone()))
        .collect()
}
