//! Whether this folder may work, and what is said when it may not.

use domain::{Place, Refusal};
use jiff::Timestamp;

use super::differences::Difference;
use crate::reasons;

/// How this folder stands to its database.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// They belong together.
    InOrder,
    /// Someone said that it goes on; nothing is sent before then, because the other one may have sent a moment ago.
    Waits {
        /// When it goes on.
        until: Timestamp,
    },
    /// Nothing is sent or numbered until a person decides.
    Paused(Pause),
}

/// Why nothing is sent or numbered.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// Someone said that this is a copy.
    Copy {
        /// When.
        since: Timestamp,
    },
    /// Someone stopped it, before or after a whole computer was put back.
    Stopped {
        /// When.
        since: Timestamp,
    },
    /// The database was restored from a backup.
    Restored {
        /// When.
        since: Timestamp,
        /// When the backup was made.
        backup_at: Option<Timestamp>,
    },
    /// This is not certainly the same installation.
    Differs(Vec<Difference>),
}

impl Standing {
    /// Whether nothing may be done until a person decides.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        matches!(self, Self::Paused(_))
    }

    /// What is said when something is refused for it; `None` when it is in order.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let refusal = |code| Refusal::new(code, Place::Installation);
        match self {
            Self::InOrder => None,
            Self::Waits { until } => {
                Some(refusal(reasons::INSTALLATION_WAITS).with("until", until))
            }
            Self::Paused(pause) => Some(pause.refusal()),
        }
    }
}

impl Pause {
    /// What is said of it.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let refusal = |code| Refusal::new(code, Place::Installation);
        match self {
            Self::Copy { since } => refusal(reasons::INSTALLATION_COPY).with("since", since),
            Self::Stopped { since } => refusal(reasons::INSTALLATION_STOPPED).with("since", since),
            Self::Restored { since, backup_at } => {
                let backup = backup_at.map(|at| at.to_string()).unwrap_or_default();
                refusal(reasons::INSTALLATION_RESTORED)
                    .with("since", since)
                    .with("backup", backup)
            }
            Self::Differs(all) if all.contains(&Difference::DatabaseReplaced) => {
                refusal(reasons::INSTALLATION_REPLACED)
            }
            Self::Differs(all) if all.contains(&Difference::DatabaseOlder) => {
                refusal(reasons::INSTALLATION_OLDER)
            }
            Self::Differs(_) => refusal(reasons::INSTALLATION_DIFFERS),
        }
    }

    /// Whether the database itself is in doubt: then no folder that was accepted for it counts any more.
    #[must_use]
    pub fn is_of_database(&self) -> bool {
        match self {
            Self::Differs(all) => all.iter().any(Difference::is_of_database),
            _ => true,
        }
    }
}
