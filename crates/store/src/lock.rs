//! Locks by name, for what no row stands for: that something is not there, or that something of all of them is left.
//!
//! A lock belongs to its transaction and ends with it; nothing has to be given back, and nothing survives a crash.

use crate::{StoreError, Tx, params};

/// Waits until no other transaction has the lock, and has it until the end of this one. To be taken first, before
/// anything is read that it guards.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    tx.execute_one(
        "INSERT INTO named_lock (name, taken) VALUES ($1, 1) \
         ON CONFLICT (name) DO UPDATE SET taken = named_lock.taken + 1",
        params![name],
    )
    .await
}
