//! Which master key the stored tokens take; and giving up those whose key is lost.

use domain::ConnectionId;
use office::{Actor, Right, Vault};
use serde_json::json;
use store::{Db, FromRow, Row, StoreError, params, transact};

use crate::{
    Link, LinkError,
    read::{Deed, record},
};

/// A connection with tokens that are sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Which one.
    pub connection: ConnectionId,
    /// The Exact user who consented.
    pub exact_user: String,
    /// The id of the key that opens its tokens; `None` when they are no sealed texts at all.
    pub key_id: Option<String>,
    /// The sealed refresh token, by which is told whether it is still the same.
    token: String,
}

impl Sealed {
    /// Whether this vault opens it.
    #[must_use]
    pub fn fits(&self, vault: &Vault) -> bool {
        self.key_id.as_deref() == Some(vault.key_id())
    }
}

impl FromRow for Sealed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let token: String = row.get(2)?;
        Ok(Self {
            connection: ConnectionId::new(row.get(0)?),
            exact_user: row.get(1)?,
            key_id: Vault::key_of(&token).map(str::to_owned),
            token,
        })
    }
}

/// Every connection with sealed tokens. It takes the database only: it is asked before there is a key.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn sealed(db: &Db, actor: &Actor) -> Result<Vec<Sealed>, LinkError> {
    actor.require(Right::View)?;
    let mut tx = db.read().await?;
    Ok(tx
        .all(
            "SELECT id, exact_user_name, refresh_token FROM connection WHERE refresh_token <> '' \
             ORDER BY id LIMIT 100",
            params![],
        )
        .await?)
}

/// Gives up the tokens that the key at hand does not open: those connections need a new consent. Gives them back.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::Connect`].
pub async fn give_up(link: &Link, actor: &Actor) -> Result<Vec<Sealed>, LinkError> {
    actor.require(Right::Connect)?;
    let vault = &link.office.vault;
    let mut lost = sealed(&link.office.db, actor).await?;
    lost.retain(|one| !one.fits(vault));
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        for one in &lost {
            let id = one.connection.get();
            let touched = tx
                .execute(
                    "UPDATE connection SET state = 'reconnect_needed', access_token = '', refresh_token = '', \
                     token_version = token_version + 1 WHERE id = $1 AND refresh_token = $2",
                    params![id, &one.token],
                )
                .await?;
            if touched == 0 {
                // Somebody consented anew meanwhile: those tokens are good.
                continue;
            }
            let deed = Deed {
                verb: "give_up_tokens",
                kind: "connection",
                id,
                before: Some(json!({ "key": one.key_id })),
                after: Some(json!({ "state": "reconnect_needed" })),
            };
            record(link, actor, tx, deed).await?;
        }
        Ok(())
    })?;
    Ok(lost)
}
