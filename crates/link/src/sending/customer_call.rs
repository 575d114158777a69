//! One customer is made in Exact: intent, call, outcome.

use domain::{Customer, Place, Refusal};
use exact_api::{
    Code, Created, Endpoint as _, Trimmed,
    endpoints::{Account, CreateAccount},
    errors,
};
use exact_client::{CallError, Sent};
use jiff::Timestamp;
use store::{params, transact};
use uuid::Uuid;

use super::{
    Lane, LaneError, described,
    entries::read_first,
    keys,
    recheck::{customer_refusal, link_customer},
    runs,
    write::{self, Detail, Ended, Intent, Kind},
};
use crate::{
    LinkError,
    booking::key::{self, Keys},
    mirror, reasons, refusals,
};

/// What became of a customer.
#[derive(Debug, Clone)]
pub(super) enum Made {
    /// It stands in Exact under this key.
    Yes(Uuid),
    /// Certainly not, for this reason.
    No(Refusal),
    /// Exact has the number by now: to be looked at.
    Exists,
    /// Nobody knows; it is being looked up.
    Unknown,
}

/// Makes one, with up to three tries after a certain no that is not about the customer.
pub(super) async fn make(lane: &mut Lane<'_>, customer: &Customer) -> Result<Made, LaneError> {
    for _ in 0..3 {
        read_first(lane).await?;
        let token = lane.ready(CreateAccount::NAME).await?;
        let begun = begin(lane, customer).await;
        if begun.is_err() {
            lane.unused(CreateAccount::NAME);
        }
        let (intent, request) = begun?;
        let (sent, noted) = write::send(lane, &intent, (&request, &token)).await;
        let finished = finish(lane, customer, &intent, sent).await;
        noted?;
        if let Some(made) = finished? {
            return Ok(made);
        }
    }
    Err(LaneError::Unreachable)
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
        let proposed =
            keys::proposes(lane).then(|| key::customer_id(division, customer.id.get(), generation));
        let request = request(customer, proposed);
        let body = request.body().unwrap_or_default();
        let kind = (Kind::Customer(customer.id), generation);
        let detail = Detail {
            proposed,
            ..Detail::default()
        };
        let intent = write::open(lane, tx, kind, &body, detail).await?;
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
            if unknown.is_outage() {
                return Err(LaneError::Call(Box::new(CallError::Unknown(unknown))));
            }
            Ok(Some(Made::Unknown))
        }
        Err(CallError::Refused(told)) if keys::refuses_key(&told, intent.detail.proposed) => {
            transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
                lane.guard(tx).await?;
                let ended = (Ended::Refused, status);
                write::close(lane, tx, intent, ended, Some(told.text())).await?;
                keys::learn(lane, tx, Keys::Refused).await
            })?;
            lane.keys = Keys::Refused;
            Ok(None)
        }
        Err(CallError::Refused(told)) => {
            end(lane, intent, (Ended::Refused, status), told.text()).await?;
            if refusals::says_exists(&told) && !had_to_be_visible(lane, customer).await? {
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
                _ => Err(LaneError::Unreachable),
            }
        }
    }
}

/// Whether Exact said once before that the customer exists, so long before the last reading that this one had to show
/// him. Since none of that number was read, what exists is something else of him, which a person must mend.
async fn had_to_be_visible(lane: &Lane<'_>, customer: &Customer) -> Result<bool, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let read: Option<Timestamp> = tx
        .one(
            "SELECT mirrored_at FROM administration WHERE id = $1",
            params![lane.administration.get()],
        )
        .await?;
    let staleness = lane.link.settings.bounds.max_staleness;
    let last = read.and_then(|read| read.checked_sub(staleness).ok());
    let refused: Vec<String> = tx
        .all(
            "SELECT detail FROM call_intent WHERE administration_id = $1 AND customer_id = $2 \
             AND kind = 'create_customer' AND outcome = 'refused' AND closed_at <= $3",
            params![lane.administration.get(), customer.id.get(), last],
        )
        .await?;
    Ok(refused.iter().any(|detail| {
        serde_json::from_str::<Detail>(detail)
            .ok()
            .and_then(|detail| detail.said)
            .is_some_and(|said| refusals::says_exists(&errors::Refusal::read(&said)))
    }))
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
    let row = mirror::relation_params(lane.administration.get(), &as_made(customer, account));
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        write::close(lane, tx, intent, (Ended::Done, Some(201)), None).await?;
        mirror::upsert_relations(tx, vec![row.clone()]).await?;
        link_customer(lane, tx, customer, account.id).await?;
        runs::add_customer(lane, tx, customer.id, "created").await
    })?;
    Ok(())
}

/// What an answer leaves out is as it was sent: a relation that is linked and not mirrored would seem to be gone.
fn as_made(customer: &Customer, account: &Account) -> Account {
    if account.code.is_some() && account.name.is_some() {
        return account.clone();
    }
    let address = customer.address.as_kept();
    Account {
        code: Some(Code::new(customer.number.to_string())),
        name: Some(domain::name_as_kept(&customer.name).to_owned()),
        address_line1: Some(address.line),
        address_line2: Some(address.line2),
        postcode: Some(address.postcode),
        city: Some(address.city),
        country: Some(Trimmed::new(&address.country)),
        status: Some(Trimmed::new("C")),
        vat_number: Some(customer.vat_number.clone()),
        ..account.clone()
    }
}
