//! The rules that hold in the books whatever was done, tested after every act on what it changed: so that it costs the
//! same however large the books are.

use std::collections::BTreeSet;

use exact_sandbox::Money;
use exact_sandbox::books::{Company, Index, Lines, PaymentTerm, Record, SalesEntry, Table};
use uuid::Uuid;

use super::invoices::invoice_is_sound;
use super::model::Model;

/// How far the books were tested.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    pub(crate) version: u64,
}

/// What an act changed.
#[derive(Default)]
struct Changed {
    versions: Vec<u64>,
    entries: BTreeSet<Uuid>,
    relations: BTreeSet<Uuid>,
    sets: BTreeSet<Uuid>,
}

impl Watch {
    /// Tests what changed since the last time, and that the model says so too.
    pub(crate) fn follow(&mut self, company: &Company, model: &mut Model) -> Result<(), String> {
        let changed = self.changed(company)?;
        for entry in &changed.entries {
            entry_is_sound(company, *entry)?;
        }
        let invoices = company.invoices.changed_after(self.version);
        for invoice in invoices {
            invoice_is_sound(company, model, invoice.draft.id)?;
        }
        for set in &changed.sets {
            set_is_settled(company, *set)?;
        }
        let mut codes = std::mem::take(&mut model.touched);
        let relations = changed.relations.iter();
        codes.extend(relations.filter_map(|id| Some(company.accounts.get(*id)?.code.clone())));
        model.agrees_on(company, codes.iter().map(String::as_str))?;
        self.version = company.version();
        Ok(())
    }

    fn changed(&self, company: &Company) -> Result<Changed, String> {
        let mut changed = Changed::default();
        let since = self.version;
        each_table(company, &mut |table| {
            changed.versions.extend(table.versions_after(since));
        });
        changed
            .entries
            .extend(company.entries.changed_after(since).map(Record::id));
        changed
            .entries
            .extend(company.postings.changed_after(since).map(Record::id));
        for line in company.lines.changed_after(since) {
            changed.entries.insert(line.entry);
            changed.relations.insert(line.account);
        }
        for term in company.terms.changed_after(since) {
            changed.entries.insert(term.entry);
            changed.relations.insert(term.account);
            changed.sets.extend(term.matching);
        }
        changed
            .versions
            .extend(company.deletions.range(since + 1..).map(|it| *it.0));
        let count = changed.versions.len();
        changed.versions.sort_unstable();
        changed.versions.dedup();
        if changed.versions.len() != count {
            return Err("a row version was given twice".to_owned());
        }
        if changed
            .versions
            .last()
            .is_some_and(|last| *last > company.version())
        {
            return Err("a row version was never given".to_owned());
        }
        Ok(changed)
    }
}

/// A table of any kind of record, as far as row versions go.
pub(crate) trait AnyTable {
    /// Those of the records that changed after one.
    fn versions_after(&self, version: u64) -> Vec<u64>;
    /// Those of all records, read one by one.
    fn versions(&self) -> Vec<u64>;
}

impl<T: Record> AnyTable for Table<T> {
    fn versions_after(&self, version: u64) -> Vec<u64> {
        let changed = self.changed_after(version);
        changed.map(|it| it.stamp().version).collect()
    }
    fn versions(&self) -> Vec<u64> {
        self.iter().map(|it| it.stamp().version).collect()
    }
}

impl AnyTable for Lines {
    fn versions_after(&self, version: u64) -> Vec<u64> {
        let changed = self.changed_after(version);
        changed.map(|line| line.stamp.version).collect()
    }
    fn versions(&self) -> Vec<u64> {
        self.iter().map(|line| line.stamp.version).collect()
    }
}

/// Every table whose records have row versions.
pub(crate) fn each_table(company: &Company, look: &mut dyn FnMut(&dyn AnyTable)) {
    look(&company.accounts);
    look(&company.gl_accounts);
    look(&company.journals);
    look(&company.vat_codes);
    look(&company.conditions);
    look(&company.cost_centres);
    look(&company.cost_units);
    look(&company.periods);
    look(&company.entries);
    look(&company.postings);
    look(&company.lines);
    look(&company.terms);
    look(&company.addresses);
    look(&company.contacts);
    look(&company.bank_accounts);
    look(&company.documents);
    look(&company.attachments);
    look(&company.items);
    look(&company.invoices);
    look(&company.invoice_lines);
    company.plains.values().for_each(|table| look(table));
}

/// An entry balances, its VAT is in the ledger, and its lines on receivable and payable accounts have terms of their
/// amount; a bank entry closes. Of one that is gone nothing is left.
pub(crate) fn entry_is_sound(company: &Company, entry: Uuid) -> Result<(), String> {
    let lines = company.lines_of(entry);
    let terms = company.terms.find(Index::Entry, &entry.to_string());
    let terms: Vec<&PaymentTerm> = terms.collect();
    let (sale, posting) = (company.entries.get(entry), company.postings.get(entry));
    if sale.is_none() && posting.is_none() {
        let left = lines.len() + terms.len();
        return if left == 0 {
            Ok(())
        } else {
            Err(format!(
                "entry {entry} is gone, but {left} rows of it are left"
            ))
        };
    }
    let sum: Money = lines.iter().map(|line| line.amount).sum();
    if sum != Money::ZERO || lines.is_empty() {
        return Err(format!("entry {entry} does not balance: {sum}"));
    }
    let taxed = lines
        .iter()
        .filter(|line| line.vat_type.is_some_and(|it| "AZ".contains(it)));
    let taxed: Money = taxed.map(|line| line.amount).sum();
    if let Some(vat) = sale.map(SalesEntry::vat).filter(|vat| *vat != -taxed) {
        return Err(format!("entry {entry} has VAT {vat}, the ledger {taxed}"));
    }
    let open = posting.filter(|it| it.is_flow() && it.closing != it.opening + it.total());
    if let Some(posting) = open {
        return Err(format!("entry {} does not close", posting.number));
    }
    for line in &lines {
        let gl = company.gl_accounts.get(line.gl_account);
        let item = gl.is_some_and(|gl| [20, 22].contains(&gl.kind)) && !line.account.is_nil();
        let parts = terms.iter().filter(|term| term.line == line.id);
        let sum: Money = parts.clone().map(|term| term.amount).sum();
        let wanted = if item { line.amount } else { Money::ZERO };
        let one = parts.clone().all(|term| term.account == line.account);
        if sum != wanted || !one || (!item && parts.count() > 0) {
            return Err(format!(
                "the terms of line {} come to {sum}, not {wanted}",
                line.id
            ));
        }
    }
    let owned = |term: &&PaymentTerm| lines.iter().any(|line| line.id == term.line);
    if terms.iter().all(owned) {
        Ok(())
    } else {
        Err(format!("entry {entry} has a term without a ledger line"))
    }
}

/// The terms of a set come to nothing, are one relation's, and know their set.
pub(crate) fn set_is_settled(company: &Company, set: Uuid) -> Result<(), String> {
    let Some(known) = company.matches.get(&set) else {
        return Err(format!("a term is matched in {set}, which does not exist"));
    };
    let terms: Option<Vec<_>> = known
        .terms
        .iter()
        .map(|id| company.terms.get(*id))
        .collect();
    let terms = terms.ok_or_else(|| format!("a term of set {set} is gone"))?;
    let sum: Money = terms.iter().map(|term| term.amount).sum();
    let account = terms.first().map(|term| term.account);
    let one = terms
        .iter()
        .all(|term| Some(term.account) == account && term.matching == Some(set));
    if sum == Money::ZERO && one {
        Ok(())
    } else {
        Err(format!("set {set} is not settled: {sum}"))
    }
}
