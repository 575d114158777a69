//! A UBL document as the books understand it.

use domain::{
    Draft, DraftLine, InvoiceKind, InvoiceNumber, Money, Party, Place, Printed, Refusal, VatTotal,
};
use jiff::civil::Date;
use roxmltree::Node;

use crate::category::Categories;
use crate::findings::Findings;
use crate::party::{buyer, country, enterprise_numbers, party};
use crate::tree::at;
use crate::{currency, header, lines, model, totals};

/// An invoice or credit note that was read and found sound.
///
/// Amounts are signed as everywhere in the books: negative on a credit note. A file that calls
/// itself an invoice and has a negative total is a credit note, and the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Invoice or credit note, by the sign of the total; at zero, as the file calls itself.
    pub kind: InvoiceKind,
    /// Its number.
    pub number: InvoiceNumber,
    /// Invoice date.
    pub issue_date: Date,
    /// Due date.
    pub due_date: Option<Date>,
    /// Date of delivery.
    pub supply_date: Option<Date>,
    /// Payment reference: twelve digits where it is a structured one, else as it stands; may be
    /// empty.
    pub payment_reference: String,
    /// Its notes, one per line.
    pub note: String,
    /// The order of the buyer, else the reference that he asked for; may be empty.
    pub order_reference: String,
    /// Who issued it.
    pub seller: Party,
    /// The numbers of the seller's enterprise: `BE` and ten digits, or a foreign VAT number.
    pub seller_numbers: Vec<String>,
    /// Who is invoiced; has a name and a whole address.
    pub buyer: Party,
    /// The seller's own number for the buyer (*klantnummer*, `SupplierAssignedAccountID`).
    pub buyer_number: Option<String>,
    /// E-mail address of the buyer's contact; may be empty.
    pub buyer_email: String,
    /// The lines, then the document's allowances and charges, each with its net.
    pub lines: Vec<DraftLine>,
    /// The VAT table as the file has it.
    pub vat: Vec<VatTotal>,
    /// Total without VAT.
    pub net: Money,
    /// VAT total.
    pub vat_total: Money,
    /// Total with VAT.
    pub total: Money,
    /// What was paid before.
    pub prepaid: Money,
    /// Rounding of what is to be paid.
    pub rounding: Money,
    /// What is still to be paid: total − prepaid + rounding.
    pub payable: Money,
    /// Numbers of the invoices that it corrects.
    pub corrects: Vec<String>,
    /// What is worth telling and no reason to refuse, such as VAT that differs by cents.
    pub notes: Vec<Refusal>,
}

impl Document {
    /// The draft of what it prints, without the VAT table.
    #[must_use]
    pub fn draft(&self) -> Draft {
        Draft {
            kind: self.kind,
            number: Some(self.number.clone()),
            issue_date: self.issue_date,
            due_date: self.due_date,
            supply_date: self.supply_date,
            payment_reference: self.payment_reference.clone(),
            plate: String::new(),
            note: self.note.clone(),
            buyer: self.buyer.clone(),
            lines: self.lines.clone(),
            prepaid: self.prepaid,
            corrects: self.corrects.clone(),
        }
    }

    /// What it prints, with the VAT that the file bears.
    ///
    /// # Errors
    /// None for a document that [`read`](crate::read) gave and nobody changed; otherwise those of
    /// [`Printed::with_vat`].
    pub fn printed(&self) -> Result<Printed, Vec<Refusal>> {
        Printed::with_vat(self.draft(), self.vat.clone()).map(|(printed, _)| printed)
    }

    /// Whether the seller bears this enterprise or VAT number, however it is written.
    #[must_use]
    pub fn is_sold_by(&self, enterprise_number: &str) -> bool {
        let wanted = domain::EnterpriseNumber::parse(enterprise_number)
            .map(|number| number.as_str().to_owned())
            .or_else(|_| {
                domain::VatNumber::parse(enterprise_number).map(|n| n.as_str().to_owned())
            });
        wanted.is_ok_and(|wanted| self.seller_numbers.contains(&wanted))
    }
}

/// Reads a parsed file.
///
/// # Errors
/// Everything that is wrong with it, at most [`MAX_REFUSALS`](crate::MAX_REFUSALS).
pub(crate) fn build(bytes: &[u8], root: Node<'_, '_>) -> Result<Document, Vec<Refusal>> {
    let mut findings = Findings::default();
    let model = model::read(bytes, root, &mut findings).map_err(|refusal| vec![refusal])?;
    currency::check(root, &mut findings);
    let document = from_model(&model, root, &mut findings);
    findings.or(document).and_then(with_vat_checked)
}

/// Reads everything once, so that all findings are told together.
fn from_model(
    model: &en16931::Invoice,
    root: Node<'_, '_>,
    findings: &mut Findings,
) -> Option<Document> {
    let root_kind = header::kind(root, findings);
    let number = header::number(root, findings);
    let dates = header::dates(root, findings);
    let seller = party(
        &model.seller,
        at(root, &["AccountingSupplierParty", "Party"]),
    );
    let buyer = buyer(&model.buyer, root, findings);
    let categories = Categories::of(root, &seller, &buyer);
    let lines = lines::lines(root, model, categories, findings);
    let extras = lines::extras(root, categories, findings);
    let vat = lines::vat_table(root, categories, findings);
    let totals = totals::read(root, findings);

    let (mut lines, extras, vat, totals) = (lines?, extras?, vat?, totals?);
    totals.check(root, (&lines, &extras), &vat, findings);
    lines.extend(extras.lines);
    let dates = dates?;
    let mut document = Document {
        kind: root_kind,
        number: number?,
        issue_date: dates.issue,
        due_date: dates.due,
        supply_date: dates.supply,
        payment_reference: header::payment_reference(model),
        note: header::note(model),
        order_reference: header::order_reference(model),
        seller_numbers: enterprise_numbers(&model.seller, country(&seller)),
        seller,
        buyer,
        buyer_number: header::buyer_number(root),
        buyer_email: model.buyer.contact.email.clone().unwrap_or_default(),
        lines,
        vat: vat.rows,
        net: totals.net,
        vat_total: vat.total,
        total: totals.total,
        prepaid: totals.prepaid,
        rounding: totals.rounding,
        payable: totals.payable,
        corrects: header::corrects(root),
        notes: Vec::new(),
    };
    if root_kind == InvoiceKind::CreditNote {
        document.negate();
    }
    document.kind_from_sign();
    Some(document)
}

impl Document {
    /// Turns every sign: the amounts of a UBL credit note are positive.
    fn negate(&mut self) {
        for line in &mut self.lines {
            line.quantity = -line.quantity;
            line.net = line.net.map(|net| -net);
        }
        for row in &mut self.vat {
            row.net = -row.net;
            row.vat = -row.vat;
        }
        for amount in [
            &mut self.net,
            &mut self.vat_total,
            &mut self.total,
            &mut self.prepaid,
            &mut self.rounding,
            &mut self.payable,
        ] {
            *amount = -*amount;
        }
    }

    /// A negative total is a credit note, a positive one an invoice.
    fn kind_from_sign(&mut self) {
        if !self.total.is_zero() {
            let negative = self.total.is_negative();
            self.kind = if negative {
                InvoiceKind::CreditNote
            } else {
                InvoiceKind::Invoice
            };
        }
    }
}

/// Compares lines and VAT table by the rule of the books; what is off by cents becomes a note.
fn with_vat_checked(mut document: Document) -> Result<Document, Vec<Refusal>> {
    let in_file = |refusals: Vec<Refusal>| -> Vec<Refusal> {
        let place = Place::File { line: None };
        refusals
            .into_iter()
            .map(|refusal| Refusal {
                place: place.clone(),
                ..refusal
            })
            .collect()
    };
    match Printed::with_vat(document.draft(), document.vat.clone()) {
        Ok((_, notes)) => {
            document.notes = in_file(notes);
            Ok(document)
        }
        Err(refused) => Err(in_file(refused)),
    }
}
