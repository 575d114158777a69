//! How the connections are, for pages and the doctor.

use domain::ConnectionId;
use jiff::Timestamp;
use office::{Actor, Right};
use store::{FromRow, Row, StoreError, params};

use crate::{Link, LinkError};

/// Whether a connection can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// It can.
    Connected,
    /// Someone must consent again.
    ReconnectNeeded,
}

/// One connection.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ConnectionView {
    /// Its key.
    pub id: ConnectionId,
    /// Where Exact is.
    pub base_url: String,
    /// The Exact user who consented.
    pub exact_user: String,
    /// Whether it can be used.
    pub state: ConnectionState,
    /// When its tokens were issued last.
    pub token_issued_at: Timestamp,
    /// How many administrations are read through it.
    pub administrations: i64,
}

impl FromRow for ConnectionView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let state: String = row.get(3)?;
        Ok(Self {
            id: ConnectionId::new(row.get(0)?),
            base_url: row.get(1)?,
            exact_user: row.get(2)?,
            state: if state == "connected" {
                ConnectionState::Connected
            } else {
                ConnectionState::ReconnectNeeded
            },
            token_issued_at: row.get(4)?,
            administrations: row.get(5)?,
        })
    }
}

/// Every connection, the oldest first.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn status(link: &Link, actor: &Actor) -> Result<Vec<ConnectionView>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    Ok(tx
        .all(
            "SELECT c.id, c.base_url, c.exact_user_name, c.state, c.token_issued_at, \
             (SELECT COUNT(*) FROM administration a WHERE a.connection_id = c.id) \
             FROM connection c ORDER BY c.id LIMIT 100",
            params![],
        )
        .await?)
}
