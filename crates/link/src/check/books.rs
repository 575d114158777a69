//! The mirrored master data of one administration, as the check looks them up.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AdministrationId, CustomerId, LedgerAccountId, VatRate, VatTreatment};
use jiff::civil::Date;
use uuid::Uuid;

/// What is set up here about the administration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administration {
    /// Its key.
    pub id: AdministrationId,
    /// Its number in every path.
    pub division: i64,
    /// The name that Exact shows.
    pub name: String,
    /// The currency of its books.
    pub currency: String,
    /// From when invoices are booked by the link.
    pub start_date: Option<Date>,
    /// Up to when the VAT was filed.
    pub vat_filed_up_to: Option<Date>,
    /// Whether its master data were read at least once.
    pub mirrored: bool,
}

/// A relation as mirrored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its key.
    pub guid: Uuid,
    /// Its code, trimmed.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its visiting address.
    pub address: domain::Address,
    /// `C` = customer.
    pub status: String,
    /// Blocked for use.
    pub blocked: bool,
    /// Inactive after this day.
    pub end_date: Option<Date>,
    /// Its receivable account; `None` = the journal's.
    pub receivable_account: Option<Uuid>,
    /// Its payment condition, empty when it has none.
    pub payment_condition: String,
    /// Its VAT number as it stands there; empty when it has none.
    pub vat_number: String,
}

/// A ledger account as mirrored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlAccount {
    /// Its key.
    pub guid: Uuid,
    /// Its number.
    pub code: String,
    /// Its description.
    pub description: String,
    /// Exact's type: 110 = revenue.
    pub kind: i64,
    /// Blocked for use.
    pub blocked: bool,
    /// 0 optional, 1 mandatory, 2 not allowed.
    pub cost_centre_use: i64,
}

/// A journal as mirrored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactJournal {
    /// Its code.
    pub code: String,
    /// Exact's type: 20 = sales.
    pub kind: i64,
    /// Blocked for use.
    pub blocked: bool,
    /// Its receivable account.
    pub gl_account: Option<Uuid>,
}

/// A VAT code as mirrored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VatCode {
    /// The code, trimmed.
    pub code: String,
    /// The code as it was read, blanks included: what is sent back.
    pub as_read: String,
    /// Its description.
    pub description: String,
    /// Its percentage.
    pub rate: VatRate,
    /// E excluding, I including, B base only, N none.
    pub kind: String,
    /// S sales, P purchase, B both.
    pub transaction_kind: String,
    /// Blocked for use.
    pub blocked: bool,
    /// VAT is reversed.
    pub charged: bool,
    /// L goods, N none, S services, T triangulation.
    pub eu_listing: String,
}

/// A financial period as mirrored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its financial year.
    pub year: i64,
    /// Its number in the year.
    pub period: i64,
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
}

/// Everything that the check of one administration looks up.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// The relations that may matter, by key.
    pub relations: BTreeMap<Uuid, Relation>,
    /// The same by code.
    pub relation_codes: BTreeMap<String, Uuid>,
    /// Of a customer without a relation: those that may be him under another code. Of which a person said that they are
    /// somebody else is not here.
    pub alike: BTreeMap<CustomerId, BTreeSet<Uuid>>,
    /// All ledger accounts, by key.
    pub accounts: BTreeMap<Uuid, GlAccount>,
    /// All journals, by code.
    pub journals: BTreeMap<String, ExactJournal>,
    /// All VAT codes, by code.
    pub vat_codes: BTreeMap<String, VatCode>,
    /// All periods.
    pub periods: Vec<Period>,
    /// The closed ones: journal, year, period.
    pub closed: BTreeSet<(String, i64, i64)>,
    /// Which relation stands for our customer.
    pub customer_links: BTreeMap<CustomerId, Uuid>,
    /// The same the other way round.
    pub linked_relations: BTreeMap<Uuid, CustomerId>,
    /// Which account stands for our ledger account.
    pub account_links: BTreeMap<LedgerAccountId, Uuid>,
    /// Which VAT code stands for a treatment; an empty journal = every journal.
    pub vat_mapping: BTreeMap<(String, VatTreatment), String>,
}

impl Books {
    /// The VAT code of a treatment in a journal: its own mapping first, else that of every journal.
    #[must_use]
    pub fn vat_code_for(&self, journal: &str, treatment: VatTreatment) -> Option<&str> {
        self.vat_mapping
            .get(&(journal.to_owned(), treatment))
            .or_else(|| self.vat_mapping.get(&(String::new(), treatment)))
            .map(String::as_str)
    }

    /// The period that holds the day.
    #[must_use]
    pub fn period_of(&self, day: Date) -> Option<&Period> {
        self.periods
            .iter()
            .find(|period| period.start <= day && day <= period.end)
    }

    /// Adds a relation under its key and code.
    pub fn insert_relation(&mut self, relation: Relation) {
        self.relation_codes
            .insert(relation.code.clone(), relation.guid);
        self.relations.insert(relation.guid, relation);
    }

    /// Adds a customer link in both directions.
    pub fn insert_customer_link(&mut self, customer: CustomerId, guid: Uuid) {
        self.customer_links.insert(customer, guid);
        self.linked_relations.insert(guid, customer);
    }
}
