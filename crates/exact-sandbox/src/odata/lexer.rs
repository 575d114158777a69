//! Cuts a filter into tokens.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::value::Value;
use super::{MAX_FILTER, ODataError};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    Comma,
    Word(String),
    Literal(Value),
}

/// The tokens, each with its position in the text.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ODataError> {
    if text.len() > MAX_FILTER {
        return Err(ODataError::TooLong);
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let (token, length) = match c {
            ' ' | '\t' | '\r' | '\n' => (None, c.len_utf8()),
            '(' => (Some(Token::Open), 1),
            ')' => (Some(Token::Close), 1),
            ',' => (Some(Token::Comma), 1),
            '\'' => {
                let (inner, length) = quoted(text, at)?;
                (Some(Token::Literal(Value::Text(inner))), length)
            }
            _ => one_word(text, at)?,
        };
        tokens.extend(token.map(|token| (at, token)));
        at += length;
    }
    Ok(tokens)
}

/// A quoted text at `at`, with doubled quotes made single, and its length in the source.
fn quoted(text: &str, at: usize) -> Result<(String, usize), ODataError> {
    let rest = text.get(at + 1..).ok_or(ODataError::Syntax(at))?;
    let mut inner = String::new();
    let mut chars = rest.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        if c != '\'' {
            inner.push(c);
        } else if chars.next_if(|(_, next)| *next == '\'').is_some() {
            inner.push('\'');
        } else {
            return Ok((inner, offset + 2));
        }
    }
    Err(ODataError::Syntax(at))
}

/// A name, keyword, number, or a literal such as `guid'…'`.
fn one_word(text: &str, at: usize) -> Result<(Option<Token>, usize), ODataError> {
    let rest = text.get(at..).unwrap_or_default();
    let inside = |c: char| c.is_alphanumeric() || "_.-+*/".contains(c);
    let length = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    let word = rest.get(..length).unwrap_or_default();
    if word.is_empty() {
        return Err(ODataError::Syntax(at));
    }
    if rest
        .get(length..)
        .is_some_and(|after| after.starts_with('\''))
    {
        let (inner, quoted_length) = quoted(text, at + length)?;
        let value = prefixed(word, &inner).ok_or(ODataError::Syntax(at))?;
        return Ok((Some(Token::Literal(value)), length + quoted_length));
    }
    let token = match word {
        "null" => Token::Literal(Value::Null),
        "true" => Token::Literal(Value::Bool(true)),
        "false" => Token::Literal(Value::Bool(false)),
        _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') => {
            Token::Literal(number(word).ok_or(ODataError::Syntax(at))?)
        }
        _ => Token::Word(word.to_owned()),
    };
    Ok((Some(token), length))
}

/// `guid'…'`, `datetime'…'`.
fn prefixed(prefix: &str, inner: &str) -> Option<Value> {
    match prefix.to_ascii_lowercase().as_str() {
        "guid" => Uuid::parse_str(inner).ok().map(Value::Guid),
        "datetime" | "datetimeoffset" => moment(inner).map(Value::Moment),
        _ => None,
    }
}

/// `2026-01-31`, `2026-01-31T00:00:00`, with or without `Z`; in milliseconds.
pub(super) fn moment(text: &str) -> Option<i64> {
    let plain = text.trim_end_matches(['Z', 'z']);
    let parsed = plain.parse::<DateTime>().ok()?;
    TimeZone::UTC
        .to_timestamp(parsed)
        .ok()
        .map(jiff::Timestamp::as_millisecond)
}

/// `20`, `123L`, `12.5`, `12.5M`, `1e3`.
fn number(word: &str) -> Option<Value> {
    let plain = word.trim_end_matches(['L', 'l', 'M', 'm', 'D', 'd', 'F', 'f']);
    if let Ok(whole) = plain.parse::<i64>() {
        return Some(Value::Int(whole));
    }
    let decimal = plain
        .parse::<Decimal>()
        .or_else(|_| Decimal::from_scientific(plain));
    decimal.ok().map(Value::Decimal)
}
