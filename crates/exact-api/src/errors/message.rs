//! Where the text of an error stands: in JSON, in XML, or bare.

use serde::Deserialize;

/// Beyond this many characters a bare text is cut; it is shown, never taken apart.
const MAX_BARE_TEXT: usize = 500;

/// A longer body is not taken for Exact's XML error document: those are short, and an XML parser's
/// time on a hostile one is not.
const MAX_XML: usize = 64 * 1024;

/// The text of an error body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Exact's own error document, JSON or XML: the message in it.
    Documented(String),
    /// Anything else that is text: `Forbidden`, or a page of HTML. It comes from a server in
    /// between, or from Exact outside its rules, and proves nothing.
    Bare(String),
    /// No text at all.
    Empty,
}

impl Message {
    /// The text, whatever it stood in.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Documented(text) | Self::Bare(text) => text,
            Self::Empty => "",
        }
    }
}

#[derive(Deserialize)]
struct Document {
    error: Error,
}

#[derive(Deserialize)]
struct Error {
    message: Text,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Localised { value: String },
    Plain(String),
}

/// Finds the text of an error body.
#[must_use]
pub fn read_message(body: &str) -> Message {
    let body = body.strip_prefix('\u{feff}').unwrap_or(body).trim();
    if body.is_empty() {
        return Message::Empty;
    }
    if let Ok(document) = serde_json::from_str::<Document>(body) {
        let (Text::Localised { value } | Text::Plain(value)) = document.error.message;
        return Message::Documented(value);
    }
    if let Some(text) = xml_message(body) {
        return Message::Documented(text);
    }
    Message::Bare(body.chars().take(MAX_BARE_TEXT).collect())
}

/// `<error><message>…</message></error>`, with or without a namespace.
fn xml_message(body: &str) -> Option<String> {
    if !body.starts_with('<') || body.len() > MAX_XML {
        return None;
    }
    let document = roxmltree::Document::parse(body).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "error" {
        return None;
    }
    let message = root
        .children()
        .find(|node| node.tag_name().name() == "message")?;
    Some(message.text().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_found_in_every_shape() {
        let json = r#"{"error":{"code":"","message":{"lang":"","value":"a\r\nb"}}}"#;
        assert_eq!(read_message(json), Message::Documented("a\r\nb".into()));
        let plain = r#"{"error":{"code":"","message":"a"}}"#;
        assert_eq!(read_message(plain), Message::Documented("a".into()));
        let xml = r#"<?xml version="1.0" encoding="utf-8"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code/><message xml:lang="">a</message></error>"#;
        assert_eq!(read_message(xml), Message::Documented("a".into()));
        assert_eq!(
            read_message(" Forbidden "),
            Message::Bare("Forbidden".into())
        );
        assert_eq!(read_message("  "), Message::Empty);
        let html = format!("<html><body>{}</body></html>", "x".repeat(2_000));
        assert_eq!(read_message(&html).text().len(), MAX_BARE_TEXT);
    }
}
