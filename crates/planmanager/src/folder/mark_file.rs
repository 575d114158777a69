//! What was done from a folder last: two slots of fixed size, written in turn.
//!
//! One write and one flush per call, and whoever is interrupted in the middle of it leaves the other slot whole.

use std::fs;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use office::installation::Mark;
use sha2::{Digest as _, Sha256};

use crate::private_file;

/// Bytes of one slot: less than a disk writes at once.
const SLOT: usize = 256;

/// The file.
#[derive(Debug)]
pub(super) struct MarkFile {
    path: PathBuf,
}

/// One slot, read.
struct Slot {
    turn: u64,
    key: String,
    mark: Mark,
}

impl MarkFile {
    pub(super) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// What was noted last under this key of the folder; nothing when it was another one's.
    pub(super) fn read(&self, key: &str) -> Mark {
        self.newest()
            .filter(|slot| slot.key == key)
            .map(|slot| slot.mark)
            .unwrap_or_default()
    }

    /// Notes it under this key, on the disk; what is `None` stays as it was.
    pub(super) fn write(&self, key: &str, mark: Mark) -> io::Result<()> {
        let newest = self.newest();
        let before = newest
            .as_ref()
            .filter(|slot| slot.key == key)
            .map(|slot| slot.mark)
            .unwrap_or_default();
        let slot = Slot {
            turn: newest.map_or(0, |slot| slot.turn.wrapping_add(1)),
            key: key.to_owned(),
            mark: Mark {
                intent: mark.intent.or(before.intent),
                audit: mark.audit.or(before.audit),
            },
        };
        let is_new = !self.path.exists();
        let mut file = private_file::open(&self.path)?;
        let at = (slot.turn % 2) * u64::try_from(SLOT).unwrap_or_default();
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&slot.to_bytes())?;
        file.sync_data()?;
        if is_new {
            private_file::sync_folder(&self.path)?;
        }
        Ok(())
    }

    fn newest(&self) -> Option<Slot> {
        let bytes = fs::read(&self.path).ok()?;
        bytes
            .chunks(SLOT)
            .filter_map(Slot::read)
            .max_by_key(|slot| slot.turn)
    }
}

impl Slot {
    fn to_bytes(&self) -> Vec<u8> {
        let word = |id: Option<i64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let text = format!(
            "{} {} {} {}",
            self.turn,
            self.key,
            word(self.mark.intent),
            word(self.mark.audit)
        );
        let mut bytes = format!("{text} {}", sum(&text)).into_bytes();
        bytes.resize(SLOT, b' ');
        bytes.splice(SLOT - 1.., [b'\n']);
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok()?.trim_end();
        let (text, told) = text.rsplit_once(' ')?;
        let mut words = text.split(' ');
        let mut word = || words.next();
        let (turn, key) = (word()?.parse().ok()?, word()?.to_owned());
        let (intent, audit) = (word()?.parse().ok(), word()?.parse().ok());
        (told == sum(text)).then_some(Self {
            turn,
            key,
            mark: Mark { intent, audit },
        })
    }
}

fn sum(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hex::encode(hash.get(..8).unwrap_or_default())
}
