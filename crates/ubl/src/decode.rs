//! From bytes to text: UTF-8, or UTF-16 with a byte-order mark, and nothing else.

use std::borrow::Cow;

use domain::{Place, Refusal};

use crate::limits::MAX_BYTES;
use crate::reasons;

/// The text of a file, without its byte-order mark.
///
/// The encoding that the XML declaration names must be the one found, so that no two programs can
/// read the same bytes differently.
///
/// # Errors
/// One refusal: too large, or another encoding.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(
            Refusal::new(reasons::FILE_TOO_LARGE, Place::File { line: None })
                .with("size", bytes.len())
                .with("max", MAX_BYTES),
        );
    }
    let (text, family) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (utf8(rest)?, "UTF-8"),
        [0xFF, 0xFE, rest @ ..] => (Cow::Owned(utf16(rest, u16::from_le_bytes)?), "UTF-16"),
        [0xFE, 0xFF, rest @ ..] => (Cow::Owned(utf16(rest, u16::from_be_bytes)?), "UTF-16"),
        [b'<', 0, ..] | [0, b'<', ..] => return Err(refuse("UTF-16")),
        _ => (utf8(bytes)?, "UTF-8"),
    };
    match declared(&text) {
        Some(name) if !name.eq_ignore_ascii_case(family) => Err(refuse(name)),
        _ => Ok(text),
    }
}

fn refuse(encoding: &str) -> Refusal {
    let shown: String = encoding.chars().take(30).collect();
    Refusal::new(reasons::WRONG_ENCODING, Place::File { line: Some(1) }).with("encoding", shown)
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    std::str::from_utf8(bytes)
        .map(Cow::Borrowed)
        .map_err(|_| refuse("?"))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refusal> {
    let (units, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(refuse("?"));
    }
    char::decode_utf16(units.iter().map(|pair| unit(*pair)))
        .collect::<Result<String, _>>()
        .map_err(|_| refuse("?"))
}

/// The encoding named in the XML declaration.
fn declared(text: &str) -> Option<&str> {
    let declaration = text.strip_prefix("<?xml")?;
    let declaration = &declaration[..declaration.find("?>")?];
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let rest = &rest[1..];
    Some(&rest[..rest.find(quote)?])
}
