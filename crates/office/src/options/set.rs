//! Sets an option.

use domain::{Place, Refusal};
use serde_json::json;
use store::{lock, params, transact};

use super::kind;
use crate::{
    Actor, Office, OfficeError, Right, locks, reasons,
    trail::{self, Change},
};

/// Sets an option to one of its values.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditOptions`], [`OfficeError::Refused`] when there is no such
/// option or value.
pub async fn set(
    office: &Office,
    actor: &Actor,
    name: &str,
    value: &str,
) -> Result<(), OfficeError> {
    actor.require(Right::EditOptions)?;
    let Some(kind) = kind(name) else {
        let refusal = Refusal::new(reasons::OPTION_UNKNOWN, Place::Nowhere);
        return Err(OfficeError::refused(refusal.with("name", name)));
    };
    if !kind.values.contains(&value) {
        let refusal = Refusal::new(reasons::OPTION_VALUE, Place::Nowhere);
        let refusal = refusal.with("name", name).with("value", value);
        return Err(OfficeError::refused(refusal));
    }
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        lock::take(tx, locks::OPTIONS).await?;
        let before: Option<String> = tx
            .optional(
                "SELECT value FROM app_option WHERE name = $1",
                params![name],
            )
            .await?;
        tx.execute_one(
            "INSERT INTO app_option (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![name, value],
        )
        .await?;
        let change = Change::changed("option", name, &json!(before), &json!(value));
        trail::record(office, actor, tx, change).await
    })
}
