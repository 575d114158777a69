//! Carries out acts: either wholly, or not at all with the reasons.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::Books;
use super::account::Account;
use super::act::{Act, Deed};
use super::check::Check;
use super::company::{Company, Entity};
use super::entry::{SaleDraft, Status};
use super::refusal::{BooksError, Label, Refusal};
use super::table::{Index, Record, Table};
use super::transaction::TransactionLine;
use crate::money::Money;

/// When, and by whom.
pub(super) type When = (Timestamp, Uuid);
/// Carried out, or not at all.
pub(super) type Done = Result<(), BooksError>;

impl Books {
    /// Carries out the act.
    ///
    /// # Errors
    /// All reasons why Exact would refuse it, or that the thing is not there; the books are unchanged then.
    pub fn apply(&mut self, act: Act) -> Done {
        let company = self
            .companies
            .get_mut(&act.division)
            .ok_or(BooksError::NotFound)?;
        let at = (act.at, act.by);
        Arc::make_mut(company).carry_out(act.deed, at)
    }
}

/// Nothing, or the refusals.
pub(super) fn unless(refusals: Vec<Refusal>) -> Done {
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(BooksError::Refused(refusals))
    }
}

impl Company {
    fn carry_out(&mut self, deed: Deed, at: When) -> Done {
        match deed {
            Deed::EnterSale(draft) => self.enter_sale(*draft, at),
            Deed::EditSale(draft) => self.edit_sale(*draft, at),
            Deed::DeleteSale(id) => self.delete_sale(id, at),
            Deed::EnterPosting(draft) => self.enter_posting(*draft, at),
            Deed::EditPosting(draft) => self.edit_posting(*draft, at),
            Deed::DeletePosting(id) => self.delete_posting(id, at),
            Deed::Match(draft) => self.match_items(*draft, at),
            Deed::EnterAndMatch { entry, matching } => self.enter_and_match(*entry, *matching, at),
            Deed::Unmatch(id) => self.unmatch(id, at),
            Deed::Process(ids) => self.process(&ids, at),
            Deed::ChangeTerm {
                id,
                description,
                payment_method,
                payment_reference,
            } => self.change(
                |it| &mut it.terms,
                id,
                at,
                |term| {
                    let set = |slot: &mut String, value: Option<String>| {
                        value.into_iter().for_each(|value| *slot = value);
                    };
                    set(&mut term.description, description);
                    set(&mut term.payment_method, payment_method);
                    set(&mut term.payment_reference, payment_reference);
                },
            ),
            Deed::Document(deed) => self.document_deed(deed, at),
            Deed::Invoice(deed) => self.invoice_deed(deed, at),
            Deed::MoveDivision => {
                self.move_division(at);
                Ok(())
            }
            Deed::SetPeriod {
                journal,
                year,
                period,
                closed,
            } => self.set_period(journal, (year, period), closed),
            other => self.change_master_data(other, at),
        }
    }

    fn change_master_data(&mut self, deed: Deed, at: When) -> Done {
        match deed {
            Deed::CreateAccount(account) => self.create_account(*account, at),
            Deed::ChangeAccount(account) => self.change_account(*account, at),
            Deed::DeleteAccount(id) => self.delete_account(id, at),
            Deed::MergeAccounts { from, into } => self.merge_accounts(from, into, at),
            Deed::CreateGlAccount(account) => self.create_gl_account(*account, at),
            Deed::ChangeGlAccount(account) => self.change_gl_account(*account, at),
            Deed::DeleteGlAccount(id) => self.delete_gl_account(id, at),
            Deed::CreateItem(item) => self.create_item(*item, at),
            Deed::ChangeItem(item) => self.change_item(*item, at),
            Deed::DeleteItem(id) => self.delete_item(id, at),
            Deed::AddJournal(journal) => self.add_journal(*journal, at),
            Deed::ChangeJournal(journal) => self.change_journal(*journal, at),
            Deed::DeleteJournal(id) => self.delete_journal(id),
            Deed::CreateVatCode(code) => self.create_vat_code(*code, at),
            Deed::ChangeVatCode(code) => self.change_vat_code(*code, at),
            Deed::DeleteVatCode(id) => self.delete_vat_code(id),
            Deed::AddCondition(condition) => self.add_condition(*condition, at),
            Deed::CreateDimension { unit, centre } => self.create_dimension(unit, *centre, at),
            Deed::ChangeDimension { unit, centre } => self.change_dimension(unit, *centre, at),
            Deed::DeleteDimension { unit, id } => self.delete_dimension(unit, id),
            Deed::CreatePlain(row) => self.create_plain(*row, at),
            Deed::ChangePlain(row) => self.change_plain(*row, at),
            Deed::DeletePlain { kind, id } => self.delete_plain(kind, id),
            Deed::CreateCard(card) => self.create_card(*card, at),
            Deed::ChangeCard(card) => self.change_card(*card, at),
            Deed::DeleteCard { kind, id } => self.delete_card(kind, id, at),
            Deed::BlockVatCode { code, blocked } => {
                let id = self.vat_code(&code).map(Record::id);
                let id = id.ok_or(BooksError::NotFound)?;
                self.change(|it| &mut it.vat_codes, id, at, |it| it.blocked = blocked)
            }
            Deed::BlockJournal { code, blocked } => {
                let id = self.journal(&code).map(Record::id);
                let id = id.ok_or(BooksError::NotFound)?;
                self.change(|it| &mut it.journals, id, at, |it| it.blocked = blocked)
            }
            // The rest was carried out before this was called.
            _ => Err(BooksError::NotFound),
        }
    }

    pub(super) fn enter_sale(&mut self, draft: SaleDraft, at: When) -> Done {
        let mut refusals = Vec::new();
        if self.entries.get(draft.id).is_some() || self.postings.get(draft.id).is_some() {
            refusals.push(Refusal::Exists(Label::Key));
        }
        let plan = Check::plan(self, &draft, at.0, None);
        refusals.extend(plan.as_ref().err().into_iter().flatten().cloned());
        unless(refusals)?;
        let plan = plan.map_err(BooksError::Refused)?;
        self.book(draft, plan, None, at);
        Ok(())
    }

    fn edit_sale(&mut self, draft: SaleDraft, at: When) -> Done {
        // One whose lines cannot be read stays as it is: whoever changes it saw none of them.
        let old = self
            .entries
            .get(draft.id)
            .filter(|entry| entry.is_whole())
            .cloned()
            .ok_or(BooksError::NotFound)?;
        if old.status == Status::Processed {
            return Err(Refusal::AlreadyProcessed.into());
        }
        if self.is_closed(&old.journal, old.year, old.period) {
            return Err(Refusal::PeriodClosed {
                year: old.year,
                period: old.period,
            }
            .into());
        }
        let plan = Check::plan(self, &draft, at.0, Some(&old)).map_err(BooksError::Refused)?;
        if self.has_matched_terms(old.id) {
            let total: Money = plan.lines.iter().map(|line| line.net + line.vat).sum();
            if !self.same_receivable(&old, (plan.customer, plan.receivable), total) {
                return Err(Refusal::NotAllowed(Label::Matching).into());
            }
        }
        let kept = Company::keys_of(&draft, &plan);
        self.forget(&old, at, |id| !kept.contains(&id));
        self.book(draft, plan, Some(old.stamp), at);
        Ok(())
    }

    fn delete_sale(&mut self, id: Uuid, at: When) -> Done {
        let entry = self.entries.get(id).cloned().ok_or(BooksError::NotFound)?;
        if entry.status == Status::Processed {
            return Err(Refusal::AlreadyProcessed.into());
        }
        if self.is_closed(&entry.journal, entry.year, entry.period) {
            return Err(Refusal::PeriodClosed {
                year: entry.year,
                period: entry.period,
            }
            .into());
        }
        if self.has_matched_terms(id) {
            return Err(Refusal::CannotDelete(Label::Entries, Label::Matching).into());
        }
        self.unbook(&entry, at);
        Ok(())
    }

    pub(super) fn process(&mut self, ids: &[Uuid], at: When) -> Done {
        let known = |id: &Uuid| self.entries.get(*id).is_some() || self.postings.get(*id).is_some();
        if !ids.iter().all(known) {
            return Err(BooksError::NotFound);
        }
        for id in ids {
            let done = Status::Processed;
            if self.entries.get(*id).is_some() {
                self.change(|it| &mut it.entries, *id, at, |entry| entry.status = done)?;
            } else {
                self.change(|it| &mut it.postings, *id, at, |entry| entry.status = done)?;
            }
            let lines = self.lines_of(*id).into_iter().map(|line| {
                let old = line.stamp;
                let line = TransactionLine {
                    status: done,
                    ..line
                };
                self.stamped(line, Some(old), at)
            });
            let lines = lines.collect();
            self.lines.put_all(lines);
            // A term tells the status of its booking, so that it changes too.
            let terms = self.terms.find(Index::Entry, &id.to_string());
            let terms: Vec<Uuid> = terms.map(Record::id).collect();
            for term in terms {
                self.change(|it| &mut it.terms, term, at, |_| {})?;
            }
        }
        Ok(())
    }

    fn create_account(&mut self, mut account: Account, at: When) -> Done {
        account.code = account.code.trim().to_owned();
        if account.code.is_empty() {
            account.code = self.next_account_code();
        }
        if self.accounts.get(account.id).is_some() {
            return Err(Refusal::Exists(Label::Key).into());
        }
        unless(self.check_account(&account))?;
        let account = self.stamped(account, None, at);
        self.accounts.put(account);
        Ok(())
    }

    pub(super) fn change_account(&mut self, mut account: Account, at: When) -> Done {
        let old = self
            .accounts
            .get(account.id)
            .ok_or(BooksError::NotFound)?
            .stamp;
        account.code = account.code.trim().to_owned();
        unless(self.check_account(&account))?;
        let account = self.stamped(account, Some(old), at);
        self.accounts.put(account);
        Ok(())
    }

    fn delete_account(&mut self, id: Uuid, at: When) -> Done {
        self.accounts.get(id).ok_or(BooksError::NotFound)?;
        let key = id.to_string();
        let booked = self.entries.find(Index::Account, &key).next().is_some()
            || self.lines.find(Index::Account, &key).next().is_some();
        if booked {
            return Err(Refusal::CannotDelete(Label::Relation, Label::Entries).into());
        }
        if self.documents.find(Index::Account, &key).next().is_some() {
            return Err(Refusal::CannotDelete(Label::Relation, Label::Documents).into());
        }
        if self.invoices.find(Index::Account, &key).next().is_some() {
            return Err(Refusal::CannotDelete(Label::Relation, Label::Invoices).into());
        }
        self.drop_cards(id, at);
        self.pass_plains_on(id, None, at);
        self.rename_relations(id, None, at);
        self.accounts.remove(id);
        self.note_deletion(Entity::Account, id, at);
        Ok(())
    }

    fn set_period(
        &mut self,
        journal: Option<String>,
        (year, period): (i16, i16),
        closed: bool,
    ) -> Done {
        if !self
            .periods
            .iter()
            .any(|it| (it.year, it.period) == (year, period))
        {
            return Err(BooksError::NotFound);
        }
        let journals: Vec<String> = match journal {
            Some(code) => vec![
                self.journal(&code)
                    .ok_or(BooksError::NotFound)?
                    .code
                    .clone(),
            ],
            None => self
                .journals
                .iter()
                .map(|journal| journal.code.clone())
                .collect(),
        };
        for code in journals {
            self.period_status.insert((code, year, period), closed);
        }
        Ok(())
    }

    /// Changes one record and gives it a new row version.
    fn change<T: Record + Clone>(
        &mut self,
        table: impl Fn(&mut Company) -> &mut Table<T>,
        id: Uuid,
        at: When,
        edit: impl FnOnce(&mut T),
    ) -> Done {
        let mut record = table(self).get(id).cloned().ok_or(BooksError::NotFound)?;
        edit(&mut record);
        let old = *record.stamp();
        let record = self.stamped(record, Some(old), at);
        table(self).put(record);
        Ok(())
    }
}
