//! The part of OData v2 that Exact Online answers to: filters, orders, keys and literals as text, parsed and evaluated.
//!
//! It knows nothing of entities; whoever evaluates a filter hands in the values. Parsing never panics and has limits.

mod ast;
mod eval;
mod key;
mod lexer;
mod parser;
mod query;
mod types;
mod value;

pub(crate) use ast::{Bounds, Filter, Op, Term};
pub(crate) use eval::{Texts, holds};
pub(crate) use key::{literals, print_literal};
#[cfg(test)]
pub(crate) use parser::parse_filter;
pub(crate) use query::QueryOptions;
pub(crate) use types::{Type, check_types};
pub(crate) use value::Value;

use thiserror::Error;

/// Longest filter in bytes.
pub(crate) const MAX_FILTER: usize = 12_000;
/// Deepest nesting of parentheses, `not` and functions.
pub(crate) const MAX_DEPTH: usize = 40;
/// Most comparisons in one filter.
pub(crate) const MAX_TERMS: usize = 400;

/// A query that cannot be understood; the text is what the client is told.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum ODataError {
    #[error("Syntax error at position {0}.")]
    Syntax(usize),
    #[error("The filter is longer than {MAX_FILTER} bytes.")]
    TooLong,
    #[error("The filter is nested deeper than {MAX_DEPTH}.")]
    TooDeep,
    #[error("The filter has more than {MAX_TERMS} terms.")]
    TooManyTerms,
    #[error("Unknown function '{0}'.")]
    UnknownFunction(String),
    #[error("No property '{0}' exists in type 'Exact.Web.Api.Models.{1}' at position 0.")]
    UnknownProperty(String, String),
    #[error("Operator '{0}' incompatible with operand types '{1}' and '{2}'.")]
    Incompatible(&'static str, &'static str, &'static str),
    #[error("The filter is not a condition.")]
    NotACondition,
    #[error("Incorrect format for {0} argument '{1}'.")]
    Option(&'static str, String),
    #[error(
        "The query parameter '{0}' begins with a system-reserved '$' character but is not recognized."
    )]
    Reserved(String),
    #[error("Query parameter '{0}' is specified, but it should be specified exactly once.")]
    Twice(String),
}
