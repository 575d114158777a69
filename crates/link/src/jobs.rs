//! The jobs of a lane: which kinds there are, and how one is enqueued.

use domain::AdministrationId;
use jiff::Timestamp;
use office::Actor;
use serde_json::{Value, json};
use store::{
    Tx,
    jobs::{self, Claimed, NewJob},
};

use crate::{Link, LinkError};

/// Export, and whatever else is due: unknown bookings, customers to be made.
pub(crate) const LANE: &str = "link.lane";
/// Only read the master data.
pub(crate) const REFRESH: &str = "link.refresh";
/// *Importeren vanuit Exact*, accounts.
pub(crate) const IMPORT_ACCOUNTS: &str = "link.import_accounts";
/// *Importeren vanuit Exact*, journals.
pub(crate) const IMPORT_JOURNALS: &str = "link.import_journals";
/// *Synchroniseer rekeningen*.
pub(crate) const SYNCHRONISE: &str = "link.synchronise";

/// Those that read master data, each for something.
pub(crate) const READING: &[&str] = &[REFRESH, IMPORT_ACCOUNTS, IMPORT_JOURNALS, SYNCHRONISE];

/// Every kind of job that this crate does.
pub(crate) const JOB_KINDS: &[&str] =
    &[LANE, REFRESH, IMPORT_ACCOUNTS, IMPORT_JOURNALS, SYNCHRONISE];

/// The key that lets an administration's jobs run one after the other.
#[must_use]
pub(crate) fn key(administration: AdministrationId) -> String {
    format!("lane:{administration}")
}

/// A job of the lane, merging with one that waits already.
#[must_use]
pub(crate) fn new(kind: &'static str, administration: AdministrationId, at: Timestamp) -> NewJob {
    let payload = json!({ "v": 1, "administration": administration });
    NewJob::new(kind, key(administration), payload, at).merging()
}

/// The same work at a later time and why, as a new job: one that waits for its next try would hold up those behind it.
/// `None` when this crate knows no such kind.
#[must_use]
pub(crate) fn later(
    job: &Claimed,
    administration: AdministrationId,
    (at, why): (Timestamp, &str),
) -> Option<NewJob> {
    if job.kind == LANE {
        return Some(new(LANE, administration, at).because(why));
    }
    let kind = JOB_KINDS.iter().find(|kind| **kind == job.kind)?;
    // Not merging: someone may have asked anew meanwhile, and what was asked for first must not take its place.
    let later = NewJob::new(kind, key(administration), job.payload.clone(), at);
    Some(later.because(why))
}

/// Enqueues a job with the transaction.
///
/// # Errors
/// When the database fails.
pub(crate) async fn enqueue(
    link: &Link,
    tx: &mut Tx,
    kind: &'static str,
    administration: AdministrationId,
    at: Timestamp,
) -> Result<(), LinkError> {
    jobs::enqueue(tx, &link.office.ids, &new(kind, administration, at)).await?;
    Ok(())
}

/// Enqueues a job that someone asked for: the audit rows of what it does bear his name.
///
/// # Errors
/// When the database fails.
pub(crate) async fn enqueue_for(
    link: &Link,
    tx: &mut Tx,
    actor: &Actor,
    (kind, administration): (&'static str, AdministrationId),
) -> Result<i64, LinkError> {
    let now = link.office.clock.now();
    let mut job = new(kind, administration, now);
    job.payload = json!({
        "v": 1,
        "administration": administration,
        "asked_at": now.as_microsecond(),
        "user": actor.user,
        "name": &actor.name,
    });
    Ok(jobs::enqueue(tx, &link.office.ids, &job).await?)
}

/// The administration of a payload.
#[must_use]
pub(crate) fn administration(payload: &Value) -> Option<AdministrationId> {
    payload
        .get("administration")
        .and_then(Value::as_i64)
        .map(AdministrationId::new)
}

/// When someone asked for it last; `None` when nobody did.
#[must_use]
pub(crate) fn asked_at(payload: &Value) -> Option<Timestamp> {
    let asked_at = payload.get("asked_at").and_then(Value::as_i64)?;
    Timestamp::from_microsecond(asked_at).ok()
}

/// Who asked for it; the link itself when nobody did.
#[must_use]
pub(crate) fn actor(payload: &Value) -> Actor {
    let mut actor = Actor::system(
        payload
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or("link"),
    );
    actor.user = payload
        .get("user")
        .and_then(Value::as_i64)
        .map(domain::UserId::new);
    actor
}
