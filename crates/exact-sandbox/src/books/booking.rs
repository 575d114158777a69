//! Turns a checked draft into an entry, its ledger lines and its payment terms, and takes them out again.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::company::Company;
use super::entry::{SaleDraft, SalesEntry, SalesLine, SalesLines, Status};
use super::ledger_lines::{Texts, counter_line, derived, header_line, revenue_line};
use super::table::Stamp;
use super::transaction::TransactionLine;
use crate::money::Money;

/// What a draft means, once every test has passed.
pub(super) struct Plan {
    pub(super) number: i32,
    pub(super) journal: String,
    pub(super) receivable: Uuid,
    pub(super) customer: Uuid,
    pub(super) date: Date,
    pub(super) due_date: Date,
    pub(super) year: i16,
    pub(super) period: i16,
    pub(super) payment_condition: String,
    pub(super) lines: Vec<SalesLine>,
}

impl Company {
    /// Whether the number is taken in the journal and year.
    #[must_use]
    pub fn number_used(&self, journal: &str, year: i16, number: i32) -> bool {
        self.numbers
            .get(&(journal.to_owned(), year))
            .is_some_and(|used| used.contains(&number))
    }

    /// The number of an entry in a journal and year, and whether another has it: the one that is wanted, else the one
    /// that it has there already, else the next.
    pub(super) fn number_for(
        &self,
        (journal, year): (&str, i16),
        wanted: Option<i32>,
        own: Option<i32>,
    ) -> (i32, bool) {
        let Some(number) = wanted.filter(|number| *number != 0).or(own) else {
            return (self.next_number(journal, year), false);
        };
        let taken = own != Some(number) && self.number_used(journal, year, number);
        (number, taken)
    }

    /// The next number of a journal and year: YY, journal, sequence of four digits (26700001). Journals without a
    /// numeric code count from YY000001.
    #[must_use]
    pub fn next_number(&self, journal: &str, year: i16) -> i32 {
        let digits: String = journal
            .chars()
            .filter(char::is_ascii_digit)
            .take(2)
            .collect();
        let first: i32 = format!("{:02}{digits:0>2}0001", year.rem_euclid(100))
            .parse()
            .unwrap_or(1);
        let used = self.numbers.get(&(journal.to_owned(), year));
        let last = used.and_then(|used| {
            used.range(first..first.saturating_add(RANGE))
                .next_back()
                .copied()
        });
        last.map_or(first, |last| last.saturating_add(1))
    }

    /// Puts the entry, its ledger lines and its terms in place.
    pub(super) fn book(
        &mut self,
        mut draft: SaleDraft,
        mut plan: Plan,
        old: Option<Stamp>,
        at: (Timestamp, Uuid),
    ) {
        // A draft that relied on the day it was entered keeps it when it is edited later.
        let entered = std::mem::take(&mut draft.lines);
        for (line, entered) in plan.lines.iter_mut().zip(entered) {
            line.draft = entered;
        }
        let draft = SaleDraft {
            date: Some(plan.date),
            ..draft.with_lines(())
        };
        let receivable = plan.receivable;
        let entry = SalesEntry {
            id: draft.id,
            number: plan.number,
            journal: plan.journal,
            customer: plan.customer,
            date: plan.date,
            due_date: plan.due_date,
            year: plan.year,
            period: plan.period,
            payment_condition: plan.payment_condition,
            currency: draft
                .currency
                .clone()
                .unwrap_or_else(|| self.currency().to_owned()),
            status: Status::Open,
            lines: SalesLines::of(&plan.lines),
            stamp: Stamp::default(),
            draft,
        };
        let entry = self.stamped(entry, old, at);
        self.numbers
            .entry((entry.journal.clone(), entry.year))
            .or_default()
            .insert(entry.number);
        let mut texts = Texts::default();
        let header = header_line(&entry, receivable, &mut texts);
        let revenue = plan
            .lines
            .iter()
            .map(|line| revenue_line(&entry, line, &header, &mut texts));
        let mut lines: Vec<_> = std::iter::once(header.clone()).chain(revenue).collect();
        lines.extend(self.vat_lines(&entry, &plan.lines, &header));
        let lines = lines.into_iter().map(|line| self.stamped(line, old, at));
        let lines = lines.collect();
        self.lines.put_all(lines);
        let terms = self.planned_terms(&entry, &header);
        self.place_terms(terms, old, at);
        self.entries.put(entry);
    }

    /// One line per VAT code with an amount, on the code's account.
    fn vat_lines(
        &self,
        entry: &SalesEntry,
        lines: &[SalesLine],
        header: &TransactionLine,
    ) -> Vec<TransactionLine> {
        let mut codes: BTreeMap<&str, (Money, Money, Decimal)> = BTreeMap::new();
        for line in lines.iter().filter(|line| !line.vat_code.is_empty()) {
            let slot = codes.entry(&line.vat_code).or_insert((
                Money::ZERO,
                Money::ZERO,
                line.vat_percentage,
            ));
            slot.0 += line.net;
            slot.1 += line.vat;
        }
        let first = i32::try_from(lines.len())
            .unwrap_or(i32::MAX)
            .saturating_add(1);
        let with_vat = codes
            .into_iter()
            .filter(|(_, (_, vat, _))| *vat != Money::ZERO);
        (first..)
            .zip(with_vat)
            .map(
                |(number, (code, (base, vat, percentage)))| TransactionLine {
                    id: derived(entry.id, &format!("vat {code}")),
                    number,
                    gl_account: self
                        .vat_code(code)
                        .map_or(header.gl_account, |code| code.gl_to_pay),
                    amount: -vat,
                    vat_base: base,
                    vat_amount: vat,
                    vat_code: code.into(),
                    vat_percentage: percentage,
                    vat_type: Some(if entry.kind() == 21 { 'Z' } else { 'A' }),
                    description: Arc::clone(&header.description),
                    ..counter_line(header)
                },
            )
            .collect()
    }

    /// Takes the entry's rows out and notes each as deleted; the number stays free for use again only by hand.
    pub(super) fn unbook(&mut self, entry: &SalesEntry, at: (Timestamp, Uuid)) {
        self.forget(entry, at, |_| true);
        self.drop_terms(entry.id, at);
        self.entries.remove(entry.id);
    }

    /// Takes out the ledger lines that are not wanted any more.
    pub(super) fn forget(
        &mut self,
        entry: &SalesEntry,
        at: (Timestamp, Uuid),
        gone: impl Fn(Uuid) -> bool,
    ) {
        self.drop_lines(entry.id, at, gone);
        if let Some(used) = self.numbers.get_mut(&(entry.journal.clone(), entry.year)) {
            used.remove(&entry.number);
        }
    }

    /// The keys of all rows that an entry leaves in the ledger.
    pub(super) fn keys_of(draft: &SaleDraft, plan: &Plan) -> Vec<Uuid> {
        let own = [derived(draft.id, "header")];
        let mut codes: BTreeMap<&str, Money> = BTreeMap::new();
        for line in &plan.lines {
            *codes.entry(&line.vat_code).or_default() += line.vat;
        }
        // A code whose VAT comes to nothing has no line.
        let taxed = codes.into_iter().filter(|(_, vat)| *vat != Money::ZERO);
        let vat = taxed.map(|(code, _)| derived(draft.id, &format!("vat {code}")));
        own.into_iter()
            .chain(vat)
            .chain(draft.lines.iter().map(|line| line.id))
            .collect()
    }
}

/// How many numbers a journal has in a year.
const RANGE: i32 = 9_999;
