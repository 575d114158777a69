//! Maps by itself what needs no person: rates above 0 with exactly one code that fits.

use domain::{AdministrationId, VatTreatment};
use office::{Actor, Right};
use serde_json::json;
use store::{params, transact};

use super::{
    candidates::unique,
    map::{MappingKey, set},
    mapping::needed,
};
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
            let mapped: i64 = tx
                .one(
                    "SELECT COUNT(*) FROM vat_mapping WHERE administration_id = $1 AND journal = '' \
                     AND regime = $2 AND rate = $3",
                    params![
                        administration.get(),
                        treatment.regime.as_str(),
                        treatment.rate.hundredths()
                    ],
                )
                .await?;
            let Some(code) = unique(codes.values(), treatment).filter(|_| mapped == 0) else {
                continue;
            };
            let key = MappingKey {
                administration,
                journal: String::new(),
                treatment,
            };
            set(tx, &key, &code.code).await?;
            proposed.push((treatment, code.code.clone()));
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
