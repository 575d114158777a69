//! Short lists beside the books: folders and categories of documents, mandates, exchange rates, rules for bank lines,
//! banks, classifications. Few rules, and properties that are only kept.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::apply::{Done, When, unless};
use super::bag::{Bag, Field, key_in, text_in};
use super::company::Company;
use super::documents::DocumentType;
use super::refusal::{BooksError, Label, Refusal};
use super::shelf::{Sum, SumKey};
use super::table::{Index, Record, Slot, Stamp, Table};

/// Which list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlainKind {
    /// Categories of documents.
    #[default]
    DocumentCategory,
    /// Folders of documents.
    DocumentFolder,
    /// In which folder documents of a type go.
    DocumentTypeFolder,
    /// What customers signed so that money may be collected.
    DirectDebitMandate,
    /// Rates of foreign currencies.
    ExchangeRate,
    /// How lines of bank statements are assigned.
    AllocationRule,
    /// Banks.
    Bank,
    /// Classifications of ledger accounts.
    GlClassification,
    /// Classifications of relations.
    AccountClassification,
    /// What printed invoices look like.
    Layout,
}

/// A row of one of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plain {
    /// Its key.
    pub id: Uuid,
    /// Which list it is on.
    pub kind: PlainKind,
    /// Its properties.
    pub values: Bag,
    /// Who, when, version.
    pub stamp: Stamp,
}

impl Plain {
    /// A property as text; empty when it was not set.
    #[must_use]
    pub fn text(&self, property: &str) -> &str {
        text_in(&self.values, property).trim()
    }

    /// A property that is a key.
    #[must_use]
    pub fn key(&self, property: &str) -> Option<Uuid> {
        key_in(&self.values, property)
    }
}

impl Record for Plain {
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
            Index::Code.of(self.text("Code")),
            Index::Account.of(self.key("Account").unwrap_or_default()),
        ]
    }
}

/// Collects what is wrong with a row.
struct Check<'a> {
    company: &'a Company,
    row: &'a Plain,
    refusals: Vec<Refusal>,
}

impl Company {
    /// The rows of a list; none when nothing was ever put on it.
    #[must_use]
    pub fn plains(&self, kind: PlainKind) -> Option<&Table<Plain>> {
        self.plains.get(&kind)
    }

    /// A row of a list.
    #[must_use]
    pub fn plain(&self, kind: PlainKind, id: Uuid) -> Option<&Plain> {
        self.plains(kind)?.get(id)
    }

    pub(super) fn create_plain(&mut self, row: Plain, at: When) -> Done {
        if self.plain(row.kind, row.id).is_some() {
            return Err(Refusal::Exists(Label::Key).into());
        }
        unless(self.check_plain(&row))?;
        let row = self.stamped(row, None, at);
        self.plains.entry(row.kind).or_default().put(row);
        Ok(())
    }

    pub(super) fn change_plain(&mut self, row: Plain, at: When) -> Done {
        let old = self.plain(row.kind, row.id).ok_or(BooksError::NotFound)?;
        let old = old.stamp;
        unless(self.check_plain(&row))?;
        let row = self.stamped(row, Some(old), at);
        self.plains.entry(row.kind).or_default().put(row);
        Ok(())
    }

    /// Takes a row off. A folder with anything in it stays.
    pub(super) fn delete_plain(&mut self, kind: PlainKind, id: Uuid) -> Done {
        self.plain(kind, id).ok_or(BooksError::NotFound)?;
        if kind == PlainKind::DocumentFolder {
            let inside = |kind: PlainKind, property: &str| {
                let mut rows = self.plains(kind).into_iter().flat_map(Table::iter);
                rows.any(|row| row.key(property) == Some(id))
            };
            let ever = (jiff::civil::Date::MIN, jiff::civil::Date::MAX);
            let documents = self
                .documents
                .sums((Sum::Folder, id), ever)
                .next()
                .is_some();
            if documents
                || inside(PlainKind::DocumentFolder, "ParentFolder")
                || inside(PlainKind::DocumentTypeFolder, "DocumentFolder")
            {
                return Err(Refusal::CannotDelete(Label::Folder, Label::Documents).into());
            }
        }
        if let Some(table) = self.plains.get_mut(&kind) {
            table.remove(id);
        }
        self.next_version();
        Ok(())
    }

    /// The mandates and rules of a relation become another's, or go with it.
    pub(super) fn pass_plains_on(&mut self, from: Uuid, into: Option<Uuid>, at: When) {
        for kind in [PlainKind::DirectDebitMandate, PlainKind::AllocationRule] {
            let rows = self.plains(kind).into_iter();
            let rows = rows.flat_map(|table| table.find(Index::Account, &from.to_string()));
            let rows: Vec<Plain> = rows.cloned().collect();
            for mut row in rows {
                let Some(into) = into else {
                    // It was just found.
                    drop(self.delete_plain(kind, row.id));
                    continue;
                };
                row.values.insert("Account".to_owned(), Field::Guid(into));
                let old = row.stamp;
                let row = self.stamped(row, Some(old), at);
                self.plains.entry(kind).or_default().put(row);
            }
        }
    }

    fn check_plain(&self, row: &Plain) -> Vec<Refusal> {
        let mut check = Check {
            company: self,
            row,
            refusals: Vec::new(),
        };
        match row.kind {
            PlainKind::DocumentFolder => check.folder(),
            PlainKind::DocumentTypeFolder => check.type_folder(),
            PlainKind::DirectDebitMandate => check.mandate(),
            PlainKind::ExchangeRate => check.rate(),
            PlainKind::AllocationRule => check.rule(),
            PlainKind::DocumentCategory
            | PlainKind::Bank
            | PlainKind::GlClassification
            | PlainKind::AccountClassification
            | PlainKind::Layout => {}
        }
        check.refusals
    }
}

impl Check<'_> {
    fn mandatory(&mut self, property: &str, label: Label) {
        let there = match self.row.values.get(property) {
            None => false,
            Some(Field::Text(text)) => !text.trim().is_empty(),
            Some(_) => true,
        };
        if !there {
            self.refusals.push(Refusal::Mandatory(label));
        }
    }

    fn lead_somewhere(&mut self, known: bool, label: Label) {
        if !known {
            self.refusals.push(Refusal::InvalidReference(label));
        }
    }

    fn relation(&mut self) {
        let id = self.row.key("Account");
        let known = id.is_none_or(|id| self.company.accounts.get(id).is_some());
        self.lead_somewhere(known, Label::Relation);
    }

    fn folder(&mut self) {
        self.mandatory("Code", Label::Code);
        self.mandatory("Description", Label::Description);
        let (kind, code) = (PlainKind::DocumentFolder, self.row.text("Code"));
        let same = self.company.plains(kind).into_iter();
        let mut same = same.flat_map(|table| table.find(Index::Code, code));
        if same.any(|other| other.id != self.row.id) {
            self.refusals.push(Refusal::Exists(Label::Folder));
        }
        // A folder is in no folder that is inside it.
        let mut above = self.row.key("ParentFolder");
        for _ in 0..=self.company.plains(kind).map_or(0, Table::len) {
            let Some(id) = above else { return };
            let parent = self.company.plain(kind, id);
            if parent.is_none() || id == self.row.id {
                break;
            }
            above = parent.and_then(|parent| parent.key("ParentFolder"));
        }
        self.lead_somewhere(false, Label::Folder);
    }

    fn type_folder(&mut self) {
        self.mandatory("DocumentType", Label::DocumentType);
        self.mandatory("DocumentFolder", Label::Folder);
        let kind = match self.row.values.get("DocumentType") {
            Some(Field::Int(number)) => i32::try_from(*number).ok(),
            _ => None,
        };
        let known = kind.is_none_or(|kind| DocumentType::of(kind).is_some());
        self.lead_somewhere(known, Label::DocumentType);
        let folder = self.row.key("DocumentFolder");
        let kind = PlainKind::DocumentFolder;
        let known = folder.is_none_or(|id| self.company.plain(kind, id).is_some());
        self.lead_somewhere(known, Label::Folder);
    }

    fn mandate(&mut self) {
        self.mandatory("Account", Label::Relation);
        self.mandatory("BankAccount", Label::BankAccount);
        self.relation();
        let account = self.row.key("Account");
        let known = self.row.key("BankAccount").is_none_or(|id| {
            let card = self.company.bank_accounts.get(id);
            card.is_some_and(|card| card.account == account)
        });
        self.lead_somewhere(known, Label::BankAccount);
    }

    fn rate(&mut self) {
        self.mandatory("SourceCurrency", Label::Currency);
        self.mandatory("Rate", Label::ExchangeRate);
        self.mandatory("StartDate", Label::StartDate);
        let currency = self.row.text("SourceCurrency");
        let iso = currency.len() == 3 && currency.chars().all(|it| it.is_ascii_uppercase());
        let foreign = currency != self.company.currency();
        self.lead_somewhere(currency.is_empty() || (iso && foreign), Label::Currency);
        let rate = match self.row.values.get("Rate") {
            Some(Field::Decimal(rate)) => *rate,
            Some(Field::Int(rate)) => Decimal::from(*rate),
            _ => return,
        };
        if rate <= Decimal::ZERO {
            self.refusals.push(Refusal::Invalid(Label::ExchangeRate));
        }
    }

    fn rule(&mut self) {
        let (company, row) = (self.company, self.row);
        self.mandatory("Account", Label::Relation);
        self.mandatory("Words", Label::Words);
        self.relation();
        if row.text("Words").chars().count() > WORDS {
            self.refusals.push(Refusal::Invalid(Label::Words));
        }
        let gl = row.key("GLAccount");
        let known = gl.is_none_or(|id| company.gl_accounts.get(id).is_some());
        self.lead_somewhere(known, Label::GlAccount);
        let named = |property: &str, known: &dyn Fn(&str) -> bool| {
            let code = row.text(property);
            code.is_empty() || known(code)
        };
        let vat = named("VATCode", &|code| company.vat_code(code).is_some());
        let centre = named("Costcenter", &|code| company.cost_centre(code).is_some());
        let unit = named("Costunit", &|code| company.cost_unit(code).is_some());
        self.lead_somewhere(vat, Label::VatCode);
        self.lead_somewhere(centre, Label::CostCentre);
        self.lead_somewhere(unit, Label::CostUnit);
    }
}

/// Longest words of a rule; rules of so many characters were seen (facts 4.26).
const WORDS: usize = 120;

/// The sum that counts the documents in a folder.
pub(super) fn in_folder(values: &Bag) -> Option<SumKey> {
    match values.get("DocumentFolder") {
        Some(Field::Guid(id)) => Some(SumKey::new(Sum::Folder, *id, jiff::civil::Date::ZERO)),
        _ => None,
    }
}

/// A row with these texts, for whoever fills a company.
#[must_use]
pub fn plain_row(kind: PlainKind, id: Uuid, texts: &[(&str, &str)], at: Timestamp) -> Plain {
    let text =
        |(name, value): &(&str, &str)| ((*name).to_owned(), Field::Text((*value).to_owned()));
    Plain {
        id,
        kind,
        values: texts.iter().map(text).collect(),
        stamp: Stamp {
            created: at,
            ..Stamp::default()
        },
    }
}
