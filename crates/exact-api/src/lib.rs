//! Exact Online on the wire: what is asked, how it is written, how an answer is read.
//!
//! Pure data. Every endpoint is a plain struct in [`endpoints`] that knows its path, its query and
//! its body ([`Endpoint`]), beside the row it answers with. [`errors`] reads refusals, [`oauth`] the
//! sign-in, [`Limits`] the quota headers.
//!
//! What is *not* here: sockets, clocks, retries, budgets and tokens at rest (the crate
//! `exact-client`), and any knowledge of the program that uses it. Names are Exact's own, so that
//! its documentation can be read beside the code.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod answer;
mod body;
mod division;
mod endpoint;
pub mod endpoints;
pub mod errors;
mod limits;
pub mod oauth;
pub mod odata;
mod row;
pub mod wire;

pub use answer::{Answer, Created, Done, NextLink, NextLinkError, Page};
pub use body::{Body, Property};
pub use division::Division;
pub use endpoint::{Endpoint, List};
pub use limits::{Limits, Window};
pub use row::{Field, Row, RowReader, Synced};
pub use wire::{
    Amount, Code, Fraction, FromWire, Rowversion, ToWire, Trimmed, ValueError, VatCode, WireError,
};
