//! Whether Exact Online is the accounting package: with another one, or none, the link neither asks nor sends anything.
//!
//! What was queued before waits; it goes on when Exact Online is chosen again.

use domain::{Place, Refusal};
use office::options;
use store::Tx;

use crate::{LinkError, reasons};

/// Demands that Exact Online is chosen, within a transaction: whoever changes the option and whoever opens an intent
/// come one after the other.
///
/// # Errors
/// [`LinkError::Refused`] with [`reasons::ACCOUNTING_PACKAGE_NONE`].
pub(crate) async fn require(tx: &mut Tx) -> Result<(), LinkError> {
    if is_chosen(tx).await? {
        Ok(())
    } else {
        Err(LinkError::refused(refusal()))
    }
}

/// Whether Exact Online is chosen.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_chosen(tx: &mut Tx) -> Result<bool, LinkError> {
    let package = options::get_in(tx, &options::ACCOUNTING_PACKAGE).await?;
    Ok(package == options::EXACT_ONLINE)
}

/// What is said while it is not.
pub(crate) fn refusal() -> Refusal {
    Refusal::new(reasons::ACCOUNTING_PACKAGE_NONE, Place::Connection)
}
