//! What was fetched from each administration.

use domain::AdministrationId;
use jiff::Timestamp;
use office::{Actor, Right};
use store::{FromRow, Row, StoreError, params};

use crate::{Link, LinkError};

/// What stands here of an administration.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    /// Which one.
    pub administration: AdministrationId,
    /// The name that Exact shows.
    pub name: String,
    /// Its number.
    pub division: i64,
    /// When its master data were read last.
    pub mirrored_at: Option<Timestamp>,
    /// How many ledger accounts are linked to one of its accounts.
    pub accounts: i64,
    /// How many journals are its.
    pub journals: i64,
}

impl FromRow for Imported {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            administration: AdministrationId::new(row.get(0)?),
            name: row.get(1)?,
            division: row.get(2)?,
            mirrored_at: row.get(3)?,
            accounts: row.get(4)?,
            journals: row.get(5)?,
        })
    }
}

/// What stands here of every administration that a location uses, by name.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn imported(link: &Link, actor: &Actor) -> Result<Vec<Imported>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    Ok(tx
        .all(
            "SELECT a.id, a.name, a.division, a.mirrored_at, \
             (SELECT COUNT(*) FROM account_link l WHERE l.administration_id = a.id), \
             (SELECT COUNT(*) FROM journal j WHERE j.administration_id = a.id) \
             FROM administration a WHERE EXISTS (SELECT 1 FROM location w WHERE w.administration_id = a.id) \
             ORDER BY a.name, a.id LIMIT 1000",
            params![],
        )
        .await?)
}
