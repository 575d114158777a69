//! The acts: everything that can change the books, with every id and time it needs.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::account::Account;
use super::entry::SaleDraft;
use super::ledger::{GlAccount, Journal};

/// One change: who, when, in which company, what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// When it happens.
    pub at: Timestamp,
    /// The user who does it.
    pub by: Uuid,
    /// In which company.
    pub division: i32,
    /// What is done.
    pub deed: Deed,
}

/// What can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Books a sales entry.
    EnterSale(Box<SaleDraft>),
    /// Books a sales entry anew, under the key and number it has.
    EditSale(Box<SaleDraft>),
    /// Removes a sales entry.
    DeleteSale(
        /// Its key.
        Uuid,
    ),
    /// Processes entries: they become final.
    Process(
        /// Their keys.
        Vec<Uuid>,
    ),
    /// Makes a relation; an empty code means the next free number.
    CreateAccount(Box<Account>),
    /// Changes a relation.
    ChangeAccount(Box<Account>),
    /// Removes a relation.
    DeleteAccount(
        /// Its key.
        Uuid,
    ),
    /// Makes a ledger account.
    CreateGlAccount(Box<GlAccount>),
    /// Changes a ledger account.
    ChangeGlAccount(Box<GlAccount>),
    /// Removes a ledger account.
    DeleteGlAccount(
        /// Its key.
        Uuid,
    ),
    /// Makes a journal.
    AddJournal(Box<Journal>),
    /// Opens or closes a period, for one journal or for all.
    SetPeriod {
        /// Journal code; all when absent.
        journal: Option<String>,
        /// Financial year.
        year: i16,
        /// Period.
        period: i16,
        /// Whether it is closed.
        closed: bool,
    },
    /// Blocks or frees a VAT code.
    BlockVatCode {
        /// Its code.
        code: String,
        /// Whether it is blocked.
        blocked: bool,
    },
    /// Blocks or frees a journal.
    BlockJournal {
        /// Its code.
        code: String,
        /// Whether it is blocked.
        blocked: bool,
    },
}
