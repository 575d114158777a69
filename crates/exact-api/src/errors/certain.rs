//! When an answer proves that nothing happened.

use super::message::{Message, read_message};
use super::refusal::Refusal;

/// Statuses that prove by themselves that nothing was done: the request was not accepted.
pub const CERTAIN_STATUSES: [u16; 5] = [400, 401, 403, 404, 429];

/// Whether the answer to a write proves that nothing was written: one of [`CERTAIN_STATUSES`], or a
/// 500 in Exact's own error document of which *every* line begins with a known validation category.
///
/// Everything else, a success included, is not a refusal that can be relied upon. The body must have
/// been read whole: a cut body proves nothing.
#[must_use]
pub fn is_certain_refusal(status: u16, body: &str) -> bool {
    if CERTAIN_STATUSES.contains(&status) {
        return true;
    }
    match (status, read_message(body)) {
        (500, Message::Documented(text)) => Refusal::read(&text).is_known(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(value: &str) -> String {
        let value = serde_json::Value::from(value);
        format!(r#"{{"error":{{"code":"","message":{{"lang":"","value":{value}}}}}}}"#)
    }

    #[test]
    fn only_a_500_of_known_lines_is_certain() {
        let known = document("Verplicht: Factuur voor\r\nVerplicht: Besteld door");
        assert!(is_certain_refusal(500, &known));
        let mixed = document("Verplicht: Factuur voor\r\nSomething else");
        let fault = document(
            "A problem has occurred. The cause of this issue will be investigated as soon as possible.",
        );
        for (status, body) in [
            (500, mixed.as_str()),
            (500, fault.as_str()),
            (500, ""),
            (500, "Verplicht: Factuur voor"),
            (500, "<html>Verplicht: X</html>"),
            (500, &document("")),
            (502, known.as_str()),
            (503, known.as_str()),
            (408, known.as_str()),
            (405, ""),
            (201, ""),
        ] {
            assert!(!is_certain_refusal(status, body), "{status} {body}");
        }
        for status in CERTAIN_STATUSES {
            assert!(is_certain_refusal(status, "<html>"), "{status}");
        }
    }
}
