//! A small model of the books, kept apart from them: what every relation owes and what is in the bank, by arithmetic of
//! its own.

use std::collections::{BTreeMap, BTreeSet};

use exact_sandbox::books::Company;
use jiff::civil::Date;
use uuid::Uuid;

use super::dice::Dice;
use super::invoices::Drafted;

/// What an entry adds to what relations owe and to the bank, in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Booked {
    pub(crate) owed: Vec<(String, i64)>,
    pub(crate) bank: i64,
}

/// What the books must say, by code of the relation, in cents.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) owed: BTreeMap<String, i64>,
    pub(crate) bank: i64,
    entries: BTreeMap<Uuid, (Booked, usize)>,
    /// The keys of the entries, so that one can be drawn.
    order: Vec<Uuid>,
    /// How many entries name a relation.
    uses: BTreeMap<String, usize>,
    /// Invoices that are not printed.
    pub(crate) drafts: BTreeMap<Uuid, Drafted>,
    /// The relations whose entries changed since they were last compared.
    pub(crate) touched: BTreeSet<String>,
}

/// VAT of a net amount in cents, halves away from zero.
pub(crate) fn vat(net: i64, percent: i64) -> i64 {
    (net.abs() * percent + 50) / 100 * net.signum()
}

impl Model {
    /// An entry of one relation.
    pub(crate) fn book(&mut self, entry: Uuid, (code, owed, bank): (&str, i64, i64)) {
        let owed = vec![(code.to_owned(), owed)];
        self.put(entry, Booked { owed, bank });
    }

    pub(crate) fn put(&mut self, entry: Uuid, booked: Booked) {
        self.unbook(entry);
        for (code, owed) in &booked.owed {
            *self.owed.entry(code.clone()).or_default() += owed;
            *self.uses.entry(code.clone()).or_default() += 1;
            self.touched.insert(code.clone());
        }
        self.bank += booked.bank;
        self.entries.insert(entry, (booked, self.order.len()));
        self.order.push(entry);
    }

    pub(crate) fn unbook(&mut self, entry: Uuid) {
        let Some((booked, at)) = self.entries.remove(&entry) else {
            return;
        };
        self.order.swap_remove(at);
        if let Some(moved) = self.order.get(at).and_then(|id| self.entries.get_mut(id)) {
            moved.1 = at;
        }
        for (code, owed) in booked.owed {
            *self.owed.entry(code.clone()).or_default() -= owed;
            *self.uses.entry(code.clone()).or_default() -= 1;
            self.touched.insert(code);
        }
        self.bank -= booked.bank;
    }

    /// An entry by chance.
    pub(crate) fn entry(&self, dice: &mut Dice) -> Uuid {
        dice.pick(&self.order).unwrap_or_default()
    }

    pub(crate) fn get(&self, entry: Uuid) -> Option<&Booked> {
        self.entries.get(&entry).map(|(booked, _)| booked)
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether any entry or invoice names the relation.
    pub(crate) fn uses(&self, code: &str) -> bool {
        self.uses.get(code).is_some_and(|count| *count > 0)
            || self.drafts.values().any(|it| it.code == code)
    }

    pub(crate) fn merge(&mut self, from: &str, into: &str) {
        let owed = self.owed.remove(from).unwrap_or_default();
        *self.owed.entry(into.to_owned()).or_default() += owed;
        let uses = self.uses.remove(from).unwrap_or_default();
        *self.uses.entry(into.to_owned()).or_default() += uses;
        self.touched.extend([from.to_owned(), into.to_owned()]);
        let all = self.entries.values_mut().flat_map(|it| &mut it.0.owed);
        for (code, _) in all.filter(|it| it.0 == from) {
            into.clone_into(code);
        }
        let drafts = self.drafts.values_mut();
        drafts
            .filter(|it| it.code == from)
            .for_each(|it| into.clone_into(&mut it.code));
    }

    /// Compares the books with the model: what the relations owe that are named, and the bank.
    pub(crate) fn agrees_on<'a>(
        &self,
        company: &Company,
        codes: impl Iterator<Item = &'a str>,
    ) -> Result<(), String> {
        let today = Date::constant(2026, 11, 24);
        for code in codes {
            let account = company.account_by_code(code);
            let have = account.map_or(0, |it| company.receivable(Some(it.id), today).total().0);
            let want = self.owed.get(code).copied().unwrap_or(0);
            if have != want {
                return Err(format!(
                    "{code} owes {have} in the books, {want} in the model"
                ));
            }
        }
        let gl = company.gl_by_code("550000").ok_or("no bank account")?.id;
        let bank = company.ledger_total(gl, (Date::MIN, Date::MAX)).balance().0;
        if bank != self.bank {
            let wanted = self.bank;
            return Err(format!(
                "the bank has {bank} in the books, {wanted} in the model"
            ));
        }
        Ok(())
    }

    /// Compares all of it. That the sums of the books are those of their rows is one of the rules.
    pub(crate) fn agrees(&self, company: &Company) -> Result<(), String> {
        let known = company.accounts.iter().map(|it| it.code.as_str());
        let codes: BTreeSet<&str> = known.chain(self.owed.keys().map(String::as_str)).collect();
        self.agrees_on(company, codes.into_iter())
    }
}
