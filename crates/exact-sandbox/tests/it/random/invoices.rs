//! Invoices that are not in the books yet, by arithmetic of their own, and what the bookkeeper does with them.

use std::collections::BTreeSet;

use exact_sandbox::books::{
    Company, Deed, InvoiceDeed, InvoiceDraft, InvoiceItem, InvoiceStatus, Printing, Record as _,
};
use exact_sandbox::{Money, SandboxError};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Model, vat};
use super::sale_calls::amount;
use super::{COMPANY, Run};

/// What is sold: code of the item, its price in cents, the percentage of its VAT.
const SOLD: &[(&str, i64, i64)] = &[("UUR", 6_250, 21), ("VERF", 3_890, 21), ("MILIEU", 250, 6)];

/// A line of an invoice: hundredths, cents and percents.
#[derive(Clone, Debug)]
pub(super) struct Line {
    item: Uuid,
    pub(super) quantity: i64,
    price: i64,
    discount: i64,
    pub(super) net: Option<i64>,
    pub(super) vat: Option<i64>,
    percent: i64,
    /// Whether the price is said, and not left to the item.
    told: bool,
}

/// An invoice that is not printed.
#[derive(Clone, Debug)]
pub(crate) struct Drafted {
    /// The relation that pays.
    pub(crate) code: String,
    pub(super) kind: Option<i32>,
    pub(super) lines: Vec<Line>,
}

impl Line {
    /// Quantity times price less discount, halves away from zero.
    fn net(&self) -> i64 {
        let exact = self.quantity * self.price * (100 - self.discount);
        let rounded = (exact.abs() + 5_000) / 10_000 * exact.signum();
        self.net.unwrap_or(rounded)
    }

    fn vat(&self) -> i64 {
        self.vat.unwrap_or(vat(self.net(), self.percent))
    }

    /// As a link sends it.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({ "Item": self.item, "Quantity": amount(self.quantity) });
        if self.told {
            body["UnitPrice"] = amount(self.price);
        }
        if self.discount != 0 {
            body["Discount"] = amount(self.discount);
        }
        if let Some(net) = self.net {
            body["AmountFC"] = amount(net);
        }
        if let Some(vat) = self.vat {
            body["VATAmountFC"] = amount(vat);
        }
        body
    }

    /// As it is typed in.
    fn entered(&self, id: Uuid) -> InvoiceItem {
        InvoiceItem {
            id,
            item: Some(self.item),
            quantity: Some(Decimal::new(self.quantity, 2)),
            unit_price: self.told.then(|| Decimal::new(self.price, 2)),
            discount: Some(Decimal::new(self.discount, 2)),
            amount: self.net.map(Money),
            vat_amount: self.vat.map(Money),
            ..InvoiceItem::default()
        }
    }
}

impl Drafted {
    /// What it comes to: a credit note whose lines are positive takes the other sign.
    pub(crate) fn total(&self) -> i64 {
        let net: i64 = self.lines.iter().map(Line::net).sum();
        // VAT that follows from an amount changes its sign with it.
        let total = net + self.lines.iter().map(Line::vat).sum::<i64>();
        let credit = self.kind == Some(8_021) && net > 0;
        if credit { -total } else { total }
    }
}

impl Run {
    /// One line by chance.
    pub(super) fn sold(&mut self) -> Line {
        let (code, price, percent) = self.dice.pick(SOLD).unwrap();
        let item = self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).unwrap();
            company.item_by_code(code).unwrap().id
        });
        let cents = self.dice.cents();
        let one_in = |run: &mut Run, count| run.dice.below(count) == 0;
        let told = one_in(self, 3);
        Line {
            item,
            quantity: cents % 1_000,
            price: if told { cents.abs() } else { price },
            discount: if one_in(self, 4) {
                cents.abs() % 100
            } else {
                0
            },
            net: one_in(self, 5).then_some(cents),
            vat: one_in(self, 6).then_some(cents / 7),
            percent,
            told,
        }
    }

    /// An invoice by chance for a relation by chance.
    pub(super) fn drafted(&mut self) -> Drafted {
        let code = self.code();
        let kind = self.dice.pick(&[None, None, Some(8_020), Some(8_021)]);
        Drafted {
            code,
            kind: kind.unwrap(),
            lines: (0..=self.dice.below(3)).map(|_| self.sold()).collect(),
        }
    }

    /// An invoice that is not printed, by chance; now and then one that does not exist.
    pub(super) fn unprinted(&mut self) -> Uuid {
        let ids: Vec<Uuid> = self.model.drafts.keys().copied().collect();
        self.dice.pick(&ids).unwrap_or_default()
    }

    pub(super) fn invoice_act(&mut self) -> Result<(), SandboxError> {
        let id = self.unprinted();
        match self.dice.below(6) {
            0 | 1 => {
                let id = Uuid::from_u64_pair(self.dice.next(), self.dice.next());
                self.enter_invoice(id, InvoiceDeed::Enter)
            }
            2 => self.enter_invoice(id, InvoiceDeed::Edit),
            3 => {
                self.invoice_deed(InvoiceDeed::Delete(id))?;
                self.model.drafts.remove(&id);
                Ok(())
            }
            _ => {
                let date = Some(self.date());
                self.invoice_deed(InvoiceDeed::Print(Box::new(Printing {
                    invoice: id,
                    date,
                    ..Printing::default()
                })))?;
                self.printed(id);
                Ok(())
            }
        }
    }

    fn invoice_deed(&self, deed: InvoiceDeed) -> Result<(), SandboxError> {
        self.sandbox.act(COMPANY, Deed::Invoice(deed))
    }

    fn enter_invoice(
        &mut self,
        id: Uuid,
        deed: fn(Box<InvoiceDraft>) -> InvoiceDeed,
    ) -> Result<(), SandboxError> {
        let drafted = self.drafted();
        let lines = drafted.lines.iter();
        let lines = lines.map(|line| {
            let id = Uuid::from_u64_pair(self.dice.next(), self.dice.next());
            line.entered(id)
        });
        let draft = InvoiceDraft {
            id,
            journal: Some("70".into()),
            kind: drafted.kind,
            lines: lines.collect(),
            ordered_by: Some(self.account(&drafted.code)),
            ..InvoiceDraft::default()
        };
        self.invoice_deed(deed(Box::new(draft)))?;
        self.model.drafts.insert(id, drafted);
        Ok(())
    }

    /// A printed invoice is what its relation owes.
    pub(super) fn printed(&mut self, id: Uuid) {
        let entry = self.sandbox.with_books(|books| {
            let invoice = books.company(COMPANY).unwrap().invoices.get(id);
            invoice.and_then(|it| it.entry).unwrap_or_default()
        });
        if let Some(drafted) = self.model.drafts.remove(&id) {
            let (code, total) = (drafted.code.clone(), drafted.total());
            self.model.book(entry, (&code, total, 0));
        }
    }
}

/// An invoice comes to what its lines come to, and what the model says as long as it is not printed; then its entry
/// says the same.
pub(crate) fn invoice_is_sound(company: &Company, model: &Model, id: Uuid) -> Result<(), String> {
    let lines = company.invoice_lines_of(id);
    let Some(invoice) = company.invoices.get(id) else {
        let known = model.drafts.contains_key(&id);
        return if lines.is_empty() && !known {
            Ok(())
        } else {
            Err(format!("invoice {id} is gone"))
        };
    };
    let total: Money = lines.iter().map(|line| line.net + line.vat).sum();
    let numbers: BTreeSet<i32> = lines.iter().map(|line| line.number).collect();
    if total != invoice.total() || numbers.len() != lines.len() || lines.is_empty() {
        return Err(format!("invoice {id} comes to {total}: {invoice:?}"));
    }
    let wanted = model.drafts.get(&id).map(Drafted::total);
    let entry = company.entries.get(invoice.entry.unwrap_or_default());
    let have = match (invoice.status, entry) {
        (InvoiceStatus::Printed, Some(entry)) if entry.total() == total => {
            (invoice.number == Some(entry.number)).then_some(None)
        }
        (InvoiceStatus::Printed, _) | (_, Some(_)) => None,
        (_, None) => Some(Some(total.0)),
    };
    if have == Some(wanted) {
        Ok(())
    } else {
        Err(format!(
            "invoice {id}: {wanted:?} in the model, {invoice:?}"
        ))
    }
}

/// All invoices that there are, or that the model knows.
pub(crate) fn invoices_are_sound(company: &Company, model: &Model) -> Result<(), String> {
    let known = company.invoices.iter().map(|it| it.id());
    let of_lines = company.invoice_lines.iter().map(|it| it.invoice);
    let all: BTreeSet<Uuid> = known
        .chain(of_lines)
        .chain(model.drafts.keys().copied())
        .collect();
    all.into_iter()
        .try_for_each(|id| invoice_is_sound(company, model, id))
}
