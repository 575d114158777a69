//! What is wrong, and how to mend it, in a plain sentence per reason code.

use std::collections::{BTreeMap, HashMap};

use crate::{Lang, date, moment, money, parse_date, texts};

/// A reason as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonText {
    /// What is wrong.
    pub sentence: String,
    /// What to do about it.
    pub fix: String,
}

/// The sentence and the fix of a reason code, filled in with its parameters.
///
/// Parameters that are a date (`2026-11-24`), an instant (`2026-11-24T05:12:00Z`) or an amount (`1234.56`) are written the way of the
/// language, and those whose value is a word of ours (`regime` = `exempt`) by their `word-` text. An unknown code gives the general sentence with the code in it, so that support can
/// find it; a test keeps the codes complete.
#[must_use]
pub fn reason(lang: Lang, code: &str, params: &BTreeMap<String, String>) -> ReasonText {
    let loader = texts::reasons(lang);
    let mut arguments: HashMap<&str, String> = params
        .iter()
        .map(|(name, value)| {
            let word = format!("word-{name}-{value}");
            let text = if loader.has(&word) {
                loader.get(&word)
            } else {
                localised(lang, value)
            };
            (name.as_str(), text)
        })
        .collect();
    let key = format!("reason-{code}");
    let key = if loader.has(&key) {
        key
    } else {
        arguments.insert("code", code.to_owned());
        "reason-unknown-code".to_owned()
    };
    ReasonText {
        sentence: loader.get_args(&key, arguments.clone()),
        fix: loader.get_args(&format!("{key}-fix"), arguments),
    }
}

/// Whether a code has both its texts in a language of its own (no fallback).
#[must_use]
pub fn has_reason(lang: Lang, code: &str) -> bool {
    let own = texts::reasons(lang);
    let has = |key: &str| {
        own.with_message_iter(&lang.identifier(), |messages| {
            messages.filter(|message| message.id.name == key).count() > 0
        })
    };
    has(&format!("reason-{code}")) && has(&format!("reason-{code}-fix"))
}

fn localised(lang: Lang, value: &str) -> String {
    if let Some(cents) = as_cents(value) {
        return money(lang, cents);
    }
    if let Some(day) = iso(value) {
        return date(day);
    }
    match instant(value) {
        Some(instant) => moment(instant),
        None => value.to_owned(),
    }
}

fn iso(value: &str) -> Option<jiff::civil::Date> {
    let bytes = value.as_bytes();
    (bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-'))
        .then(|| parse_date(value))
        .flatten()
}

/// An instant as programs write it: `2026-11-24T05:12:00Z`.
fn instant(value: &str) -> Option<jiff::Timestamp> {
    let written = value.len() >= 20 && value.as_bytes().get(10) == Some(&b'T');
    (written && value.ends_with('Z'))
        .then(|| value.parse().ok())
        .flatten()
}

/// Only `-?digits.dd` is an amount; an account number or a count is left as it is.
fn as_cents(value: &str) -> Option<i64> {
    let (whole, part) = value.split_once('.')?;
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(digits) || !plain(part) || part.len() != 2 {
        return None;
    }
    let size: i64 = format!("{digits}{part}").parse().ok()?;
    Some(if whole.starts_with('-') { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_is_named() {
        let text = reason(Lang::Nl, "no-such-code", &BTreeMap::new());
        assert!(text.sentence.contains("no-such-code"), "{}", text.sentence);
        assert!(!text.fix.is_empty());
        assert!(!has_reason(Lang::Nl, "no-such-code"));
        assert!(has_reason(Lang::Fr, "unknown-code"));
    }

    #[test]
    fn words_of_ours_are_said_in_the_language() {
        let params = BTreeMap::from(
            [
                ("regime", "exempt"),
                ("rate", "21"),
                ("administration", "Bodystop A NV"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        assert_eq!(
            reason(Lang::Nl, "vat-not-mapped", &params).sentence,
            "Voor vrijstelling aan 21 % is in Bodystop A NV nog geen btw-code gekozen."
        );
        assert!(
            reason(Lang::En, "vat-not-mapped", &params)
                .sentence
                .contains("exemption at 21%")
        );
    }

    #[test]
    fn dates_and_amounts_are_written_the_way_of_the_language() {
        assert_eq!(localised(Lang::Nl, "-1234.56"), "-1.234,56");
        assert_eq!(localised(Lang::En, "2026-11-24"), "24-11-2026");
        assert_eq!(localised(Lang::Nl, "704000"), "704000");
        assert_eq!(localised(Lang::Nl, "A1-2026-000417"), "A1-2026-000417");
        assert_eq!(localised(Lang::Nl, "1.5"), "1.5");
        let instant = localised(Lang::Fr, "2026-11-24T05:12:03.25Z");
        assert_eq!(instant, "24-11-2026 06:12");
    }
}
