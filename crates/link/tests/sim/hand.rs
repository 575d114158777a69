//! What people did in Exact by hand: which entries are theirs, which of ours they touched, what they blocked.

use std::collections::{BTreeMap, BTreeSet};

use exact_sandbox::{Sandbox, admin::EntryView};
use jiff::Timestamp;
use uuid::Uuid;

use crate::image::DIVISION;

/// The memory of all hands.
#[derive(Debug, Default)]
pub(crate) struct Hand {
    /// Entries that were there before, or that somebody typed.
    typed: BTreeMap<Uuid, Timestamp>,
    /// Entries that somebody changed.
    pub(crate) edited: BTreeSet<Uuid>,
    /// Entries that somebody deleted, with what they bore.
    pub(crate) deleted: BTreeMap<Uuid, EntryView>,
    /// References, in lower case, about which somebody did something.
    pub(crate) touched: BTreeSet<String>,
    /// Customers that somebody made in Exact before we did.
    pub(crate) customers: BTreeSet<i64>,
    /// Invoices of which the account of a line was changed at our own desk.
    pub(crate) recoded: BTreeSet<i64>,
    /// Whether the customer without an address has one by now.
    pub(crate) mended: bool,
}

impl Hand {
    pub(crate) fn new(sandbox: &Sandbox) -> Self {
        let books = sandbox.books(DIVISION).unwrap();
        Self {
            typed: books
                .entries
                .iter()
                .map(|entry| (entry.id, Timestamp::MIN))
                .collect(),
            ..Self::default()
        }
    }

    pub(crate) fn types(&mut self, entry: Uuid, reference: &str, now: Timestamp) {
        self.typed.insert(entry, now);
        self.touch(reference);
    }

    pub(crate) fn touch(&mut self, reference: &str) {
        self.touched.insert(reference.trim().to_lowercase());
    }

    pub(crate) fn has_touched(&self, reference: &str) -> bool {
        self.touched.contains(&reference.trim().to_lowercase())
    }

    /// Whether we made the entry.
    pub(crate) fn is_ours(&self, entry: Uuid) -> bool {
        !self.typed.contains_key(&entry)
    }

    /// When somebody typed the entry; `None` when we made it.
    pub(crate) fn typed_at(&self, entry: Uuid) -> Option<Timestamp> {
        self.typed.get(&entry).copied()
    }
}
