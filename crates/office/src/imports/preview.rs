//! Shows what an import would do.

use super::{Choice, FilePreview, Preview, plan::plan, reading};
use crate::{Actor, Office, OfficeError, Right};

/// What [`import`](super::import()) would do with a file. Nothing is stored; what would be refused is in the
/// answer.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::ImportInvoices`]; [`OfficeError::NotFound`] when there is no such
/// location or journal.
pub async fn preview(
    office: &Office,
    actor: &Actor,
    bytes: &[u8],
    choice: &Choice,
) -> Result<Preview, OfficeError> {
    actor.require(Right::ImportInvoices)?;
    let document = match reading::read(bytes).await {
        Ok(document) => document,
        Err(OfficeError::Refused(refusals)) => {
            return Ok(Preview {
                refusals,
                ..Preview::default()
            });
        }
        Err(error) => return Err(error),
    };
    let plan = plan(&mut office.db.read().await?, &document, choice).await?;
    Ok(Preview {
        file: Some(FilePreview {
            seller: document.seller,
            seller_numbers: document.seller_numbers,
            printed: plan.printed,
            buyer: plan.buyer,
            accounts: plan.accounts,
        }),
        already: plan.same,
        notes: plan.notes,
        refusals: plan.refusals,
    })
}
