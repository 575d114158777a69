//! Decides whether a filter holds for an entity.

use std::cmp::Ordering;

use super::ast::{Filter, Op, Term, Test};
use super::value::Value;

/// How the value of a property is found.
type Lookup<'a> = &'a dyn Fn(&str) -> Value;

/// Whether the filter holds. With `fold`, text is compared in lower case.
pub(crate) fn holds(filter: &Filter, lookup: Lookup<'_>, fold: bool) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| holds(part, lookup, fold)),
        Filter::Or(parts) => parts.iter().any(|part| holds(part, lookup, fold)),
        Filter::Not(inner) => !holds(inner, lookup, fold),
        Filter::Compare(op, left, right) => {
            compare(*op, &value(left, lookup, fold), &value(right, lookup, fold))
        }
        Filter::Bare(term) => value(term, lookup, fold) == Value::Bool(true),
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
    use super::holds;
    use crate::odata::{Value, parse_filter};

    fn on(filter: &str) -> bool {
        let parsed = parse_filter(filter).expect("a filter");
        let lookup = |name: &str| match name {
            "Code" => Value::Text("               255".into()),
            "Amount" => Value::Decimal(rust_decimal::Decimal::new(1250, 2)),
            "Date" => Value::Moment(1_769_817_600_000),
            "Blocked" => Value::Bool(false),
            _ => Value::Null,
        };
        holds(&parsed, &lookup, false)
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
}
