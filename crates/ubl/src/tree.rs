//! Walking the parsed XML by local names, as UBL is read by its namespaces' one vocabulary.

use roxmltree::{Document, Node, ParsingOptions};

use domain::{Place, Refusal};

use crate::limits::{MAX_ELEMENTS, MAX_SHOWN};
use crate::reasons;

/// The namespaces of the two documents that are read.
const ROOTS: [(&str, &str); 2] = [
    (
        "Invoice",
        "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    ),
    (
        "CreditNote",
        "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
    ),
];

/// Parses a text that was scanned before.
///
/// # Errors
/// One refusal: not well-formed, or another root than UBL's two.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    // An element has a text before, within and behind it, and comments may stand between.
    let nodes_limit = u32::try_from(MAX_ELEMENTS * 5).unwrap_or(u32::MAX);
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit,
        ..ParsingOptions::default()
    };
    let tree = Document::parse_with_options(text, options).map_err(|error| {
        Refusal::new(
            reasons::NOT_XML,
            Place::File {
                line: Some(error.pos().row),
            },
        )
        .with("detail", shown(&error.to_string()))
    })?;
    let name = tree.root_element().tag_name();
    if ROOTS
        .iter()
        .any(|root| *root == (name.name(), name.namespace().unwrap_or_default()))
    {
        return Ok(tree);
    }
    Err(
        Refusal::new(reasons::WRONG_ROOT, place(tree.root_element()))
            .with("found", shown(name.name())),
    )
}

/// The child elements of this name.
pub(crate) fn children<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// The first element at the end of a path of child names.
pub(crate) fn at<'a, 'i>(node: Node<'a, 'i>, path: &[&'static str]) -> Option<Node<'a, 'i>> {
    path.iter()
        .try_fold(node, |node, name| children(node, name).next())
}

/// The text directly in an element, trimmed; comments within it do not part it.
pub(crate) fn text(node: Node<'_, '_>) -> String {
    let parts = node
        .children()
        .filter(Node::is_text)
        .filter_map(|part| part.text());
    parts.collect::<String>().trim().to_owned()
}

/// The text at the end of a path; `None` when it is missing or empty.
pub(crate) fn text_at(node: Node<'_, '_>, path: &[&'static str]) -> Option<String> {
    at(node, path).map(text).filter(|text| !text.is_empty())
}

/// Where an element stands. The parser's own position counts columns too, which takes long in a
/// file without line breaks.
pub(crate) fn place(node: Node<'_, '_>) -> Place {
    let before = node
        .document()
        .input_text()
        .get(..node.range().start)
        .unwrap_or_default();
    Place::File {
        line: u32::try_from(before.matches('\n').count() + 1).ok(),
    }
}

/// A value of the file as it may be repeated in a refusal: cut, without control characters.
pub(crate) fn shown(value: &str) -> String {
    let clean = value
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c });
    clean.take(MAX_SHOWN).collect()
}

/// `Parent/Element`, as refusals name an element.
pub(crate) fn name_of(node: Node<'_, '_>) -> String {
    let name = node.tag_name().name();
    match node.parent_element() {
        Some(parent) => format!("{}/{name}", parent.tag_name().name()),
        None => name.to_owned(),
    }
}
