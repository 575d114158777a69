//! What the database says of the installation, beside what the folder says: one small query.

use jiff::Timestamp;
use store::{FromRow, Row, StoreError, Tx, params};

use super::beside::Found;
use super::differences::differences;
use super::standing::{Pause, Standing};
use crate::{Office, OfficeError};

/// The installation as its database has it, for the folder that asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Installation {
    /// Its id; `None` before the first start of a version that knows of this.
    pub id: Option<String>,
    /// The state's word.
    pub(super) state: Option<String>,
    pub(super) reason: Option<String>,
    /// When that state began.
    pub since: Option<Timestamp>,
    pub(super) backup_at: Option<Timestamp>,
    /// Until when nothing was sent after it was said that it goes on.
    pub resume_after: Option<Timestamp>,
    pub(super) node: Option<Node>,
    /// Whether anything is at stake: a connection was made.
    pub(super) stake: bool,
    /// Whether it lacks what was done from this folder last.
    pub(super) is_older: bool,
}

/// A folder that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) host: String,
    pub(super) place: String,
    pub(super) file: String,
    pub(super) device: String,
}

impl FromRow for Installation {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let host: Option<String> = row.get(6)?;
        let node = match host {
            None => None,
            Some(host) => Some(Node {
                host,
                place: row.get(7)?,
                file: row.get(8)?,
                device: row.get(9)?,
            }),
        };
        Ok(Self {
            id: row.get(0)?,
            state: row.get(1)?,
            reason: row.get(2)?,
            since: row.get(3)?,
            backup_at: row.get(4)?,
            resume_after: row.get(5)?,
            node,
            stake: row.get(10)?,
            is_older: row.get(11)?,
        })
    }
}

/// Reads it. A mark older than the oldest row that is kept proves nothing: such rows may have been forgotten. Whoever
/// forgets old rows keeps the newest one.
pub(super) async fn load(tx: &mut Tx, found: &Found) -> Result<Installation, StoreError> {
    let key = found
        .identity
        .as_ref()
        .map(|identity| identity.key.as_str());
    tx.one(
        "SELECT i.id, i.state, i.reason, i.since, i.backup_at, i.resume_after, n.host, n.place, n.file, n.device, \
         EXISTS (SELECT 1 FROM connection), \
         COALESCE((CAST($2 AS BIGINT) IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM call_intent c WHERE c.id = $2) \
             AND COALESCE((SELECT MIN(c.id) FROM call_intent c), $2) <= $2) \
           OR (CAST($3 AS BIGINT) IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.id = $3) \
             AND COALESCE((SELECT MIN(a.id) FROM audit a), $3) <= $3), FALSE) \
         FROM (SELECT 1 AS one) o LEFT JOIN installation i ON i.one = o.one \
         LEFT JOIN installation_node n ON n.node_key = CAST($1 AS TEXT)",
        params![key, found.mark.intent, found.mark.audit],
    )
    .await
}

/// The installation and how this folder stands to it.
///
/// # Errors
/// When the database fails.
pub async fn view(office: &Office) -> Result<(Installation, Found, Standing), OfficeError> {
    let mut tx = office.db.read().await?;
    Ok(view_in(office, &mut tx).await?)
}

pub(super) async fn view_in(
    office: &Office,
    tx: &mut Tx,
) -> Result<(Installation, Found, Standing), StoreError> {
    let found = office.beside().map(|it| it.look()).unwrap_or_default();
    let database = load(tx, &found).await?;
    let standing = judge(office, &database, &found);
    Ok((database, found, standing))
}

/// How this folder stands to its database.
///
/// # Errors
/// When the database fails.
pub async fn standing(office: &Office) -> Result<Standing, OfficeError> {
    view(office).await.map(|(_, _, standing)| standing)
}

/// Demands that nobody has to decide first. That it waits for its time is no refusal here: work may be queued.
///
/// # Errors
/// [`OfficeError::Refused`] with why it is paused.
pub async fn require(office: &Office) -> Result<(), OfficeError> {
    match standing(office).await? {
        Standing::Paused(pause) => Err(OfficeError::refused(pause.refusal())),
        _ => Ok(()),
    }
}

fn judge(office: &Office, database: &Installation, found: &Found) -> Standing {
    let since = database.since.unwrap_or_default();
    let backup_at = database.backup_at;
    match (database.state.as_deref(), database.reason.as_deref()) {
        (Some("copy"), _) => return Standing::Paused(Pause::Copy { since }),
        (Some("paused"), Some("restored")) => {
            return Standing::Paused(Pause::Restored { since, backup_at });
        }
        (Some("paused"), _) => return Standing::Paused(Pause::Stopped { since }),
        _ => {}
    }
    let differ = match office.beside() {
        Some(_) if database.stake => differences(database, found),
        _ => Vec::new(),
    };
    if !differ.is_empty() {
        return Standing::Paused(Pause::Differs(differ));
    }
    match database.resume_after {
        Some(until) if until > office.clock.now() => Standing::Waits { until },
        _ => Standing::InOrder,
    }
}
