//! Exact's tests on a sales entry, in the order of its default (fact 24): all failures are collected.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::booking::Plan;
use super::company::Company;
use super::due_date::due_date;
use super::entry::{SaleDraft, SaleLine, SalesEntry, SalesLine};
use super::ledger::{GlAccount, journal_type};
use super::refusal::{Label, Refusal};
use crate::money::Money;

/// Longest `YourRef` that is kept.
pub(super) const YOUR_REF_KEPT: usize = 30;

/// Collects what is wrong with a draft while working out what it means.
pub(super) struct Check<'a> {
    company: &'a Company,
    draft: &'a SaleDraft,
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
        let customer = check.customer();
        let (year, period) = check.period(date).unwrap_or_default();
        check.period_open(year, period);
        let lines = check.lines();
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

    fn refuse(&mut self, refusal: Refusal) {
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    /// The receivable account of the journal.
    fn journal(&mut self) -> Option<uuid::Uuid> {
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

    fn customer(&mut self) -> Option<uuid::Uuid> {
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
        let by_date = self
            .company
            .period_of(date)
            .map(|period| (period.year, period.period));
        let wanted = match (self.draft.year, self.draft.period, by_date) {
            (Some(year), Some(period), _) => Some((year, period)),
            (Some(year), None, Some((_, period))) | (None, Some(period), Some((year, _))) => {
                Some((year, period))
            }
            (_, _, by_date) => by_date,
        };
        let known = wanted.filter(|wanted| {
            self.company
                .periods
                .iter()
                .any(|period| (period.year, period.period) == *wanted)
        });
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

    fn lines(&mut self) -> Vec<SalesLine> {
        if self.draft.lines.is_empty() {
            self.refuse(Refusal::Mandatory(Label::Lines));
        }
        let draft = self.draft;
        (1..)
            .zip(&draft.lines)
            .filter_map(|(number, line)| self.line(number, line))
            .collect()
    }

    fn line(&mut self, number: i32, line: &SaleLine) -> Option<SalesLine> {
        let gl = self.gl_account(line);
        let code = line.vat_code.clone().filter(|code| !code.trim().is_empty());
        let code = code
            .or_else(|| gl.map(|gl| gl.vat_code.clone()))
            .unwrap_or_default();
        let percentage = self.vat_percentage(&code, line);
        if let Some(gl) = gl {
            self.cost_centre(gl, line);
        }
        let Some(net) = line.amount else {
            self.refuse(Refusal::Mandatory(Label::Amount));
            return None;
        };
        let percentage = percentage?;
        let vat = line.vat_amount.unwrap_or_else(|| net.times(percentage));
        let vat = if code.trim().is_empty() {
            Money::ZERO
        } else {
            vat
        };
        let vat_code = code.trim().to_owned();
        Some(SalesLine {
            draft: line.clone(),
            number,
            gl_account: gl?.id,
            net,
            vat_code,
            vat_percentage: percentage,
            vat,
        })
    }

    fn gl_account(&mut self, line: &SaleLine) -> Option<&'a GlAccount> {
        let Some(id) = line.gl_account else {
            self.refuse(Refusal::Mandatory(Label::GlAccount));
            return None;
        };
        let company = self.company;
        let Some(gl) = company.gl_accounts.get(id) else {
            self.refuse(Refusal::InvalidReference(Label::GlAccount));
            return None;
        };
        if gl.blocked {
            self.refuse(Refusal::Blocked(Label::GlAccount, gl.code.clone()));
        }
        if gl.kind == super::ledger::gl_type::VAT {
            self.refuse(Refusal::Invalid(Label::GlAccountType));
        }
        Some(gl)
    }

    fn vat_percentage(&mut self, code: &str, line: &SaleLine) -> Option<rust_decimal::Decimal> {
        if code.trim().is_empty() {
            return Some(rust_decimal::Decimal::ZERO);
        }
        let Some(vat) = self.company.vat_code(code) else {
            self.refuse(Refusal::InvalidReference(Label::VatCode));
            return None;
        };
        if vat.blocked || vat.transactions == "P" {
            self.refuse(Refusal::NotAllowed(Label::VatCode));
        }
        if line
            .vat_percentage
            .is_some_and(|wanted| !wanted.is_zero() && wanted != vat.percentage)
        {
            self.refuse(Refusal::Invalid(Label::VatPercentage));
        }
        Some(vat.percentage)
    }

    fn cost_centre(&mut self, gl: &GlAccount, line: &SaleLine) {
        let centre = line
            .cost_centre
            .as_deref()
            .filter(|code| !code.trim().is_empty());
        match (gl.use_cost_centre, centre) {
            (1, None) => self.refuse(Refusal::Mandatory(Label::CostCentre)),
            (2, Some(_)) => self.refuse(Refusal::NotAllowed(Label::CostCentre)),
            (_, Some(code)) if self.company.cost_centre(code).is_none() => {
                self.refuse(Refusal::InvalidReference(Label::CostCentre));
            }
            _ => {}
        }
        if gl.use_cost_unit == 1 && line.cost_unit.is_none() {
            self.refuse(Refusal::Mandatory(Label::CostUnit));
        }
    }

    /// The own number when it is free, else the next of the journal and year.
    fn number(&mut self, year: i16, replaced: Option<&SalesEntry>) -> i32 {
        let journal = self.draft.journal.as_deref().unwrap_or_default();
        let same_range = replaced.filter(|entry| entry.journal == journal && entry.year == year);
        let kept = same_range.map(|entry| entry.number);
        let wanted = self.draft.number.filter(|number| *number != 0).or(kept);
        let Some(number) = wanted else {
            return self.company.next_number(journal, year);
        };
        if kept != Some(number) && self.company.number_used(journal, year, number) {
            self.refuse(Refusal::InUse(Label::EntryNumber));
        }
        number
    }

    fn due(&mut self, date: Date) -> (String, Date) {
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
        (
            condition.code.clone(),
            self.draft
                .due_date
                .unwrap_or_else(|| due_date(date, condition)),
        )
    }

    fn header(&mut self) {
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
