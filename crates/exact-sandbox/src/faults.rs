//! What goes wrong next, as ordered through `/_sandbox/faults` (point 38).

use std::collections::VecDeque;
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
    /// The connection is closed without an answer.
    Drop,
    /// The connection is reset without an answer. In process it is the same as `drop`.
    Reset,
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

impl Fault {
    /// What happens to every call, before it has its effect, for ever; narrowed by the others.
    #[must_use]
    pub fn new(kind: FaultKind) -> Fault {
        Fault {
            kind,
            place: Where::default(),
            when: When::Before,
            count: None,
            probability: None,
            seed: 0,
        }
    }

    /// To calls of this method whose path holds this part, without regard to case.
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Fault {
        self.place.method = Some(method.to_owned());
        self.place.path = Some(path.to_owned());
        self
    }

    /// After the call has taken effect: it is done, but its answer tells otherwise.
    #[must_use]
    pub fn after(mut self) -> Fault {
        self.when = When::After;
        self
    }

    /// So often, then no more.
    #[must_use]
    pub fn times(mut self, count: u32) -> Fault {
        self.count = Some(count);
        self
    }

    /// By chance, from 0 to 1, drawn from a seed.
    #[must_use]
    pub fn by_chance(mut self, probability: rust_decimal::Decimal, seed: u64) -> Fault {
        self.probability = Some(probability);
        self.seed = seed;
        self
    }
}

/// A change of the ordered faults that is kept, so that they survive a restart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaultChange {
    /// A fault was ordered, under this number.
    Ordered(u64, Box<Fault>),
    /// One that has a count struck once.
    Struck(u64),
    /// One was taken back.
    TakenBack(u64),
    /// All were taken back.
    Cleared,
}

/// How far the chance of a fault was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChanceKept {
    number: u64,
    drawn: u64,
}

struct Ordered {
    number: u64,
    fault: Fault,
    struck: u64,
    chance: ChaCha8Rng,
    picture: Option<Arc<Books>>,
}

/// A fault that was ordered, and what became of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FaultView<'a> {
    pub(crate) number: u64,
    pub(crate) fault: &'a Fault,
    /// How often it struck; of one without a count, since the start.
    pub(crate) struck: u64,
}

/// How many faults are remembered that have struck as often as they were ordered.
const SPENT_KEPT: usize = 50;

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
    /// Those that will not strike again, oldest first.
    spent: VecDeque<Ordered>,
    last: u64,
}

/// Resolution of the chance.
const PARTS: u32 = 1_000_000;

impl Faults {
    /// The number of the next one.
    pub(crate) fn next_number(&self) -> u64 {
        self.last + 1
    }

    /// Takes the change over. `picture` is what the books are now, for a fault that makes reads stale.
    pub(crate) fn apply(&mut self, change: FaultChange, picture: Option<Arc<Books>>) {
        match change {
            FaultChange::Ordered(number, fault) => {
                let chance = ChaCha8Rng::seed_from_u64(fault.seed);
                self.last = self.last.max(number);
                self.ordered.push(Ordered {
                    number,
                    fault: *fault,
                    struck: 0,
                    chance,
                    picture,
                });
            }
            FaultChange::Struck(number) => self.struck(number),
            FaultChange::TakenBack(number) => self.ordered.retain(|it| it.number != number),
            FaultChange::Cleared => self.ordered.clear(),
        }
    }

    /// One that has a count struck once more; after its last time it only is remembered.
    fn struck(&mut self, number: u64) {
        let at = self.ordered.iter().position(|it| it.number == number);
        let Some((at, it)) = at.and_then(|at| Some((at, self.ordered.get_mut(at)?))) else {
            return;
        };
        it.struck += 1;
        if let Some(count) = it.fault.count.as_mut() {
            *count = count.saturating_sub(1);
        }
        if it.fault.count == Some(0) {
            let mut ended = self.ordered.remove(at);
            ended.picture = None;
            if self.spent.len() >= SPENT_KEPT {
                self.spent.pop_front();
            }
            self.spent.push_back(ended);
        }
    }

    /// The faults that still wait, in the order in which they were ordered.
    pub(crate) fn waiting(&self) -> impl ExactSizeIterator<Item = FaultView<'_>> {
        self.ordered.iter().map(Ordered::view)
    }

    /// The faults that have struck as often as they were ordered, the newest first.
    pub(crate) fn spent(&self) -> impl Iterator<Item = FaultView<'_>> {
        self.spent.iter().rev().map(Ordered::view)
    }

    /// The fault that strikes this call, if any; the first that was ordered wins. One that has a count is to be counted
    /// by the caller, with [`FaultChange::Struck`].
    pub(crate) fn strike(
        &mut self,
        method: &str,
        path: &str,
        division: Option<i32>,
    ) -> Option<(u64, Struck)> {
        let meant = |it: &&mut Ordered| it.matches(method, path, division);
        let hit = self
            .ordered
            .iter_mut()
            .filter(meant)
            .find_map(Ordered::roll)?;
        if hit.fault.count.is_none() {
            hit.struck += 1;
        }
        let struck = Struck {
            fault: hit.fault.clone(),
            picture: hit.picture.clone(),
        };
        Some((hit.number, struck))
    }

    /// How far the chance of every fault was drawn that has any.
    pub(crate) fn drawn(&self) -> Vec<ChanceKept> {
        let by_chance = self
            .ordered
            .iter()
            .filter(|it| it.fault.probability.is_some());
        by_chance
            .map(|it| ChanceKept {
                number: it.number,
                drawn: u64::try_from(it.chance.get_word_pos()).unwrap_or(u64::MAX),
            })
            .collect()
    }

    /// Goes on where chance stood before a restart.
    pub(crate) fn draw_on(&mut self, kept: &[ChanceKept]) {
        for ordered in &mut self.ordered {
            let known = kept.iter().find(|it| it.number == ordered.number);
            if let Some(known) = known {
                ordered.chance.set_word_pos(u128::from(known.drawn));
            }
        }
    }
}

impl Ordered {
    fn view(&self) -> FaultView<'_> {
        FaultView {
            number: self.number,
            fault: &self.fault,
            struck: self.struck,
        }
    }

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

    /// Itself, when chance says that it strikes.
    fn roll(&mut self) -> Option<&mut Ordered> {
        if let Some(probability) = self.fault.probability {
            let drawn = i64::from(self.chance.random_range(0..PARTS));
            if rust_decimal::Decimal::new(drawn, 6) >= probability {
                return None;
            }
        }
        Some(self)
    }
}
