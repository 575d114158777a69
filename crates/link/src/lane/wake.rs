//! Lanes that wait look at once whether they can go on: something was changed that they waited for.

use office::{Actor, Right};
use store::{jobs, transact};

use crate::{Link, LinkError};

/// Lets every lane look now; one that has to wait on says so again.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::EditOptions`].
pub async fn wake(link: &Link, actor: &Actor) -> Result<(), LinkError> {
    actor.require(Right::EditOptions)?;
    let now = link.office.clock.now();
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        Ok(jobs::all_due(tx, now).await?)
    })
}
