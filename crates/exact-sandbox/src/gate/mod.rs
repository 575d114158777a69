//! Who may come in: registered apps, consents, token chains. It decides and remembers; HTTP is `oauth`'s business.
//!
//! Rules: facts 1.3 to 1.5 and points 1 to 8. Every change is an [`Event`], so that tokens survive a restart.

mod counts;
mod event;
mod refusal;
mod rules;
mod view;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use counts::GateCounts;
pub(crate) use event::{Consent, Event, Issue};
pub use refusal::TokenRefusal;
pub(crate) use view::ChainView;

/// Life of an access token in seconds.
pub(crate) const ACCESS_LIFE: i64 = 600;
/// A refresh is refused until this many seconds after the last token was issued.
pub(crate) const EARLIEST_REFRESH: i64 = 570;
/// Life of an authorisation code in seconds.
pub(crate) const CODE_LIFE: i64 = 180;
/// Life of an unused refresh token in seconds: 30 days.
pub(crate) const REFRESH_LIFE: i64 = 30 * 86_400;
/// Token calls a day per app and user.
pub(crate) const TOKEN_CALLS_A_DAY: u32 = 200;

/// An app as registered in the App Center.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct App {
    /// Client id, a GUID.
    pub client_id: String,
    /// Client secret.
    pub secret: String,
    /// Name shown on the consent page.
    pub name: String,
    /// Addresses to which a browser may be sent back.
    pub redirect_uris: Vec<String>,
    /// Scopes, such as `crm.accounts` (manage) or `crm.accounts:read`; all when absent.
    pub scopes: Option<Vec<String>>,
    /// Key of the webhook signature.
    pub webhook_secret: String,
}

impl App {
    /// Whether the app's scopes allow reading, or managing, the area.
    #[must_use]
    pub fn may(&self, area: &str, manage: bool) -> bool {
        let Some(scopes) = &self.scopes else {
            return true;
        };
        scopes
            .iter()
            .any(|scope| match scope.strip_suffix(":read") {
                Some(readable) => !manage && readable == area,
                None => scope == area,
            })
    }
}

/// One consent and the tokens that came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chain {
    pub(crate) client: String,
    pub(crate) user: Uuid,
    pub(crate) divisions: Vec<i32>,
    /// Whether a later consent by the same user for the same app has replaced it.
    broken: bool,
    issued: Timestamp,
    refresh: String,
    /// The refresh token before the present one, and whether the present pair was used since.
    previous: String,
    previous_dead: bool,
}

#[derive(Clone, Debug)]
struct Code {
    consent: Consent,
    used: bool,
}

/// Apps, codes, chains and tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    pub(crate) apps: Vec<App>,
    /// Who and what is shut out.
    pub(crate) shut: Vec<Shut>,
    codes: BTreeMap<String, Code>,
    chains: BTreeMap<u64, Chain>,
    /// Access tokens: chain and time of issue. Kept after their end, so that errors can be counted for their user.
    access: BTreeMap<String, (u64, Timestamp)>,
    refresh: BTreeMap<String, u64>,
    /// Token calls per (client, user, UTC day).
    calls: BTreeMap<(String, Uuid, i64), u32>,
    last_chain: u64,
}

/// Who or what is shut out, whatever the tokens say (facts 2.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shut {
    /// A user who was blocked.
    User(Uuid),
    /// A company that was blocked.
    Division(i32),
    /// A licence that ran out; with its key.
    Licence(Uuid),
    /// A licence whose owner was blocked by Exact.
    Customer(Uuid),
}

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pass {
    pub(crate) client: String,
    pub(crate) user: Uuid,
    pub(crate) divisions: Vec<i32>,
    pub(crate) valid: bool,
}

impl Gate {
    /// The registered app.
    pub(crate) fn app(&self, client: &str) -> Option<&App> {
        let plain = client.trim_matches(['{', '}']);
        self.apps
            .iter()
            .find(|app| app.client_id.eq_ignore_ascii_case(plain))
    }

    /// Whom an access token stands for; `None` for one that was never issued.
    pub(crate) fn pass(&self, token: &str, now: Timestamp) -> Option<Pass> {
        let (chain, issued) = *self.access.get(token)?;
        let chain = self.chains.get(&chain)?;
        let valid = !chain.broken && seconds_between(issued, now) < ACCESS_LIFE;
        Some(Pass {
            client: chain.client.clone(),
            user: chain.user,
            divisions: chain.divisions.clone(),
            valid,
        })
    }

    /// Notes that a call with this token was let through to its rules: with the first one of a new pair the refresh
    /// token before it dies (switch B).
    pub(crate) fn used(&mut self, token: &str, now: Timestamp) {
        let Some((chain, issued)) = self.access.get(token).copied() else {
            return;
        };
        if let Some(chain) = self.chains.get_mut(&chain) {
            let valid = !chain.broken && seconds_between(issued, now) < ACCESS_LIFE;
            chain.previous_dead |= valid && issued == chain.issued;
        }
    }
}

impl Gate {
    /// Whether the user has a chain of tokens for the app that can still be refreshed.
    pub(crate) fn has_chain(&self, client: &str, user: Uuid, now: Timestamp) -> bool {
        self.chains.values().any(|it| {
            let fresh = seconds_between(it.issued, now) < REFRESH_LIFE;
            it.client == client && it.user == user && !it.broken && fresh
        })
    }
}

/// Whole seconds from one moment to another.
pub(crate) fn seconds_between(from: Timestamp, to: Timestamp) -> i64 {
    to.as_second() - from.as_second()
}
