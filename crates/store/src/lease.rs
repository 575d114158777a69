//! Named leases: who may drive a lane or change a token, until when, and which holder came after which.
//!
//! Each new holder gets a greater fence. A lease that ran out cannot be renewed, only acquired anew: the former
//! holder, should it wake up, finds itself fenced off. Time is the caller's, so that a simulation can turn it.
//!
//! A lease that ends later than it can was written by a clock that was wrong: it is not believed, neither by those who
//! want it nor by its holder. Or what was leased while a clock was two days ahead would be nobody's for two days.

use std::time::Duration;

use jiff::Timestamp;

use crate::{Db, MAX_CLOCK_SKEW, StoreError, Tx, params, transact};

/// The longest lease there is, of a name or of a job; who asks for more gets this.
pub const LONGEST: Duration = Duration::from_mins(10);

/// A lease that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What is leased.
    pub name: String,
    /// Who holds it: unique per start of a program.
    pub holder: String,
    /// Greater than that of every holder before.
    pub fence: i64,
    /// The first moment at which it is not held any more.
    pub until: Timestamp,
}

/// Takes the lease when nobody holds it at `now`, for `duration`.
///
/// # Errors
/// When the database fails.
pub async fn acquire(
    db: &Db,
    name: &str,
    holder: &str,
    now: Timestamp,
    duration: Duration,
) -> Result<Option<Lease>, StoreError> {
    let until = end(now, duration);
    let fence: Option<i64> = transact!(db, |tx| {
        tx.optional(
            "INSERT INTO named_lease (name, holder, fence, lease_until) VALUES ($1, $2, 1, $4) \
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = named_lease.fence + 1, \
             lease_until = excluded.lease_until \
             WHERE named_lease.lease_until <= $3 OR named_lease.lease_until > $5 \
             RETURNING fence",
            params![name, holder, now, until, latest(now)],
        )
        .await
    })?;
    Ok(fence.map(|fence| Lease {
        name: name.to_owned(),
        holder: holder.to_owned(),
        fence,
        until,
    }))
}

/// Prolongs a lease that is still held at `now`; `None` when it was lost.
///
/// # Errors
/// When the database fails.
pub async fn renew(
    db: &Db,
    lease: &Lease,
    now: Timestamp,
    duration: Duration,
) -> Result<Option<Lease>, StoreError> {
    let until = end(now, duration);
    let renewed = transact!(db, |tx| {
        tx.execute(
            "UPDATE named_lease SET lease_until = $4 \
             WHERE name = $1 AND fence = $2 AND lease_until > $3 AND lease_until <= $5",
            params![&lease.name, lease.fence, now, until, latest(now)],
        )
        .await
    })?;
    Ok((renewed == 1).then(|| Lease {
        until,
        ..lease.clone()
    }))
}

/// Gives a lease back before its end; does nothing when it was lost.
///
/// # Errors
/// When the database fails.
pub async fn release(db: &Db, lease: &Lease) -> Result<(), StoreError> {
    transact!(db, |tx| {
        tx.execute(
            "UPDATE named_lease SET lease_until = 0 WHERE name = $1 AND fence = $2",
            params![&lease.name, lease.fence],
        )
        .await
    })?;
    Ok(())
}

/// Makes a transaction depend on the lease, which has to last at `now`: its row is locked, so that whoever takes it
/// over waits until this transaction has ended. To be called first, before anything is read that the lease guards.
///
/// # Errors
/// [`StoreError::Fenced`] when the lease was lost.
pub async fn guard(tx: &mut Tx, lease: &Lease, now: Timestamp) -> Result<(), StoreError> {
    let held = tx
        .execute(
            "UPDATE named_lease SET fence = fence WHERE name = $1 AND fence = $2 AND lease_until > $3 \
             AND lease_until <= $4",
            params![&lease.name, lease.fence, now, latest(now)],
        )
        .await?;
    if held == 1 {
        Ok(())
    } else {
        Err(StoreError::Fenced)
    }
}

/// `duration` after `now`, but never later than a lease can end.
pub(crate) fn end(now: Timestamp, duration: Duration) -> Timestamp {
    now.checked_add(duration.min(LONGEST))
        .unwrap_or(Timestamp::MAX)
}

/// The latest end that can be believed of a lease at `now`, whichever node wrote it.
pub(crate) fn latest(now: Timestamp) -> Timestamp {
    now.checked_add(LONGEST + MAX_CLOCK_SKEW)
        .unwrap_or(Timestamp::MAX)
}
