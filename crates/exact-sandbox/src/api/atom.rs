//! The Atom form of an answer, for those who did not ask for JSON (facts 2.2, point 11). It is made from the JSON, so
//! that both tell the same.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::answer::Answer;
use super::endpoint::Endpoint;
use super::prop::{Kind, Table};

const ATOM: &str = "application/atom+xml; charset=utf-8";
const NAMESPACES: &str = r#"xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata""#;

/// The same answer in XML: a feed, an entry, or an error.
pub(super) fn in_xml(answer: Answer, endpoint: &Endpoint, now: Timestamp) -> Answer {
    let Ok(json) = serde_json::from_slice::<Json>(&answer.body) else {
        return answer;
    };
    if let Some(text) = json.pointer("/error/message/value").and_then(Json::as_str) {
        let headers = answer.headers;
        return Answer {
            headers,
            ..Answer::xml_error(answer.status, text)
        };
    }
    let head = r#"<?xml version="1.0" encoding="utf-8"?>"#;
    let inner = match json.get("d") {
        Some(Json::Array(rows)) => feed(endpoint, rows, None, now),
        Some(Json::Object(d)) => match d.get("results").and_then(Json::as_array) {
            Some(rows) => feed(endpoint, rows, d.get("__next"), now),
            None => entry(endpoint.table, d, NAMESPACES),
        },
        Some(other) => format!("<d:value {NAMESPACES}>{other}</d:value>"),
        None => return answer,
    };
    Answer {
        content_type: ATOM,
        body: format!("{head}\n{inner}\n").into(),
        ..answer
    }
}

fn feed(endpoint: &Endpoint, rows: &[Json], next: Option<&Json>, now: Timestamp) -> String {
    let title = endpoint.path.rsplit('/').next().unwrap_or(endpoint.path);
    let mut out = format!("<feed {NAMESPACES}><title type=\"text\">{title}</title>");
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<updated>{}</updated>",
        now.strftime("%Y-%m-%dT%H:%M:%SZ")
    );
    for row in rows.iter().filter_map(Json::as_object) {
        out.push_str(&entry(endpoint.table, row, ""));
    }
    if let Some(next) = next.and_then(Json::as_str) {
        let _ = write!(out, "<link rel=\"next\" href=\"{}\"/>", escaped(next));
    }
    out.push_str("</feed>");
    out
}

fn entry(table: &Table, row: &Map<String, Json>, namespaces: &str) -> String {
    let id = row
        .get("__metadata")
        .and_then(|meta| meta.get("uri"))
        .and_then(Json::as_str)
        .unwrap_or_default();
    let space = if namespaces.is_empty() { "" } else { " " };
    let mut out = format!(
        "<entry{space}{namespaces}><id>{}</id><title/><content type=\"application/xml\"><m:properties>",
        escaped(id)
    );
    for (name, value) in row.iter().filter(|(name, _)| *name != "__metadata") {
        let Some(prop) = table.get(name).filter(|prop| prop.kind != Kind::Nav) else {
            continue;
        };
        property(&mut out, name, prop.kind, value);
    }
    out.push_str("</m:properties></content></entry>");
    out
}

fn property(out: &mut String, name: &str, kind: Kind, value: &Json) {
    let edm = match kind {
        Kind::String => String::new(),
        kind => format!(" m:type=\"{}\"", kind.edm()),
    };
    let text = match value {
        Json::Null => {
            let _ = write!(out, "<d:{name}{edm} m:null=\"true\"/>");
            return;
        }
        Json::String(text) if kind == Kind::DateTime => moment(text),
        Json::String(text) => escaped(text),
        other => other.to_string(),
    };
    let _ = write!(out, "<d:{name}{edm}>{text}</d:{name}>");
}

/// `/Date(ms)/` as Atom writes it.
fn moment(text: &str) -> String {
    let ms = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.strip_suffix(")/"))
        .and_then(|ms| ms.parse().ok());
    let moment = ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    moment.map_or_else(
        || escaped(text),
        |it| it.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
    )
}

/// Text for XML; characters that XML 1.0 cannot hold become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(it),
            it if it < ' ' || matches!(it, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            it => out.push(it),
        }
    }
    out
}
