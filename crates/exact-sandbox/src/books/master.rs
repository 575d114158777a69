//! Acts on master data: ledger accounts, journals, VAT codes, payment conditions, cost centres and units.

use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::apply::{Done, When, unless};
use super::company::{Company, Entity};
use super::ledger::{CostCentre, GlAccount, Journal, PaymentCondition, VatCode};
use super::refusal::{BooksError, Label, Refusal};
use super::shelf::{Sum, code_owner};
use super::table::{Index, Record, Table};

/// All days.
const EVER: (Date, Date) = (Date::MIN, Date::MAX);

impl Company {
    /// Puts a record in that is new, or takes the place of the one with its key.
    fn save<T: Record>(
        &mut self,
        table: impl Fn(&mut Company) -> &mut Table<T>,
        record: T,
        at: When,
    ) -> Done {
        let old = table(self).get(record.id()).map(|known| *known.stamp());
        let record = self.stamped(record, old, at);
        table(self).put(record);
        Ok(())
    }

    pub(super) fn create_gl_account(&mut self, account: GlAccount, at: When) -> Done {
        fresh(&self.gl_accounts, account.id)?;
        unless(self.check_gl_account(&account))?;
        self.save(|it| &mut it.gl_accounts, account, at)
    }

    pub(super) fn change_gl_account(&mut self, account: GlAccount, at: When) -> Done {
        known(&self.gl_accounts, account.id)?;
        unless(self.check_gl_account(&account))?;
        self.save(|it| &mut it.gl_accounts, account, at)
    }

    pub(super) fn delete_gl_account(&mut self, id: Uuid, at: When) -> Done {
        known(&self.gl_accounts, id)?;
        let in_lines = self.ledger_total(id, EVER).count > 0;
        let in_journals = self.journals.iter().any(|journal| journal.gl_account == id);
        if in_lines || in_journals {
            return Err(Refusal::CannotDelete(Label::GlAccount, Label::Entries).into());
        }
        let key = id.to_string();
        if self.items.find(Index::GlAccount, &key).next().is_some() {
            return Err(Refusal::CannotDelete(Label::GlAccount, Label::Item).into());
        }
        let in_invoices = self.invoice_lines.find(Index::GlAccount, &key);
        if in_invoices.take(1).count() > 0 {
            return Err(Refusal::CannotDelete(Label::GlAccount, Label::Invoices).into());
        }
        self.gl_accounts.remove(id);
        self.note_deletion(Entity::GlAccount, id, at);
        Ok(())
    }

    fn check_journal(&self, journal: &Journal) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if journal.code.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Code));
        } else if self
            .journal(&journal.code)
            .is_some_and(|other| other.id != journal.id)
        {
            refusals.push(Refusal::Exists(Label::Journal));
        }
        if self.gl_accounts.get(journal.gl_account).is_none() {
            refusals.push(Refusal::InvalidReference(Label::GlAccount));
        }
        refusals
    }

    pub(super) fn add_journal(&mut self, journal: Journal, at: When) -> Done {
        fresh(&self.journals, journal.id)?;
        unless(self.check_journal(&journal))?;
        self.save(|it| &mut it.journals, journal, at)
    }

    /// Code and kind stay what they are once the journal was used.
    pub(super) fn change_journal(&mut self, journal: Journal, at: When) -> Done {
        let old = self.journals.get(journal.id).ok_or(BooksError::NotFound)?;
        let mut refusals = self.check_journal(&journal);
        let other = old.code != journal.code || old.kind != journal.kind;
        let moved = old.gl_account != journal.gl_account;
        if (other || moved) && self.journal_used(&old.code) {
            refusals.push(Refusal::NotAllowed(Label::Journal));
        }
        unless(refusals)?;
        self.save(|it| &mut it.journals, journal, at)
    }

    pub(super) fn delete_journal(&mut self, id: Uuid) -> Done {
        let journal = self.journals.get(id).ok_or(BooksError::NotFound)?;
        if self.journal_used(&journal.code) {
            return Err(Refusal::CannotDelete(Label::Journal, Label::Entries).into());
        }
        let code = journal.code.clone();
        self.journals.remove(id);
        self.balances.remove(&code);
        self.period_status
            .retain(|(journal, _, _), _| *journal != code);
        self.next_version();
        Ok(())
    }

    fn journal_used(&self, code: &str) -> bool {
        let mut numbers = self.numbers.iter();
        numbers.any(|((journal, _), used)| journal == code && !used.is_empty())
            || self.invoices.find(Index::Journal, code).next().is_some()
    }

    fn check_vat_code(&self, code: &VatCode) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if code.code.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Code));
        } else if self
            .vat_code(&code.code)
            .is_some_and(|other| other.id != code.id)
        {
            refusals.push(Refusal::Exists(Label::VatCode));
        }
        if code.description.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Description));
        }
        if !["E", "I", "B", "N"].contains(&code.kind.as_str()) {
            refusals.push(Refusal::Invalid(Label::Type));
        }
        if code.percentage.is_sign_negative() || code.percentage > Decimal::ONE {
            refusals.push(Refusal::Invalid(Label::VatPercentage));
        }
        let gl = self.gl_accounts.get(code.gl_to_pay);
        if !code.percentage.is_zero() && gl.is_none() {
            refusals.push(Refusal::InvalidReference(Label::GlAccount));
        }
        refusals
    }

    pub(super) fn create_vat_code(&mut self, code: VatCode, at: When) -> Done {
        fresh(&self.vat_codes, code.id)?;
        unless(self.check_vat_code(&code))?;
        self.save(|it| &mut it.vat_codes, code, at)
    }

    pub(super) fn change_vat_code(&mut self, code: VatCode, at: When) -> Done {
        let old = self.vat_codes.get(code.id).ok_or(BooksError::NotFound)?;
        let mut refusals = self.check_vat_code(&code);
        if old.code != code.code && self.vat_code_used(&old.code) {
            refusals.push(Refusal::NotAllowed(Label::VatCode));
        }
        unless(refusals)?;
        self.save(|it| &mut it.vat_codes, code, at)
    }

    pub(super) fn delete_vat_code(&mut self, id: Uuid) -> Done {
        let code = self.vat_codes.get(id).ok_or(BooksError::NotFound)?;
        if self.vat_code_used(&code.code) {
            return Err(Refusal::CannotDelete(Label::VatCode, Label::Entries).into());
        }
        self.vat_codes.remove(id);
        self.next_version();
        Ok(())
    }

    fn vat_code_used(&self, code: &str) -> bool {
        // Ledger accounts are a few hundred at most.
        self.is_named(Sum::VatCode, code) || self.gl_accounts.iter().any(|gl| gl.vat_code == code)
    }

    /// Whether a line, a relation or an item names the code.
    fn is_named(&self, sum: Sum, code: &str) -> bool {
        let of = (sum, code_owner(&code.trim().to_lowercase()));
        let lines = self.lines.sums(of, EVER).next().is_some();
        lines
            || self.accounts.sums(of, EVER).next().is_some()
            || self.items.sums(of, EVER).next().is_some()
            || self.invoice_lines.sums(of, EVER).next().is_some()
    }

    /// A condition whose code exists is one more instalment; together they are at most the whole.
    pub(super) fn add_condition(&mut self, condition: PaymentCondition, at: When) -> Done {
        fresh(&self.conditions, condition.id)?;
        let mut refusals = Vec::new();
        if condition.code.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Code));
        }
        if condition.description.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Description));
        }
        let share = condition.share();
        let others = self.instalments(&condition.code);
        let taken: Decimal = others.iter().map(|it| it.share()).sum();
        if !others.is_empty() && taken >= Decimal::ONE {
            refusals.push(Refusal::Exists(Label::PaymentCondition));
        } else if share.is_sign_negative() || taken + share > Decimal::ONE {
            refusals.push(Refusal::Invalid(Label::Percentage));
        }
        unless(refusals)?;
        self.save(|it| &mut it.conditions, condition, at)
    }

    fn dimensions(&mut self, unit: bool) -> &mut Table<CostCentre> {
        if unit {
            &mut self.cost_units
        } else {
            &mut self.cost_centres
        }
    }

    pub(super) fn create_dimension(&mut self, unit: bool, centre: CostCentre, at: When) -> Done {
        let label = if unit {
            Label::CostUnit
        } else {
            Label::CostCentre
        };
        fresh(self.dimensions(unit), centre.id)?;
        let mut refusals = check_dimension(&centre);
        let taken = {
            let mut same = self.dimensions(unit).find(Index::Code, &centre.code);
            same.next().is_some()
        };
        if taken {
            refusals.push(Refusal::Exists(label));
        }
        unless(refusals)?;
        self.save(|it| it.dimensions(unit), centre, at)
    }

    /// The code stays what it is.
    pub(super) fn change_dimension(&mut self, unit: bool, centre: CostCentre, at: When) -> Done {
        let old = self.dimensions(unit).get(centre.id);
        let code = old.ok_or(BooksError::NotFound)?.code.clone();
        let centre = CostCentre { code, ..centre };
        unless(check_dimension(&centre))?;
        self.save(|it| it.dimensions(unit), centre, at)
    }

    pub(super) fn delete_dimension(&mut self, unit: bool, id: Uuid) -> Done {
        let centre = self.dimensions(unit).get(id).ok_or(BooksError::NotFound)?;
        let code = centre.code.clone();
        let label = if unit {
            Label::CostUnit
        } else {
            Label::CostCentre
        };
        let sum = if unit { Sum::CostUnit } else { Sum::CostCentre };
        let used = self.is_named(sum, &code);
        if used {
            return Err(Refusal::CannotDelete(label, Label::Entries).into());
        }
        self.dimensions(unit).remove(id);
        self.next_version();
        Ok(())
    }
}

fn check_dimension(centre: &CostCentre) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if centre.code.trim().is_empty() {
        refusals.push(Refusal::Mandatory(Label::Code));
    }
    if centre.description.trim().is_empty() {
        refusals.push(Refusal::Mandatory(Label::Description));
    }
    refusals
}

fn fresh<T: Record>(table: &Table<T>, id: Uuid) -> Done {
    match table.get(id) {
        Some(_) => Err(Refusal::Exists(Label::Key).into()),
        None => Ok(()),
    }
}

fn known<T: Record>(table: &Table<T>, id: Uuid) -> Done {
    table.get(id).map(|_| ()).ok_or(BooksError::NotFound)
}
