//! A first look at the text, before any parser works on it.
//!
//! Refuses document types and what would make a parser slow or deep. It does not judge whether the
//! text is XML: where it cannot follow, it stops, and the parser says what is wrong there.

use domain::{Place, Refusal};

use crate::limits::{
    MAX_ATTRIBUTES_PER_TAG, MAX_DEPTH, MAX_ELEMENTS, MAX_NAMESPACES, MAX_NAMESPACES_IN_SCOPE,
};
use crate::reasons;

/// What was counted so far.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// The namespace declarations of each element that is open.
    open: Vec<usize>,
    elements: usize,
    namespaces: usize,
}

/// Looks through the text once.
///
/// # Errors
/// The first limit that is broken, with its line.
pub(crate) fn scan(text: &str) -> Result<(), Refusal> {
    let mut scan = Scan {
        text,
        at: 0,
        open: Vec::new(),
        elements: 0,
        namespaces: 0,
    };
    while let Some(found) = scan.rest().find('<') {
        scan.at += found;
        match scan.markup()? {
            Some(length) => scan.at += length,
            None => break,
        }
    }
    Ok(())
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// The length of the markup that begins here; `None` when it does not end.
    fn markup(&mut self) -> Result<Option<usize>, Refusal> {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            return Ok(until(rest, 4, "-->"));
        }
        if rest.starts_with("<![CDATA[") {
            return Ok(until(rest, 9, "]]>"));
        }
        if rest.starts_with("<?") {
            return Ok(until(rest, 2, "?>"));
        }
        if rest.starts_with("<!") {
            return Err(self.refuse(reasons::XML_WITH_DTD, None));
        }
        if rest.starts_with("</") {
            let length = until(rest, 2, ">");
            self.open.pop();
            return Ok(length);
        }
        self.tag()
    }

    /// A start tag or an empty element: its quotes are followed, its attributes counted.
    fn tag(&mut self) -> Result<Option<usize>, Refusal> {
        let rest = &self.text[self.at..];
        let bytes = rest.as_bytes();
        let (mut at, mut attributes, mut declared) = (1, 0, 0);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'>' => {
                    let open = bytes[at - 1] != b'/';
                    return self.element(open, declared).map(|()| Some(at + 1));
                }
                quote @ (b'"' | b'\'') => {
                    attributes += 1;
                    if attributes > MAX_ATTRIBUTES_PER_TAG {
                        let code = reasons::XML_TOO_MANY_ATTRIBUTES;
                        return Err(self.refuse(code, Some(MAX_ATTRIBUTES_PER_TAG)));
                    }
                    let close = if *quote == b'"' { "\"" } else { "'" };
                    let Some(end) = until(rest, at + 1, close) else {
                        return Ok(None);
                    };
                    at = end;
                }
                b'<' => return Ok(None),
                b'x' if bytes[at..].starts_with(b"xmlns") => {
                    declared += 1;
                    at += 5;
                }
                _ => at += 1,
            }
        }
        Ok(None)
    }

    fn element(&mut self, open: bool, declared: usize) -> Result<(), Refusal> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(self.refuse(reasons::XML_TOO_MANY_ELEMENTS, Some(MAX_ELEMENTS)));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.refuse(reasons::XML_TOO_DEEP, Some(MAX_DEPTH)));
        }
        self.namespaces += declared;
        let in_scope = declared + self.open.iter().sum::<usize>();
        for (found, max) in [
            (in_scope, MAX_NAMESPACES_IN_SCOPE),
            (self.namespaces, MAX_NAMESPACES),
        ] {
            if found > max {
                return Err(self.refuse(reasons::XML_TOO_MANY_ATTRIBUTES, Some(max)));
            }
        }
        if open {
            self.open.push(declared);
        }
        Ok(())
    }

    fn refuse(&self, code: &'static str, max: Option<usize>) -> Refusal {
        let breaks = self.text[..self.at].matches('\n').count();
        let line = u32::try_from(breaks + 1).ok();
        let refusal = Refusal::new(code, Place::File { line });
        match max {
            Some(max) => refusal.with("max", max),
            None => refusal,
        }
    }
}

/// Where the markup ends: behind the first `end` at or after `from`.
fn until(text: &str, from: usize, end: &str) -> Option<usize> {
    text.get(from..)?
        .find(end)
        .map(|found| from + found + end.len())
}
