//! What goes wrong next, as ordered through `/_sandbox/faults` (point 38).

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::books::Books;

/// Before or after the call took effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The call has no effect.
    #[default]
    Before,
    /// The call takes effect, but its answer does not arrive.
    After,
}

/// A limit's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// The clock minute.
    Minute,
    /// The UTC day.
    Day,
}

/// Values of the `Reason` header (facts 2.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the value that its name says")]
pub enum Reason {
    BlockedUser,
    InactiveUser,
    BlockedCustomer,
    LicenseExpired,
    DivisionBlocked,
    NoDivisionAccess,
}

impl Reason {
    /// As the header says it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Reason::BlockedUser => "BlockedUser",
            Reason::InactiveUser => "InactiveUser",
            Reason::BlockedCustomer => "BlockedCustomer",
            Reason::LicenseExpired => "LicenseExpired",
            Reason::DivisionBlocked => "DivisionBlocked",
            Reason::NoDivisionAccess => "NoDivisionAccess",
        }
    }
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// Another answer.
    Status {
        /// HTTP status.
        status: u16,
        /// Body; Exact's usual one for the status when absent.
        #[serde(default)]
        body: Option<String>,
        /// Seconds for a `Retry-After` header.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// The connection is cut without an answer.
    #[serde(alias = "reset")]
    Drop,
    /// The answer comes later.
    Delay {
        /// By so many milliseconds of real time.
        ms: u64,
    },
    /// 429 because a window is exhausted, whatever is left; only that window's headers are present.
    Limit {
        /// Which.
        window: Window,
    },
    /// An answer in HTML, as a proxy in between gives it.
    Html {
        /// HTTP status.
        status: u16,
    },
    /// The answer breaks off: headers and so many bytes of the body arrive, then the connection is cut.
    Truncate {
        /// How many bytes of the body arrive.
        #[serde(default)]
        bytes: usize,
    },
    /// The read sees the books as they were when this fault was ordered.
    Stale,
    /// The tokens of the call's user are revoked: before the call, or after its effect.
    RevokeToken,
    /// 403 with a `Reason` header.
    Forbid {
        /// What the header says.
        reason: Reason,
    },
    /// The connection is cut at once; the call takes effect later, by the sandbox's clock.
    CommitLate {
        /// So many milliseconds later.
        ms: i64,
    },
}

/// Which calls are meant; everything that is absent matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Where {
    /// HTTP method.
    pub method: Option<String>,
    /// Part of the path, without regard to case.
    pub path: Option<String>,
    /// Company.
    pub division: Option<i32>,
}

/// An ordered fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// To which calls.
    #[serde(default, rename = "where")]
    pub place: Where,
    /// Before or after the effect.
    #[serde(default)]
    pub when: When,
    /// How often; absent is for ever.
    #[serde(default)]
    pub count: Option<u32>,
    /// Chance per matching call, 0 to 1; absent is always.
    #[serde(default)]
    pub probability: Option<rust_decimal::Decimal>,
    /// Seed of that chance.
    #[serde(default)]
    pub seed: u64,
}

struct Ordered {
    number: u64,
    fault: Fault,
    chance: ChaCha8Rng,
    picture: Option<Arc<Books>>,
}

/// A fault that strikes.
pub(crate) struct Struck {
    pub(crate) fault: Fault,
    /// The books as a stale read sees them.
    pub(crate) picture: Option<Arc<Books>>,
}

/// The faults that still wait for their call.
#[derive(Default)]
pub(crate) struct Faults {
    ordered: Vec<Ordered>,
    last: u64,
}

/// Resolution of the chance.
const PARTS: u32 = 1_000_000;

impl Faults {
    pub(crate) fn order(&mut self, fault: Fault, picture: Option<Arc<Books>>) {
        let chance = ChaCha8Rng::seed_from_u64(fault.seed);
        self.last += 1;
        self.ordered.push(Ordered {
            number: self.last,
            fault,
            chance,
            picture,
        });
    }

    /// The faults that still wait, with their numbers.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u64, &Fault)> {
        self.ordered.iter().map(|it| (it.number, &it.fault))
    }

    /// Takes one back.
    pub(crate) fn take_back(&mut self, number: u64) {
        self.ordered.retain(|it| it.number != number);
    }

    pub(crate) fn clear(&mut self) {
        self.ordered.clear();
    }

    /// The fault that strikes this call, if any; the first that was ordered wins.
    pub(crate) fn strike(
        &mut self,
        method: &str,
        path: &str,
        division: Option<i32>,
    ) -> Option<Struck> {
        let hit = self
            .ordered
            .iter_mut()
            .position(|it| it.matches(method, path, division) && it.roll())?;
        let ordered = self.ordered.get_mut(hit)?;
        let struck = Struck {
            fault: ordered.fault.clone(),
            picture: ordered.picture.clone(),
        };
        if let Some(count) = &mut ordered.fault.count {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.ordered.remove(hit);
            }
        }
        Some(struck)
    }
}

impl Ordered {
    fn matches(&self, method: &str, path: &str, division: Option<i32>) -> bool {
        let Where {
            method: wanted,
            path: part,
            division: company,
        } = &self.fault.place;
        wanted
            .as_deref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && part
                .as_deref()
                .is_none_or(|part| path.to_lowercase().contains(&part.to_lowercase()))
            && company.is_none_or(|company| division == Some(company))
            && self.fault.count != Some(0)
    }

    fn roll(&mut self) -> bool {
        let Some(probability) = self.fault.probability else {
            return true;
        };
        let drawn = rust_decimal::Decimal::new(i64::from(self.chance.random_range(0..PARTS)), 6);
        drawn < probability
    }
}
