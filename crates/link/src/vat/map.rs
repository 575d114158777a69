//! A person says which VAT code stands for a regime and rate.

use domain::{AdministrationId, Place, Refusal, VatTreatment};
use office::{Actor, Right};
use serde_json::json;
use store::{Tx, params, transact};

use crate::{
    Link, LinkError,
    check::{mirrored::vat_codes, vat::unusable},
    read::{Deed, record},
    reasons,
};

/// Where a mapping holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingKey {
    /// The administration.
    pub administration: AdministrationId,
    /// The code of a journal; empty = every journal.
    pub journal: String,
    /// Regime and rate.
    pub treatment: VatTreatment,
}

/// Maps; `None` takes the mapping away. A code that Exact would refuse is refused here already.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::MapVat`]; [`LinkError::Refused`] for a code that cannot be used.
pub async fn map(
    link: &Link,
    actor: &Actor,
    key: &MappingKey,
    code: Option<&str>,
) -> Result<(), LinkError> {
    actor.require(Right::MapVat)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        match code {
            Some(code) => {
                check(tx, key, code).await?;
                set(tx, key, code).await?;
            }
            None => remove(tx, key).await?,
        }
        let deed = Deed {
            verb: "map_vat",
            kind: "administration",
            id: key.administration.get(),
            before: None,
            after: Some(json!({
                "journal": &key.journal,
                "regime": key.treatment.regime,
                "rate": key.treatment.rate,
                "code": code,
            })),
        };
        record(link, actor, tx, deed).await
    })
}

async fn check(tx: &mut Tx, key: &MappingKey, code: &str) -> Result<(), LinkError> {
    let codes = vat_codes(tx, key.administration.get()).await?;
    let reason = match codes.get(code.trim()) {
        None => Some(reasons::VAT_CODE_GONE),
        Some(found) => unusable(found, key.treatment),
    };
    match reason {
        None => Ok(()),
        Some(reason) => Err(LinkError::refused(
            Refusal::new(reason, Place::VatMapping(key.administration))
                .with("code", code.trim())
                .with("regime", key.treatment.regime)
                .with("rate", key.treatment.rate),
        )),
    }
}

/// Stores one mapping.
async fn set(tx: &mut Tx, key: &MappingKey, code: &str) -> Result<(), LinkError> {
    tx.execute(
        "INSERT INTO vat_mapping (administration_id, journal, regime, rate, vat_code) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (administration_id, journal, regime, rate) DO UPDATE SET vat_code = excluded.vat_code",
        params![
            key.administration.get(),
            key.journal.trim(),
            key.treatment.regime.as_str(),
            key.treatment.rate.hundredths(),
            code.trim(),
        ],
    )
    .await?;
    Ok(())
}

async fn remove(tx: &mut Tx, key: &MappingKey) -> Result<(), LinkError> {
    tx.execute(
        "DELETE FROM vat_mapping WHERE administration_id = $1 AND journal = $2 AND regime = $3 AND rate = $4",
        params![
            key.administration.get(),
            key.journal.trim(),
            key.treatment.regime.as_str(),
            key.treatment.rate.hundredths(),
        ],
    )
    .await?;
    Ok(())
}
