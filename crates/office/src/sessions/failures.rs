//! Slows down guessing: after some wrong passwords, each login waits longer and longer.
//!
//! Counted per login, known or not, so that the answers do not tell them apart. Nobody is locked out for
//! longer than [`PAUSE_MAX`].

use std::time::Duration;

use domain::{Place, Refusal};
use jiff::Timestamp;
use store::{Tx, params, transact};

use super::begin::before;
use crate::{Office, OfficeError, reasons};

/// So many wrong passwords cost nothing.
pub const FAILURES_FREE: i64 = 5;
/// The longest pause between two attempts.
pub const PAUSE_MAX: Duration = Duration::from_secs(15 * 60);
/// Wrong passwords are forgotten after so long.
pub const FAILURES_FORGOTTEN: Duration = Duration::from_secs(24 * 3600);
/// The longest login that is counted, in characters; longer ones exist nowhere.
const LOGIN_COUNTED: usize = 100;

/// Refuses an attempt that comes too early; else counts it as a wrong one, until it turns out right. Counted
/// beforehand, so that a hundred attempts at the same moment are not one.
pub(super) async fn attempt(office: &Office, login: &str) -> Result<(), OfficeError> {
    let now = office.clock.now();
    let login = counted(login);
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        let forgotten = before(now, FAILURES_FORGOTTEN);
        tx.execute(
            "DELETE FROM sign_in_failure WHERE last_at < $1",
            params![forgotten],
        )
        .await?;
        refuse_too_early(tx, &login, now).await?;
        tx.execute_one(
            "UPDATE sign_in_failure SET failures = failures + 1, last_at = $2 WHERE login = $1",
            params![&login, now],
        )
        .await?;
        Ok(())
    })
}

/// Touches the row first, so that of many attempts at once each sees the one before.
async fn refuse_too_early(tx: &mut Tx, login: &str, now: Timestamp) -> Result<(), OfficeError> {
    let (failures, last): (i64, Timestamp) = tx
        .one(
            "INSERT INTO sign_in_failure (login, failures, last_at) VALUES ($1, 0, $2)
             ON CONFLICT (login) DO UPDATE SET failures = sign_in_failure.failures
             RETURNING failures, last_at",
            params![login, now],
        )
        .await?;
    let pause = pause(failures).saturating_sub(now.duration_since(last).unsigned_abs());
    if pause.is_zero() {
        return Ok(());
    }
    let refusal = Refusal::new(reasons::SIGN_IN_SLOWED_DOWN, Place::Nowhere);
    let seconds = pause.as_millis().div_ceil(1_000);
    Err(OfficeError::refused(refusal.with("seconds", seconds)))
}

/// Forgets the wrong passwords of a login, after a right one.
pub(crate) async fn forget(tx: &mut Tx, login: &str) -> Result<(), OfficeError> {
    tx.execute(
        "DELETE FROM sign_in_failure WHERE login = $1",
        params![counted(login)],
    )
    .await?;
    Ok(())
}

/// A login without what the database could not store, cut to what is counted.
fn counted(login: &str) -> String {
    login
        .chars()
        .filter(|c| !c.is_control())
        .take(LOGIN_COUNTED)
        .collect()
}

/// One second after the first failure that counts, then twice as long each time.
fn pause(failures: i64) -> Duration {
    if failures < FAILURES_FREE {
        return Duration::ZERO;
    }
    let over = u32::try_from(failures - FAILURES_FREE).unwrap_or(u32::MAX);
    Duration::from_secs(1)
        .saturating_mul(2_u32.saturating_pow(over.min(20)))
        .min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_one_second_to_the_longest() {
        let seconds: Vec<u64> = (3..17).map(|count| pause(count).as_secs()).collect();
        assert_eq!(
            seconds,
            [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
        );
        assert_eq!(pause(i64::MAX), PAUSE_MAX);
    }

    #[test]
    fn a_monstrous_login_is_cut() {
        assert_eq!(counted(&"x\0".repeat(5_000)).len(), LOGIN_COUNTED);
    }
}
