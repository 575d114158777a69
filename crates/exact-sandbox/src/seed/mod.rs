//! What a sandbox starts with.

mod demo;
mod demo_ledger;

use serde::{Deserialize, Serialize};

use crate::books::{CompanySeed, User};
use crate::gate::App;

pub use demo::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, DEMO_USER, demo};

/// People, registered apps and companies. Load as many as wanted: a company with the same number is replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seed {
    /// People who can sign in.
    pub users: Vec<User>,
    /// Registered apps.
    pub apps: Vec<App>,
    /// Companies with everything in them.
    pub companies: Vec<CompanySeed>,
}

impl Seed {
    /// No users, apps or companies.
    #[must_use]
    pub fn empty() -> Seed {
        Seed::default()
    }
}
