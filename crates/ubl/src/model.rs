//! What `en16931-formats` makes of the file, and what it could not read.
//!
//! Texts, codes and dates come from its model; every remark of it about something unreadable or
//! doubled is a finding. Amounts are read from the XML itself: it takes an unreadable price for 0.

use domain::{MoneyError, Place, Refusal};
use en16931::Invoice;
use en16931_formats::report::{Entry, Kind};
use roxmltree::Node;

use crate::findings::{Findings, refusal};
use crate::number::parse_money;
use crate::reasons;
use crate::tree::{name_of, place, shown, text};

/// The model of the file.
///
/// # Errors
/// One refusal, when the file cannot be read at all.
pub(crate) fn read(
    bytes: &[u8],
    root: Node<'_, '_>,
    findings: &mut Findings,
) -> Result<Invoice, Refusal> {
    let read = en16931_formats::read(bytes).map_err(|error| {
        Refusal::new(reasons::NOT_XML, Place::File { line: None })
            .with("detail", shown(&error.to_string()))
    })?;
    for entry in &read.entries {
        if let Some(code) = code_of(entry) {
            tell(code, entry, root, findings);
        }
    }
    Ok(read.invoice)
}

/// The code for a remark; none for what is of no consequence here.
fn code_of(entry: &Entry) -> Option<&'static str> {
    // An attached PDF without a file name is still an invoice.
    if entry.path.ends_with("EmbeddedDocumentBinaryObject") {
        return None;
    }
    match entry.kind {
        Kind::Malformed if entry.value.is_none() => Some(reasons::VALUE_MISSING),
        Kind::Malformed if entry.value.as_deref().is_some_and(is_too_fine) => {
            Some(reasons::TOO_MANY_DECIMALS)
        }
        Kind::Malformed | Kind::Schema | Kind::Unreadable | Kind::Ambiguous => {
            Some(reasons::VALUE_MALFORMED)
        }
        Kind::Duplicate => Some(reasons::VALUE_TWICE),
        _ => None,
    }
}

/// Whether it is an amount that fails for its decimals alone.
fn is_too_fine(value: &str) -> bool {
    parse_money(value) == Err(MoneyError::TooPrecise)
}

/// Adds the refusal for a remark, with the place of the first element that it can mean.
fn tell(code: &'static str, entry: &Entry, root: Node<'_, '_>, findings: &mut Findings) {
    let mut names = entry.path.rsplit('/');
    let name = names.next().unwrap_or_default();
    let parent = names.next().unwrap_or_default();
    let element = if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}/{name}")
    };
    let value = entry.value.as_deref().unwrap_or_default().trim();
    let told = refusal(code).with("element", &element);
    let told = if code == reasons::VALUE_MISSING {
        told
    } else {
        told.with("value", shown(value))
    };
    findings.add_where(told, || {
        let named = |node: &Node<'_, '_>, wanted: &str| {
            node.is_element() && node.tag_name().name() == wanted
        };
        let lacks_it = |node: &Node<'_, '_>| {
            named(node, parent) && !node.children().any(|child| named(&child, name))
        };
        let has_it = |node: &Node<'_, '_>| {
            named(node, name)
                && (name_of(*node) == element || parent == "Invoice")
                && (value.is_empty() || text(*node) == value)
        };
        let missing = code == reasons::VALUE_MISSING;
        let meant = root.descendants().find(|node| {
            if missing {
                lacks_it(node)
            } else {
                has_it(node)
            }
        });
        meant.map_or(Place::File { line: None }, place)
    });
}
