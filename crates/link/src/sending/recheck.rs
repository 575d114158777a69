//! The check on fresh master data: what may be sent now, and what may not.
//!
//! Bookings that were refused or parked and that a running export takes up again are asked as well, so that what
//! was mended in Exact goes out with the same press.
//!
//! Read and checked in snapshots, which hold up nobody. Only what changes is written, by compare-and-swap under the
//! lane's lease; what is sent unchanged is compared once more by the attempt itself.

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
        many::{CheckedInvoice, CheckedMany, check_chunk},
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
    invoice: InvoiceId,
    booking: BookingId,
    state: BookingState,
    parts: Parts,
}

/// Checks all that is queued or taken up again, as many as a round holds; what holds is the work.
pub(super) async fn run(lane: &mut Lane<'_>) -> Result<Vec<Work>, LaneError> {
    let limits = lane.link.settings.limits;
    let waiting = waiting(lane).await?;
    lane.left_over = i64::try_from(waiting.len()).unwrap_or(i64::MAX) >= limits.lane_bookings;
    let mut works = Vec::new();
    let mut linked = BTreeMap::new();
    for chunk in waiting.chunks(limits.checked_at_once.max(1)) {
        let ids: Vec<InvoiceId> = chunk.iter().map(|one| one.invoice).collect();
        let pinned = ids.iter().map(|id| (*id, lane.administration)).collect();
        let many = check_chunk(lane.link, &ids, &pinned).await?;
        let steps = decide(lane, chunk, &many);
        works.extend(write(lane, steps, &mut linked).await?);
    }
    Ok(works)
}

/// In the order of numbers, so that those which a round does not hold are the later ones.
async fn waiting(lane: &Lane<'_>) -> Result<Vec<Waiting>, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let rows: Vec<(i64, i64, String, Option<String>)> = tx
        .all(
            "SELECT b.invoice_id, b.id, b.state, r.parts FROM booking b JOIN invoice v ON v.id = b.invoice_id \
             LEFT JOIN export_run r ON r.id = b.run_id \
             WHERE b.administration_id = $1 AND (b.state = 'queued' \
             OR (b.state IN ('refused', 'parked') AND EXISTS (SELECT 1 FROM run_item i \
                 WHERE i.run_id = b.run_id AND i.subject = 'invoice' AND i.subject_id = b.invoice_id \
                 AND i.outcome = 'waiting'))) ORDER BY COALESCE(v.number_order, ''), b.id LIMIT $2",
            params![
                lane.administration.get(),
                lane.link.settings.limits.lane_bookings
            ],
        )
        .await?;
    let waiting: Result<Vec<Waiting>, LinkError> = rows
        .into_iter()
        .map(|(invoice, booking, state, parts)| {
            let state = BookingState::parse(&state).ok_or(LinkError::Stored {
                what: "state of a booking",
            })?;
            let parts = parts
                .and_then(|parts| Parts::parse(&parts))
                .unwrap_or(Parts::Both);
            Ok(Waiting {
                invoice: InvoiceId::new(invoice),
                booking: BookingId::new(booking),
                state,
                parts,
            })
        })
        .collect();
    Ok(waiting?)
}

/// What the check makes of one booking: what is to be written, and the work that follows.
struct Step {
    change: Option<BookingChange>,
    /// The relation that its customer is to be linked to first, and the state that the booking is in.
    link: Option<(Uuid, BookingState)>,
    work: Option<Work>,
}

/// What became of the customers who were linked on the way: the reason of those who could not be.
type Linked = BTreeMap<CustomerId, Option<Refusal>>;

impl Step {
    const fn only(change: BookingChange) -> Self {
        Self {
            change: Some(change),
            link: None,
            work: None,
        }
    }

    const fn writes(&self) -> bool {
        self.change.is_some() || self.link.is_some()
    }
}

/// Decides, and changes nothing.
fn decide(lane: &Lane<'_>, waiting: &[Waiting], many: &CheckedMany) -> Vec<Step> {
    let Some((_, books)) = many.administrations.get(&lane.administration) else {
        return Vec::new();
    };
    let by_invoice: BTreeMap<InvoiceId, &Waiting> =
        waiting.iter().map(|one| (one.invoice, one)).collect();
    let mut steps = Vec::with_capacity(many.invoices.len());
    for found in &many.invoices {
        let (Some(one), Some(customer)) = (
            by_invoice.get(&found.invoice.id),
            many.subjects.customers.get(&found.invoice.customer),
        ) else {
            continue;
        };
        if let Some(change) = held(one, found, customer) {
            steps.push(Step::only(change));
            continue;
        }
        let Some(work) = work(lane, (one, found, customer), books) else {
            continue;
        };
        let ids = (one.booking, one.invoice);
        let change = (one.state != BookingState::Queued)
            .then(|| BookingChange::new(ids, one.state, BookingState::Queued));
        let link = match work.stand {
            Stand::LinkNow(guid) => Some((guid, one.state)),
            _ => None,
        };
        steps.push(Step {
            change,
            link,
            work: Some(work),
        });
    }
    steps
}

/// What holds a booking back, as the change that says so.
fn held(
    one: &Waiting,
    found: &CheckedInvoice,
    customer: &domain::Customer,
) -> Option<BookingChange> {
    let ids = (one.booking, one.invoice);
    let mut refusal = found.checked.refusals.first().cloned();
    if refusal.is_none()
        && !one.parts.has_customers()
        && found.checked.customer == Some(Stand::Create)
    {
        refusal = Some(customer_refusal(reasons::CUSTOMER_NOT_IN_EXACT, customer));
    }
    let to = |state, refusal| BookingChange::new(ids, one.state, state).because(refusal);
    match (refusal, &found.checked.parked) {
        (Some(refusal), _) => Some(to(BookingState::Refused, refusal)),
        (None, Some(parked)) => Some(to(BookingState::Parked, parked.clone())),
        (None, None) => None,
    }
}

fn work(
    lane: &Lane<'_>,
    (one, found, customer): (&Waiting, &CheckedInvoice, &domain::Customer),
    books: &Books,
) -> Option<Work> {
    let (intended, stand) = (found.checked.intended.as_ref()?, found.checked.customer?);
    Some(Work {
        booking: one.booking,
        invoice: one.invoice,
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
    })
}

impl Step {
    /// Writes it; false when it is no work of this round.
    async fn write(
        &self,
        lane: &Lane<'_>,
        tx: &mut Tx,
        linked: &mut Linked,
    ) -> Result<bool, LinkError> {
        if let (Some((guid, from)), Some(work)) = (self.link, &self.work)
            && let Some(refusal) = link_once(lane, tx, (&work.customer, guid), linked).await?
        {
            let ids = (work.booking, work.invoice);
            let change = BookingChange::new(ids, from, BookingState::Refused).because(refusal);
            apply(lane.link, tx, &change).await?;
            return Ok(false);
        }
        match &self.change {
            Some(change) => apply(lane.link, tx, change).await,
            None => Ok(true),
        }
    }
}

/// Writes what changes, in batches; what somebody else changed meanwhile is no work of this round.
async fn write(
    lane: &Lane<'_>,
    steps: Vec<Step>,
    linked: &mut Linked,
) -> Result<Vec<Work>, LaneError> {
    let mut gone = BTreeSet::new();
    let writes: Vec<&Step> = steps.iter().filter(|step| step.writes()).collect();
    for batch in writes.chunks(lane.link.settings.limits.written_at_once.max(1)) {
        let (lost, known) = transact!(lane.link.office.db, |tx| -> Result<
            (Vec<BookingId>, Linked),
            LinkError,
        > {
            lane.guard(tx).await?;
            let (mut lost, mut known) = (Vec::new(), linked.clone());
            for step in batch {
                if !step.write(lane, tx, &mut known).await? {
                    lost.extend(step.work.as_ref().map(|work| work.booking));
                }
            }
            Ok((lost, known))
        })?;
        gone.extend(lost);
        *linked = known;
    }
    let works = steps.into_iter().filter_map(|step| step.work);
    Ok(works.filter(|work| !gone.contains(&work.booking)).collect())
}

/// The same for each invoice of a customer.
async fn link_once(
    lane: &Lane<'_>,
    tx: &mut Tx,
    (customer, guid): (&Customer, Uuid),
    linked: &mut Linked,
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
