//! One company (Exact: *division*): its tables, its row version and what was deleted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::account::Account;
use super::card::Card;
use super::documents::{Attachment, Document};
use super::entry::SalesEntry;
use super::invoices::{InvoiceLine, SalesInvoice};
use super::item::Item;
use super::ledger::{CostCentre, GlAccount, Journal, PaymentCondition, Period, PeriodKey, VatCode};
use super::lines::Lines;
use super::matching::MatchSet;
use super::plain::{Plain, PlainKind};
use super::posting::Posting;
use super::table::{Index, Record, Stamp, Table};
use super::transaction::{PaymentTerm, TransactionLine};
use crate::money::Money;

/// What a company is called and where it sits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyProfile {
    /// The number used in addresses of the API.
    pub division: i32,
    /// The number shown to people.
    pub hid: i64,
    /// The name that Exact shows at its top left.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// ISO country code.
    pub country: String,
    /// Currency of the books; `EUR` when empty.
    pub currency: String,
    /// VAT number.
    pub vat_number: String,
    /// Chamber of commerce or enterprise number.
    pub enterprise_number: String,
    /// Key of the licence that the company belongs to.
    pub licence: Uuid,
    /// Name of that licence.
    pub licence_name: String,
}

/// Kinds of deleted rows, with Exact's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity {
    /// A ledger line.
    TransactionLine,
    /// A relation.
    Account,
    /// An address.
    Address,
    /// A contact.
    Contact,
    /// A ledger account.
    GlAccount,
    /// A payment term.
    PaymentTerm,
    /// An attachment of a document.
    Attachment,
    /// A document.
    Document,
    /// A bank account of a relation.
    BankAccount,
    /// An item.
    Item,
    /// A line of an invoice: `sync/SalesInvoice/SalesInvoices` has a row for each.
    SalesInvoice,
}

impl Entity {
    /// `EntityType` of sync/Deleted.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Entity::TransactionLine => 1,
            Entity::Account => 2,
            Entity::Address => 3,
            Entity::Contact => 5,
            Entity::GlAccount => 7,
            Entity::PaymentTerm => 10,
            Entity::Attachment => 4,
            Entity::Document => 6,
            Entity::BankAccount => 48,
            Entity::Item => 9,
            Entity::SalesInvoice => 13,
        }
    }
}

/// A row that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// Row version of the deletion.
    pub version: u64,
    /// What it was.
    pub entity: Entity,
    /// Its key.
    pub key: Uuid,
    /// Who deleted it.
    pub by: Uuid,
    /// When.
    pub at: Timestamp,
}

/// The books of one company.
#[derive(Clone, Debug, Default)]
pub struct Company {
    /// Name and place.
    pub profile: CompanyProfile,
    /// Relations.
    pub accounts: Table<Account>,
    /// Ledger accounts.
    pub gl_accounts: Table<GlAccount>,
    /// Journals.
    pub journals: Table<Journal>,
    /// VAT codes.
    pub vat_codes: Table<VatCode>,
    /// Payment conditions.
    pub conditions: Table<PaymentCondition>,
    /// Cost centres.
    pub cost_centres: Table<CostCentre>,
    /// Financial periods.
    pub periods: Table<Period>,
    /// Journal periods whose status was ever set: closed or open.
    pub period_status: BTreeMap<PeriodKey, bool>,
    /// Sales entries.
    pub entries: Table<SalesEntry>,
    /// Ledger lines.
    pub lines: Lines,
    /// Payment terms.
    pub terms: Table<PaymentTerm>,
    /// Documents.
    pub documents: Table<Document>,
    /// Attachments of documents; their content is kept elsewhere, by its SHA-256.
    pub attachments: Table<Attachment>,
    /// Items.
    pub items: Table<Item>,
    /// Invoices made from items.
    pub invoices: Table<SalesInvoice>,
    /// The lines of those.
    pub invoice_lines: Table<InvoiceLine>,
    /// Entries in bank, cash and general journals.
    pub postings: Table<Posting>,
    /// What was matched with what.
    pub matches: BTreeMap<Uuid, MatchSet>,
    /// The balance of every bank and cash journal, by its code.
    pub balances: BTreeMap<String, Money>,
    /// Cost units.
    pub cost_units: Table<CostCentre>,
    /// Addresses of relations.
    pub addresses: Table<Card>,
    /// Contacts of relations.
    pub contacts: Table<Card>,
    /// Bank accounts of relations.
    pub bank_accounts: Table<Card>,
    /// Short lists beside the books.
    pub plains: BTreeMap<PlainKind, Table<Plain>>,
    /// When it was moved to another database: its row versions began anew.
    pub moved: Option<Timestamp>,
    /// What was deleted, by row version.
    pub deletions: BTreeMap<u64, Deletion>,
    /// Numbers used per journal code and year.
    pub(super) numbers: BTreeMap<(String, i16), BTreeSet<i32>>,
    /// The highest document number that was given out.
    pub(super) last_document: i32,
    pub(super) version: u64,
}

impl Company {
    /// The next row version.
    pub(super) fn next_version(&mut self) -> u64 {
        self.version += 1;
        self.version
    }

    /// The last row version that was given out.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The currency of the books.
    #[must_use]
    pub fn currency(&self) -> &str {
        if self.profile.currency.is_empty() {
            "EUR"
        } else {
            &self.profile.currency
        }
    }

    /// The journal with this code.
    #[must_use]
    pub fn journal(&self, code: &str) -> Option<&Journal> {
        self.journals.find(Index::Code, code).next()
    }

    /// The VAT code with this code; padding does not matter.
    #[must_use]
    pub fn vat_code(&self, code: &str) -> Option<&VatCode> {
        self.vat_codes.find(Index::Code, code).next()
    }

    /// The payment condition with this code.
    #[must_use]
    pub fn condition(&self, code: &str) -> Option<&PaymentCondition> {
        self.conditions.find(Index::Code, code).next()
    }

    /// The cost centre with this code.
    #[must_use]
    pub fn cost_centre(&self, code: &str) -> Option<&CostCentre> {
        self.cost_centres.find(Index::Code, code).next()
    }

    /// The ledger account with this number.
    #[must_use]
    pub fn gl_by_code(&self, code: &str) -> Option<&GlAccount> {
        self.gl_accounts.find(Index::Code, code).next()
    }

    /// The relation with this number.
    #[must_use]
    pub fn account_by_code(&self, code: &str) -> Option<&Account> {
        self.accounts.find(Index::Code, code).next()
    }

    /// The cost unit with this code.
    #[must_use]
    pub fn cost_unit(&self, code: &str) -> Option<&CostCentre> {
        self.cost_units.find(Index::Code, code).next()
    }

    /// The period that is meant: what is not named follows from the date. `None` when there is no such period.
    #[must_use]
    pub fn period_for(
        &self,
        year: Option<i16>,
        period: Option<i16>,
        date: Date,
    ) -> Option<(i16, i16)> {
        let by_date = self.period_of(date).map(|it| (it.year, it.period));
        let wanted = match (year, period, by_date) {
            (Some(year), Some(period), _) => Some((year, period)),
            (Some(year), None, Some((_, period))) | (None, Some(period), Some((year, _))) => {
                Some((year, period))
            }
            (_, _, by_date) => by_date,
        };
        let known = |wanted: &(i16, i16)| {
            let mut periods = self.periods.iter();
            periods.any(|period| (period.year, period.period) == *wanted)
        };
        wanted.filter(known)
    }

    /// The period that holds the date.
    #[must_use]
    pub fn period_of(&self, date: Date) -> Option<&Period> {
        self.periods
            .iter()
            .find(|period| period.start <= date && date <= period.end)
    }

    /// Whether the journal's period is closed; a period without status is open.
    #[must_use]
    pub fn is_closed(&self, journal: &str, year: i16, period: i16) -> bool {
        self.period_status
            .get(&(journal.to_owned(), year, period))
            .copied()
            .unwrap_or(false)
    }

    /// The ledger lines of an entry, header line first.
    #[must_use]
    pub fn lines_of(&self, entry: Uuid) -> Vec<TransactionLine> {
        self.lines.of(entry)
    }

    /// Takes ledger lines of an entry out and notes each as deleted.
    pub(super) fn drop_lines(
        &mut self,
        entry: Uuid,
        at: (Timestamp, Uuid),
        gone: impl Fn(Uuid) -> bool,
    ) {
        let mut keys = BTreeSet::new();
        self.lines.change(entry, |lines| {
            let taken = lines.extract_if(.., |line| gone(line.id));
            keys.extend(taken.map(|line| line.id));
        });
        for id in keys {
            self.note_deletion(Entity::TransactionLine, id, at);
        }
    }

    /// Stamps a record as changed now and puts it in a table of this company.
    pub(super) fn stamped<T: Record>(
        &mut self,
        mut record: T,
        old: Option<Stamp>,
        at: (Timestamp, Uuid),
    ) -> T {
        let version = self.next_version();
        let (created, creator) = old.map_or(at, |stamp| (stamp.created, stamp.creator));
        *record.stamp_mut() = Stamp {
            created,
            creator,
            modified: at.0,
            modifier: at.1,
            version,
        };
        record
    }

    /// Notes that a row is gone.
    pub(super) fn note_deletion(&mut self, entity: Entity, key: Uuid, at: (Timestamp, Uuid)) {
        let version = self.next_version();
        self.deletions.insert(
            version,
            Deletion {
                version,
                entity,
                key,
                by: at.1,
                at: at.0,
            },
        );
    }
}
