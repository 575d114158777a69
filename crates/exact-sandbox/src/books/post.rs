//! Puts postings in the books and takes them out: ledger lines, VAT, open items, bank balance.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::apply::{Done, When};
use super::company::{Company, Entity};
use super::entry::Status;
use super::ledger::gl_type;
use super::ledger_lines::{Texts, derived};
use super::matching::MatchDraft;
use super::posting::{BookedLine, Posting, PostingDraft};
use super::refusal::{BooksError, Label, Refusal};
use super::table::{Index, Record, Stamp};
use super::transaction::{PaymentTerm, TermStatus, TransactionLine};
use crate::money::Money;

impl Company {
    pub(super) fn enter_posting(&mut self, draft: PostingDraft, at: When) -> Done {
        let posting = self.planned_entry(draft, at)?;
        self.put_posting(posting, None, at);
        Ok(())
    }

    /// Books an entry and matches its items. Everything is tested before anything is changed.
    pub(super) fn enter_and_match(
        &mut self,
        draft: PostingDraft,
        mut matching: MatchDraft,
        at: When,
    ) -> Done {
        let posting = self.planned_entry(draft, at)?;
        let items = posting.lines.iter().filter(|line| line.item);
        let own: Vec<PaymentTerm> = items.map(|line| self.item_of(&posting, line)).collect();
        matching.terms.extend(own.iter().map(|term| term.id));
        self.planned_match(&matching, &own, at)?;
        self.put_posting(posting, None, at);
        self.match_items(matching, at)
    }

    /// A new entry, worked out.
    pub(super) fn planned_entry(
        &self,
        draft: PostingDraft,
        at: When,
    ) -> Result<Posting, BooksError> {
        let taken = self.postings.get(draft.id).is_some() || self.entries.get(draft.id).is_some();
        let planned = self.plan_posting(draft, at.0, None);
        let mut refusals = planned.as_ref().err().cloned().unwrap_or_default();
        if taken {
            refusals.insert(0, Refusal::Exists(Label::Key));
        }
        let line_taken = |posting: &Posting| {
            let mut lines = posting.lines.iter();
            lines.any(|line| self.lines.contains(line.draft.id))
        };
        if planned.as_ref().is_ok_and(line_taken) {
            refusals.push(Refusal::Exists(Label::Key));
        }
        match planned {
            Ok(posting) if refusals.is_empty() => Ok(posting),
            _ => Err(BooksError::Refused(refusals)),
        }
    }

    pub(super) fn edit_posting(&mut self, draft: PostingDraft, at: When) -> Done {
        let old = self.changeable_posting(draft.id)?;
        let posting = self
            .plan_posting(draft, at.0, Some(&old))
            .map_err(BooksError::Refused)?;
        if self.has_matched_terms(old.id) && !same_items(&old, &posting) {
            return Err(Refusal::NotAllowed(Label::Matching).into());
        }
        let keep_terms = same_items(&old, &posting);
        self.take_posting(&old, keep_terms.then_some(&posting), at);
        self.put_posting(posting, Some(old.stamp), at);
        Ok(())
    }

    pub(super) fn delete_posting(&mut self, id: Uuid, at: When) -> Done {
        let posting = self.changeable_posting(id)?;
        if self.has_matched_terms(id) {
            return Err(Refusal::CannotDelete(Label::Entries, Label::Matching).into());
        }
        self.take_posting(&posting, None, at);
        self.postings.remove(id);
        Ok(())
    }

    fn changeable_posting(&self, id: Uuid) -> Result<Posting, BooksError> {
        let posting = self.postings.get(id).cloned().ok_or(BooksError::NotFound)?;
        if posting.status == Status::Processed {
            return Err(Refusal::AlreadyProcessed.into());
        }
        let (year, period) = (posting.year, posting.period);
        if self.is_closed(&posting.journal, year, period) {
            return Err(Refusal::PeriodClosed { year, period }.into());
        }
        Ok(posting)
    }

    fn put_posting(&mut self, posting: Posting, old: Option<Stamp>, at: When) {
        let key = (posting.journal.clone(), posting.year);
        self.numbers.entry(key).or_default().insert(posting.number);
        if posting.is_flow() {
            let opening = posting.opening;
            let balance = self
                .balances
                .entry(posting.journal.clone())
                .or_insert(opening);
            *balance += posting.total();
        }
        let known = self.lines.of(posting.id).into_iter();
        let known: BTreeMap<Uuid, Stamp> = known.map(|line| (line.id, line.stamp)).collect();
        let lines = self.ledger_of(&posting).into_iter().map(|line| {
            let known = known.get(&line.id).copied();
            self.stamped(line, known.or(old), at)
        });
        let lines = lines.collect();
        self.lines.put_all(lines);
        for line in posting.lines.iter().filter(|line| line.item) {
            let term = self.item_of(&posting, line);
            self.put_item(term, old, at);
        }
        let posting = self.stamped(posting, old, at);
        self.postings.put(posting);
    }

    /// An item whose line did not change its amount stays matched or split as it is.
    fn put_item(&mut self, term: PaymentTerm, old: Option<Stamp>, at: When) {
        let line = term.line.to_string();
        let known: Vec<PaymentTerm> = self.terms.find(Index::Line, &line).cloned().collect();
        if known.is_empty() {
            let term = self.stamped(term, old, at);
            self.terms.put(term);
            return;
        }
        for part in known {
            let part = PaymentTerm {
                id: part.id,
                group: part.group,
                amount: part.amount,
                status: part.status,
                matching: part.matching,
                end_date: part.end_date,
                last_payment: part.last_payment,
                stamp: part.stamp,
                ..term.clone()
            };
            self.put_term(part, at);
        }
    }

    /// Takes ledger lines and items out, but not those that `kept` has as well.
    fn take_posting(&mut self, posting: &Posting, kept: Option<&Posting>, at: When) {
        let stays: BTreeSet<Uuid> = kept
            .map(|kept| {
                self.ledger_of(kept)
                    .into_iter()
                    .map(|line| line.id)
                    .collect()
            })
            .unwrap_or_default();
        self.drop_lines(posting.id, at, |id| !stays.contains(&id));
        if kept.is_none() {
            self.drop_terms(posting.id, at);
        }
        if posting.is_flow()
            && let Some(balance) = self.balances.get_mut(&posting.journal)
        {
            *balance = *balance - posting.total();
        }
        let number = (posting.journal.clone(), posting.year);
        if let Some(used) = self.numbers.get_mut(&number) {
            used.remove(&posting.number);
        }
    }

    /// Takes out all terms of an entry.
    pub(super) fn drop_terms(&mut self, entry: Uuid, at: When) {
        let terms = self.terms.find(Index::Entry, &entry.to_string());
        let terms: Vec<Uuid> = terms.map(Record::id).collect();
        for id in terms {
            self.terms.remove(id);
            self.note_deletion(Entity::PaymentTerm, id, at);
        }
    }

    /// The ledger lines: per entered line its own, its VAT, and with bank and cash its line on the bank account.
    pub(super) fn ledger_of(&self, posting: &Posting) -> Vec<TransactionLine> {
        let bank = self
            .journal(&posting.journal)
            .map_or(Uuid::nil(), |it| it.gl_account);
        let (mut lines, mut texts) = (Vec::new(), Texts::default());
        let mut next = i32::try_from(posting.lines.len()).unwrap_or(i32::MAX);
        let mut further = |line: TransactionLine, lines: &mut Vec<TransactionLine>| {
            next = next.saturating_add(1);
            lines.push(TransactionLine {
                number: next,
                ..line
            });
        };
        for line in &posting.lines {
            let counter = derived(line.draft.id, "counter");
            let own = TransactionLine {
                offset: if posting.is_flow() {
                    counter
                } else {
                    Uuid::nil()
                },
                ..self.own_line(posting, line, &mut texts)
            };
            let beside = TransactionLine {
                vat_code: Arc::default(),
                vat_percentage: Decimal::ZERO,
                vat_type: None,
                vat_base: Money::ZERO,
                vat_amount: Money::ZERO,
                offset: own.id,
                ..own.clone()
            };
            lines.push(own);
            if line.vat != Money::ZERO {
                let kind = self.vat_kind(line);
                let vat = TransactionLine {
                    id: derived(line.draft.id, "vat"),
                    gl_account: kind.map_or(line.gl_account, |(_, _, account)| account),
                    amount: line.vat,
                    vat_base: -line.net,
                    vat_amount: -line.vat,
                    vat_code: (&*line.vat_code).into(),
                    vat_percentage: line.vat_percentage,
                    vat_type: kind.map(|(_, vat, _)| vat),
                    ..beside.clone()
                };
                further(vat, &mut lines);
            }
            if posting.is_flow() {
                let bank = TransactionLine {
                    id: counter,
                    gl_account: bank,
                    amount: line.amount,
                    ..beside
                };
                further(bank, &mut lines);
            }
        }
        lines
    }

    /// The letters of the line and of its VAT, and the ledger account of the VAT.
    fn vat_kind(&self, line: &BookedLine) -> Option<(char, char, Uuid)> {
        let code = self.vat_code(&line.vat_code)?;
        let (basis, vat, account) = line.vat_of(code, self.gl_accounts.get(line.gl_account));
        let known = self.gl_accounts.get(account).is_some();
        Some((basis, vat, if known { account } else { code.gl_to_pay }))
    }

    fn own_line(&self, posting: &Posting, line: &BookedLine, texts: &mut Texts) -> TransactionLine {
        let (draft, head) = (&line.draft, &posting.draft);
        let description = if draft.description.is_empty() {
            &head.description
        } else {
            &draft.description
        };
        TransactionLine {
            id: draft.id,
            entry: posting.id,
            entry_number: posting.number,
            number: line.number,
            kind: posting.kind,
            invoice_number: draft.our_ref,
            journal: texts.of(&posting.journal),
            account: draft.account.unwrap_or_default(),
            gl_account: line.gl_account,
            amount: line.net,
            vat_base: -line.net,
            vat_amount: -line.vat,
            vat_code: texts.of(&line.vat_code),
            vat_percentage: line.vat_percentage,
            vat_type: self.vat_kind(line).map(|(basis, _, _)| basis),
            date: line.date,
            due_date: line.item.then_some(line.date),
            year: posting.year,
            period: posting.period,
            description: texts.of(description),
            notes: texts.of(&draft.notes),
            your_ref: texts.of(&draft.your_ref),
            payment_reference: texts.of(&draft.payment_reference),
            external_link: Arc::default(),
            currency: texts.of(self.currency()),
            cost_centre: texts.of(draft.cost_centre.as_deref().unwrap_or_default()),
            cost_unit: texts.of(draft.cost_unit.as_deref().unwrap_or_default()),
            quantity: draft.quantity,
            order_number: None,
            document: draft.document,
            offset: Uuid::nil(),
            status: posting.status,
            stamp: Stamp::default(),
        }
    }

    /// The open item of a line on a receivable or payable account.
    fn item_of(&self, posting: &Posting, line: &BookedLine) -> PaymentTerm {
        let own = self.own_line(posting, line, &mut Texts::default());
        let gl = self.gl_accounts.get(line.gl_account);
        let id = derived(own.id, "term");
        PaymentTerm {
            id,
            group: derived(id, "group"),
            entry: own.entry,
            line: own.id,
            account: own.account,
            gl_account: own.gl_account,
            payable: gl.is_some_and(|gl| gl.kind == gl_type::PAYABLE),
            amount: own.amount,
            due_date: own.date,
            kind: own.kind,
            entry_number: own.entry_number,
            invoice_number: own.invoice_number,
            journal: own.journal.to_string(),
            date: own.date,
            your_ref: own.your_ref.to_string(),
            payment_reference: own.payment_reference.to_string(),
            description: own.description.to_string(),
            payment_method: String::new(),
            status: TermStatus::Open,
            end_date: None,
            last_payment: None,
            matching: None,
            stamp: Stamp::default(),
        }
    }
}

/// Whether both make the same open items.
fn same_items(old: &Posting, new: &Posting) -> bool {
    let items = |posting: &Posting| -> Vec<_> {
        let lines = posting.lines.iter().filter(|line| line.item);
        lines
            .map(|line| (line.draft.id, line.draft.account, line.gl_account, line.net))
            .collect()
    };
    items(old) == items(new)
}
