//! Whether the file is there, has room, can be read, and would take a write.

use std::time::Duration;

use tokio::task::spawn_blocking;

use super::{Lane, SqliteDb};
use crate::patience::Patience;
use crate::{StoreError, Trouble};

/// How long the probe waits for whoever writes.
const PROBE_WAIT: Duration = Duration::from_millis(300);
/// A transaction of our own that has held the lock for less proves that we can write; a longer one is in the way.
const OWN_WRITE: Duration = Duration::from_secs(10);

impl SqliteDb {
    /// Looks at the file, takes the lock that a write takes, reads, and gives it back. Nothing is written.
    pub(crate) async fn probe(&self, room_floor: u64) -> Result<(), StoreError> {
        let mut held = Lane::enter(&self.prober, OWN_WRITE).await?;
        held.hurry(Patience::new(PROBE_WAIT));
        let (file, writer) = (self.file.clone(), self.writer.clone());
        spawn_blocking(move || {
            file.check()?;
            file.check_room(room_floor)?;
            let looked = held.within(|connection| {
                let mut any = connection.prepare_cached("SELECT id FROM app_user LIMIT 1")?;
                Ok(any.exists([])?)
            });
            match looked {
                Err(error)
                    if Trouble::of(&error) == Some(Trouble::Locked)
                        && writer
                            .has_written_for()
                            .is_some_and(|time| time < OWN_WRITE) =>
                {
                    Ok(())
                }
                looked => looked.map(drop),
            }
        })
        .await?
    }
}
