//! Tests on a posting, and what it means: all failures are collected.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::bag::in_use;
use super::check_dimensions::dimensions;
use super::company::Company;
use super::entry::Status;
use super::ledger::{GlAccount, Journal, gl_type, journal_type};
use super::posting::{BookedLine, Posting, PostingDraft, PostingLine};
use super::refusal::{Label, Refusal};
use super::table::Stamp;
use crate::money::Money;

/// Collects what is wrong with a posting.
struct Check<'a> {
    company: &'a Company,
    draft: &'a PostingDraft,
    refusals: Vec<Refusal>,
}

impl Company {
    /// Works the posting out; `replaced` is the one that it takes the place of.
    pub(super) fn plan_posting(
        &self,
        draft: PostingDraft,
        at: Timestamp,
        replaced: Option<&Posting>,
    ) -> Result<Posting, Vec<Refusal>> {
        let mut check = Check {
            company: self,
            draft: &draft,
            refusals: Vec::new(),
        };
        let first = draft.lines.first().and_then(|line| line.date);
        let today = TimeZone::UTC.to_datetime(at).date();
        let date = draft.date.or(first).unwrap_or(today);
        let journal = check.journal();
        let (year, period) = check.period(date);
        let number = check.number(year, replaced);
        let flow = journal.is_some_and(Journal::is_flow);
        let lines = check.lines(flow, date);
        let total: Money = lines.iter().map(|line| line.amount).sum();
        let (opening, closing) = check.balance(journal, &lines, replaced);
        check.currency();
        let Some(journal) = journal.filter(|_| check.refusals.is_empty()) else {
            return Err(check.refusals);
        };
        debug_assert!(!flow || closing == opening + total);
        Ok(Posting {
            id: draft.id,
            number,
            journal: journal.code.clone(),
            journal_kind: journal.kind,
            kind: match (flow, draft.difference) {
                (true, _) => 40,
                (false, true) => 83,
                (false, false) => 90,
            },
            date,
            year,
            period,
            opening,
            closing,
            status: Status::Open,
            lines,
            stamp: Stamp::default(),
            draft: PostingDraft {
                date: Some(date),
                lines: Vec::new(),
                ..draft
            },
        })
    }
}

impl<'a> Check<'a> {
    fn refuse(&mut self, refusal: Refusal) {
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    fn journal(&mut self) -> Option<&'a Journal> {
        let code = self.draft.journal.as_deref().unwrap_or_default();
        if code.trim().is_empty() {
            self.refuse(Refusal::Mandatory(Label::Journal));
            return None;
        }
        let Some(journal) = self.company.journal(code) else {
            self.refuse(Refusal::InvalidReference(Label::JournalReference));
            return None;
        };
        if !(journal.is_flow() || journal.kind == journal_type::GENERAL) {
            self.refuse(Refusal::Invalid(Label::JournalType));
        }
        if self.draft.difference && journal.kind != journal_type::GENERAL {
            self.refuse(Refusal::Invalid(Label::JournalType));
        }
        if journal.blocked {
            self.refuse(Refusal::Blocked(Label::Journal, journal.code.clone()));
        }
        if journal.is_flow() {
            self.usable(journal.gl_account);
        }
        Some(journal)
    }

    /// Refuses a blocked ledger account that the entry uses without naming it.
    fn usable(&mut self, gl_account: Uuid) {
        let gl = self.company.gl_accounts.get(gl_account);
        if let Some(gl) = gl.filter(|gl| gl.blocked) {
            self.refuse(Refusal::Blocked(Label::GlAccount, gl.code.clone()));
        }
    }

    fn period(&mut self, date: Date) -> (i16, i16) {
        let known = self
            .company
            .period_for(self.draft.year, self.draft.period, date);
        let Some((year, period)) = known else {
            self.refuse(Refusal::Mandatory(Label::FinancialYear));
            return (0, 0);
        };
        let journal = self.draft.journal.as_deref().unwrap_or_default();
        if self.company.is_closed(journal.trim(), year, period) {
            self.refuse(Refusal::PeriodClosed { year, period });
        }
        (year, period)
    }

    fn number(&mut self, year: i16, replaced: Option<&Posting>) -> i32 {
        let journal = self.draft.journal.as_deref().unwrap_or_default().trim();
        let same_range = replaced.filter(|old| old.journal == journal && old.year == year);
        let kept = same_range.map(|old| old.number);
        let (number, taken) = self
            .company
            .number_for((journal, year), self.draft.number, kept);
        if taken {
            self.refuse(Refusal::InUse(Label::EntryNumber));
        }
        number
    }

    fn lines(&mut self, flow: bool, date: Date) -> Vec<BookedLine> {
        if self.draft.lines.is_empty() {
            self.refuse(Refusal::Mandatory(Label::Lines));
        }
        let draft = self.draft;
        let lines = (1..).zip(&draft.lines);
        lines
            .filter_map(|(number, line)| self.line(number, line, flow, date))
            .collect()
    }

    fn line(
        &mut self,
        number: i32,
        line: &PostingLine,
        flow: bool,
        date: Date,
    ) -> Option<BookedLine> {
        let gl = self.gl_account(line);
        let item = gl.is_some_and(|gl| [gl_type::RECEIVABLE, gl_type::PAYABLE].contains(&gl.kind));
        let date = line.date.unwrap_or(date);
        self.account(line, item, date);
        self.cost_centre(gl, line, date);
        let vat = self.vat(line);
        let Some(amount) = line.amount else {
            self.refuse(Refusal::Mandatory(Label::Amount));
            return None;
        };
        if amount.abs() > MOST {
            self.refuse(Refusal::Invalid(Label::Amount));
            return None;
        }
        let (vat_code, vat_percentage, including) = vat?;
        let computed = if including || flow {
            contained(amount, vat_percentage)
        } else {
            amount.times(vat_percentage)
        };
        let vat = if vat_code.is_empty() {
            Money::ZERO
        } else {
            line.vat_amount.unwrap_or(computed)
        };
        let net = if including || flow {
            amount - vat
        } else {
            amount
        };
        let (net, vat) = if flow { (-net, -vat) } else { (net, vat) };
        Some(BookedLine {
            draft: line.clone(),
            number,
            gl_account: gl?.id,
            amount,
            net,
            vat,
            vat_code,
            vat_percentage,
            item,
            date,
        })
    }

    fn gl_account(&mut self, line: &PostingLine) -> Option<&'a GlAccount> {
        let Some(id) = line.gl_account else {
            self.refuse(Refusal::Mandatory(Label::GlAccount));
            return None;
        };
        let Some(gl) = self.company.gl_accounts.get(id) else {
            self.refuse(Refusal::InvalidReference(Label::GlAccount));
            return None;
        };
        if gl.blocked {
            self.refuse(Refusal::Blocked(Label::GlAccount, gl.code.clone()));
        }
        Some(gl)
    }

    fn account(&mut self, line: &PostingLine, item: bool, date: Date) {
        match line.account {
            None if item => self.refuse(Refusal::Mandatory(Label::Relation)),
            None => {}
            Some(id) => match self.company.accounts.get(id) {
                None => self.refuse(Refusal::InvalidReference(Label::Relation)),
                Some(account) if account.blocked => {
                    self.refuse(Refusal::Blocked(Label::Relation, account.code.clone()));
                }
                Some(account) if !in_use(&account.other, date) => {
                    self.refuse(Refusal::Invalid(Label::Relation));
                }
                Some(_) => {}
            },
        }
        if line.your_ref.chars().count() > super::check::YOUR_REF_KEPT {
            self.refuse(Refusal::Invalid(Label::YourRef));
        }
    }

    /// Code, fraction, and whether amounts include it.
    fn vat(&mut self, line: &PostingLine) -> Option<(String, Decimal, bool)> {
        let code = line.vat_code.as_deref().unwrap_or_default().trim();
        if code.is_empty() {
            return Some((String::new(), Decimal::ZERO, false));
        }
        let Some(vat) = self.company.vat_code(code) else {
            self.refuse(Refusal::InvalidReference(Label::VatCode));
            return None;
        };
        if vat.blocked {
            self.refuse(Refusal::NotAllowed(Label::VatCode));
        }
        if !vat.percentage.is_zero() {
            self.usable(vat.gl_to_pay);
        }
        Some((vat.code.clone(), vat.percentage, vat.kind == "I"))
    }

    fn cost_centre(&mut self, gl: Option<&GlAccount>, line: &PostingLine, date: Date) {
        let codes = (line.cost_centre.as_deref(), line.cost_unit.as_deref());
        for refusal in dimensions(self.company, gl, codes, date) {
            self.refuse(refusal);
        }
    }

    /// Bank and cash: opening and closing balance. General: debit equals credit.
    fn balance(
        &mut self,
        journal: Option<&Journal>,
        lines: &[BookedLine],
        replaced: Option<&Posting>,
    ) -> (Money, Money) {
        let Some(journal) = journal else {
            return (Money::ZERO, Money::ZERO);
        };
        if !journal.is_flow() {
            let sum: Money = lines.iter().map(|line| line.net + line.vat).sum();
            if sum != Money::ZERO && lines.len() == self.draft.lines.len() {
                self.refuse(Refusal::Invalid(Label::Balance));
            }
            return (Money::ZERO, Money::ZERO);
        }
        let total: Money = lines.iter().map(|line| line.amount).sum();
        let last = self.company.balances.get(&journal.code).copied();
        let same = replaced.filter(|old| old.journal == journal.code);
        let opening = match (same, last) {
            // An entry that is entered anew keeps its opening balance, whatever was entered after it.
            (Some(old), _) => old.opening,
            (None, Some(last)) => {
                if self.draft.opening.is_some_and(|given| given != last) {
                    self.refuse(Refusal::Invalid(Label::OpeningBalance));
                }
                last
            }
            (None, None) => self.draft.opening.unwrap_or(Money::ZERO),
        };
        let closing = opening + total;
        if same.is_none() && self.draft.closing.is_some_and(|given| given != closing) {
            self.refuse(Refusal::Invalid(Label::ClosingBalance));
        }
        (opening, closing)
    }

    fn currency(&mut self) {
        let own = self.company.currency();
        let currency = self.draft.currency.as_deref().unwrap_or(own).trim();
        if !currency.is_empty() && currency != own {
            self.refuse(Refusal::InvalidReference(Label::Currency));
        }
    }
}

/// The VAT that an amount contains.
fn contained(amount: Money, percentage: Decimal) -> Money {
    let fraction = percentage.checked_div(Decimal::ONE + percentage);
    amount.times(fraction.unwrap_or_default())
}

/// Largest amount of a line: a hundred milliard, so that sums stay exact.
const MOST: Money = Money(10_000_000_000_000);
