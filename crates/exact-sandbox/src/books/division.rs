//! What is done to a company as a whole: moving it to another database, and merging two of its relations.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::apply::{Done, When};
use super::card::CardKind;
use super::company::{Company, Entity};
use super::lines::Lines;
use super::posting::PostingLine;
use super::refusal::{BooksError, Label, Refusal};
use super::table::{Index, Record, Table};
use super::transaction::TransactionLine;

impl Company {
    /// Moves the company: all row versions begin anew in their old order, and what was deleted is not told any more.
    /// Whoever keeps a row version has to read everything again.
    pub(super) fn move_division(&mut self, at: When) {
        let mut versions: Vec<u64> = Vec::new();
        self.each_table(&mut |table| versions.extend(table.all_versions()));
        versions.sort_unstable();
        let new: BTreeMap<u64, u64> = versions.into_iter().zip(1..).collect();
        let highest = new.values().next_back().copied().unwrap_or(0);
        let next = |version: u64| new.get(&version).copied().unwrap_or(version);
        self.each_table(&mut |table| table.renumber_all(&next));
        self.deletions.clear();
        self.version = highest;
        self.moved = Some(at.0);
    }

    fn each_table(&mut self, look: &mut dyn FnMut(&mut dyn AnyTable)) {
        look(&mut self.accounts);
        look(&mut self.gl_accounts);
        look(&mut self.journals);
        look(&mut self.vat_codes);
        look(&mut self.conditions);
        look(&mut self.cost_centres);
        look(&mut self.cost_units);
        look(&mut self.periods);
        look(&mut self.entries);
        look(&mut self.postings);
        look(&mut self.lines);
        look(&mut self.terms);
        look(&mut self.addresses);
        look(&mut self.contacts);
        look(&mut self.bank_accounts);
        look(&mut self.documents);
        look(&mut self.attachments);
        look(&mut self.items);
        look(&mut self.invoices);
        look(&mut self.invoice_lines);
        self.plains.values_mut().for_each(|table| look(table));
    }

    /// Everything of one relation becomes another's; the first is deleted.
    pub(super) fn merge_accounts(&mut self, from: Uuid, into: Uuid, at: When) -> Done {
        let gone = self
            .accounts
            .get(from)
            .cloned()
            .ok_or(BooksError::NotFound)?;
        let mut kept = self
            .accounts
            .get(into)
            .cloned()
            .ok_or(BooksError::NotFound)?;
        if from == into {
            return Err(Refusal::Invalid(Label::Relation).into());
        }
        if gone.is_customer() && !kept.is_customer() {
            kept.status = "C".to_owned();
            self.change_account(kept, at)?;
        }
        self.move_entries(from, into, at);
        for mut term in self.of_account(&self.terms, from) {
            term.account = into;
            self.put_term(term, at);
        }
        self.move_lines(from, into, at);
        for kind in [CardKind::Address, CardKind::Contact, CardKind::BankAccount] {
            for mut card in self.of_account(self.cards(kind), from) {
                card.account = Some(into);
                let old = card.stamp;
                let card = self.stamped(card, Some(old), at);
                self.cards_mut(kind).put(card);
            }
        }
        self.pass_plains_on(from, Some(into), at);
        for mut document in self.of_account(&self.documents, from) {
            document.account = Some(into);
            let old = document.stamp;
            let document = self.stamped(document, Some(old), at);
            self.documents.put(document);
        }
        self.move_invoices(from, into, at);
        self.rename_relations(from, Some(into), at);
        self.accounts.remove(from);
        self.note_deletion(Entity::Account, from, at);
        Ok(())
    }

    fn move_lines(&mut self, from: Uuid, into: Uuid, at: When) {
        let key = from.to_string();
        let mut lines: Vec<_> = self.lines.find(Index::Account, &key).collect();
        lines.sort_by_key(|line| line.id);
        let mut by_entry: BTreeMap<Uuid, Vec<TransactionLine>> = BTreeMap::new();
        for mut line in lines {
            line.account = into;
            let old = line.stamp;
            let line = self.stamped(line, Some(old), at);
            by_entry.entry(line.entry).or_default().push(line);
        }
        by_entry
            .into_values()
            .for_each(|lines| self.lines.put_all(lines));
    }

    fn move_entries(&mut self, from: Uuid, into: Uuid, at: When) {
        for mut entry in self.of_account(&self.entries, from) {
            entry.customer = into;
            entry.draft.customer = Some(into);
            let old = entry.stamp;
            let entry = self.stamped(entry, Some(old), at);
            self.entries.put(entry);
        }
        let mut postings: Vec<Uuid> = self
            .lines
            .find(Index::Account, &from.to_string())
            .map(|line| line.entry)
            .collect();
        postings.sort_unstable();
        postings.dedup();
        for id in postings {
            let Some(mut posting) = self.postings.get(id).cloned() else {
                continue;
            };
            let moved = |line: &mut PostingLine| {
                if line.account == Some(from) {
                    line.account = Some(into);
                }
            };
            let lines = posting.lines.iter_mut();
            lines.for_each(|line| moved(&mut line.draft));
            let old = posting.stamp;
            let posting = self.stamped(posting, Some(old), at);
            self.postings.put(posting);
        }
    }

    fn of_account<T: Record + Clone>(&self, table: &Table<T>, account: Uuid) -> Vec<T> {
        let found = table.find(Index::Account, &account.to_string());
        found.cloned().collect()
    }
}

/// A table of any kind of record, as far as row versions go.
trait AnyTable {
    fn all_versions(&self) -> Vec<u64>;
    fn renumber_all(&mut self, next: &dyn Fn(u64) -> u64);
}

impl AnyTable for Lines {
    fn all_versions(&self) -> Vec<u64> {
        self.versions()
    }

    fn renumber_all(&mut self, next: &dyn Fn(u64) -> u64) {
        self.renumber(next);
    }
}

impl<T: Record> AnyTable for Table<T> {
    fn all_versions(&self) -> Vec<u64> {
        self.versions().collect()
    }

    fn renumber_all(&mut self, next: &dyn Fn(u64) -> u64) {
        self.renumber(next);
    }
}
