//! Remembers what a person chose.

use domain::{Place, Refusal};
use store::{params, transact};

use crate::{Actor, Office, OfficeError, reasons};

/// The longest name and value, in bytes.
pub const PREFERENCE_MAX: usize = 4_000;

/// Remembers a choice of the actor; nothing happens when the actor is no person.
///
/// # Errors
/// [`OfficeError::Refused`] when name or value is longer than [`PREFERENCE_MAX`].
pub async fn set(
    office: &Office,
    actor: &Actor,
    name: &str,
    value: &str,
) -> Result<(), OfficeError> {
    let Some(user) = actor.user else {
        return Ok(());
    };
    if name.len() > PREFERENCE_MAX || value.len() > PREFERENCE_MAX {
        return Err(OfficeError::refused(
            Refusal::new(reasons::TEXT_TOO_LONG, Place::Nowhere)
                .with("field", "preference")
                .with("max", PREFERENCE_MAX),
        ));
    }
    let value = value.replace('\0', "");
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        tx.execute_one(
            "INSERT INTO preference (user_id, name, value) VALUES ($1, $2, $3)
             ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
            params![user.get(), name, &value],
        )
        .await?;
        Ok(())
    })
}
