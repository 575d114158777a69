//! Finding by the fields that clients filter on: sorted pairs of an indexed value and whatever has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;
use uuid::Uuid;

/// A field by which records are found without reading them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the field of that name")]
pub enum Index {
    Code,
    Account,
    Journal,
    YourRef,
    Entry,
    EntryNumber,
    PaymentReference,
    VatNumber,
    InvoiceNumber,
    Document,
    Item,
    /// Ledger account of an item, or of a line of an invoice.
    GlAccount,
    /// Ledger line of a term.
    Line,
    /// Group of a term.
    Group,
    Status,
    Name,
    Email,
    /// Chamber of commerce.
    Chamber,
    /// `YYYY-MM-DD`; also found between two dates.
    Date,
    /// Journal code, `|`, date.
    JournalDate,
    /// A number in 15 digits, so that the highest can be found.
    Number,
}

impl Index {
    /// A value of this field, as it is kept; text is compared in lower case without outer blanks.
    pub fn of(self, value: impl Into<Slot>) -> (Index, Slot) {
        (self, value.into())
    }
}

/// An indexed value in 16 bytes: a key or short text as it is, so that it keeps its order; long text as its hash. Two
/// long texts with one hash are told apart by the filter that is applied afterwards, and by the 126 bits of the hash
/// before that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(u128);

/// Longest text that is kept as it is, unless it holds a NUL.
const SHORT: usize = 15;

impl Slot {
    /// No value: nothing is found by it.
    pub const NONE: Slot = Slot(0);

    /// The key that this is, where the field holds keys.
    pub(super) fn key(self) -> Uuid {
        Uuid::from_u128(self.0)
    }

    /// What is shown like this.
    fn shown(text: fmt::Arguments<'_>) -> Slot {
        let mut short = Short::default();
        match short.write_fmt(text) {
            Ok(()) => short.as_str().into(),
            Err(_) => (&*text.to_string()).into(),
        }
    }

    fn packed(bytes: impl Iterator<Item = u8>) -> Slot {
        let mut packed = [0_u8; 16];
        packed
            .iter_mut()
            .zip(bytes)
            .for_each(|(to, byte)| *to = byte);
        Slot(u128::from_be_bytes(packed))
    }
}

/// Room for short text, so that none has to be sought for it.
#[derive(Default)]
struct Short {
    bytes: [u8; SHORT],
    length: usize,
}

impl Short {
    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let room = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

impl From<Uuid> for Slot {
    fn from(key: Uuid) -> Slot {
        Slot(key.as_u128())
    }
}

/// A key as text is the same as the key.
impl From<&str> for Slot {
    fn from(text: &str) -> Slot {
        let trimmed = text.trim();
        let fits = |text: &str| text.len() <= SHORT && !text.contains('\0');
        if trimmed.is_ascii() && fits(trimmed) {
            return Slot::packed(trimmed.bytes().map(|byte| byte.to_ascii_lowercase()));
        }
        if let Some(key) = Uuid::try_parse(trimmed)
            .ok()
            .filter(|_| trimmed.len() == 36)
        {
            return key.into();
        }
        let folded = trimmed.to_lowercase();
        let bytes = folded.as_bytes();
        if fits(&folded) {
            return Slot::packed(bytes.iter().copied());
        }
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, bytes).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        // The last byte is never zero, as it is for short text.
        Slot((half(1) << 64) | half(2) | 1)
    }
}

impl From<&String> for Slot {
    fn from(text: &String) -> Slot {
        text.as_str().into()
    }
}

impl From<i32> for Slot {
    fn from(number: i32) -> Slot {
        Slot::shown(format_args!("{number}"))
    }
}

impl From<Date> for Slot {
    fn from(date: Date) -> Slot {
        Slot::shown(format_args!("{date}"))
    }
}

/// The date of an entry in a journal.
impl From<(&str, Date)> for Slot {
    fn from((journal, date): (&str, Date)) -> Slot {
        Slot::shown(format_args!("{journal}|{date}"))
    }
}

impl<T: Into<Slot>> From<Option<T>> for Slot {
    fn from(value: Option<T>) -> Slot {
        value.map_or(Slot::NONE, Into::into)
    }
}

/// What an indexed value leads to.
pub(super) trait Handle: Copy + Ord {
    /// Not above any other.
    const LEAST: Self;
    /// Not below any other.
    const MOST: Self;
}

impl Handle for Uuid {
    const LEAST: Uuid = Uuid::nil();
    const MOST: Uuid = Uuid::max();
}

impl Handle for u32 {
    const LEAST: u32 = u32::MIN;
    const MOST: u32 = u32::MAX;
}

/// All indexed values of one kind of records, with what has them.
#[derive(Clone, Debug)]
pub(super) struct Finder<H> {
    fields: BTreeMap<Index, BTreeSet<(Slot, H)>>,
}

impl<H> Default for Finder<H> {
    fn default() -> Self {
        Finder {
            fields: BTreeMap::new(),
        }
    }
}

impl<H: Handle> Finder<H> {
    /// Keeps a value; none is not kept.
    pub(super) fn insert(&mut self, index: Index, slot: Slot, handle: H) {
        if slot != Slot::NONE {
            self.fields.entry(index).or_default().insert((slot, handle));
        }
    }

    /// Forgets a value.
    pub(super) fn remove(&mut self, index: Index, slot: Slot, handle: H) {
        if let Some(field) = self.fields.get_mut(&index) {
            field.remove(&(slot, handle));
        }
    }

    /// What has this value.
    pub(super) fn equal(&self, index: Index, slot: Slot) -> impl Iterator<Item = H> + use<'_, H> {
        self.equal_from(index, slot, H::LEAST)
    }

    /// What has this value, from this handle on.
    pub(super) fn equal_from(
        &self,
        index: Index,
        slot: Slot,
        from: H,
    ) -> impl Iterator<Item = H> + use<'_, H> {
        let field = self.fields.get(&index).filter(|_| slot != Slot::NONE);
        let range = (slot, from)..=(slot, H::MOST);
        let found = field.map(|field| field.range(range));
        found.into_iter().flatten().map(|(_, handle)| *handle)
    }

    /// What has a value between these two, both included, in the order of the values.
    pub(super) fn between(
        &self,
        index: Index,
        (from, to): (Slot, Slot),
    ) -> impl DoubleEndedIterator<Item = (Slot, H)> + use<'_, H> {
        let field = self.fields.get(&index).filter(|_| from <= to);
        let range = (from, H::LEAST)..=(to, H::MOST);
        let found = field.map(|field| field.range(range));
        found.into_iter().flatten().copied()
    }

    /// What has the highest value.
    pub(super) fn highest(&self, index: Index) -> Option<H> {
        let field = self.fields.get(&index)?;
        field.last().map(|(_, handle)| *handle)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Slot;

    fn slot(text: &str) -> Slot {
        text.into()
    }

    #[test]
    fn short_text_keeps_its_order_and_long_text_never_meets_it() {
        assert!(slot("2026-11-09") < slot("2026-11-24") && slot(" ABC ") == slot("abc"));
        assert!(slot("a") < slot("a|2026-11-24") && slot("") == Slot::NONE);
        assert_ne!(slot("factuur 2026-000001"), slot("factuur 2026-000002"));
        assert_eq!(slot("abcdefghijklmno").0 & 0xff, 0);
        assert_ne!(slot("abcdefghijklmnop").0 & 0xff, 0);
        assert_eq!(slot("Ééé"), slot("ééÉ"));
        let date = jiff::civil::date(2026, 11, 9);
        for journal in ["70", "A long code"] {
            assert_eq!(
                Slot::from((journal, date)),
                slot(&format!("{journal}|2026-11-09"))
            );
        }
        assert_eq!(Slot::from(-7), slot("-7"));
        assert!(slot("\0") != Slot::NONE && slot("a\0") != slot("a"));
    }

    #[test]
    fn a_key_is_found_by_its_text() {
        let key = Uuid::from_u64_pair(7, 9);
        assert_eq!(slot(&key.to_string()), key.into());
        assert_eq!(slot(&key.to_string().to_uppercase()).key(), key);
        assert_eq!(Slot::from(Uuid::nil()), Slot::NONE);
    }
}
