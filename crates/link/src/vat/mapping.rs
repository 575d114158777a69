//! The mapping of an administration, with the codes that may be chosen for each row.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AdministrationId, VatRate, VatRegime, VatTreatment};
use office::{Actor, Right};
use store::{FromRow, Row, StoreError, Tx, params};

use super::candidates::{unique, usable};
use crate::{
    Link, LinkError,
    check::mirrored::{MappedRow, vat_codes},
    read,
};

/// A VAT code that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Candidate {
    /// The code.
    pub code: String,
    /// Its description in Exact.
    pub description: String,
    /// Its percentage.
    pub rate: VatRate,
    /// L goods, N none, S services, T triangulation: shown, because it decides what is declared.
    pub eu_listing: String,
    /// VAT is reversed.
    pub charged: bool,
}

/// One row: a regime and rate, in every journal or in one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MappingRow {
    /// The code of the journal; empty = every journal.
    pub journal: String,
    /// Regime and rate.
    pub treatment: VatTreatment,
    /// The code that stands for it.
    pub code: Option<String>,
    /// The code that would be proposed.
    pub proposed: Option<String>,
    /// The codes that may be chosen.
    pub candidates: Vec<Candidate>,
}

/// What a row is keyed by: the journal's code, and the treatment.
type Rows = BTreeMap<(String, VatTreatment), Option<String>>;

/// The rows that are mapped, and those that invoices of the administration's locations need.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn mapping(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
) -> Result<Vec<MappingRow>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = link.office.db.read().await?;
    let codes = vat_codes(&mut tx, administration.get()).await?;
    let rows = rows(&mut tx, administration).await?;
    Ok(rows
        .into_iter()
        .map(|((journal, treatment), code)| MappingRow {
            journal,
            treatment,
            code,
            proposed: unique(codes.values(), treatment).map(|code| code.code.clone()),
            candidates: usable(codes.values(), treatment)
                .into_iter()
                .map(|code| Candidate {
                    code: code.code.clone(),
                    description: code.description.clone(),
                    rate: code.rate,
                    eu_listing: code.eu_listing.clone(),
                    charged: code.charged,
                })
                .collect(),
        })
        .collect())
}

async fn rows(tx: &mut Tx, administration: AdministrationId) -> Result<Rows, LinkError> {
    let mapped: Vec<MappedRow> = tx
        .all(
            "SELECT journal, regime, rate, vat_code FROM vat_mapping WHERE administration_id = $1",
            params![administration.get()],
        )
        .await?;
    let mut rows: Rows = needed(tx, administration)
        .await?
        .into_iter()
        .map(|one| ((String::new(), one), None))
        .collect();
    for row in mapped {
        rows.insert((row.journal, row.treatment), Some(row.code));
    }
    Ok(rows)
}

/// The rates above 0 that Exact has for sales, and every treatment that an invoice of one of the locations bears.
pub(super) async fn needed(
    tx: &mut Tx,
    administration: AdministrationId,
) -> Result<BTreeSet<VatTreatment>, LinkError> {
    let used: Vec<TreatmentRow> = tx
        .all(
            "SELECT DISTINCT v.regime, v.rate FROM invoice_vat v JOIN invoice i ON i.id = v.invoice_id \
             JOIN location l ON l.id = i.location_id WHERE l.administration_id = $1",
            params![administration.get()],
        )
        .await?;
    let mut needed: BTreeSet<VatTreatment> = used.into_iter().map(|row| row.0).collect();
    let rates: Vec<i64> = tx
        .all(
            "SELECT DISTINCT rate FROM exact_vat_code WHERE administration_id = $1 AND rate > 0 AND kind = 'E' \
             AND blocked = FALSE AND charged = FALSE AND transaction_kind IN ('S', 'B')",
            params![administration.get()],
        )
        .await?;
    let rates = rates
        .into_iter()
        .filter_map(|rate| VatRate::from_hundredths(rate).ok());
    needed.extend(rates.map(VatTreatment::standard));
    Ok(needed)
}

struct TreatmentRow(VatTreatment);

impl FromRow for TreatmentRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(VatTreatment {
            regime: read::word::<VatRegime>(row, 0)?,
            rate: VatRate::from_hundredths(row.get(1)?).map_err(|_| StoreError::Column {
                index: 1,
                expected: "a VAT rate",
            })?,
        }))
    }
}
