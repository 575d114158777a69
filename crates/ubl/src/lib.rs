//! Reads UBL 2.1 invoices and credit notes in euro, as other programs write them.
//!
//! A file is either understood to the cent or refused with everything that is wrong with it; it is
//! never half understood. Bytes are looked through with limits before anything is parsed; texts,
//! codes and dates come from `en16931-formats`; amounts, currencies, sums and what that crate
//! drops or forgives are read and checked here.
//!
//! It does not judge whose invoice it is, finds no customers and stores nothing. It does not ask
//! for a certain CustomizationID either: Belgian files of other profiles are read as well.

mod limits;
pub mod reasons;

mod decode;
mod scan;

mod tree;

mod findings;

mod number;

mod repeats;

mod currency;
mod model;
mod party;

mod category;

mod header;
mod lines;

mod totals;

mod document;

use domain::Refusal;

pub use document::Document;
pub use limits::{
    MAX_ATTRIBUTES_PER_TAG, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_NAMESPACES,
    MAX_NAMESPACES_IN_SCOPE, MAX_REFUSALS, MAX_REPEATS,
};

/// Reads one file.
///
/// # Errors
/// Everything that is wrong with it, at most [`MAX_REFUSALS`] things; each with a code of
/// [`reasons::ALL`] and, where it is known, the line of the file.
pub fn read(bytes: &[u8]) -> Result<Document, Vec<Refusal>> {
    let one = |refusal| vec![refusal];
    let text = decode::decode(bytes).map_err(one)?;
    scan::scan(&text).map_err(one)?;
    let tree = tree::parse(&text).map_err(one)?;
    repeats::check(tree.root_element()).map_err(one)?;
    document::build(bytes, tree.root_element())
}
