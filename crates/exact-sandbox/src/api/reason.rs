//! Why a call was refused or cut, in one line.

use http::StatusCode;
use serde_json::Value;

use super::answer::Answer;
use super::door::Outcome;

/// Longest line, in characters.
const LONGEST: usize = 240;

/// The line; empty when the call was answered as it should be.
pub(super) fn reason(outcome: Option<&Outcome>) -> String {
    let Some(outcome) = outcome else {
        return "The client gave up before the answer was ready.".to_owned();
    };
    match outcome {
        Outcome::Nothing => "The connection was cut without an answer.".to_owned(),
        Outcome::Reset => "The connection was reset without an answer.".to_owned(),
        Outcome::Cut(_, bytes) => format!("The answer broke off after {bytes} bytes."),
        Outcome::Whole(answer) if answer.status.as_u16() < 400 => String::new(),
        Outcome::Whole(answer) => one_line(&said(answer)),
    }
}

fn said(answer: &Answer) -> String {
    let header = |wanted: &str| {
        let found = answer.headers.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.clone())
    };
    let body = String::from_utf8_lossy(&answer.body);
    let in_json = || in_json(&serde_json::from_slice(&answer.body).ok()?);
    let plain = || Some(without_tags(&body)).filter(|text| !text.is_empty());
    header("Reason")
        .or_else(in_json)
        .or_else(plain)
        .unwrap_or_else(|| phrase(answer.status))
}

/// The text of Exact's error object, or of the token endpoint's.
fn in_json(body: &Value) -> Option<String> {
    let error = body.get("error")?;
    if let Some(code) = error.as_str() {
        let description = body.get("error_description").and_then(Value::as_str);
        return Some(description.map_or_else(|| code.to_owned(), |it| format!("{code}: {it}")));
    }
    let text = error.get("message")?.get("value")?.as_str()?;
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// What a reader of HTML or XML sees, title and declarations left out.
fn without_tags(body: &str) -> String {
    let body = body.rsplit_once("</head>").map_or(body, |(_, rest)| rest);
    let texts = body.split('<').map(|piece| {
        let text = piece.split_once('>').map_or(piece, |(_, text)| text);
        text.trim()
    });
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    texts.join(" ")
}

fn phrase(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or_default().to_owned()
}

fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let joined = lines.collect::<Vec<_>>().join(" · ");
    if joined.chars().count() <= LONGEST {
        return joined;
    }
    let mut cut: String = joined.chars().take(LONGEST).collect();
    cut.push('…');
    cut
}
