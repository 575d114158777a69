//! The list of administrations, with what is set up and how their lanes are.

use domain::{AdministrationId, ConnectionId};
use jiff::{Timestamp, civil::Date};
use office::{Actor, Right};
use store::{FromRow, Row, StoreError, params};

use crate::{Link, LinkError};

/// One administration, for pages.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AdministrationView {
    /// Its key.
    pub id: AdministrationId,
    /// The connection through which it is reached.
    pub connection: ConnectionId,
    /// Its number.
    pub division: i64,
    /// The name that Exact shows.
    pub name: String,
    /// Its VAT number.
    pub vat_number: String,
    /// The currency of its books.
    pub currency: String,
    /// From when invoices are booked by the link.
    pub start_date: Option<Date>,
    /// Up to when the VAT was filed.
    pub vat_filed_up_to: Option<Date>,
    /// When its master data were read last.
    pub mirrored_at: Option<Timestamp>,
    /// Whether accounts may be made there.
    pub may_create_accounts: bool,
    /// The reason code why its lane writes nothing, when it does not.
    pub paused: Option<String>,
    /// How many locations book there.
    pub locations: i64,
}

impl FromRow for AdministrationView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: AdministrationId::new(row.get(0)?),
            connection: ConnectionId::new(row.get(1)?),
            division: row.get(2)?,
            name: row.get(3)?,
            vat_number: row.get(4)?,
            currency: row.get(5)?,
            start_date: row.get(6)?,
            vat_filed_up_to: row.get(7)?,
            mirrored_at: row.get(8)?,
            may_create_accounts: row.get(9)?,
            paused: row.get(10)?,
            locations: row.get(11)?,
        })
    }
}

/// Every administration by name.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn list(link: &Link, actor: &Actor) -> Result<Vec<AdministrationView>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    Ok(tx
        .all(
            "SELECT a.id, a.connection_id, a.division, a.name, a.vat_number, a.currency, a.start_date, \
             a.vat_filed_up_to, a.mirrored_at, a.may_create_accounts, a.paused, \
             (SELECT COUNT(*) FROM location l WHERE l.administration_id = a.id) \
             FROM administration a ORDER BY a.name, a.id LIMIT 1000",
            params![],
        )
        .await?)
}
