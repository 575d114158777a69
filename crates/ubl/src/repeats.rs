//! How often elements are repeated where an invoice has one or a few.
//!
//! The model looks for doubled elements by comparing each with every other, so a file full of them
//! is refused before it.

use std::collections::BTreeSet;

use domain::Refusal;
use roxmltree::Node;

use crate::limits::MAX_REPEATS;
use crate::number::about;
use crate::reasons;
use crate::tree::place;

/// What an invoice may repeat as often as it likes: (parent, child), by local name. The model does
/// not look for doubles of these.
const REPEATABLE: [(&str, &str); 9] = [
    ("Invoice", "InvoiceLine"),
    ("CreditNote", "CreditNoteLine"),
    ("Invoice", "AllowanceCharge"),
    ("CreditNote", "AllowanceCharge"),
    ("InvoiceLine", "AllowanceCharge"),
    ("CreditNoteLine", "AllowanceCharge"),
    ("TaxTotal", "TaxSubtotal"),
    ("Item", "AdditionalItemProperty"),
    ("Item", "CommodityClassification"),
];

/// Counts the repeated elements of the whole file.
///
/// # Errors
/// One refusal, at the element that is one too many.
pub(crate) fn check(root: Node<'_, '_>) -> Result<(), Refusal> {
    let mut repeats = 0;
    for parent in root.descendants().filter(Node::is_element) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for child in parent.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            if seen.insert(name) || REPEATABLE.contains(&(parent.tag_name().name(), name)) {
                continue;
            }
            repeats += 1;
            if repeats > MAX_REPEATS {
                let refusal = about(reasons::VALUE_TWICE, child);
                return Err(Refusal {
                    place: place(child),
                    ..refusal
                });
            }
        }
    }
    Ok(())
}
