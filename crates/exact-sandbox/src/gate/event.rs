//! What happened at the gate, with every chosen value, so that it can be replayed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Chain, Code, Gate, Shut};

/// A user let an app into companies; the app holds a code for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Consent {
    /// The authorisation code.
    pub(crate) code: String,
    /// The app.
    pub(crate) client: String,
    /// The user.
    pub(crate) user: Uuid,
    /// The companies he ticked.
    pub(crate) divisions: Vec<i32>,
    /// Where the code was sent.
    pub(crate) redirect_uri: String,
    /// When.
    pub(crate) at: Timestamp,
}

/// A pair of tokens was issued, for a code or for a refresh token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Issue {
    /// The code or refresh token that was given in.
    pub(crate) given: String,
    /// New access token.
    pub(crate) access: String,
    /// New refresh token.
    pub(crate) refresh: String,
    /// When.
    pub(crate) at: Timestamp,
}

/// A change at the gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Event {
    /// Consent was given.
    Consented(Consent),
    /// Tokens were issued.
    Issued(Issue),
    /// A user was disabled by his administrator, or let in again.
    Activated {
        /// The user.
        user: Uuid,
        /// Whether he may come in.
        active: bool,
    },
    /// Someone or something was shut out, or let in again.
    Shut {
        /// What.
        what: Shut,
        /// Whether it is shut out.
        shut: bool,
    },
    /// The scopes of an app were changed; all when absent.
    Scoped {
        /// Client id.
        client: String,
        /// Scopes.
        scopes: Option<Vec<String>>,
    },
    /// All chains of a user were broken by hand.
    Revoked(
        /// The user.
        Uuid,
    ),
}

/// Longest list of access tokens that is kept; the oldest are forgotten first.
const ACCESS_KEPT: usize = 10_000;

impl Gate {
    /// Takes the event over.
    pub(crate) fn apply(&mut self, event: Event) {
        match event {
            Event::Consented(consent) => {
                self.codes.insert(
                    consent.code.clone(),
                    Code {
                        consent,
                        used: false,
                    },
                );
            }
            Event::Issued(issue) => self.issued(issue),
            Event::Activated { .. } => {}
            Event::Shut { what, shut } => {
                self.shut.retain(|known| *known != what);
                if shut {
                    self.shut.push(what);
                }
            }
            Event::Scoped { client, scopes } => {
                let app = self.apps.iter_mut().find(|app| app.client_id == client);
                if let Some(app) = app {
                    app.scopes = scopes;
                }
            }
            Event::Revoked(user) => self.break_chains(|chain| chain.user == user),
        }
    }

    fn break_chains(&mut self, which: impl Fn(&Chain) -> bool) {
        self.chains
            .values_mut()
            .filter(|chain| which(chain))
            .for_each(|chain| chain.broken = true);
    }

    fn issued(&mut self, issue: Issue) {
        let Some(id) = self.chain_for(&issue.given) else {
            return;
        };
        let Some(chain) = self.chains.get_mut(&id) else {
            return;
        };
        chain.previous = std::mem::replace(&mut chain.refresh, issue.refresh.clone());
        chain.previous_dead = false;
        chain.issued = issue.at;
        self.refresh.insert(issue.refresh, id);
        if self.access.len() >= ACCESS_KEPT {
            let oldest = self
                .access
                .iter()
                .min_by_key(|(_, (_, at))| *at)
                .map(|(token, _)| token.clone());
            oldest.and_then(|token| self.access.remove(&token));
        }
        self.access.insert(issue.access, (id, issue.at));
    }

    /// The chain of a refresh token, or a new one for a code: it ends every other chain of that user and app.
    fn chain_for(&mut self, given: &str) -> Option<u64> {
        if let Some(id) = self.refresh.get(given) {
            return Some(*id);
        }
        let code = self.codes.get_mut(given)?;
        code.used = true;
        let consent = code.consent.clone();
        self.break_chains(|chain| chain.user == consent.user && chain.client == consent.client);
        self.last_chain += 1;
        let chain = Chain {
            client: consent.client,
            user: consent.user,
            divisions: consent.divisions,
            ..Chain::default()
        };
        self.chains.insert(self.last_chain, chain);
        Some(self.last_chain)
    }
}
