//! A filter as a tree.

use super::value::Value;

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

impl Op {
    /// As it is written.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Op::Eq => "eq",
            Op::Ne => "ne",
            Op::Gt => "gt",
            Op::Ge => "ge",
            Op::Lt => "lt",
            Op::Le => "le",
        }
    }
}

/// A tested part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    StartsWith,
    EndsWith,
    Contains,
}

/// Something with a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Term {
    Property(String),
    Literal(Value),
    Trim(Box<Term>),
    Lower(Box<Term>),
    Upper(Box<Term>),
    /// Text, then the part that is looked for.
    Test(Test, Box<Term>, Box<Term>),
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Compare(Op, Term, Term),
    /// A term that is true or false by itself.
    Bare(Term),
}

/// A range of values; an absent end is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) from: Option<Value>,
    pub(crate) to: Option<Value>,
}

impl Bounds {
    /// Both ranges at once; where both have an end, the first one's, which is enough for looking up.
    fn and(self, other: Bounds) -> Bounds {
        Bounds {
            from: self.from.or(other.from),
            to: self.to.or(other.to),
        }
    }
}

impl Filter {
    /// The names of all properties in the filter.
    pub(crate) fn properties(&self) -> Vec<&str> {
        match self {
            Filter::And(parts) | Filter::Or(parts) => {
                parts.iter().flat_map(Filter::properties).collect()
            }
            Filter::Not(inner) => inner.properties(),
            Filter::Compare(_, left, right) => [left, right]
                .into_iter()
                .flat_map(Term::properties)
                .collect(),
            Filter::Bare(term) => term.properties(),
        }
    }

    /// The values that a property must have one of, when the filter says so: what an index can look up.
    pub(crate) fn required(&self, property: &str) -> Option<Vec<&Value>> {
        match self {
            Filter::And(parts) => parts.iter().find_map(|part| part.required(property)),
            Filter::Or(parts) => {
                let each: Option<Vec<_>> =
                    parts.iter().map(|part| part.required(property)).collect();
                each.map(|values| values.into_iter().flatten().collect())
            }
            Filter::Compare(Op::Eq, left, right) => {
                match (left.looked_up(), left, right.looked_up(), right) {
                    (Some(name), _, _, Term::Literal(value))
                    | (_, Term::Literal(value), Some(name), _)
                        if name == property && *value != Value::Null =>
                    {
                        Some(vec![value])
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Between which values a property must lie, ends included, when the filter says so for the whole.
    pub(crate) fn bounds(&self, property: &str) -> Option<Bounds> {
        match self {
            Filter::And(parts) => parts
                .iter()
                .filter_map(|part| part.bounds(property))
                .reduce(Bounds::and),
            Filter::Compare(op, Term::Property(name), Term::Literal(value))
                if name == property && *value != Value::Null =>
            {
                let value = Some(value.clone());
                match op {
                    Op::Gt | Op::Ge => Some(Bounds {
                        from: value,
                        to: None,
                    }),
                    Op::Lt | Op::Le => Some(Bounds {
                        from: None,
                        to: value,
                    }),
                    Op::Eq => Some(Bounds {
                        from: value.clone(),
                        to: value,
                    }),
                    Op::Ne => None,
                }
            }
            _ => None,
        }
    }

    /// The highest value that a property must exceed, when the filter says so for the whole.
    pub(crate) fn lower_bound(&self, property: &str) -> Option<i64> {
        match self {
            Filter::And(parts) => parts
                .iter()
                .filter_map(|part| part.lower_bound(property))
                .max(),
            Filter::Compare(op, Term::Property(name), Term::Literal(Value::Int(value)))
                if name == property =>
            {
                match op {
                    Op::Gt => Some(*value),
                    Op::Ge | Op::Eq => value.checked_sub(1),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

impl Term {
    fn properties(&self) -> Vec<&str> {
        match self {
            Term::Property(name) => vec![name],
            Term::Literal(_) => Vec::new(),
            Term::Trim(inner) | Term::Lower(inner) | Term::Upper(inner) => inner.properties(),
            Term::Test(_, text, part) => [text, part]
                .into_iter()
                .flat_map(|term| term.properties())
                .collect(),
        }
    }

    /// The property behind functions that an index ignores: blanks and case.
    fn looked_up(&self) -> Option<&str> {
        match self {
            Term::Property(name) => Some(name),
            Term::Trim(inner) | Term::Lower(inner) | Term::Upper(inner) => inner.looked_up(),
            _ => None,
        }
    }
}
