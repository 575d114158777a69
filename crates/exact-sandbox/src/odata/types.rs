//! Tests the types in a filter, so that `ID eq 'x'` is refused as the real service refuses it.

use super::ODataError;
use super::ast::{Filter, Op, Term};
use super::value::Value;

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Guid,
    Number,
    Moment,
    Bool,
    Binary,
    Null,
}

impl Type {
    /// The kind of a literal.
    pub(crate) fn of(value: &Value) -> Type {
        match value {
            Value::Null => Type::Null,
            Value::Bool(_) => Type::Bool,
            Value::Int(_) | Value::Decimal(_) => Type::Number,
            Value::Text(_) => Type::Text,
            Value::Guid(_) => Type::Guid,
            Value::Moment(_) => Type::Moment,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Type::Text => "Edm.String",
            Type::Guid => "Edm.Guid",
            Type::Number => "Edm.Double",
            Type::Moment => "Edm.DateTime",
            Type::Bool => "Edm.Boolean",
            Type::Binary => "Edm.Binary",
            Type::Null => "null",
        }
    }
}

/// How the type of a property is found.
type Lookup<'a> = &'a dyn Fn(&str) -> Result<Type, ODataError>;

/// Tests a filter against the types of its properties.
///
/// # Errors
/// When a property does not exist or an operator does not fit.
pub(crate) fn check_types(filter: &Filter, lookup: Lookup<'_>) -> Result<(), ODataError> {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => {
            parts.iter().try_for_each(|part| check_types(part, lookup))
        }
        Filter::Not(inner) => check_types(inner, lookup),
        Filter::Compare(op, left, right) => fits(*op, term(left, lookup)?, term(right, lookup)?),
        Filter::Bare(bare) => match term(bare, lookup)? {
            Type::Bool => Ok(()),
            _ => Err(ODataError::NotACondition),
        },
    }
}

fn fits(op: Op, left: Type, right: Type) -> Result<(), ODataError> {
    if left == right || left == Type::Null || right == Type::Null {
        return Ok(());
    }
    Err(ODataError::Incompatible(
        op.word(),
        left.name(),
        right.name(),
    ))
}

fn term(term_: &Term, lookup: Lookup<'_>) -> Result<Type, ODataError> {
    match term_ {
        Term::Property(name) => lookup(name),
        Term::Literal(value) => Ok(Type::of(value)),
        Term::Trim(inner) | Term::Lower(inner) | Term::Upper(inner) => {
            fits(Op::Eq, term(inner, lookup)?, Type::Text).map(|()| Type::Text)
        }
        Term::Test(_, text, part) => {
            fits(Op::Eq, term(text, lookup)?, Type::Text)?;
            fits(Op::Eq, term(part, lookup)?, Type::Text)?;
            Ok(Type::Bool)
        }
    }
}
