//! Exact's tests on an invoice before it is printed. All failures are collected; those that an entry would meet as well
//! are tested by the same code.

use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{InvoiceDraft, InvoiceItem, InvoiceStatus, Printing, SalesInvoice, invoice_type};
use crate::books::bag::{Field, in_use};
use crate::books::check::Check;
use crate::books::company::Company;
use crate::books::entry::{SaleDraft, SaleLine, SalesLine};
use crate::books::ledger_lines::derived;
use crate::books::refusal::{Label, Refusal};
use crate::money::Money;

/// What an invoice means: its head, and each line as it would be booked and as it was entered.
pub(super) struct InvoicePlan {
    pub(super) head: SalesInvoice,
    pub(super) lines: Vec<(SalesLine, InvoiceItem)>,
}

impl InvoicePlan {
    /// The same head with these lines, which may have other amounts by now.
    pub(super) fn of(
        head: SalesInvoice,
        lines: Vec<SalesLine>,
        entered: Vec<InvoiceItem>,
    ) -> InvoicePlan {
        let head = SalesInvoice {
            net: lines.iter().map(|line| line.net).sum(),
            vat: lines.iter().map(|line| line.vat).sum(),
            ..head
        };
        let lines = lines.into_iter().zip(entered).collect();
        InvoicePlan { head, lines }
    }
}

/// Discounts on the whole, which are not here.
const DISCOUNTS: [&str; 3] = ["Discount", "AmountDiscount", "AmountDiscountExclVat"];

impl InvoiceDraft {
    /// Who pays.
    fn payer(&self) -> Option<Uuid> {
        self.invoice_to.or(self.ordered_by)
    }

    /// The entry that it becomes when it is printed. Its keys follow from the invoice's.
    pub(super) fn as_sale(&self, printing: &Printing) -> SaleDraft {
        let sign = self.sign();
        SaleDraft {
            id: printing.entry(),
            journal: self.journal.clone(),
            customer: self.payer(),
            date: printing.date,
            due_date: self.due_date,
            year: printing.year,
            period: printing.period,
            your_ref: self.your_ref.clone(),
            payment_reference: self.payment_reference.clone(),
            payment_condition: self.payment_condition.clone(),
            description: self.description.clone(),
            currency: self.currency.clone(),
            document: self.document,
            order_number: self.order_number,
            lines: self.lines.iter().map(|line| line.as_sale(sign)).collect(),
            ..SaleDraft::default()
        }
    }

    /// A credit note whose lines are positive takes the other sign.
    fn sign(&self) -> fn(Money) -> Money {
        let credit = [invoice_type::CREDIT, invoice_type::DIRECT_CREDIT];
        let total: Money = self.lines.iter().filter_map(InvoiceItem::net).sum();
        if self.kind.is_some_and(|kind| credit.contains(&kind)) && total > Money::ZERO {
            |amount| -amount
        } else {
            |amount| amount
        }
    }
}

impl Printing {
    /// The key of the entry that it makes.
    #[must_use]
    pub fn entry(&self) -> Uuid {
        derived(self.invoice, "entry")
    }
}

impl InvoiceItem {
    fn as_sale(&self, sign: fn(Money) -> Money) -> SaleLine {
        SaleLine {
            id: derived(self.id, "entry line"),
            gl_account: self.gl_account,
            amount: self.net().map(sign),
            vat_code: self.vat_code.clone(),
            vat_amount: self.vat_amount.map(sign),
            vat_percentage: self.vat_percentage,
            description: self.description.clone().unwrap_or_default(),
            cost_centre: self.cost_centre.clone(),
            cost_unit: self.cost_unit.clone(),
            quantity: Some(self.count()),
            notes: self.notes.clone(),
            ..SaleLine::default()
        }
    }
}

impl Company {
    /// Works an invoice out; `today` is when it would be dated.
    pub(super) fn plan_invoice(
        &self,
        mut draft: InvoiceDraft,
        today: Date,
    ) -> Result<InvoicePlan, Vec<Refusal>> {
        self.complete(&mut draft);
        let sale = draft.as_sale(&Printing {
            invoice: draft.id,
            ..Printing::default()
        });
        let mut check = Check {
            company: self,
            draft: &sale,
            refusals: Vec::new(),
        };
        parties(&mut check, &draft, today);
        check.journal();
        head(&mut check, &draft);
        let lines = lines(&mut check, &draft, today);
        let (payment_condition, _) = check.due(today);
        check.header();
        if !check.refusals.is_empty() {
            return Err(check.refusals);
        }
        let total: Money = lines.iter().map(|line| line.net + line.vat).sum();
        let by_sign = if total.is_negative() {
            invoice_type::CREDIT
        } else {
            invoice_type::INVOICE
        };
        let entered = std::mem::take(&mut draft.lines);
        let head = SalesInvoice {
            kind: draft.kind.unwrap_or(by_sign),
            invoice_to: draft.payer().unwrap_or_default(),
            payment_condition,
            due_date: draft.due_date,
            status: if draft.concept {
                InvoiceStatus::Concept
            } else {
                InvoiceStatus::Open
            },
            draft: draft.with_lines(()),
            ..SalesInvoice::default()
        };
        Ok(InvoicePlan::of(head, lines, entered))
    }

    /// Takes over from the items what the lines do not say.
    fn complete(&self, draft: &mut InvoiceDraft) {
        for line in &mut draft.lines {
            let Some(item) = line.item.and_then(|id| self.items.get(id)) else {
                continue;
            };
            let vat_code = || Some(item.vat_code.clone()).filter(|code| !code.is_empty());
            line.unit_price = line.unit_price.or(Some(item.price));
            line.gl_account = line.gl_account.or(item.gl_revenue);
            line.vat_code = line.vat_code.take().or_else(vat_code);
            line.description
                .get_or_insert_with(|| item.description.clone());
        }
    }
}

/// The relations: there, and customers where they order or pay.
fn parties(check: &mut Check<'_>, draft: &InvoiceDraft, today: Date) {
    let company = check.company;
    let parties = [
        (draft.payer(), Label::InvoiceTo, true),
        (draft.ordered_by, Label::OrderedBy, true),
        (draft.deliver_to, Label::DeliverTo, false),
    ];
    for (party, label, needed) in parties {
        match party.map(|id| company.accounts.get(id)) {
            None if needed => check.refuse(Refusal::Mandatory(label)),
            Some(None) => check.refuse(Refusal::InvalidReference(label)),
            Some(Some(account)) if needed && !account.is_customer() => {
                check.refuse(Refusal::Invalid(Label::CustomerType));
            }
            _ => {}
        }
    }
    if draft
        .payer()
        .is_some_and(|id| company.accounts.get(id).is_some())
    {
        check.customer(today);
    }
}

fn head(check: &mut Check<'_>, draft: &InvoiceDraft) {
    let kinds = [
        invoice_type::INVOICE,
        invoice_type::CREDIT,
        invoice_type::DIRECT,
        invoice_type::DIRECT_CREDIT,
    ];
    if draft.kind.is_some_and(|kind| !kinds.contains(&kind)) {
        check.refuse(Refusal::Invalid(Label::Type));
    }
    let discounted = |name: &str| match draft.other.get(name) {
        Some(Field::Decimal(amount)) => !amount.is_zero(),
        Some(Field::Int(amount)) => *amount != 0,
        _ => false,
    };
    if DISCOUNTS.into_iter().any(discounted) {
        check.refuse(Refusal::NotAllowed(Label::Discount));
    }
}

/// Every line has an item that is sold, and an amount that fits; then it is a line like that of any entry.
fn lines(check: &mut Check<'_>, draft: &InvoiceDraft, today: Date) -> Vec<SalesLine> {
    let company = check.company;
    let mut sound = true;
    for line in &draft.lines {
        let item = line.item.map(|id| company.items.get(id));
        let refusal = match item {
            None => Some(Refusal::Mandatory(Label::Item)),
            Some(None) => Some(Refusal::InvalidReference(Label::Item)),
            Some(Some(item)) if !item.sales_item || !in_use(&item.other, today) => {
                Some(Refusal::NotAllowed(Label::Item))
            }
            _ if line.net().is_none_or(|net| net.abs() == Money(i64::MAX)) => {
                Some(Refusal::Invalid(Label::Amount))
            }
            _ => None,
        };
        sound &= refusal.is_none();
        refusal
            .into_iter()
            .for_each(|refusal| check.refuse(refusal));
        let fraction = Decimal::ZERO..=Decimal::ONE;
        if line.discount.is_some_and(|part| !fraction.contains(&part)) {
            check.refuse(Refusal::Invalid(Label::Discount));
        }
    }
    if sound {
        check.lines(today)
    } else {
        Vec::new()
    }
}
