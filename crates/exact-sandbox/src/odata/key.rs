//! Literals outside filters: keys in addresses (`(guid'…')`) and positions in lists (`$skiptoken`).

use rust_decimal::Decimal;

use super::lexer::{Token, tokens};
use super::value::Value;

/// The literals of a comma list; `None` when it is anything else.
pub(crate) fn literals(text: &str) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    let mut expect_value = true;
    for (_, token) in tokens(text).ok()? {
        match token {
            Token::Literal(value) if expect_value => values.push(value),
            Token::Comma if !expect_value => {}
            _ => return None,
        }
        expect_value = !expect_value;
    }
    (!values.is_empty()).then_some(values)
}

/// The literal as it is written in an address, not yet percent-encoded.
pub(crate) fn print_literal(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => format!("{number}L"),
        Value::Decimal(number) => Decimal::normalize(number).to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Guid(id) => format!("guid'{id}'"),
        Value::Moment(ms) => {
            let moment = jiff::Timestamp::from_millisecond(*ms).unwrap_or_default();
            format!("datetime'{}'", moment.strftime("%Y-%m-%dT%H:%M:%S%.3f"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{literals, print_literal};
    use crate::odata::Value;

    #[test]
    fn what_is_printed_is_read_again() {
        let values = [
            Value::Null,
            Value::Int(-7),
            Value::Text("it's".into()),
            Value::Moment(1_769_817_600_123),
        ];
        let text: Vec<String> = values.iter().map(print_literal).collect();
        assert_eq!(literals(&text.join(",")).as_deref(), Some(&values[..]));
        assert_eq!(literals("1,,2"), None);
    }
}
