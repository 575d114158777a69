//! The office itself: what every verb works with.

use store::{Clock, Db, Ids};

use crate::{Vault, password::Passwords};

/// The database, the time, a source of identities, and the vault; clones share them.
#[derive(Debug, Clone)]
pub struct Office {
    /// Where everything is kept.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// Where identities, tokens and salts come from.
    pub ids: Ids,
    /// Where secrets are sealed.
    pub vault: Vault,
    /// Where passwords are hashed, few at a time.
    pub(crate) passwords: Passwords,
}

impl Office {
    /// An office over an open database.
    #[must_use]
    pub fn new(db: Db, clock: Clock, ids: Ids, vault: Vault) -> Self {
        Self {
            db,
            clock,
            ids,
            vault,
            passwords: Passwords::new(),
        }
    }
}
