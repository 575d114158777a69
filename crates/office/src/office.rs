//! The office itself: what every verb works with.

use std::sync::Arc;

use store::{Clock, Db, Ids};

use crate::installation::Beside;
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
    /// What lies beside the database; `None` where nothing does, as in tests.
    beside: Option<Arc<dyn Beside>>,
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
            beside: None,
        }
    }

    /// The same with a folder beside its database.
    #[must_use]
    pub fn with_beside(self, beside: Arc<dyn Beside>) -> Self {
        Self {
            beside: Some(beside),
            ..self
        }
    }

    /// The same with another key.
    #[must_use]
    pub fn with_vault(self, vault: Vault) -> Self {
        Self { vault, ..self }
    }

    /// What lies beside the database.
    pub(crate) fn beside(&self) -> Option<&dyn Beside> {
        self.beside.as_deref()
    }

    /// The same, to be taken along.
    pub(crate) fn shared_beside(&self) -> Option<Arc<dyn Beside>> {
        self.beside.clone()
    }
}
