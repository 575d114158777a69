//! A write: its intent is on disk before the call, its outcome after.

use domain::{BookingId, CustomerId};
use exact_api::{Endpoint, Limits};
use exact_client::{CallError, Sent};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{Tx, params};

use super::Lane;
use crate::{LinkError, booking::intended::Intended, package};

/// What an intent is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Book an invoice.
    Entry(BookingId),
    /// Make a customer.
    Customer(CustomerId),
    /// Make a ledger account.
    Account,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Entry(_) => "create_entry",
            Self::Customer(_) => "create_customer",
            Self::Account => "create_account",
        }
    }
}

/// An intent that is open.
#[derive(Debug, Clone)]
pub(crate) struct Intent {
    pub(crate) id: i64,
    pub(crate) send_not_after: Timestamp,
    pub(crate) detail: Detail,
}

/// What is kept with an intent: what was sent, for comparing, and what was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Detail {
    /// The entry as it was meant, without the names of lines.
    pub(crate) meant: Option<Intended>,
    /// The key that was proposed.
    #[serde(default)]
    pub(crate) proposed: Option<uuid::Uuid>,
    /// What Exact said.
    pub(crate) said: Option<String>,
}

/// How an intent ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Done, and known to be.
    Done,
    /// Certainly not done: Exact said so.
    Refused,
    /// Certainly not done: nothing was written, or Exact did not look at it.
    NotSent,
    /// Nobody knows.
    Unknown,
}

impl Ended {
    const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
        }
    }
}

/// Opens an intent within the transaction that makes its subject ready for it.
///
/// # Errors
/// [`LinkError::Refused`] when Exact Online is not the accounting package any more: nothing is sent then.
pub(crate) async fn open(
    lane: &Lane<'_>,
    tx: &mut Tx,
    (kind, generation): (Kind, i64),
    body: &str,
    detail: Detail,
) -> Result<Intent, LinkError> {
    package::require(tx).await?;
    let id = lane.link.office.ids.next();
    let send_not_after = lane.send_not_after();
    let (booking, customer) = match kind {
        Kind::Entry(booking) => (Some(booking.get()), None),
        Kind::Customer(customer) => (None, Some(customer.get())),
        Kind::Account => (None, None),
    };
    tx.execute_one(
        "INSERT INTO call_intent (id, administration_id, kind, booking_id, customer_id, generation, request_hash, \
         fence, opened_at, send_not_after, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            id,
            lane.administration.get(),
            kind.word(),
            booking,
            customer,
            generation,
            hex::encode(Sha256::digest(body.as_bytes())),
            lane.fence(),
            lane.now(),
            send_not_after,
            text(&detail)?,
        ],
    )
    .await?;
    Ok(Intent {
        id,
        send_not_after,
        detail,
    })
}

/// Sends what the intent was opened for, once. It is noted beside the database, on the disk, before its bytes leave: a
/// database that does not know it is older than what was sent. Where it cannot be noted, nothing leaves: that is
/// certain, and to be stored as such before the lane stops with the error.
pub(crate) async fn send<E: Endpoint>(
    lane: &mut Lane<'_>,
    intent: &Intent,
    (endpoint, token): (&E, &SecretString),
) -> (Sent<E::Answer>, Result<(), LinkError>) {
    match office::installation::note_intent(&lane.link.office, intent.id).await {
        Ok(()) => (
            lane.send(endpoint, (token, intent.send_not_after)).await,
            Ok(()),
        ),
        Err(error) => {
            lane.unused(E::NAME);
            let unsent = Sent {
                result: Err(CallError::NotSent("it could not be noted".into())),
                limits: Limits::default(),
                written_at: None,
                status: None,
            };
            (unsent, Err(error.into()))
        }
    }
}

/// Closes it with its outcome.
pub(crate) async fn close(
    lane: &Lane<'_>,
    tx: &mut Tx,
    intent: &Intent,
    (ended, status): (Ended, Option<u16>),
    said: Option<String>,
) -> Result<(), LinkError> {
    let detail = Detail {
        said,
        ..intent.detail.clone()
    };
    tx.execute_one(
        "UPDATE call_intent SET outcome = $2, closed_at = $3, status = $4, detail = $5 \
         WHERE id = $1 AND outcome IS NULL",
        params![
            intent.id,
            ended.word(),
            lane.now(),
            status.map(i64::from),
            text(&detail)?,
        ],
    )
    .await?;
    Ok(())
}

/// Keeps what was meant of a booking that was found and not sent, so that a later edit in Exact is seen.
pub(crate) async fn adopted(
    lane: &Lane<'_>,
    tx: &mut Tx,
    booking: BookingId,
    meant: &Intended,
) -> Result<(), LinkError> {
    let now = lane.now();
    let detail = Detail {
        meant: Some(meant.clone()),
        ..Detail::default()
    };
    tx.execute_one(
        "INSERT INTO call_intent (id, administration_id, kind, booking_id, customer_id, generation, request_hash, \
         fence, opened_at, send_not_after, closed_at, outcome, detail) \
         VALUES ($1, $2, 'adopt_entry', $3, NULL, 0, $4, $5, $6, $6, $6, 'adopted', $7)",
        params![
            lane.link.office.ids.next(),
            lane.administration.get(),
            booking.get(),
            meant.hash(),
            lane.fence(),
            now,
            text(&detail)?,
        ],
    )
    .await?;
    Ok(())
}

fn text(detail: &Detail) -> Result<String, LinkError> {
    serde_json::to_string(detail).map_err(|error| LinkError::Store(error.into()))
}
