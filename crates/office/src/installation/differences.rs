//! What differs between a database and what lies beside it. Pure.

use super::beside::{Found, Identity};
use super::load::Installation;

/// One thing that is not as it was when this folder was accepted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Difference {
    /// The file of the database was put in place of the one that this program opened.
    DatabaseReplaced,
    /// The database does not know what was done from this folder last.
    DatabaseOlder,
    /// The folder says nothing of an installation, the database does.
    FolderUnknown,
    /// The folder says something of an installation, the database nothing.
    DatabaseUnknown,
    /// They name two installations.
    OtherInstallation,
    /// The folder was never accepted here, or is not any more.
    NotAccepted,
    /// Another computer.
    OtherHost {
        /// Where it was accepted.
        before: String,
        /// Where it is.
        now: String,
    },
    /// The folder was copied, or put back from a copy.
    FolderCopied {
        /// Where it was accepted.
        before: String,
        /// Where it is.
        now: String,
    },
}

impl Difference {
    /// Whether it casts doubt on the database, not on the folder alone.
    #[must_use]
    pub const fn is_of_database(&self) -> bool {
        matches!(
            self,
            Self::DatabaseReplaced | Self::DatabaseOlder | Self::DatabaseUnknown
        )
    }
}

/// Everything that differs; nothing when both say nothing, which is a first start.
pub(super) fn differences(database: &Installation, found: &Found) -> Vec<Difference> {
    let mut all = Vec::new();
    if found.replaced {
        all.push(Difference::DatabaseReplaced);
    }
    match (&database.id, &found.identity) {
        (None, None) => {}
        (None, Some(_)) => all.push(Difference::DatabaseUnknown),
        (Some(_), None) => all.push(Difference::FolderUnknown),
        (Some(id), Some(identity)) => compare(database, (id, identity), found, &mut all),
    }
    all
}

fn compare(
    database: &Installation,
    (id, identity): (&String, &Identity),
    found: &Found,
    all: &mut Vec<Difference>,
) {
    if database.is_older {
        all.push(Difference::DatabaseOlder);
    }
    if *id != identity.installation {
        all.push(Difference::OtherInstallation);
    }
    let Some(node) = &database.node else {
        all.push(Difference::NotAccepted);
        return;
    };
    let (before, now) = (node.place.clone(), found.place.clone());
    if node.host != found.host || identity.host != found.host {
        all.push(Difference::OtherHost { before, now });
    } else if node.file != found.file || elsewhere(&node.device, &found.device) {
        all.push(Difference::FolderCopied { before, now });
    }
}

/// Whether the file lies on another device. Devices get their numbers when a computer starts, so two numbers of
/// different starts say nothing.
fn elsewhere(before: &str, now: &str) -> bool {
    match (before.split_once(' '), now.split_once(' ')) {
        (Some((before, then)), Some((now, start))) => then == start && before != now,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::load::Node;
    use super::*;

    fn found() -> Found {
        Found {
            identity: Some(Identity {
                installation: "i".to_owned(),
                key: "k".to_owned(),
                host: "h".to_owned(),
            }),
            file: "7 123".to_owned(),
            device: "1 start-a".to_owned(),
            host: "h".to_owned(),
            place: "garage:/data".to_owned(),
            ..Found::default()
        }
    }

    fn database() -> Installation {
        Installation {
            id: Some("i".to_owned()),
            node: Some(Node {
                host: "h".to_owned(),
                place: "garage:/data".to_owned(),
                file: "7 123".to_owned(),
                device: "1 start-a".to_owned(),
            }),
            ..Installation::default()
        }
    }

    fn with(change: impl FnOnce(&mut Installation, &mut Found)) -> Vec<Difference> {
        let (mut database, mut found) = (database(), found());
        change(&mut database, &mut found);
        differences(&database, &found)
    }

    #[test]
    fn what_is_as_it_was_differs_in_nothing() {
        assert_eq!(with(|_, _| {}), []);
        // The computer was started anew, and its devices have other numbers.
        assert_eq!(with(|_, found| found.device = "2 start-b".to_owned()), []);
        assert_eq!(with(|_, found| found.device.clear()), []);
        let nothing = differences(&Installation::default(), &Found::default());
        assert_eq!(nothing, []);
    }

    #[test]
    fn each_half_is_compared() {
        let copied = |found: &Found| Difference::FolderCopied {
            before: "garage:/data".to_owned(),
            now: found.place.clone(),
        };
        let other = with(|_, found| found.file = "8 123".to_owned());
        assert_eq!(other, [copied(&found())]);
        let other = with(|_, found| found.device = "2 start-a".to_owned());
        assert_eq!(other, [copied(&found())]);
        let other = with(|_, found| found.host = "x".to_owned());
        assert!(matches!(other.as_slice(), [Difference::OtherHost { .. }]));
        let other = with(|database, _| database.node = None);
        assert_eq!(other, [Difference::NotAccepted]);
        let other = with(|database, _| database.id = Some("j".to_owned()));
        assert_eq!(other, [Difference::OtherInstallation]);
        let other = with(|database, _| database.is_older = true);
        assert_eq!(other, [Difference::DatabaseOlder]);
        let other = with(|_, found| found.replaced = true);
        assert_eq!(other, [Difference::DatabaseReplaced]);
        let other = with(|_, found| found.identity = None);
        assert_eq!(other, [Difference::FolderUnknown]);
        let other = with(|database, _| database.id = None);
        assert_eq!(other, [Difference::DatabaseUnknown]);
    }
}
