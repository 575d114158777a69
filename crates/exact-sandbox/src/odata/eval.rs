//! Decides whether a filter holds for an entity.

use std::cmp::Ordering;

use super::ast::{Filter, Op, Term, Test};
use super::value::Value;

/// How the value of a property is found.
type Lookup<'a> = &'a dyn Fn(&str) -> Value;

/// How texts are compared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Texts {
    /// In lower case.
    pub(crate) fold: bool,
    /// With the blanks at their ends; without them `'2'` is equal to `'2  '`, as it is to the database behind the
    /// service.
    pub(crate) trailing_blanks: bool,
}

/// Whether the filter holds.
pub(crate) fn holds(filter: &Filter, lookup: Lookup<'_>, texts: Texts) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| holds(part, lookup, texts)),
        Filter::Or(parts) => parts.iter().any(|part| holds(part, lookup, texts)),
        Filter::Not(inner) => !holds(inner, lookup, texts),
        Filter::Compare(op, left, right) => {
            let of = |term| compared(value(term, lookup, texts.fold), texts);
            compare(*op, &of(left), &of(right))
        }
        Filter::Bare(term) => value(term, lookup, texts.fold) == Value::Bool(true),
    }
}

fn compared(value: Value, texts: Texts) -> Value {
    match value {
        Value::Text(text) if !texts.trailing_blanks && text.ends_with(' ') => {
            Value::Text(text.trim_end_matches(' ').to_owned())
        }
        other => other,
    }
}

/// Nothing is greater or smaller than null; only equality with it is defined.
fn compare(op: Op, left: &Value, right: &Value) -> bool {
    let order = left.compare(right);
    let has_null = *left == Value::Null || *right == Value::Null;
    match op {
        Op::Eq => order == Some(Ordering::Equal),
        Op::Ne => order != Some(Ordering::Equal),
        _ if has_null => false,
        Op::Gt => order == Some(Ordering::Greater),
        Op::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        Op::Lt => order == Some(Ordering::Less),
        Op::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
    }
}

fn value(term: &Term, lookup: Lookup<'_>, fold: bool) -> Value {
    match term {
        Term::Property(name) => folded(lookup(name), fold),
        Term::Literal(value) => folded(value.clone(), fold),
        Term::Trim(inner) => on_text(value(inner, lookup, fold), |text| text.trim().to_owned()),
        Term::Lower(inner) => on_text(value(inner, lookup, fold), |text| text.to_lowercase()),
        Term::Upper(inner) => on_text(value(inner, lookup, false), |text| text.to_uppercase()),
        Term::Test(test, text, part) => {
            let (Value::Text(text), Value::Text(part)) =
                (value(text, lookup, fold), value(part, lookup, fold))
            else {
                return Value::Bool(false);
            };
            Value::Bool(match test {
                Test::StartsWith => text.starts_with(&part),
                Test::EndsWith => text.ends_with(&part),
                Test::Contains => text.contains(&part),
            })
        }
    }
}

fn folded(value: Value, fold: bool) -> Value {
    if fold {
        on_text(value, |text| text.to_lowercase())
    } else {
        value
    }
}

fn on_text(value: Value, change: impl Fn(&str) -> String) -> Value {
    match value {
        Value::Text(text) => Value::Text(change(&text)),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Texts, holds};
    use crate::odata::{Value, parse_filter};

    fn on(filter: &str) -> bool {
        told(filter, Texts::default())
    }

    fn told(filter: &str, texts: Texts) -> bool {
        let parsed = parse_filter(filter).expect("a filter");
        let lookup = |name: &str| match name {
            "Code" => Value::Text("               255".into()),
            "VATCode" => Value::Text("2  ".into()),
            "Amount" => Value::Decimal(rust_decimal::Decimal::new(1250, 2)),
            "Date" => Value::Moment(1_769_817_600_000),
            "Blocked" => Value::Bool(false),
            _ => Value::Null,
        };
        holds(&parsed, &lookup, texts)
    }

    #[test]
    fn point_20_every_operator() {
        for yes in [
            "trim(Code) eq '255'",
            "Code ne '255'",
            "Amount eq 12.5 and Amount gt 12 and Amount le 12.50",
            "Date eq datetime'2026-01-31' and Date lt datetime'2026-01-31T00:00:01Z'",
            "Blocked eq false and not (Blocked)",
            "Empty eq null",
            "startswith(trim(Code),'25') and endswith(Code,'5') eq true",
            "substringof('25',Code)",
            "tolower('ABC') eq 'abc'",
        ] {
            assert!(on(yes), "{yes}");
        }
        for no in [
            "Code eq '255'",
            "Empty gt 1",
            "Empty ne null",
            "Amount lt 12.5",
        ] {
            assert!(!on(no), "{no}");
        }
    }
    #[test]
    fn point_20_blanks_at_the_end_of_a_text_count_by_switch() {
        let exact = Texts {
            trailing_blanks: true,
            ..Texts::default()
        };
        for filter in ["VATCode eq '2'", "VATCode eq '2 '", "not (VATCode ne '2')"] {
            assert!(on(filter) && !told(filter, exact), "{filter}");
        }
        assert!(on("VATCode eq '2  '") && told("VATCode eq '2  '", exact));
        assert!(on("startswith(VATCode,'2 ')") && !on("VATCode eq ' 2'"));
    }
}
