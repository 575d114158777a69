//! Carries out acts: either wholly, or not at all with the reasons.

use jiff::Timestamp;
use uuid::Uuid;

use super::Books;
use super::account::Account;
use super::act::{Act, Deed};
use super::check::Check;
use super::company::{Company, Entity};
use super::entry::{SaleDraft, Status};
use super::ledger::{GlAccount, Journal};
use super::refusal::{BooksError, Label, Refusal};
use super::table::{Index, Record, Table};

type When = (Timestamp, Uuid);
type Done = Result<(), BooksError>;

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
        match act.deed {
            Deed::EnterSale(draft) => company.enter_sale(*draft, at),
            Deed::EditSale(draft) => company.edit_sale(*draft, at),
            Deed::DeleteSale(id) => company.delete_sale(id, at),
            Deed::Process(ids) => company.process(&ids, at),
            Deed::CreateAccount(account) => company.create_account(*account, at),
            Deed::ChangeAccount(account) => company.change_account(*account, at),
            Deed::DeleteAccount(id) => company.delete_account(id, at),
            Deed::CreateGlAccount(account) => company.create_gl_account(*account, at),
            Deed::ChangeGlAccount(account) => company.change_gl_account(*account, at),
            Deed::DeleteGlAccount(id) => company.delete_gl_account(id, at),
            Deed::AddJournal(journal) => company.add_journal(*journal, at),
            Deed::SetPeriod {
                journal,
                year,
                period,
                closed,
            } => company.set_period(journal, (year, period), closed),
            Deed::BlockVatCode { code, blocked } => {
                let id = company
                    .vat_code(&code)
                    .map(Record::id)
                    .ok_or(BooksError::NotFound)?;
                company.change(|it| &mut it.vat_codes, id, at, |it| it.blocked = blocked)
            }
            Deed::BlockJournal { code, blocked } => {
                let id = company
                    .journal(&code)
                    .map(Record::id)
                    .ok_or(BooksError::NotFound)?;
                company.change(|it| &mut it.journals, id, at, |it| it.blocked = blocked)
            }
        }
    }
}

/// Nothing, or the refusals.
fn unless(refusals: Vec<Refusal>) -> Done {
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(BooksError::Refused(refusals))
    }
}

impl Company {
    fn enter_sale(&mut self, draft: SaleDraft, at: When) -> Done {
        let mut refusals = Vec::new();
        if self.entries.get(draft.id).is_some() {
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
        let old = self
            .entries
            .get(draft.id)
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
        self.unbook(&entry, at);
        Ok(())
    }

    pub(super) fn process(&mut self, ids: &[Uuid], at: When) -> Done {
        if ids.iter().any(|id| self.entries.get(*id).is_none()) {
            return Err(BooksError::NotFound);
        }
        for id in ids {
            self.change(
                |it| &mut it.entries,
                *id,
                at,
                |entry| entry.status = Status::Processed,
            )?;
            let lines: Vec<Uuid> = self.lines_of(*id).into_iter().map(Record::id).collect();
            for line in lines {
                self.change(
                    |it| &mut it.lines,
                    line,
                    at,
                    |line| line.status = Status::Processed,
                )?;
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

    fn change_account(&mut self, mut account: Account, at: When) -> Done {
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
        if self
            .entries
            .find(Index::Account, &id.to_string())
            .next()
            .is_some()
        {
            return Err(Refusal::CannotDelete(Label::Relation, Label::Entries).into());
        }
        self.accounts.remove(id);
        self.note_deletion(Entity::Account, id, at);
        Ok(())
    }

    fn create_gl_account(&mut self, account: GlAccount, at: When) -> Done {
        if self.gl_accounts.get(account.id).is_some() {
            return Err(Refusal::Exists(Label::Key).into());
        }
        unless(self.check_gl_account(&account))?;
        let account = self.stamped(account, None, at);
        self.gl_accounts.put(account);
        Ok(())
    }

    fn change_gl_account(&mut self, account: GlAccount, at: When) -> Done {
        let old = self
            .gl_accounts
            .get(account.id)
            .ok_or(BooksError::NotFound)?
            .stamp;
        unless(self.check_gl_account(&account))?;
        let account = self.stamped(account, Some(old), at);
        self.gl_accounts.put(account);
        Ok(())
    }

    fn delete_gl_account(&mut self, id: Uuid, at: When) -> Done {
        self.gl_accounts.get(id).ok_or(BooksError::NotFound)?;
        let in_lines = self.lines.iter().any(|line| line.gl_account == id);
        let in_journals = self.journals.iter().any(|journal| journal.gl_account == id);
        if in_lines || in_journals {
            return Err(Refusal::CannotDelete(Label::GlAccount, Label::Entries).into());
        }
        self.gl_accounts.remove(id);
        self.note_deletion(Entity::GlAccount, id, at);
        Ok(())
    }

    fn add_journal(&mut self, journal: Journal, at: When) -> Done {
        let mut refusals = Vec::new();
        if journal.code.trim().is_empty() {
            refusals.push(Refusal::Mandatory(Label::Code));
        } else if self.journal(&journal.code).is_some() {
            refusals.push(Refusal::Exists(Label::Journal));
        }
        if self.gl_accounts.get(journal.gl_account).is_none() {
            refusals.push(Refusal::InvalidReference(Label::GlAccount));
        }
        unless(refusals)?;
        let journal = self.stamped(journal, None, at);
        self.journals.put(journal);
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
