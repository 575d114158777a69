//! Finds names that nothing reads: most likely typing errors in a seed or an order.

use serde_json::Value;

/// Where the first name stands that `given` has and the read value, printed again, does not.
pub(crate) fn unknown_field(given: &Value, known: &Value) -> Option<String> {
    below(given, known, "")
}

fn below(given: &Value, known: &Value, place: &str) -> Option<String> {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => given.iter().find_map(|(name, value)| {
            let place = if place.is_empty() {
                name.clone()
            } else {
                format!("{place}.{name}")
            };
            match known.get(name) {
                Some(known) => below(value, known, &place),
                None => Some(place),
            }
        }),
        (Value::Array(given), Value::Array(known)) => {
            let mut pairs = given.iter().zip(known).enumerate();
            pairs.find_map(|(index, (given, known))| {
                below(given, known, &format!("{place}[{index}]"))
            })
        }
        _ => None,
    }
}
