//! Whether the server answers, and would take a write.

use tokio_postgres::SimpleQueryMessage;

use super::{PostgresDb, PostgresTx};
use crate::{StoreError, Trouble};

/// One round trip: a transaction as we begin them, whether it may write, a row of ours, the end. A standby, or a server
/// that was told so, makes every transaction read-only.
const PROBE: &str = "BEGIN; SHOW transaction_read_only; SELECT id FROM app_user LIMIT 1; ROLLBACK";

impl PostgresDb {
    /// Reads, and asks whether it could write.
    pub(crate) async fn probe(&self) -> Result<(), StoreError> {
        let mut tx = PostgresTx {
            client: Some(self.client().await?),
            waiting: true,
        };
        let answers = tx.client()?.simple_query(PROBE).await?;
        // It has ended by itself: nothing is left to roll back.
        tx.client = None;
        let first = answers.iter().find_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        match first {
            Some("off") => Ok(()),
            _ => Err(StoreError::Unavailable(Trouble::ReadOnly)),
        }
    }
}
