//! The open items of a sales entry: one, or one per instalment of its payment condition (point 31).

use rust_decimal::Decimal;
use uuid::Uuid;

use super::apply::When;
use super::company::{Company, Entity};
use super::due_date::due_date;
use super::entry::SalesEntry;
use super::ledger::PaymentCondition;
use super::ledger_lines::derived;
use super::table::{Index, Record, Stamp};
use super::transaction::{PaymentTerm, TermStatus, TransactionLine};
use crate::money::Money;

impl Company {
    /// The instalments of a condition, first due first; one for an ordinary condition.
    #[must_use]
    pub fn instalments(&self, code: &str) -> Vec<&PaymentCondition> {
        let mut all: Vec<_> = self.conditions.find(Index::Code, code).collect();
        all.sort_by_key(|it| (it.end_of_months, it.days, it.id));
        all
    }

    /// The terms as they follow from the entry, before anything was matched.
    pub(super) fn planned_terms(
        &self,
        entry: &SalesEntry,
        header: &TransactionLine,
    ) -> Vec<PaymentTerm> {
        let instalments = self.instalments(&entry.payment_condition);
        if entry.draft.due_date.is_some() || instalments.len() < 2 {
            return vec![self.term(entry, header, &part(0))];
        }
        let total = entry.total();
        let mut rest = total;
        let last = instalments.len() - 1;
        let mut terms = Vec::new();
        for (index, instalment) in instalments.into_iter().enumerate() {
            let share = total.times(instalment.share());
            // Of a few cents, shares that were rounded up may be more than there is.
            let amount = if index == last || share.abs() > rest.abs() {
                rest
            } else {
                share
            };
            rest = rest - amount;
            terms.push(PaymentTerm {
                amount,
                due_date: due_date(entry.date, instalment),
                ..self.term(entry, header, &part(index))
            });
        }
        terms
    }

    fn term(&self, entry: &SalesEntry, header: &TransactionLine, part: &str) -> PaymentTerm {
        let method = self.condition(&entry.payment_condition);
        let group = part.replace("term", "term group");
        PaymentTerm {
            id: derived(entry.id, part),
            group: derived(entry.id, &group),
            entry: entry.id,
            line: header.id,
            account: entry.customer,
            gl_account: header.gl_account,
            payable: false,
            amount: entry.total(),
            due_date: entry.due_date,
            kind: entry.kind(),
            entry_number: entry.number,
            invoice_number: Some(entry.number),
            journal: entry.journal.clone(),
            date: entry.date,
            your_ref: entry.draft.your_ref.clone(),
            payment_reference: entry.draft.payment_reference.clone(),
            description: entry.draft.description.clone(),
            payment_method: method.map(|it| it.method.clone()).unwrap_or_default(),
            status: TermStatus::Open,
            end_date: None,
            last_payment: None,
            matching: None,
            stamp: Stamp::default(),
        }
    }

    /// Whether an entry on this relation and receivable account can take the place of the old one while its items
    /// are matched.
    pub(super) fn same_receivable(
        &self,
        old: &SalesEntry,
        wanted: (Uuid, Uuid),
        total: Money,
    ) -> bool {
        let mut terms = self.terms.find(Index::Entry, &old.id.to_string());
        old.total() == total && terms.all(|term| (term.account, term.gl_account) == wanted)
    }

    /// What a term keeps of what was set of it by itself: all that its entry, which is still the old one, does not now
    /// say otherwise.
    fn words(&self, planned: &PaymentTerm, known: &PaymentTerm) -> Words {
        let old = self.entries.get(planned.entry);
        let method = old.map(|it| match self.condition(&it.payment_condition) {
            Some(condition) => condition.method.clone(),
            None => String::new(),
        });
        let kept = |said: Option<&String>, now: &String, known: &String| {
            let kept = if said == Some(now) { known } else { now };
            kept.clone()
        };
        Words {
            description: kept(
                old.map(|it| &it.draft.description),
                &planned.description,
                &known.description,
            ),
            payment_reference: kept(
                old.map(|it| &it.draft.payment_reference),
                &planned.payment_reference,
                &known.payment_reference,
            ),
            payment_method: kept(
                method.as_ref(),
                &planned.payment_method,
                &known.payment_method,
            ),
        }
    }

    /// Puts the planned terms in place. Parts of a split or matched item stay, with what the entry now says of them; the
    /// due date of an entry with one term is that of its open parts.
    pub(super) fn place_terms(&mut self, planned: Vec<PaymentTerm>, old: Option<Stamp>, at: When) {
        let Some(first) = planned.first().cloned() else {
            return;
        };
        let known = self.terms.find(Index::Entry, &first.entry.to_string());
        let known: Vec<PaymentTerm> = known.cloned().collect();
        let sum: Money = known.iter().map(|term| term.amount).sum();
        let total: Money = planned.iter().map(|term| term.amount).sum();
        let same = known
            .iter()
            .all(|it| (it.account, it.gl_account) == (first.account, first.gl_account));
        let single = planned.len() == 1;
        if in_parts(&known, &planned) && sum == total && same {
            for part in known {
                let due_date = if single && part.status == TermStatus::Open {
                    first.due_date
                } else {
                    part.due_date
                };
                let words = self.words(&first, &part);
                let part = PaymentTerm {
                    due_date,
                    kind: first.kind,
                    entry_number: first.entry_number,
                    invoice_number: first.invoice_number,
                    journal: first.journal.clone(),
                    date: first.date,
                    your_ref: first.your_ref.clone(),
                    ..part
                };
                self.put_term(words.on(part), at);
            }
            return;
        }
        let gone = known
            .iter()
            .map(|term| term.id)
            .filter(|id| !planned.iter().any(|it| it.id == *id));
        let gone: Vec<Uuid> = gone.collect();
        for id in gone {
            self.terms.remove(id);
            self.note_deletion(Entity::PaymentTerm, id, at);
        }
        for term in planned {
            let before = known.iter().find(|it| it.id == term.id);
            let stamp = before.map(|it| *it.stamp()).or(old);
            let term = match before {
                Some(before) => self.words(&term, before).on(term),
                None => term,
            };
            let term = self.stamped(term, stamp, at);
            self.terms.put(term);
        }
    }
}

/// What may be set of a term by itself.
struct Words {
    description: String,
    payment_reference: String,
    payment_method: String,
}

impl Words {
    fn on(self, term: PaymentTerm) -> PaymentTerm {
        let Words {
            description,
            payment_reference,
            payment_method,
        } = self;
        PaymentTerm {
            description,
            payment_reference,
            payment_method,
            ..term
        }
    }
}

/// What the key of an instalment is made of.
fn part(index: usize) -> String {
    match index {
        0 => "term".to_owned(),
        _ => format!("term {}", index + 1),
    }
}

/// Whether the terms of an entry are more than its instalments: some were matched, or are what is left of one that was
/// matched in part, and still fall due when the entry says.
fn in_parts(known: &[PaymentTerm], planned: &[PaymentTerm]) -> bool {
    if known.iter().any(|term| term.status == TermStatus::Matched) {
        return true;
    }
    let instalment = |term: &PaymentTerm| {
        (0..known.len()).any(|index| derived(term.entry, &part(index)) == term.id)
    };
    let due = |term: &PaymentTerm| planned.iter().any(|it| it.due_date == term.due_date);
    !known.iter().all(instalment) && (planned.len() == 1 || known.iter().all(due))
}

impl PaymentCondition {
    /// The share of the total that falls due by this condition; all of it when none was given.
    #[must_use]
    pub fn share(&self) -> Decimal {
        if self.percentage.is_zero() {
            Decimal::ONE
        } else {
            self.percentage
        }
    }
}
