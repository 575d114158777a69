//! What changes at the gate with every call, and is not in the log: counted token calls, and which chains' new tokens
//! were used already.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Gate;

/// As it is kept on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GateCounts {
    token_calls: Vec<TokenCalls>,
    /// Chains whose previous refresh token is dead because the new pair was used.
    previous_dead: Vec<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct TokenCalls {
    client: String,
    user: Uuid,
    /// UTC day, counted since 1970.
    day: i64,
    count: u32,
}

impl Gate {
    /// What still matters of the counts.
    pub(crate) fn counts(&self, now: Timestamp) -> GateCounts {
        let today = now.as_second().div_euclid(86_400);
        let calls = self.calls.iter().filter(|((_, _, day), _)| *day == today);
        let used = self.chains.iter().filter(|(_, chain)| chain.previous_dead);
        GateCounts {
            token_calls: calls
                .map(|((client, user, day), count)| TokenCalls {
                    client: client.clone(),
                    user: *user,
                    day: *day,
                    count: *count,
                })
                .collect(),
            previous_dead: used.map(|(id, _)| *id).collect(),
        }
    }

    /// Takes over the counts of before a restart.
    pub(crate) fn restore(&mut self, counts: GateCounts) {
        let calls = counts.token_calls.into_iter();
        self.calls = calls
            .map(|it| ((it.client, it.user, it.day), it.count))
            .collect();
        for id in counts.previous_dead {
            if let Some(chain) = self.chains.get_mut(&id) {
                chain.previous_dead = true;
            }
        }
    }
}
