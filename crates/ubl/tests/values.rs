//! Values that cannot be read, that are missing, or that contradict each other.

mod answers;

use answers::{EXTRAS, INVOICE, pair, refusals, told, told_of};
use ubl::reasons;

const CREDIT_NOTE: &str = include_str!("../samples/credit-note.xml");

/// What is replaced, by what, and the element that is told.
const MALFORMED: [(&str, &str, &str); 13] = [
    (
        ">879.45</cbc:Line",
        ">879,45</cbc:Line",
        "InvoiceLine/LineExtensionAmount",
    ),
    (
        ">879.45</cbc:Line",
        ">NaN</cbc:Line",
        "InvoiceLine/LineExtensionAmount",
    ),
    (
        ">879.45</cbc:Line",
        "></cbc:Line",
        "InvoiceLine/LineExtensionAmount",
    ),
    (
        ">879.45</cbc:Line",
        ">8.7945E2</cbc:Line",
        "InvoiceLine/LineExtensionAmount",
    ),
    (
        ">879.45</cbc:Line",
        ">99999999999999.00</cbc:Line",
        "InvoiceLine/LineExtensionAmount",
    ),
    (">13.53<", ">dertien<", "InvoiceLine/InvoicedQuantity"),
    (">65.00<", ">65,00<", "Price/PriceAmount"),
    (">2026-09-01<", ">01-09-2026<", "Invoice/IssueDate"),
    (">2026-09-01<", ">2026-09-31<", "Invoice/IssueDate"),
    (">2026-10-01<", ">2026-10-01T00:00:00<", "Invoice/DueDate"),
    (">2026-08-31<", ">gisteren<", "Delivery/ActualDeliveryDate"),
    (
        "<cbc:Percent>21<",
        "<cbc:Percent>21,0<",
        "TaxCategory/Percent",
    ),
    (
        "<cbc:Percent>21<",
        "<cbc:Percent>210<",
        "TaxCategory/Percent",
    ),
];

const TOO_FINE: [(&str, &str, &str); 4] = [
    (
        ">879.45</cbc:Line",
        ">879.451</cbc:Line",
        "InvoiceLine/LineExtensionAmount",
    ),
    (
        ">879.45</cbc:Line",
        ">879.4500</cbc:Line",
        "InvoiceLine/LineExtensionAmount",
    ),
    (
        ">334.00</cbc:TaxAmount",
        ">334.001</cbc:TaxAmount",
        "TaxTotal/TaxAmount",
    ),
    (
        ">1924.46</cbc:Payable",
        ">1924.460</cbc:Payable",
        "LegalMonetaryTotal/PayableAmount",
    ),
];

#[test]
fn values_that_cannot_be_read() {
    for (from, to, element) in MALFORMED {
        assert_eq!(
            told_of(from, to),
            pair(reasons::VALUE_MALFORMED, element),
            "{from} → {to}"
        );
    }
    for (from, to, element) in TOO_FINE {
        assert_eq!(
            told_of(from, to),
            pair(reasons::TOO_MANY_DECIMALS, element),
            "{from} → {to}"
        );
    }
    let malformed = |element: &str| pair(reasons::VALUE_MALFORMED, element);
    let indicator = EXTRAS.replacen(
        ">false</cbc:ChargeIndicator",
        ">nee</cbc:ChargeIndicator",
        1,
    );
    assert_eq!(
        told(&indicator),
        malformed("AllowanceCharge/ChargeIndicator")
    );
    let due = CREDIT_NOTE.replace(">2026-09-30<", ">30/09/2026<");
    assert_eq!(told(&due), malformed("PaymentMeans/PaymentDueDate"));
    // The same fault on several lines is told for each, with its line.
    let each = refusals(&INVOICE.replace("</cbc:InvoicedQuantity>", "x</cbc:InvoicedQuantity>"));
    assert_eq!(each.len(), 6);
    assert!(
        each.windows(2).all(|pair| pair[0].place < pair[1].place),
        "{each:?}"
    );
}

#[test]
fn values_that_are_missing() {
    for (element, told_as) in [
        ("IssueDate", "Invoice/IssueDate"),
        ("DocumentCurrencyCode", "Invoice/DocumentCurrencyCode"),
        ("PayableAmount", "LegalMonetaryTotal/PayableAmount"),
        (
            "TaxInclusiveAmount",
            "LegalMonetaryTotal/TaxInclusiveAmount",
        ),
        (
            "TaxExclusiveAmount",
            "LegalMonetaryTotal/TaxExclusiveAmount",
        ),
        ("TaxableAmount", "TaxSubtotal/TaxableAmount"),
        ("PriceAmount", "Price/PriceAmount"),
        ("InvoicedQuantity", "InvoiceLine/InvoicedQuantity"),
        ("Percent", "TaxCategory/Percent"),
    ] {
        let start = INVOICE.find(&format!("<cbc:{element}")).expect(element);
        let end = start + INVOICE[start..].find("</").expect("its end") + element.len() + 7;
        let xml = format!("{}{}", &INVOICE[..start], &INVOICE[end..]);
        assert_eq!(told(&xml), pair(reasons::VALUE_MISSING, told_as));
    }
    let no_indicator = EXTRAS.replacen("<cbc:ChargeIndicator>false</cbc:ChargeIndicator>", "", 1);
    let answer = pair(reasons::VALUE_MISSING, "AllowanceCharge/ChargeIndicator");
    assert_eq!(told(&no_indicator), answer);
    let start = INVOICE.find("<cac:InvoiceLine>").expect("lines");
    let no_lines = format!("{}</Invoice>", &INVOICE[..start]);
    let refused = refusals(&no_lines);
    assert_eq!(refused[0].code, reasons::AMOUNTS_DO_NOT_ADD_UP);
    let zero = no_lines
        .replace(">1590.46<", ">0<")
        .replace(">334.00<", ">0<")
        .replace(">1924.46<", ">0<");
    assert!(
        refusals(&zero)
            .iter()
            .any(|refusal| refusal.code == reasons::INVOICE_WITHOUT_LINES)
    );
}

#[test]
fn categories_and_kinds() {
    let unknown = "<cbc:ID>L</cbc:ID>";
    let answer = pair(reasons::UNKNOWN_VAT_CATEGORY, "L");
    assert_eq!(told_of("<cbc:ID>S</cbc:ID>", unknown), answer);
    let everywhere = refusals(&INVOICE.replace("<cbc:ID>S</cbc:ID>", unknown));
    assert_eq!(everywhere.len(), 7, "six lines and the table");
    let refused = refusals(&INVOICE.replace("<cbc:ID>S</cbc:ID>", "<cbc:ID>E</cbc:ID>"));
    assert!(
        refused
            .iter()
            .all(|refusal| refusal.code == reasons::RATE_CONTRADICTS_REGIME),
        "{refused:?}"
    );
    assert_eq!(
        told_of(">380<", ">381<"),
        pair(reasons::TYPE_CONTRADICTS_ROOT, "381")
    );
    assert_eq!(
        told(&CREDIT_NOTE.replace(">381<", ">380<")),
        pair(reasons::TYPE_CONTRADICTS_ROOT, "380")
    );
}
