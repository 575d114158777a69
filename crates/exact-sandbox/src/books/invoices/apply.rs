//! Carries out deeds on invoices, either wholly or not at all with the reasons.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use uuid::Uuid;

use super::check::InvoicePlan;
use super::{InvoiceDeed, InvoiceDraft, InvoiceLine, InvoiceStatus, Printing, SalesInvoice};
use crate::books::apply::{Done, When, unless};
use crate::books::company::{Company, Entity};
use crate::books::refusal::{BooksError, Label, Refusal};
use crate::books::table::{Index, Record, Stamp};

impl Company {
    pub(in crate::books) fn invoice_deed(&mut self, deed: InvoiceDeed, at: When) -> Done {
        match deed {
            InvoiceDeed::Enter(draft) => self.enter_invoice(*draft, at),
            InvoiceDeed::Edit(draft) => self.edit_invoice(*draft, at),
            InvoiceDeed::Delete(id) => self.delete_invoice(id, at),
            InvoiceDeed::Print(printing) => self.print_invoice(*printing, at),
        }
    }

    /// The lines of an invoice, in their order.
    #[must_use]
    pub fn invoice_lines_of(&self, invoice: Uuid) -> Vec<&InvoiceLine> {
        let lines = self.invoice_lines.find(Index::Entry, &invoice.to_string());
        let mut lines: Vec<&InvoiceLine> = lines.collect();
        lines.sort_by_key(|line| line.number);
        lines
    }

    /// The invoice as it was entered, to be changed and entered anew.
    #[must_use]
    pub fn invoice_as_entered(&self, id: Uuid) -> Option<InvoiceDraft> {
        let head = self.invoices.get(id)?.draft.clone();
        let lines = self.invoice_lines_of(id).into_iter();
        Some(head.with_lines(lines.map(|line| line.draft.clone()).collect()))
    }

    fn enter_invoice(&mut self, draft: InvoiceDraft, at: When) -> Done {
        let mut refusals = Vec::new();
        if self.invoices.get(draft.id).is_some() || self.has_other_line(&draft) {
            refusals.push(Refusal::Exists(Label::Key));
        }
        let plan = self.plan_invoice(draft, TimeZone::UTC.to_datetime(at.0).date());
        refusals.extend(plan.as_ref().err().into_iter().flatten().cloned());
        unless(refusals)?;
        let plan = plan.map_err(BooksError::Refused)?;
        self.put_invoice(plan, None, at);
        Ok(())
    }

    fn edit_invoice(&mut self, draft: InvoiceDraft, at: When) -> Done {
        let old = self.unprinted(draft.id)?.stamp;
        if self.has_other_line(&draft) {
            return Err(Refusal::Exists(Label::Key).into());
        }
        let plan = self.plan_invoice(draft, TimeZone::UTC.to_datetime(at.0).date());
        let plan = plan.map_err(BooksError::Refused)?;
        self.put_invoice(plan, Some(old), at);
        Ok(())
    }

    fn delete_invoice(&mut self, id: Uuid, at: When) -> Done {
        self.unprinted(id)?;
        let lines = self.invoice_lines_of(id).into_iter().map(Record::id);
        let lines: Vec<Uuid> = lines.collect();
        self.drop_invoice_lines(lines, at);
        self.invoices.remove(id);
        Ok(())
    }

    /// Books it as any entry is booked, and processes that: neither can change any more.
    fn print_invoice(&mut self, printing: Printing, at: When) -> Done {
        let id = printing.invoice;
        let head = self.unprinted(id)?.clone();
        let draft = self.invoice_as_entered(id).ok_or(BooksError::NotFound)?;
        let sale = draft.as_sale(&printing);
        let entry = sale.id;
        self.enter_sale(sale, at)?;
        self.process(&[entry], at)?;
        let booked = self.entries.get(entry).ok_or(BooksError::NotFound)?;
        let head = SalesInvoice {
            status: InvoiceStatus::Printed,
            number: Some(booked.number),
            date: Some(booked.date),
            due_date: Some(booked.due_date),
            entry: Some(entry),
            printing,
            ..head
        };
        let old = head.stamp;
        let plan = InvoicePlan::of(head, booked.lines(), draft.lines);
        self.put_invoice(plan, Some(old), at);
        Ok(())
    }

    fn unprinted(&self, id: Uuid) -> Result<&SalesInvoice, BooksError> {
        let invoice = self.invoices.get(id).ok_or(BooksError::NotFound)?;
        if invoice.status == InvoiceStatus::Printed {
            return Err(Refusal::AlreadyProcessed.into());
        }
        Ok(invoice)
    }

    /// Whether a line has the key of another invoice's, or of one beside it.
    fn has_other_line(&self, draft: &InvoiceDraft) -> bool {
        let mut seen = BTreeSet::new();
        draft.lines.iter().any(|line| {
            let known = self.invoice_lines.get(line.id);
            !seen.insert(line.id) || known.is_some_and(|known| known.invoice != draft.id)
        })
    }

    /// Puts head and lines in place. Each line tells of the head as well, so that all of them change with it.
    fn put_invoice(&mut self, plan: InvoicePlan, old: Option<Stamp>, at: When) {
        let InvoicePlan { head, lines } = plan;
        let id = head.id();
        let known = self.invoice_lines_of(id).into_iter();
        let stamps: BTreeMap<Uuid, Stamp> = known.map(|line| (line.id(), line.stamp)).collect();
        let kept = |id: &Uuid| lines.iter().any(|(_, entered)| entered.id == *id);
        let gone = stamps.keys().copied().filter(|id| !kept(id)).collect();
        self.drop_invoice_lines(gone, at);
        let head = self.stamped(head, old, at);
        self.invoices.put(head);
        for (line, entered) in lines {
            let stamp = stamps.get(&entered.id).copied();
            let line = InvoiceLine {
                invoice: id,
                number: line.number,
                item: entered.item.unwrap_or_default(),
                gl_account: line.gl_account,
                net: line.net,
                vat_code: line.vat_code,
                vat_percentage: line.vat_percentage,
                vat: line.vat,
                draft: entered,
                stamp: Stamp::default(),
            };
            let line = self.stamped(line, stamp, at);
            self.invoice_lines.put(line);
        }
    }

    /// The invoices of one relation become another's.
    pub(in crate::books) fn move_invoices(&mut self, from: Uuid, into: Uuid, at: When) {
        let named = self.invoices.find(Index::Account, &from.to_string());
        let named: Vec<SalesInvoice> = named.cloned().collect();
        for mut head in named {
            let draft = &mut head.draft;
            let parties = [
                &mut draft.ordered_by,
                &mut draft.invoice_to,
                &mut draft.deliver_to,
            ];
            for party in parties.into_iter().flatten() {
                if *party == from {
                    *party = into;
                }
            }
            if head.invoice_to == from {
                head.invoice_to = into;
            }
            let (id, old) = (head.id(), head.stamp);
            let head = self.stamped(head, Some(old), at);
            self.invoices.put(head);
            let lines = self.invoice_lines_of(id).into_iter().cloned();
            let lines: Vec<InvoiceLine> = lines.collect();
            for line in lines {
                let old = line.stamp;
                let line = self.stamped(line, Some(old), at);
                self.invoice_lines.put(line);
            }
        }
    }

    fn drop_invoice_lines(&mut self, lines: Vec<Uuid>, at: When) {
        for line in lines {
            self.invoice_lines.remove(line);
            self.note_deletion(Entity::SalesInvoice, line, at);
        }
    }
}
