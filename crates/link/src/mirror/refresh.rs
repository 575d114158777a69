//! The lane's first step: master data as fresh as Exact has them.

use std::time::Duration;

use exact_api::endpoints::{SyncAccounts, SyncDeleted, SyncGlAccounts, SyncTransactionLines};
use exact_client::Pages;
use jiff::Timestamp;
use store::{params, transact};

use super::{
    delta::{Delta, Reading},
    lines, master, moved, relations,
};
use crate::{
    LinkError,
    lane::{Lane, LaneError},
    read::tell,
};

/// The most pages of a thousand in one go: a first reading of a large administration.
const MAX_SYNC_PAGES: u32 = 2_000;

/// How long one reading of the master data serves the jobs that were asked for before it began.
const SERVES_FOR: Duration = Duration::from_mins(1);

/// Reads everything that changed.
///
/// # Errors
/// When a call fails, or the lane is lost.
pub(crate) async fn refresh_master(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let began = lane.now();
    moved::check(lane).await?;
    refresh_relations(lane).await?;
    gl_accounts(lane).await?;
    refresh_lines(lane).await?;
    deleted(lane).await?;
    master::read(lane).await?;
    done(lane, began).await
}

/// The same, unless a reading that began after `asked_at` is whole and not older than [`SERVES_FOR`]: then it shows
/// what whoever asked at that moment wants to see. Not for sending, which looks itself each time.
///
/// # Errors
/// As [`refresh_master`].
pub(crate) async fn refresh_since(
    lane: &mut Lane<'_>,
    asked_at: Option<Timestamp>,
) -> Result<(), LaneError> {
    let began: Option<Timestamp> = {
        let mut tx = lane.link.office.db.read().await?;
        tx.one(
            "SELECT mirrored_at FROM administration WHERE id = $1",
            params![lane.administration.get()],
        )
        .await?
    };
    let serves = began
        .zip(asked_at)
        .is_some_and(|(began, asked_at)| serves(began, asked_at, lane.now()));
    if serves {
        Ok(())
    } else {
        refresh_master(lane).await
    }
}

/// Whether a reading that began then is new enough for someone who asked at that moment. One that began later than now
/// is of a clock that was ahead, and serves nobody.
fn serves(began: Timestamp, asked_at: Timestamp, now: Timestamp) -> bool {
    let until = began.checked_add(SERVES_FOR).unwrap_or(Timestamp::MAX);
    began > asked_at && began <= now && now <= until
}

/// The relations that changed.
///
/// # Errors
/// As [`refresh_master`].
pub(crate) async fn refresh_relations(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    relations::fill_keys(lane).await?;
    let mut reading = Reading::begin(lane, Delta::Accounts).await?;
    let mut pages = Pages::new(SyncAccounts::after(reading.after()), MAX_SYNC_PAGES);
    while let Some(rows) = lane.next_rows(&mut pages).await? {
        relations::keep(lane, &rows, &mut reading).await?;
    }
    reading.end(lane).await
}

async fn gl_accounts(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let mut reading = Reading::begin(lane, Delta::Ledger).await?;
    let mut pages = Pages::new(SyncGlAccounts::after(reading.after()), MAX_SYNC_PAGES);
    while let Some(rows) = lane.next_rows(&mut pages).await? {
        relations::keep_gl_accounts(lane, &rows, &mut reading).await?;
    }
    reading.end(lane).await
}

/// The transaction lines that changed; only those of sales entries and credit notes are kept.
///
/// # Errors
/// As [`refresh_master`].
pub(crate) async fn refresh_lines(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let mut reading = Reading::begin(lane, Delta::Lines).await?;
    let known = lines::known(lane, reading.after()).await?;
    let mut pages = Pages::new(SyncTransactionLines::after(reading.after()), MAX_SYNC_PAGES);
    let mut began = None;
    while let Some(rows) = lane.next_rows(&mut pages).await? {
        began = began.or(lane.asked_at);
        lines::keep(lane, (&rows, &known), &mut reading).await?;
    }
    reading.end(lane).await?;
    lane.lines_read = began;
    Ok(())
}

async fn deleted(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let mut reading = Reading::begin(lane, Delta::Deleted).await?;
    let mut pages = Pages::new(SyncDeleted::after(reading.after()), MAX_SYNC_PAGES);
    while let Some(rows) = lane.next_rows(&mut pages).await? {
        lines::forget(lane, &rows, &mut reading).await?;
    }
    reading.end(lane).await
}

async fn done(lane: &Lane<'_>, began: Timestamp) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        tx.execute_one(
            "UPDATE administration SET mirrored_at = $2, \
             paused = CASE WHEN paused = $3 THEN NULL ELSE paused END WHERE id = $1",
            params![
                lane.administration.get(),
                began,
                crate::reasons::EXACT_DENIES_ACCESS
            ],
        )
        .await?;
        tell(lane.link, tx, "administration", lane.administration.get()).await
    })?;
    Ok(())
}
