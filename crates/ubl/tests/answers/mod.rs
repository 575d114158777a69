//! What a changed sample is answered with.

use domain::{Place, Refusal};

pub(crate) const INVOICE: &str = include_str!("../../samples/invoice.xml");
pub(crate) const EXTRAS: &str = include_str!("../../samples/allowance-charge-prepaid.xml");

pub(crate) fn refusals(xml: &str) -> Vec<Refusal> {
    ubl::read(xml.as_bytes()).err().unwrap_or_default()
}

/// The code of the only refusal, and one of its parameters.
pub(crate) fn told(xml: &str) -> (String, String) {
    let refusals = refusals(xml);
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    let Refusal {
        code,
        params,
        place,
    } = &refusals[0];
    assert!(matches!(place, Place::File { .. }), "{place:?}");
    let param = [
        "element", "what", "currency", "missing", "category", "type", "length", "number", "rate",
    ]
    .iter()
    .find_map(|name| params.get(*name));
    (code.clone(), param.cloned().unwrap_or_default())
}

/// Replaces the first occurrence, which must be there.
pub(crate) fn with(from: &str, to: &str) -> String {
    assert!(INVOICE.contains(from), "{from}");
    INVOICE.replacen(from, to, 1)
}

pub(crate) fn told_of(from: &str, to: &str) -> (String, String) {
    told(&with(from, to))
}

pub(crate) fn pair(code: &str, param: &str) -> (String, String) {
    (code.to_owned(), param.to_owned())
}
