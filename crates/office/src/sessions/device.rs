//! Browsers that are known: in which a person has signed in before. A token of theirs lets nobody in.

use domain::UserId;
use secrecy::SecretString;
use store::{Tx, params};

use super::{
    DEVICE_LIFE, DEVICES_PER_USER, Knock,
    begin::{before, hash},
};
use crate::{Office, OfficeError};

/// Notes that the person signed in in this browser. Gives back the token that the browser is to keep, unless it has one
/// of this person already.
pub(super) async fn note(
    office: &Office,
    tx: &mut Tx,
    user: UserId,
    knock: &Knock<'_>,
) -> Result<Option<SecretString>, OfficeError> {
    let now = office.clock.now();
    tx.execute(
        "DELETE FROM device WHERE seen_at <= $1",
        params![before(now, DEVICE_LIFE)],
    )
    .await?;
    if let Some(known) = knock.device {
        let seen = tx
            .execute(
                "UPDATE device SET seen_at = $3 WHERE token_hash = $1 AND user_id = $2",
                params![hash(known), user.get(), now],
            )
            .await?;
        if seen == 1 {
            return Ok(None);
        }
    }
    tx.execute(
        "DELETE FROM device WHERE user_id = $1 AND token_hash NOT IN (
             SELECT token_hash FROM device WHERE user_id = $1 ORDER BY seen_at DESC LIMIT $2)",
        params![user.get(), DEVICES_PER_USER - 1],
    )
    .await?;
    let token = hex::encode(office.ids.token());
    tx.execute_one(
        "INSERT INTO device (token_hash, user_id, created_at, seen_at) VALUES ($1, $2, $3, $3)",
        params![hash(&token), user.get(), now],
    )
    .await?;
    Ok(Some(SecretString::from(token)))
}
