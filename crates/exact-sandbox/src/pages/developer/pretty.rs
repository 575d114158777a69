//! A body as it is read: JSON indented and coloured, `/Date(ms)/` with its plain date, forms as pairs.
//!
//! The text is not parsed into values, so that numbers and the order of members stay as they were sent, and a body
//! that is cut, or no JSON in the end, is shown as far as it goes.

use jiff::Timestamp;

/// Deepest indentation; what lies deeper is not indented further.
const DEEPEST: usize = 40;

/// How a body is shown.
pub(super) enum Shown {
    /// Nothing was sent.
    Nothing,
    /// JSON as markup that is safe to put in a page.
    Json(String),
    /// Names and values of a form.
    Form(Vec<(String, String)>),
    /// Anything else.
    Text(String),
}

/// Decides from the content type, and from the look of the text.
pub(super) fn body(content_type: &str, text: &str) -> Shown {
    let begins = text.trim_start();
    if text.is_empty() {
        Shown::Nothing
    } else if content_type.contains("x-www-form-urlencoded") {
        Shown::Form(pairs(text))
    } else if content_type.contains("json") || begins.starts_with('{') || begins.starts_with('[') {
        Shown::Json(json(text))
    } else {
        Shown::Text(text.to_owned())
    }
}

/// Names and values of a query or a form, decoded.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let parsed = url::form_urlencoded::parse(text.as_bytes());
    parsed
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// The markup of JSON.
pub(super) fn json(text: &str) -> String {
    let mut printer = Printer {
        rest: text,
        out: String::with_capacity(text.len() * 2),
        depth: 0,
    };
    printer.print();
    printer.out
}

struct Printer<'a> {
    rest: &'a str,
    out: String,
    depth: usize,
}

impl<'a> Printer<'a> {
    fn print(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let Some(first) = self.rest.chars().next() else {
                return;
            };
            match first {
                '{' | '[' => self.open(first),
                '}' | ']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.line();
                    self.take(1, None);
                }
                ',' => {
                    self.take(1, None);
                    self.line();
                }
                ':' => {
                    self.take(1, None);
                    self.out.push(' ');
                }
                '"' => self.string(),
                _ => self.word(),
            }
        }
    }

    fn open(&mut self, bracket: char) {
        let close = if bracket == '{' { '}' } else { ']' };
        let inside = self.rest.get(1..).unwrap_or_default().trim_start();
        self.out.push(bracket);
        if let Some(after) = inside.strip_prefix(close) {
            self.out.push(close);
            self.rest = after;
        } else {
            self.rest = inside;
            self.depth += 1;
            self.line();
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.depth.min(DEEPEST) {
            self.out.push_str("  ");
        }
    }

    /// Moves so many bytes over, as part of a class where there is one.
    fn take(&mut self, length: usize, class: Option<&str>) {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.rest = rest;
        match class {
            None => escape(&mut self.out, taken),
            Some(class) => {
                self.out.push_str("<span class=\"");
                self.out.push_str(class);
                self.out.push_str("\">");
                escape(&mut self.out, taken);
                self.out.push_str("</span>");
            }
        }
    }

    fn string(&mut self) {
        let length = string_length(self.rest);
        let (string, after) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        if after.trim_start().starts_with(':') {
            return self.take(length, Some("k"));
        }
        let Some(date) = plain_date(string) else {
            return self.take(length, Some("s"));
        };
        self.out.push_str("<span class=\"s\" data-date=\"");
        escape(&mut self.out, &date);
        self.out.push_str("\">");
        escape(&mut self.out, string);
        self.out.push_str("</span>");
        self.rest = after;
    }

    fn word(&mut self) {
        let ends = |c: char| c.is_whitespace() || "{}[],:\"".contains(c);
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        let word = self.rest.get(..length).unwrap_or_default();
        let class = match word {
            "true" | "false" | "null" => "l",
            _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => "n",
            // No JSON: it is shown as it is, with the blank that was before it.
            _ => {
                self.out.push(' ');
                return self.take(length, None);
            }
        };
        self.take(length, Some(class));
    }
}

/// Length in bytes of the string at the beginning, quotes included; to the end when it does not end.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `2026-11-20`, or with the time where it is not midnight, of a string such as `"/Date(1763596800000)/"`.
fn plain_date(string: &str) -> Option<String> {
    let inside = string.strip_prefix('"')?.strip_suffix('"')?;
    let inside = inside
        .strip_prefix("\\/Date(")
        .or(inside.strip_prefix("/Date("))?;
    let digits = inside.strip_suffix(")\\/").or(inside.strip_suffix(")/"))?;
    let at = Timestamp::from_millisecond(digits.parse().ok()?).ok()?;
    let midnight = at.as_millisecond().rem_euclid(86_400_000) == 0;
    let form = if midnight {
        "%Y-%m-%d"
    } else {
        "%Y-%m-%d %H:%M:%S%.f UTC"
    };
    Some(at.strftime(form).to_string())
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{json, plain_date};

    #[test]
    fn members_keep_their_order_and_numbers_their_digits() {
        let shown = json(r#"{"b":[1.10,-2e3,true],"a":{"x":"<y & 'z'>","e":[],"o":{ }}}"#);
        assert_eq!(
            shown,
            "{\n  <span class=\"k\">&quot;b&quot;</span>: [\n    <span class=\"n\">1.10</span>,\n    \
             <span class=\"n\">-2e3</span>,\n    <span class=\"l\">true</span>\n  ],\n  \
             <span class=\"k\">&quot;a&quot;</span>: {\n    <span class=\"k\">&quot;x&quot;</span>: \
             <span class=\"s\">&quot;&lt;y &amp; &#39;z&#39;&gt;&quot;</span>,\n    \
             <span class=\"k\">&quot;e&quot;</span>: [],\n    <span class=\"k\">&quot;o&quot;</span>: {}\n  }\n}"
        );
    }

    #[test]
    fn dates_are_told_plainly() {
        let date = |text: &str| plain_date(text);
        assert_eq!(date(r#""/Date(1763596800000)/""#).unwrap(), "2025-11-20");
        assert_eq!(
            date(r#""\/Date(1763596800123)\/""#).unwrap(),
            "2025-11-20 00:00:00.123 UTC"
        );
        assert_eq!(date(r#""/Date(99999999999999999)/""#), None);
        assert!(json(r#"["/Date(0)/"]"#).contains("data-date=\"1970-01-01\""));
    }

    #[test]
    fn what_is_cut_or_no_json_is_shown_as_far_as_it_goes() {
        assert!(json("{\"a\":\"cut of").ends_with("<span class=\"s\">&quot;cut of</span>"));
        assert!(json("{\"a\": <b> é").ends_with("&lt;b&gt; é"));
        assert!(json("}}}],:\"\\").len() < 100);
        let deep = "[".repeat(20_000);
        assert!(json(&deep).len() < 20_000 * 90, "indentation has an end");
    }
}
