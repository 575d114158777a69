//! What stands at the head of the file: number, dates, references, kind.

use domain::{InvoiceKind, InvoiceNumber, NumberError, StructuredReference};
use en16931::Invoice;
use jiff::civil::Date;
use roxmltree::Node;

use crate::findings::{Findings, refusal};
use crate::number::{date, required};
use crate::reasons;
use crate::tree::{at, children, shown, text, text_at};

/// Codes of UNCL 1001 that name a credit note, as EN 16931 lists them for UBL.
const CREDIT_TYPES: [&str; 11] = [
    "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532",
];

/// The number of the invoice.
pub(crate) fn number(root: Node<'_, '_>, findings: &mut Findings) -> Option<InvoiceNumber> {
    let node = at(root, &["ID"]);
    let written = node.map(text).unwrap_or_default();
    let told = match InvoiceNumber::parse(&written) {
        Ok(number) => return Some(number),
        Err(NumberError::Empty) => refusal(reasons::NO_INVOICE_NUMBER),
        Err(NumberError::TooLong { length }) => refusal(reasons::NUMBER_TOO_LONG)
            .with("number", shown(&written))
            .with("length", length)
            .with("max", InvoiceNumber::MAX_LENGTH),
        Err(NumberError::OuterBlank | NumberError::Control) => {
            refusal(reasons::NUMBER_MALFORMED).with("number", shown(&written))
        }
    };
    findings.add(node.unwrap_or(root), told);
    None
}

/// The kind that the root says; a type code of the other kind is refused, since its sign would be
/// a guess.
pub(crate) fn kind(root: Node<'_, '_>, findings: &mut Findings) -> InvoiceKind {
    let name = root.tag_name().name();
    let kind = if name == "CreditNote" {
        InvoiceKind::CreditNote
    } else {
        InvoiceKind::Invoice
    };
    let code = at(root, &["InvoiceTypeCode"]).or_else(|| at(root, &["CreditNoteTypeCode"]));
    if let Some(code) = code {
        let is_credit = CREDIT_TYPES.contains(&text(code).as_str());
        if is_credit != (kind == InvoiceKind::CreditNote) {
            let told = refusal(reasons::TYPE_CONTRADICTS_ROOT)
                .with("type", shown(&text(code)))
                .with("root", name);
            findings.add(code, told);
        }
    }
    kind
}

/// The three dates.
pub(crate) struct Dates {
    /// Invoice date.
    pub(crate) issue: Date,
    /// Due date, from the head or from the first payment means that has one.
    pub(crate) due: Option<Date>,
    /// Date of delivery.
    pub(crate) supply: Option<Date>,
}

/// Reads the dates.
pub(crate) fn dates(root: Node<'_, '_>, findings: &mut Findings) -> Option<Dates> {
    let issue = required(root, "IssueDate", findings).and_then(|node| date(node, findings));
    let due = at(root, &["DueDate"]).or_else(|| {
        children(root, "PaymentMeans").find_map(|means| at(means, &["PaymentDueDate"]))
    });
    let due = due.and_then(|node| date(node, findings));
    let supply =
        at(root, &["Delivery", "ActualDeliveryDate"]).and_then(|node| date(node, findings));
    Some(Dates {
        issue: issue?,
        due,
        supply,
    })
}

/// The payment reference: a Belgian structured one as its twelve digits, any other as it stands.
pub(crate) fn payment_reference(model: &Invoice) -> String {
    let written = model
        .payment
        .as_ref()
        .and_then(|payment| payment.remittance_information.as_deref());
    let written = written.unwrap_or_default();
    StructuredReference::parse(written).map_or_else(
        |_| written.to_owned(),
        |reference| reference.digits().to_owned(),
    )
}

/// The notes, one per line.
pub(crate) fn note(model: &Invoice) -> String {
    let notes = model.notes.iter().filter_map(|note| note.note.as_deref());
    notes
        .filter(|note| !note.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The order of the buyer, else the reference that he asked for.
pub(crate) fn order_reference(model: &Invoice) -> String {
    let order = model
        .purchase_order_reference
        .as_ref()
        .map(|order| order.as_str());
    order
        .or(model.buyer_reference.as_deref())
        .unwrap_or_default()
        .to_owned()
}

/// The numbers of the invoices that it corrects, each once.
pub(crate) fn corrects(root: Node<'_, '_>) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    for reference in children(root, "BillingReference") {
        for name in ["InvoiceDocumentReference", "CreditNoteDocumentReference"] {
            if let Some(number) = text_at(reference, &[name, "ID"])
                && !numbers.contains(&number)
            {
                numbers.push(number);
            }
        }
    }
    numbers
}

/// The number that the seller gave the buyer, which the model does not keep.
pub(crate) fn buyer_number(root: Node<'_, '_>) -> Option<String> {
    text_at(
        root,
        &["AccountingCustomerParty", "SupplierAssignedAccountID"],
    )
}
