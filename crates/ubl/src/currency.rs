//! Every amount is in euro: the books know no other currency.

use roxmltree::Node;

use crate::findings::{Findings, refusal};
use crate::number::required;
use crate::reasons;
use crate::tree::{at, children, place, shown, text, text_at};

/// The currency of the books.
const EURO: &str = "EUR";

/// Looks at the document's currency and at that of every single amount.
///
/// One amount may be in another: the VAT total that is repeated in the currency of the tax
/// authority (BT-111), which has no table and is not used.
pub(crate) fn check(root: Node<'_, '_>, findings: &mut Findings) {
    if let Some(code) = required(root, "DocumentCurrencyCode", findings) {
        check_one(code, &text(code), findings);
    }
    let (_, repeated) = split_vat_totals(root);
    for node in root.descendants().filter(Node::is_element) {
        let Some(currency) = node.attribute("currencyID") else {
            continue;
        };
        let parent = node.parent_element();
        if !parent.is_some_and(|parent| repeated.contains(&parent)) {
            check_one(node, currency, findings);
        }
    }
}

/// The VAT totals of the invoice (there should be one), and those that only repeat it in the
/// currency of the tax authority.
pub(crate) fn split_vat_totals<'a, 'i>(
    root: Node<'a, 'i>,
) -> (Vec<Node<'a, 'i>>, Vec<Node<'a, 'i>>) {
    let tax_currency = text_at(root, &["TaxCurrencyCode"]).filter(|code| code != EURO);
    children(root, "TaxTotal").partition(|total| {
        let amount = at(*total, &["TaxAmount"]).and_then(|amount| amount.attribute("currencyID"));
        tax_currency.is_none()
            || amount.map(str::trim) != tax_currency.as_deref()
            || children(*total, "TaxSubtotal").next().is_some()
    })
}

fn check_one(node: Node<'_, '_>, currency: &str, findings: &mut Findings) {
    if currency.trim() != EURO {
        let told = refusal(reasons::OTHER_CURRENCY).with("currency", shown(currency));
        findings.add_where(told, || place(node));
    }
}
