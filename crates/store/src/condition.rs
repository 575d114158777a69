//! How the database is: asked for real, by one at a time, and the answer shared for a moment.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::{Db, StoreError, Trouble, params, patience};

/// How much is written to see whether there is room again, in bytes: more than the side files have left over.
const FILLER_BYTES: usize = 64 * 1024;

/// How the database is asked how it is.
#[derive(Debug, Clone, Copy)]
pub struct Probing {
    /// It has to answer within this time.
    pub answer_within: Duration,
    /// So long an answer is given to whoever asks: however many ask, the database is asked once.
    pub shared_for: Duration,
    /// Its disk is called full when fewer bytes than this are free: there must be room for the outcome of whatever is
    /// begun. SQLite only; the disk of a server is the server's.
    pub room_floor: u64,
}

impl Default for Probing {
    fn default() -> Self {
        Self {
            answer_within: Duration::from_secs(1),
            shared_for: Duration::from_millis(250),
            room_floor: 64 * 1024 * 1024,
        }
    }
}

/// What is known of the database's condition; shared by all clones of a [`Db`].
#[derive(Debug, Default)]
pub(crate) struct Watch {
    pub(crate) probing: Probing,
    /// A write found no room, and none has been proven since.
    full: AtomicBool,
    last: Mutex<Option<(Instant, Result<(), Trouble>)>>,
}

impl Watch {
    pub(crate) fn new(probing: Probing) -> Self {
        Self {
            probing,
            ..Self::default()
        }
    }

    /// Notes what an error says.
    pub(crate) fn saw(&self, error: &StoreError) {
        if Trouble::of(error) == Some(Trouble::Full) {
            self.full.store(true, Ordering::SeqCst);
        }
    }

    fn is_full(&self) -> bool {
        self.full.load(Ordering::SeqCst)
    }
}

impl Db {
    /// How the database is: it was read, it could be written to, its file is the one that was opened, and its disk has
    /// room. Asked at most once in [`Probing::shared_for`], by one at a time; whoever asks meanwhile gets that answer.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn condition(&self) -> Result<(), Trouble> {
        let watch = &self.watch;
        let mut last = watch.last.lock().await;
        let told = last.filter(|(at, answer)| {
            // What was well before a write found no room is not well any more.
            at.elapsed() < watch.probing.shared_for && !(answer.is_ok() && watch.is_full())
        });
        if let Some((_, answer)) = told {
            return answer;
        }
        let within = watch.probing.answer_within;
        let asked = tokio::time::timeout(within, patience::limited(within, self.ask())).await;
        let answer = asked.unwrap_or(Err(Trouble::Unreachable));
        // Said when it changes: whoever asks twice a second would fill a disk that is full.
        let before = last.map_or(Ok(()), |(_, answer)| answer);
        match answer {
            Err(trouble) if before != answer => {
                tracing::warn!(%trouble, "the database has a trouble")
            }
            Ok(()) if before.is_err() => tracing::warn!("the database is well again"),
            _ => {}
        }
        *last = Some((Instant::now(), answer));
        answer
    }

    async fn ask(&self) -> Result<(), Trouble> {
        let told = |error: StoreError| {
            tracing::debug!(error = %error, cause = ?error, "the database was asked how it is");
            Trouble::of(&error).unwrap_or(Trouble::Unreachable)
        };
        self.probe(self.watch.probing.room_floor)
            .await
            .map_err(told)?;
        if self.watch.is_full() {
            self.take_room().await.map_err(told)?;
            self.watch.full.store(false, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Stores a few pages and removes them again; another node that does the same is no trouble.
    async fn take_room(&self) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tx.execute(
            "INSERT INTO write_probe (id, filler) VALUES (1, $1) \
             ON CONFLICT (id) DO UPDATE SET filler = excluded.filler",
            params![filler()],
        )
        .await?;
        tx.commit().await?;
        let mut tx = self.begin().await?;
        tx.execute("DELETE FROM write_probe WHERE id = 1", params![])
            .await?;
        tx.commit().await
    }
}

/// Bytes that no database makes smaller.
fn filler() -> Vec<u8> {
    let blocks = (0_u64..).map(|block| Sha256::digest(block.to_be_bytes()));
    let mut bytes: Vec<u8> = Vec::with_capacity(FILLER_BYTES);
    for block in blocks.take(FILLER_BYTES / 32) {
        bytes.extend_from_slice(&block);
    }
    bytes
}
