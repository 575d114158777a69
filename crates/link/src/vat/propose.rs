//! Maps by itself what needs no person: rates above 0 with exactly one code that fits.

use domain::{AdministrationId, VatTreatment};
use office::{Actor, Right};
use serde_json::json;
use store::{params, transact};

use super::{candidates::unique, mapping::needed};
use crate::{
    Link, LinkError,
    check::mirrored::vat_codes,
    read::{Deed, record},
};

/// Maps every treatment that is needed, not mapped yet, and has exactly one fitting code; gives back which.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::MapVat`].
pub async fn propose(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
) -> Result<Vec<(VatTreatment, String)>, LinkError> {
    actor.require(Right::MapVat)?;
    transact!(link.office.db, |tx| -> Result<
        Vec<(VatTreatment, String)>,
        LinkError,
    > {
        let codes = vat_codes(tx, administration.get()).await?;
        let mut proposed = Vec::new();
        for treatment in needed(tx, administration).await? {
            let Some(code) = unique(codes.values(), treatment) else {
                continue;
            };
            // What a person has mapped stays, also when he does so at this moment.
            let new = tx
                .execute(
                    "INSERT INTO vat_mapping (administration_id, journal, regime, rate, vat_code) \
                     VALUES ($1, '', $2, $3, $4) ON CONFLICT (administration_id, journal, regime, rate) DO NOTHING",
                    params![
                        administration.get(),
                        treatment.regime.as_str(),
                        treatment.rate.hundredths(),
                        code.code.trim(),
                    ],
                )
                .await?;
            if new == 1 {
                proposed.push((treatment, code.code.clone()));
            }
        }
        let codes: Vec<&String> = proposed.iter().map(|(_, code)| code).collect();
        let deed = Deed {
            verb: "propose_vat",
            kind: "administration",
            id: administration.get(),
            before: None,
            after: Some(json!({ "codes": codes })),
        };
        record(link, actor, tx, deed).await?;
        Ok(proposed)
    })
}
