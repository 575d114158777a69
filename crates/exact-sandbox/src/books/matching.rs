//! Matching of open items (Exact: *afletteren*): invoices with receipts or credit notes, in part, or with the
//! difference written off; and undoing it. The API never tells which item was matched with which.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::apply::{Done, When};
use super::company::Company;
use super::ledger_lines::derived;
use super::posting::{PostingDraft, PostingLine};
use super::refusal::{BooksError, Label, Refusal};
use super::table::{Index, Record};
use super::transaction::{PaymentTerm, TermStatus};
use crate::money::Money;

/// How a difference is written off: a payment difference (83) in a general journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WriteOff {
    /// Key of the entry that is made.
    pub entry: Uuid,
    /// Code of a general journal.
    pub journal: String,
    /// The ledger account that bears the difference.
    pub gl_account: Uuid,
    /// Booking date; else the day of the act.
    pub date: Option<Date>,
    /// Text.
    pub description: String,
}

/// Items to be matched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MatchDraft {
    /// Key of the set that is made.
    pub id: Uuid,
    /// Keys of open terms of one relation on one ledger account. What is left over stays open in a row of its own.
    pub terms: Vec<Uuid>,
    /// Writes off what is left over instead.
    pub write_off: Option<WriteOff>,
}

/// Items that were matched with each other; they sum to zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchSet {
    /// Its key.
    pub id: Uuid,
    /// The matched terms.
    pub terms: Vec<Uuid>,
    /// The payment difference that was made for it.
    pub write_off: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

impl Company {
    pub(super) fn match_items(&mut self, draft: MatchDraft, at: When) -> Done {
        let (mut terms, difference) = self.planned_match(&draft, &[], at)?;
        let mut set = MatchSet {
            id: draft.id,
            terms: Vec::new(),
            write_off: None,
            at: at.0,
        };
        if let Some(posting) = difference {
            let entry = posting.id;
            self.enter_posting(posting, at)?;
            let key = derived(derived(entry, "item"), "term");
            terms.extend(self.terms.get(key).cloned());
            set.write_off = Some(entry);
        }
        self.settle(set, terms, at)
    }

    /// What is matched, and the payment difference that is booked for it. Refused when matching would be refused; the
    /// terms in `own` are taken for booked.
    pub(super) fn planned_match(
        &self,
        draft: &MatchDraft,
        own: &[PaymentTerm],
        at: When,
    ) -> Result<(Vec<PaymentTerm>, Option<PostingDraft>), BooksError> {
        if self.matches.contains_key(&draft.id) {
            return Err(Refusal::Exists(Label::Key).into());
        }
        let terms = self.matchable(&draft.terms, own)?;
        let rest: Money = terms.iter().map(|term| term.amount).sum();
        if let Some(write_off) = draft.write_off.as_ref().filter(|_| rest != Money::ZERO) {
            let first = terms.first().ok_or(BooksError::NotFound)?;
            let posting = difference(write_off, first, rest);
            self.planned_entry(posting.clone(), at)?;
            return Ok((terms, Some(posting)));
        }
        covered(&terms)?;
        Ok((terms, None))
    }

    /// The terms, when they can be matched with each other.
    fn matchable(&self, ids: &[Uuid], own: &[PaymentTerm]) -> Result<Vec<PaymentTerm>, BooksError> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let term = |id: &Uuid| {
            let own = || own.iter().find(|term| term.id == *id);
            self.terms.get(*id).or_else(own).cloned()
        };
        let terms: Option<Vec<PaymentTerm>> = ids.iter().map(term).collect();
        let mut terms = terms.ok_or(BooksError::NotFound)?;
        let first = terms.first().ok_or(BooksError::NotFound)?;
        let (account, gl) = (first.account, first.gl_account);
        let mut refusals = Vec::new();
        if terms.iter().any(|term| term.account != account) {
            refusals.push(Refusal::Invalid(Label::Relation));
        }
        if terms.iter().any(|term| term.gl_account != gl) {
            refusals.push(Refusal::Invalid(Label::GlAccount));
        }
        if terms.iter().any(|term| term.status == TermStatus::Matched) {
            refusals.push(Refusal::NotAllowed(Label::Matching));
        }
        if !refusals.is_empty() {
            return Err(BooksError::Refused(refusals));
        }
        terms.sort_by_key(|term| (term.due_date, term.id));
        Ok(terms)
    }

    /// Matches what covers each other; the rest of a term that is covered in part becomes a row of its own.
    fn settle(&mut self, mut set: MatchSet, terms: Vec<PaymentTerm>, at: When) -> Done {
        let covered = covered(&terms)?;
        let (mut debit, mut credit) = (covered, covered);
        let mut settled = Vec::new();
        for mut term in terms {
            let left = if term.amount.is_negative() {
                &mut credit
            } else {
                &mut debit
            };
            let taken = term.amount.abs().min(*left);
            if taken == Money::ZERO && term.amount != Money::ZERO {
                continue;
            }
            *left = *left - taken;
            let taken = if term.amount.is_negative() {
                -taken
            } else {
                taken
            };
            if taken != term.amount {
                self.split_off(&term, term.amount - taken, set.id, at);
                term.amount = taken;
            }
            settled.push(term);
        }
        let paid = settled
            .iter()
            .filter(|term| term.kind == 40)
            .map(|term| term.date)
            .max();
        let end = settled.iter().map(|term| term.date).max();
        for mut term in settled {
            set.terms.push(term.id);
            term.status = TermStatus::Matched;
            term.matching = Some(set.id);
            term.end_date = end;
            term.last_payment = paid;
            self.put_term(term, at);
        }
        self.matches.insert(set.id, set);
        Ok(())
    }

    /// A new row for the part that stays open: a group of its own, the same booking.
    fn split_off(&mut self, term: &PaymentTerm, rest: Money, set: Uuid, at: When) {
        let id = derived(set, &format!("rest {}", term.id));
        let part = PaymentTerm {
            id,
            group: derived(id, "group"),
            amount: rest,
            ..term.clone()
        };
        let part = self.stamped(part, None, at);
        self.terms.put(part);
    }

    pub(super) fn put_term(&mut self, term: PaymentTerm, at: When) {
        let old = *term.stamp();
        let term = self.stamped(term, Some(old), at);
        self.terms.put(term);
    }

    /// Opens everything that was matched in the set, which is named by its own key or that of a term. The payment
    /// difference that was made for it goes away while it can still be deleted.
    pub(super) fn unmatch(&mut self, id: Uuid, at: When) -> Done {
        let by_term = self.terms.get(id).and_then(|term| term.matching);
        let set = self
            .matches
            .remove(&by_term.unwrap_or(id))
            .ok_or(BooksError::NotFound)?;
        for id in &set.terms {
            if let Some(mut term) = self.terms.get(*id).cloned() {
                term.status = TermStatus::Open;
                term.matching = None;
                term.end_date = None;
                term.last_payment = None;
                self.put_term(term, at);
            }
        }
        if let Some(entry) = set.write_off {
            // Processed, or in a period that is closed: it stays, with its item open.
            drop(self.delete_posting(entry, at));
        }
        Ok(())
    }

    /// Whether any term of the entry is matched.
    pub(super) fn has_matched_terms(&self, entry: Uuid) -> bool {
        let mut terms = self.terms.find(Index::Entry, &entry.to_string());
        terms.any(|term| term.status == TermStatus::Matched)
    }
}

/// How much of the items covers each other; refused when nothing does. Items of nothing need no other.
fn covered(terms: &[PaymentTerm]) -> Result<Money, BooksError> {
    let side = |debit: bool| -> Money {
        let of_side = terms
            .iter()
            .filter(|term| term.amount.is_negative() != debit);
        of_side.map(|term| term.amount.abs()).sum()
    };
    let covered = side(true).min(side(false));
    if covered == Money::ZERO && terms.iter().any(|term| term.amount != Money::ZERO) {
        return Err(Refusal::Invalid(Label::Amount).into());
    }
    Ok(covered)
}

/// The payment difference that takes `rest` off the relation.
fn difference(write_off: &WriteOff, item: &PaymentTerm, rest: Money) -> PostingDraft {
    let line = |part: &str, gl: Uuid, account: Option<Uuid>, amount: Money| PostingLine {
        id: derived(write_off.entry, part),
        gl_account: Some(gl),
        account,
        amount: Some(amount),
        description: write_off.description.clone(),
        ..PostingLine::default()
    };
    PostingDraft {
        id: write_off.entry,
        journal: Some(write_off.journal.clone()),
        date: write_off.date,
        description: write_off.description.clone(),
        difference: true,
        lines: vec![
            line("item", item.gl_account, Some(item.account), -rest),
            line("difference", write_off.gl_account, None, rest),
        ],
        ..PostingDraft::default()
    }
}
