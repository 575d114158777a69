//! Exact's tests on a sales entry, in the order of its default (fact 24): all failures are collected.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::bag::in_use;
use super::booking::Plan;
use super::company::Company;
use super::due_date::due_date;
use super::entry::{SaleDraft, SalesEntry};
use super::ledger::journal_type;
use super::refusal::{Label, Refusal};

/// Longest `YourRef` that is kept.
pub(super) const YOUR_REF_KEPT: usize = 30;

/// Collects what is wrong with a draft while working out what it means.
pub(super) struct Check<'a> {
    pub(super) company: &'a Company,
    pub(super) draft: &'a SaleDraft,
    pub(super) refusals: Vec<Refusal>,
}

impl<'a> Check<'a> {
    /// Works out the whole entry; `replaced` is the entry that this one takes the place of.
    pub(super) fn plan(
        company: &'a Company,
        draft: &'a SaleDraft,
        at: Timestamp,
        replaced: Option<&SalesEntry>,
    ) -> Result<Plan, Vec<Refusal>> {
        let mut check = Check {
            company,
            draft,
            refusals: Vec::new(),
        };
        let date = draft
            .date
            .unwrap_or_else(|| TimeZone::UTC.to_datetime(at).date());
        let journal = check.journal();
        let customer = check.customer(date);
        let (year, period) = check.period(date).unwrap_or_default();
        check.period_open(year, period);
        let lines = check.lines(date);
        let number = check.number(year, replaced);
        let (payment_condition, due_date) = check.due(date);
        check.header();
        let (Some(receivable), Some(customer)) = (journal, customer) else {
            return Err(check.refusals);
        };
        if !check.refusals.is_empty() {
            return Err(check.refusals);
        }
        let journal = draft.journal.clone().unwrap_or_default();
        Ok(Plan {
            number,
            journal,
            receivable,
            customer,
            date,
            due_date,
            year,
            period,
            payment_condition,
            lines,
        })
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    /// The receivable account of the journal.
    pub(super) fn journal(&mut self) -> Option<uuid::Uuid> {
        let Some(code) = self
            .draft
            .journal
            .as_deref()
            .filter(|code| !code.trim().is_empty())
        else {
            self.refuse(Refusal::Mandatory(Label::Journal));
            return None;
        };
        let Some(journal) = self.company.journal(code) else {
            self.refuse(Refusal::InvalidReference(Label::JournalReference));
            return None;
        };
        if journal.kind != journal_type::SALES {
            self.refuse(Refusal::Invalid(Label::JournalType));
        }
        if journal.blocked {
            self.refuse(Refusal::Blocked(Label::Journal, journal.code.clone()));
        }
        self.usable(journal.gl_account);
        if self
            .draft
            .rate
            .is_some_and(|rate| rate != rust_decimal::Decimal::ONE)
            && !journal.variable_rate
        {
            self.refuse(Refusal::NotAllowed(Label::ExchangeRate));
        }
        Some(journal.gl_account)
    }

    /// Refuses a blocked ledger account that the entry uses without naming it.
    pub(super) fn usable(&mut self, gl_account: uuid::Uuid) {
        let gl = self.company.gl_accounts.get(gl_account);
        if let Some(gl) = gl.filter(|gl| gl.blocked) {
            self.refuse(Refusal::Blocked(Label::GlAccount, gl.code.clone()));
        }
    }

    pub(super) fn customer(&mut self, date: Date) -> Option<uuid::Uuid> {
        let Some(id) = self.draft.customer else {
            self.refuse(Refusal::Mandatory(Label::Relation));
            return None;
        };
        let Some(account) = self.company.accounts.get(id) else {
            self.refuse(Refusal::InvalidReference(Label::Relation));
            return None;
        };
        if !account.is_customer() {
            self.refuse(Refusal::Invalid(Label::CustomerType));
        }
        if account.blocked {
            self.refuse(Refusal::Blocked(Label::Relation, account.code.clone()));
        }
        if !in_use(&account.other, date) {
            self.refuse(Refusal::Invalid(Label::Relation));
        }
        let journal = self
            .draft
            .journal
            .as_deref()
            .and_then(|code| self.company.journal(code));
        if let (Some(own), Some(journal)) = (account.receivable, journal)
            && own != journal.gl_account
        {
            self.refuse(Refusal::ReceivableDiffers);
        }
        Some(id)
    }

    fn period(&mut self, date: Date) -> Option<(i16, i16)> {
        let (year, period) = (self.draft.year, self.draft.period);
        let known = self.company.period_for(year, period, date);
        if known.is_none() {
            self.refuse(Refusal::Mandatory(Label::FinancialYear));
        }
        known
    }

    fn period_open(&mut self, year: i16, period: i16) {
        let journal = self.draft.journal.as_deref().unwrap_or_default();
        if self.company.is_closed(journal, year, period) {
            self.refuse(Refusal::PeriodClosed { year, period });
        }
    }

    /// The own number when it is free, else the next of the journal and year.
    fn number(&mut self, year: i16, replaced: Option<&SalesEntry>) -> i32 {
        let journal = self.draft.journal.as_deref().unwrap_or_default();
        let same_range = replaced.filter(|entry| entry.journal == journal && entry.year == year);
        let kept = same_range.map(|entry| entry.number);
        let (number, taken) = self
            .company
            .number_for((journal, year), self.draft.number, kept);
        if taken {
            self.refuse(Refusal::InUse(Label::EntryNumber));
        }
        number
    }

    pub(super) fn due(&mut self, date: Date) -> (String, Date) {
        let customer = self
            .draft
            .customer
            .and_then(|id| self.company.accounts.get(id));
        let own = self
            .draft
            .payment_condition
            .as_deref()
            .filter(|code| !code.trim().is_empty());
        let code = own
            .or_else(|| customer.map(|it| it.payment_condition.as_str()))
            .unwrap_or_default();
        if code.is_empty() {
            if self.draft.due_date.is_none() && customer.is_some() {
                self.refuse(Refusal::Mandatory(Label::PaymentCondition));
            }
            return (String::new(), self.draft.due_date.unwrap_or(date));
        }
        let company = self.company;
        let Some(condition) = company.condition(code) else {
            self.refuse(Refusal::InvalidReference(Label::PaymentCondition));
            return (code.to_owned(), date);
        };
        let instalments = company.instalments(&condition.code).into_iter();
        let last = instalments.map(|it| due_date(date, it)).max();
        let due = self.draft.due_date.or(last).unwrap_or(date);
        (condition.code.clone(), due)
    }

    pub(super) fn header(&mut self) {
        let document = self.draft.document.filter(|id| !id.is_nil());
        if document.is_some_and(|id| self.company.documents.get(id).is_none()) {
            self.refuse(Refusal::InvalidReference(Label::Document));
        }
        if self.draft.your_ref.chars().count() > YOUR_REF_KEPT {
            self.refuse(Refusal::Invalid(Label::YourRef));
        }
        let foreign = self
            .draft
            .currency
            .as_deref()
            .is_some_and(|currency| currency.trim() != self.company.currency());
        if foreign {
            self.refuse(Refusal::InvalidReference(Label::Currency));
        }
    }
}
