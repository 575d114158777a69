//! Documents and their attachments (facts 4.14 to 4.16). The bytes of an attachment are not here: only their SHA-256.

mod apply;
mod types;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::bag::Bag;
use super::plain::in_folder;
use super::shelf::{List, Shelf, SumKey, date_order};
use super::table::{Index, Record, Slot, Stamp};
use crate::money::Money;

pub use types::{DOCUMENT_TYPES, DocumentType};

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// Its key.
    pub id: Uuid,
    /// The number shown to people; the next free one when 0.
    pub hid: i32,
    /// What it is about.
    pub subject: String,
    /// Kind of document: 10 sales invoice, 20 purchase invoice, 55 miscellaneous, …
    pub kind: i32,
    /// Text.
    pub body: String,
    /// The relation.
    pub account: Option<Uuid>,
    /// Its date; the day of the act when absent.
    pub date: Option<Date>,
    /// The entry that it belongs to.
    pub entry: Option<Uuid>,
    /// "Our reference" of the transaction.
    pub invoice_number: Option<i32>,
    /// Every other property that was set.
    pub other: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// A file of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attachment {
    /// Its key.
    pub id: Uuid,
    /// The document.
    pub document: Uuid,
    /// Name with extension.
    pub file_name: String,
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 of the content, in lower-case hex.
    pub sha256: String,
    /// Who, when, version.
    pub stamp: Stamp,
}

/// What can be done with documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentDeed {
    /// Makes a document.
    Create(Box<Document>),
    /// Changes a document.
    Change(Box<Document>),
    /// Removes a document with its attachments.
    Delete(
        /// Its key.
        Uuid,
    ),
    /// Adds a file; its content must be kept already.
    Attach(Attachment),
    /// Removes a file.
    Detach(
        /// Its key.
        Uuid,
    ),
}

impl Record for Document {
    fn id(&self) -> Uuid {
        self.id
    }
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }
    fn stamp_mut(&mut self) -> &mut Stamp {
        &mut self.stamp
    }
    fn keys(&self) -> Vec<(Index, Slot)> {
        vec![
            Index::Code.of(self.hid),
            Index::Account.of(self.account),
            Index::Entry.of(self.entry),
        ]
    }
    fn sums(&self) -> Vec<(SumKey, Money)> {
        let folder = in_folder(&self.other);
        folder.map(|key| (key, Money::ZERO)).into_iter().collect()
    }
    fn shelves(&self) -> Vec<Shelf> {
        let mut shelves = vec![Shelf::of(List::Documents, ())];
        let of_account = |account| Shelf::of(List::DocumentsOfAccount, account);
        shelves.extend(self.account.map(of_account));
        shelves
    }
    fn order(&self) -> u64 {
        self.date.map_or(0, date_order)
    }
}

impl Record for Attachment {
    fn id(&self) -> Uuid {
        self.id
    }
    fn stamp(&self) -> &Stamp {
        &self.stamp
    }
    fn stamp_mut(&mut self) -> &mut Stamp {
        &mut self.stamp
    }
    fn keys(&self) -> Vec<(Index, Slot)> {
        vec![Index::Document.of(self.document)]
    }
}
