//! What a bookkeeper can be made to do, in codes as he would type them.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A relation's particulars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is what its name says")]
pub struct Party {
    /// Its number; the next free one when empty.
    pub code: String,
    pub name: String,
    pub address_line1: String,
    pub postcode: String,
    pub city: String,
    pub country: String,
    pub vat_number: String,
    pub email: String,
    pub language: String,
    pub payment_condition: String,
    /// `C` when empty.
    pub status: String,
}

/// A line of a sales entry that is typed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrderLine {
    /// Number of the ledger account.
    pub gl_account: String,
    /// Net amount.
    pub amount: Decimal,
    /// VAT code; the ledger account's when absent.
    pub vat_code: Option<String>,
    /// VAT, when it is not to be computed.
    pub vat_amount: Option<Decimal>,
    /// Text.
    pub description: String,
}

/// Money that came in, or with a negative amount went back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Receipt {
    /// Code of a bank, cash or payment-service journal.
    pub journal: String,
    /// Relation number.
    pub account: String,
    /// Received is positive.
    pub amount: Decimal,
    /// Booking date; today when absent.
    pub date: Option<Date>,
    /// The customer's reference.
    pub your_ref: String,
    /// Structured reference.
    pub payment_reference: String,
    /// Text.
    pub description: String,
    /// Number of the invoice that is meant; this matches nothing.
    pub our_ref: Option<i32>,
    /// Number of the receivable (or any other) account; the first receivable one when absent.
    pub gl_account: Option<String>,
    /// Whether it came from an imported bank statement.
    pub imported: bool,
    /// Entries with whose open items it is matched.
    pub entries: Vec<Uuid>,
    /// Open items with which it is matched. When it cannot be matched, it is not booked.
    pub terms: Vec<Uuid>,
    /// Number of the ledger account that bears what is left of the items; it stays open when absent.
    pub write_off: Option<String>,
}

/// A line of a general entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GeneralLine {
    /// Number of the ledger account.
    pub gl_account: String,
    /// Relation number.
    pub account: Option<String>,
    /// Debit is positive.
    pub amount: Decimal,
    /// VAT code.
    pub vat_code: Option<String>,
    /// Text.
    pub description: String,
}

/// An order; in JSON `{"act": "close_period", "division": 123456, "year": 2026, "period": 10}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the code, key or text that its name says"
)]
pub enum Order {
    /// Makes a relation.
    CreateCustomer(Party),
    /// Gives a relation another name.
    RenameCustomer { code: String, name: String },
    /// Gives a relation another address.
    MoveCustomer {
        code: String,
        address_line1: String,
        postcode: String,
        city: String,
    },
    /// Types a sales entry in.
    #[serde(alias = "enter_entry")]
    EnterSale {
        journal: String,
        /// Relation number.
        customer: String,
        date: Date,
        #[serde(default)]
        due_date: Option<Date>,
        #[serde(default)]
        your_ref: String,
        #[serde(default)]
        payment_reference: String,
        #[serde(default)]
        description: String,
        #[serde(default)]
        number: Option<i32>,
        lines: Vec<OrderLine>,
    },
    /// Changes what is given of a sales entry.
    EditEntry {
        entry: Uuid,
        #[serde(default)]
        your_ref: Option<String>,
        #[serde(default)]
        description: Option<String>,
        #[serde(default)]
        date: Option<Date>,
        #[serde(default)]
        due_date: Option<Date>,
        /// Relation number.
        #[serde(default)]
        customer: Option<String>,
        #[serde(default)]
        lines: Option<Vec<OrderLine>>,
    },
    /// Removes a sales entry.
    DeleteEntry { entry: Uuid },
    /// Prints an invoice from items, which books it.
    PrintInvoice {
        invoice: Uuid,
        /// Invoice date; today when absent.
        #[serde(default)]
        date: Option<Date>,
    },
    /// Removes an invoice that is not printed.
    DeleteInvoice { invoice: Uuid },
    /// Processes the entries, or all open ones of a journal.
    ProcessEntries {
        #[serde(default)]
        entries: Vec<Uuid>,
        #[serde(default)]
        journal: Option<String>,
    },
    /// Closes a period for a journal, or for all.
    ClosePeriod {
        #[serde(default)]
        journal: Option<String>,
        year: i16,
        period: i16,
    },
    /// Opens it again.
    OpenPeriod {
        #[serde(default)]
        journal: Option<String>,
        year: i16,
        period: i16,
    },
    /// Blocks a ledger account or a relation.
    BlockAccount {
        #[serde(default)]
        gl_account: Option<String>,
        #[serde(default)]
        customer: Option<String>,
    },
    /// Frees it again.
    #[serde(alias = "unblock")]
    UnblockAccount {
        #[serde(default)]
        gl_account: Option<String>,
        #[serde(default)]
        customer: Option<String>,
    },
    /// Makes a relation a customer (`C`), prospect (`P`), suspect (`S`) or none (`A`).
    SetStatus { customer: String, status: String },
    /// Blocks a VAT code.
    BlockVatCode { code: String },
    /// Frees it again.
    UnblockVatCode { code: String },
    /// Blocks a journal.
    BlockJournal { code: String },
    /// Frees it again.
    UnblockJournal { code: String },
    /// Makes a journal; its counter account is the first of the right kind when none is given.
    AddJournal {
        code: String,
        description: String,
        #[serde(rename = "type")]
        kind: i32,
        #[serde(default)]
        gl_account: Option<String>,
    },
    /// Makes a ledger account.
    AddGlAccount {
        code: String,
        description: String,
        #[serde(rename = "type")]
        kind: i32,
    },
    /// Removes a ledger account.
    DeleteGlAccount { code: String },
    /// Books money that came in, or went back.
    BookReceipt(Receipt),
    /// Books a general entry.
    BookGeneral {
        journal: String,
        #[serde(default)]
        date: Option<Date>,
        #[serde(default)]
        description: String,
        lines: Vec<GeneralLine>,
    },
    /// Matches the open items of these entries, and these terms.
    Match {
        #[serde(default)]
        entries: Vec<Uuid>,
        #[serde(default)]
        terms: Vec<Uuid>,
    },
    /// Matches them, and writes off what is left.
    WriteOff {
        #[serde(default)]
        entries: Vec<Uuid>,
        #[serde(default)]
        terms: Vec<Uuid>,
        /// Number of the ledger account that bears the difference.
        gl_account: String,
        /// Code of a general journal; the first one when absent.
        #[serde(default)]
        journal: Option<String>,
        #[serde(default)]
        date: Option<Date>,
        #[serde(default)]
        description: String,
    },
    /// Opens again what was matched: key of the set, of a term, or of an entry.
    Unmatch { id: Uuid },
    /// Gives the lines of an entry that are on one ledger account another.
    RecodeEntry {
        entry: Uuid,
        from: String,
        into: String,
    },
    /// Gives everything of one relation to another, and removes the first.
    MergeAccounts { from: String, into: String },
    /// Removes a relation.
    DeleteCustomer { code: String },
    /// Moves the company to another database.
    MoveDivision,
    /// Makes a payment condition; with a percentage below one, an instalment of it.
    AddCondition {
        code: String,
        description: String,
        #[serde(default)]
        days: i32,
        #[serde(default)]
        end_of_months: i32,
        #[serde(default)]
        percentage: Decimal,
    },
    /// Makes a cost centre, or a cost unit.
    AddCostCentre {
        code: String,
        description: String,
        #[serde(default)]
        unit: bool,
    },
}
