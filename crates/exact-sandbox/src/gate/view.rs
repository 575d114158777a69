//! The token chains as they are shown to whoever runs the sandbox. Tokens themselves are never shown whole.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{ACCESS_LIFE, EARLIEST_REFRESH, Gate, REFRESH_LIFE};

/// A consent and the tokens that came of it.
#[derive(serde::Serialize)]
pub(crate) struct ChainView {
    pub(crate) client: String,
    pub(crate) user: Uuid,
    pub(crate) divisions: Vec<i32>,
    pub(crate) broken: bool,
    pub(crate) issued: Timestamp,
    /// From when on the refresh token may be used.
    pub(crate) refresh_from: Timestamp,
    pub(crate) access_until: Timestamp,
    pub(crate) refresh_until: Timestamp,
    /// The last characters of the present refresh token.
    pub(crate) refresh_tail: String,
}

impl Gate {
    /// All chains, newest first.
    pub(crate) fn chain_views(&self) -> Vec<ChainView> {
        let view = |chain: &super::Chain| {
            let after = |seconds: i64| {
                let life = SignedDuration::from_secs(seconds);
                chain.issued.checked_add(life).unwrap_or(chain.issued)
            };
            let tail = chain.refresh.len().saturating_sub(6);
            ChainView {
                client: chain.client.clone(),
                user: chain.user,
                divisions: chain.divisions.clone(),
                broken: chain.broken,
                issued: chain.issued,
                refresh_from: after(EARLIEST_REFRESH),
                access_until: after(ACCESS_LIFE),
                refresh_until: after(REFRESH_LIFE),
                refresh_tail: chain.refresh.get(tail..).unwrap_or_default().to_owned(),
            }
        };
        self.chains.values().rev().map(view).collect()
    }

    /// The token calls of this UTC day: client id, user, how many.
    pub(crate) fn token_calls(&self, now: Timestamp) -> Vec<(&str, Uuid, u32)> {
        let day = now.as_second().div_euclid(86_400);
        let today = self.calls.iter().filter(|((_, _, it), _)| *it == day);
        today
            .map(|((client, user, _), count)| (client.as_str(), *user, *count))
            .collect()
    }
}
