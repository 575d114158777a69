//! The acts: everything that can change the books, with every id and time it needs.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::account::Account;
use super::card::{Card, CardKind};
use super::documents::DocumentDeed;
use super::entry::SaleDraft;
use super::invoices::InvoiceDeed;
use super::item::Item;
use super::ledger::{CostCentre, GlAccount, Journal, PaymentCondition, VatCode};
use super::matching::MatchDraft;
use super::plain::{Plain, PlainKind};
use super::posting::PostingDraft;

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
    /// Makes an item.
    CreateItem(Box<Item>),
    /// Changes an item.
    ChangeItem(Box<Item>),
    /// Removes an item.
    DeleteItem(
        /// Its key.
        Uuid,
    ),
    /// Makes, changes, removes or prints an invoice.
    Invoice(InvoiceDeed),
    /// Makes, changes or removes a document or an attachment.
    Document(DocumentDeed),
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
    /// Books an entry in a bank, cash or general journal.
    EnterPosting(Box<PostingDraft>),
    /// Books it anew, under the key and number it has.
    EditPosting(Box<PostingDraft>),
    /// Removes it.
    DeletePosting(
        /// Its key.
        Uuid,
    ),
    /// Matches open items.
    Match(Box<MatchDraft>),
    /// Books an entry in a bank or cash journal, and matches its items with open ones: both, or neither.
    EnterAndMatch {
        /// The entry.
        entry: Box<PostingDraft>,
        /// What its items are matched with.
        matching: Box<MatchDraft>,
    },
    /// Opens them again.
    Unmatch(
        /// Key of the set, or of one of its terms.
        Uuid,
    ),
    /// Prepares a term for collection: what `PUT cashflow/Receivables` may change.
    ChangeTerm {
        /// Its key.
        id: Uuid,
        /// Text.
        description: Option<String>,
        /// `B`, `I`, `K`, `V`.
        payment_method: Option<String>,
        /// Structured reference.
        payment_reference: Option<String>,
    },
    /// Gives everything of one relation to another, and removes the first.
    MergeAccounts {
        /// The relation that goes.
        from: Uuid,
        /// The relation that stays.
        into: Uuid,
    },
    /// Moves the company to another database: its row versions begin anew.
    MoveDivision,
    /// Changes a journal.
    ChangeJournal(Box<Journal>),
    /// Removes a journal.
    DeleteJournal(
        /// Its key.
        Uuid,
    ),
    /// Makes a VAT code.
    CreateVatCode(Box<VatCode>),
    /// Changes a VAT code.
    ChangeVatCode(Box<VatCode>),
    /// Removes a VAT code.
    DeleteVatCode(
        /// Its key.
        Uuid,
    ),
    /// Makes a payment condition, or one more instalment of it.
    AddCondition(Box<PaymentCondition>),
    /// Makes a cost centre or cost unit.
    CreateDimension {
        /// Whether it is a cost unit.
        unit: bool,
        /// What it is.
        centre: Box<CostCentre>,
    },
    /// Changes a cost centre or cost unit.
    ChangeDimension {
        /// Whether it is a cost unit.
        unit: bool,
        /// What it becomes.
        centre: Box<CostCentre>,
    },
    /// Removes a cost centre or cost unit.
    DeleteDimension {
        /// Whether it is a cost unit.
        unit: bool,
        /// Its key.
        id: Uuid,
    },
    /// Makes an address, contact or bank account of a relation.
    CreateCard(Box<Card>),
    /// Changes it.
    ChangeCard(Box<Card>),
    /// Makes a row of a short list.
    CreatePlain(Box<Plain>),
    /// Changes it.
    ChangePlain(Box<Plain>),
    /// Removes it.
    DeletePlain {
        /// Which list it is on.
        kind: PlainKind,
        /// Its key.
        id: Uuid,
    },
    /// Removes it.
    DeleteCard {
        /// Which of the three it is.
        kind: CardKind,
        /// Its key.
        id: Uuid,
    },
}
