//! The lane's first step: master data as fresh as Exact has them.

use exact_api::{
    Rowversion,
    endpoints::{SyncAccounts, SyncDeleted, SyncGlAccounts, SyncTransactionLines},
};
use exact_client::Pages;
use store::{params, transact};

use super::{lines, master, moved, relations};
use crate::{
    LinkError,
    lane::{Lane, LaneError},
    read::tell,
};

/// The most pages of a thousand in one go: a first reading of a large administration.
const MAX_SYNC_PAGES: u32 = 2_000;

/// Reads everything that changed.
///
/// # Errors
/// When a call fails, or the lane is lost.
pub(crate) async fn refresh_master(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    moved::check(lane).await?;
    refresh_relations(lane).await?;
    gl_accounts(lane).await?;
    refresh_lines(lane).await?;
    deleted(lane).await?;
    master::read(lane).await?;
    done(lane).await
}

/// The relations that changed.
///
/// # Errors
/// As [`refresh_master`].
pub(crate) async fn refresh_relations(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let after = cursor(
        lane,
        "SELECT accounts_cursor FROM administration WHERE id = $1",
    )
    .await?;
    let mut pages = Pages::new(SyncAccounts::after(after), MAX_SYNC_PAGES);
    while let Some(rows) = lane.next_rows(&mut pages).await? {
        relations::keep(lane, &rows).await?;
    }
    Ok(())
}

async fn gl_accounts(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let after = cursor(
        lane,
        "SELECT ledger_cursor FROM administration WHERE id = $1",
    )
    .await?;
    let mut pages = Pages::new(SyncGlAccounts::after(after), MAX_SYNC_PAGES);
    while let Some(rows) = lane.next_rows(&mut pages).await? {
        relations::keep_gl_accounts(lane, &rows).await?;
    }
    Ok(())
}

/// The transaction lines that changed; only those of sales entries and credit notes are kept.
///
/// # Errors
/// As [`refresh_master`].
pub(crate) async fn refresh_lines(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let after = cursor(
        lane,
        "SELECT lines_cursor FROM administration WHERE id = $1",
    )
    .await?;
    let mut pages = Pages::new(SyncTransactionLines::after(after), MAX_SYNC_PAGES);
    while let Some(rows) = lane.next_rows(&mut pages).await? {
        lines::keep(lane, &rows).await?;
    }
    Ok(())
}

async fn deleted(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    let after = cursor(
        lane,
        "SELECT deleted_cursor FROM administration WHERE id = $1",
    )
    .await?;
    let mut pages = Pages::new(SyncDeleted::after(after), MAX_SYNC_PAGES);
    while let Some(rows) = lane.next_rows(&mut pages).await? {
        lines::forget(lane, &rows).await?;
    }
    Ok(())
}

async fn cursor(lane: &Lane<'_>, sql: &'static str) -> Result<Rowversion, LinkError> {
    let mut tx = lane.link.office.db.read().await?;
    let value: i64 = tx.one(sql, params![lane.administration.get()]).await?;
    Ok(Rowversion::new(value))
}

async fn done(lane: &Lane<'_>) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        tx.execute_one(
            "UPDATE administration SET mirrored_at = $2, \
             paused = CASE WHEN paused = $3 THEN NULL ELSE paused END WHERE id = $1",
            params![
                lane.administration.get(),
                lane.now(),
                crate::reasons::EXACT_DENIES_ACCESS
            ],
        )
        .await?;
        tell(lane.link, tx, "administration", lane.administration.get()).await
    })?;
    Ok(())
}
