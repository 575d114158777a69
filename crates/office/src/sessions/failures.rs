//! Slows down guessing: after some wrong passwords, a source waits longer and longer.
//!
//! Counted by where they come from, at each login and for all logins together, so that a stranger slows down himself
//! and nobody else: whoever knows the password gets in from any other address, and from a browser that is known. A
//! login that does not exist is counted as one that does, so that the answers do not tell them apart.

use std::time::Duration;

use domain::{Place, Refusal};
use jiff::Timestamp;
use store::{Tx, params, transact};

use super::{begin::before, knock::Source};
use crate::{
    Office, OfficeError,
    guesses::{EVERY_LOGIN, counted},
    reasons,
};

/// So many wrong passwords of one source at one login cost nothing.
pub const FAILURES_FREE: i64 = 5;
/// The longest pause of one source between two attempts at one login.
pub const PAUSE_MAX: Duration = Duration::from_secs(15 * 60);
/// So many wrong passwords of one address at all logins together cost nothing: a shop signs in from one address.
pub const ADDRESS_FREE: i64 = 30;
/// The longest pause of one address at logins that it has not tried before.
pub const ADDRESS_PAUSE_MAX: Duration = Duration::from_secs(60);
/// Wrong passwords are forgotten after so long.
pub const FAILURES_FORGOTTEN: Duration = Duration::from_secs(24 * 3600);
/// So many counts are kept; the oldest is forgotten when there is one more.
pub const FAILURES_KEPT: i64 = 100_000;
/// Refuses an attempt that comes too early. Only looks: what floods us with attempts is turned away before it takes a
/// place in the queue.
pub(super) async fn refuse_early(
    office: &Office,
    source: &Source,
    login: &str,
) -> Result<(), OfficeError> {
    let mut tx = office.db.read().await?;
    refuse_too_early(office, &mut tx, source, &counted(login)).await
}

/// Refuses an attempt that comes too early; else counts it as a wrong one, until it turns out right. Counted
/// beforehand, so that a hundred attempts at the same moment are not one.
pub(super) async fn attempt(
    office: &Office,
    source: &Source,
    login: &str,
) -> Result<(), OfficeError> {
    let now = office.clock.now();
    let login = counted(login);
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        tx.execute(
            "DELETE FROM sign_in_failure WHERE last_at < $1 OR last_at < (
                 SELECT last_at FROM sign_in_failure ORDER BY last_at DESC LIMIT 1 OFFSET $2)",
            params![before(now, FAILURES_FORGOTTEN), FAILURES_KEPT - 1],
        )
        .await?;
        let mut counters = vec![params![source.key(), &login, now]];
        if source.is_shared() {
            counters.push(params![source.key(), EVERY_LOGIN, now]);
        }
        // Touched first, so that of many attempts at once each sees the one before.
        tx.execute_many(
            "INSERT INTO sign_in_failure (source, login, failures, last_at) VALUES ($1, $2, 0, $3)
             ON CONFLICT (source, login) DO UPDATE SET failures = sign_in_failure.failures",
            counters.clone(),
        )
        .await?;
        refuse_too_early(office, tx, source, &login).await?;
        tx.execute_many(
            "UPDATE sign_in_failure SET failures = failures + 1, last_at = $3 WHERE source = $1 AND login = $2",
            counters,
        )
        .await?;
        Ok(())
    })
}

async fn refuse_too_early(
    office: &Office,
    tx: &mut Tx,
    source: &Source,
    login: &str,
) -> Result<(), OfficeError> {
    let stored: Vec<(String, i64, Timestamp)> = tx
        .all(
            "SELECT login, failures, last_at FROM sign_in_failure
             WHERE source = $1 AND (login = $2 OR login = $3)",
            params![source.key(), login, EVERY_LOGIN],
        )
        .await?;
    let now = office.clock.now();
    let left = stored.into_iter().map(|(counted, failures, last)| {
        let (free, longest) = if counted == EVERY_LOGIN {
            (ADDRESS_FREE, ADDRESS_PAUSE_MAX)
        } else {
            (FAILURES_FREE, PAUSE_MAX)
        };
        pause(failures, free, longest).saturating_sub(now.duration_since(last).unsigned_abs())
    });
    let pause = left.max().unwrap_or_default();
    if pause.is_zero() {
        return Ok(());
    }
    let refusal = Refusal::new(reasons::SIGN_IN_SLOWED_DOWN, Place::Nowhere);
    let seconds = pause.as_millis().div_ceil(1_000);
    Err(OfficeError::refused(refusal.with("seconds", seconds)))
}

/// A right password: forgets the wrong ones of this source at this login, and takes back what was counted beforehand
/// for all logins. The others of the address stay counted, or whoever has a login could guess at the rest for ever.
pub(super) async fn forget(tx: &mut Tx, source: &Source, login: &str) -> Result<(), OfficeError> {
    tx.execute(
        "DELETE FROM sign_in_failure WHERE source = $1 AND login = $2",
        params![source.key(), counted(login)],
    )
    .await?;
    tx.execute(
        "UPDATE sign_in_failure SET failures = failures - 1
         WHERE source = $1 AND login = $2 AND failures > 0",
        params![source.key(), EVERY_LOGIN],
    )
    .await?;
    Ok(())
}

/// One second after the first failure that counts, then twice as long each time.
fn pause(failures: i64, free: i64, longest: Duration) -> Duration {
    if failures < free {
        return Duration::ZERO;
    }
    let over = u32::try_from(failures - free).unwrap_or(u32::MAX);
    Duration::from_secs(1)
        .saturating_mul(2_u32.saturating_pow(over.min(20)))
        .min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_one_second_to_the_longest() {
        let pause = |count| pause(count, FAILURES_FREE, PAUSE_MAX);
        let seconds: Vec<u64> = (3..17).map(|count| pause(count).as_secs()).collect();
        assert_eq!(
            seconds,
            [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
        );
        assert_eq!(pause(i64::MAX), PAUSE_MAX);
    }
}
