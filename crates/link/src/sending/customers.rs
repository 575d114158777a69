//! Customers that Exact does not know are made there, only when an entry needs them or a person asked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Customer, CustomerId, Place, Refusal};
use exact_api::{
    Code, Created, Endpoint as _, Trimmed,
    endpoints::{Account, CreateAccount},
};
use exact_client::{CallError, Sent};
use jiff::Timestamp;
use store::{Tx, params, transact};
use uuid::Uuid;

use super::{
    BookingChange, Lane, LaneError, apply, described,
    entries::read_first,
    recheck::{Work, customer_refusal, link_customer},
    runs,
    write::{self, Detail, Ended, Intent, Kind},
};
use crate::{
    LinkError,
    booking::{key, state::BookingState},
    check::customer::Stand,
    mirror, reasons, refusals,
};

/// What became of a customer.
#[derive(Debug, Clone)]
enum Made {
    /// It stands in Exact under this key.
    Yes(Uuid),
    /// Certainly not, for this reason.
    No(Refusal),
    /// Exact has the number by now: to be looked at.
    Exists,
    /// Nobody knows; it is being looked up.
    Unknown,
}

/// Makes the customers that the work needs. Gives back the work that can go on; `true` when some customer turned out
/// to exist, so that the check must look again.
pub(super) async fn run(
    lane: &mut Lane<'_>,
    works: Vec<Work>,
) -> Result<(Vec<Work>, bool), LaneError> {
    let mut wanted: BTreeMap<CustomerId, Customer> = BTreeMap::new();
    for work in works.iter().filter(|work| work.stand == Stand::Create) {
        wanted.insert(work.customer.id, work.customer.clone());
    }
    let unknown = unknown(lane).await?;
    let (mut made, mut again) = (BTreeMap::new(), false);
    for (id, customer) in wanted {
        if unknown.contains(&id) {
            continue;
        }
        match make(lane, &customer).await? {
            Made::Yes(guid) => {
                made.insert(id, guid);
            }
            Made::No(refusal) => refuse(lane, &works, id, &refusal).await?,
            Made::Exists => again = true,
            Made::Unknown => {}
        }
    }
    let works = works
        .into_iter()
        .filter_map(|mut work| match work.stand {
            Stand::Create => {
                work.intended.customer = Some(*made.get(&work.customer.id)?);
                Some(work)
            }
            Stand::Linked(_) | Stand::LinkNow(_) => Some(work),
        })
        .collect();
    Ok((works, again))
}

/// Customers of which nobody knows yet whether they were made.
async fn unknown(lane: &Lane<'_>) -> Result<BTreeSet<CustomerId>, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let rows: Vec<i64> = tx
        .all(
            "SELECT DISTINCT customer_id FROM call_intent WHERE administration_id = $1 \
             AND kind = 'create_customer' AND customer_id IS NOT NULL \
             AND outcome IN ('unknown', 'absent_once')",
            params![lane.administration.get()],
        )
        .await?;
    Ok(rows.into_iter().map(CustomerId::new).collect())
}

/// Makes one, with up to three tries after a certain no that is not about the customer.
async fn make(lane: &mut Lane<'_>, customer: &Customer) -> Result<Made, LaneError> {
    for _ in 0..3 {
        read_first(lane).await?;
        lane.permit(CreateAccount::NAME).await?;
        let (intent, request) = begin(lane, customer).await?;
        let sent = lane.send(&request, intent.send_not_after).await?;
        if let Some(made) = finish(lane, customer, &intent, sent).await? {
            return Ok(made);
        }
    }
    Err(lane.unreachable())
}

async fn begin(lane: &Lane<'_>, customer: &Customer) -> Result<(Intent, CreateAccount), LaneError> {
    let begun = transact!(lane.link.office.db, |tx| -> Result<
        (Intent, CreateAccount),
        LinkError,
    > {
        lane.guard(tx).await?;
        let earlier: i64 = tx
            .one(
                "SELECT COUNT(*) FROM call_intent WHERE administration_id = $1 AND customer_id = $2",
                params![lane.administration.get(), customer.id.get()],
            )
            .await?;
        let generation = earlier + 1;
        let division = i64::from(lane.division.get());
        let id = lane
            .link
            .settings
            .propose_keys
            .then(|| key::customer_id(division, customer.id.get(), generation));
        let request = request(customer, id);
        let body = request.body().unwrap_or_default();
        let kind = (Kind::Customer(customer.id), generation);
        let intent = write::open(lane, tx, kind, &body, Detail::default()).await?;
        Ok((intent, request))
    })?;
    Ok(begun)
}

fn request(customer: &Customer, id: Option<Uuid>) -> CreateAccount {
    let address = customer.address.as_kept();
    let request = CreateAccount::new(domain::name_as_kept(&customer.name))
        .with_code(Code::new(customer.number.to_string()))
        .with_address_line1(address.line)
        .with_address_line2(address.line2)
        .with_postcode(address.postcode)
        .with_city(address.city)
        .with_country(Trimmed::new(&address.country))
        .with_status("C")
        .with_vat_number(customer.vat_number.clone())
        .with_email(customer.email.clone());
    match id {
        Some(id) => request.with_id(id),
        None => request,
    }
}

/// The outcome, on disk; `None` when it may be tried again.
async fn finish(
    lane: &mut Lane<'_>,
    customer: &Customer,
    intent: &Intent,
    sent: Sent<Created<Account>>,
) -> Result<Option<Made>, LaneError> {
    let status = sent.status;
    let transport = status.is_none();
    match sent.result {
        Ok(Created(account)) => {
            keep(lane, customer, intent, &account).await?;
            Ok(Some(Made::Yes(account.id)))
        }
        Err(CallError::Unknown(unknown)) => {
            lane.writes_stopped |= transport;
            end(lane, intent, (Ended::Unknown, status), described(&unknown)).await?;
            Ok(Some(Made::Unknown))
        }
        Err(CallError::Refused(told)) => {
            end(lane, intent, (Ended::Refused, status), told.text()).await?;
            if refusals::says_exists(&told) {
                mirror::refresh_relations(lane).await?;
                return Ok(Some(Made::Exists));
            }
            let refusal = customer_refusal(reasons::EXACT_REFUSED_CUSTOMER, customer)
                .with("message", told.text());
            Ok(Some(Made::No(refusal)))
        }
        Err(CallError::BadRequest { text }) => {
            end(lane, intent, (Ended::Refused, status), text.clone()).await?;
            let refusal = Refusal::new(
                reasons::EXACT_REJECTED_REQUEST,
                Place::Customer(customer.id),
            )
            .with("message", text);
            Ok(Some(Made::No(refusal)))
        }
        Err(error) => {
            end(lane, intent, (Ended::NotSent, status), described(&error)).await?;
            match error {
                CallError::Forbidden { .. } | CallError::NotFound { .. } => {
                    Err(lane.paused_for(reasons::EXACT_DENIES_ACCESS))
                }
                CallError::Unauthorised { .. } | CallError::TooManyRequests { .. } => Ok(None),
                _ => Err(lane.unreachable()),
            }
        }
    }
}

async fn end(
    lane: &Lane<'_>,
    intent: &Intent,
    ended: (Ended, Option<u16>),
    said: String,
) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        write::close(lane, tx, intent, ended, Some(said.clone())).await
    })?;
    Ok(())
}

/// Intent, link, mirrored relation and run item together.
async fn keep(
    lane: &Lane<'_>,
    customer: &Customer,
    intent: &Intent,
    account: &Account,
) -> Result<(), LaneError> {
    let row = mirror::relation_params(lane.administration.get(), account);
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        write::close(lane, tx, intent, (Ended::Done, Some(201)), None).await?;
        if account.code.is_some() && account.name.is_some() {
            mirror::upsert_relations(tx, vec![row.clone()]).await?;
        }
        link_customer(lane, tx, customer.id, account.id).await?;
        runs::add_customer(lane, tx, customer.id, "created").await
    })?;
    Ok(())
}

/// Everything of this customer is refused with the same reason.
async fn refuse(
    lane: &Lane<'_>,
    works: &[Work],
    customer: CustomerId,
    refusal: &Refusal,
) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        for work in works.iter().filter(|work| work.customer.id == customer) {
            let ids = (work.booking, work.invoice);
            let change = BookingChange::new(ids, BookingState::Queued, BookingState::Refused)
                .because(refusal.clone());
            apply(lane.link, tx, &change).await?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The customers that a run asked for by themselves (*Klanten Exporteren*).
pub(super) async fn asked(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let unknown = unknown(lane).await?;
    for asked in runs::asked_customers(lane).await? {
        if unknown.contains(&asked.customer.id) {
            continue;
        }
        let outcome = match asked.stand {
            Ok(Stand::Create) => match make(lane, &asked.customer).await? {
                Made::Yes(_) => ("created", None),
                Made::No(refusal) => ("refused", Some(refusal)),
                Made::Exists => ("waiting", None),
                Made::Unknown => (
                    "unknown",
                    Some(customer_refusal(reasons::CUSTOMER_UNKNOWN, &asked.customer)),
                ),
            },
            Ok(Stand::Linked(_)) => ("linked", None),
            Ok(Stand::LinkNow(guid)) => {
                transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
                    lane.guard(tx).await?;
                    link_customer(lane, tx, asked.customer.id, guid).await
                })?;
                ("linked", None)
            }
            Err(refusal) => ("refused", Some(refusal)),
        };
        let subject = ("customer", asked.customer.id.get());
        transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
            runs::mark(lane, tx, subject, (outcome.0, outcome.1.as_ref())).await
        })?;
    }
    Ok(())
}

/// A customer of which nobody knows whether it was made.
pub(super) struct UnknownCustomer {
    pub(super) intent: i64,
    pub(super) customer: CustomerId,
    /// Whether it was looked for once already.
    pub(super) looked: bool,
    send_not_after: Timestamp,
    closed_at: Timestamp,
}

impl UnknownCustomer {
    /// When it may be looked for.
    pub(super) fn look_after(&self, lane: &Lane<'_>) -> Timestamp {
        if self.looked {
            let staleness = lane.link.settings.bounds.max_staleness;
            self.closed_at
                .checked_add(staleness)
                .unwrap_or(Timestamp::MAX)
        } else {
            lane.look_after(self.send_not_after)
        }
    }
}

/// All of them.
pub(super) async fn rows_unknown(
    tx: &mut Tx,
    administration: i64,
) -> Result<Vec<UnknownCustomer>, LinkError> {
    let rows: Vec<(i64, i64, String, Timestamp, Timestamp)> = tx
        .all(
            "SELECT id, customer_id, outcome, send_not_after, closed_at FROM call_intent \
             WHERE administration_id = $1 AND kind = 'create_customer' AND customer_id IS NOT NULL \
             AND outcome IN ('unknown', 'absent_once') ORDER BY id",
            params![administration],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(
            |(intent, customer, outcome, send_not_after, closed_at)| UnknownCustomer {
                intent,
                customer: CustomerId::new(customer),
                looked: outcome == "absent_once",
                send_not_after,
                closed_at,
            },
        )
        .collect())
}
