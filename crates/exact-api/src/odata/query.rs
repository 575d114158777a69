//! Query options, encoded as the crate `url` encodes them.
//!
//! The same bytes go out whether the request passes a URL parser (over HTTP) or not (in process):
//! encoding is a fixed point of `url`, which a test keeps.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Filter;
use crate::Row;

/// What `url` encodes in a query, and what would end a value or turn into something else: `%`, `&`,
/// `+`. Blanks become `%20`, which every server reads as a blank.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\'')
    .add(b'%')
    .add(b'&')
    .add(b'+');

/// The options of one request, in the order in which they were set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(Vec<(&'static str, String)>);

impl Query {
    /// `$select` with every property of the row type. It is always sent: many endpoints refuse a
    /// request without it.
    #[must_use]
    pub fn select<R: Row>() -> Self {
        let names: Vec<&str> = R::fields().iter().map(|field| field.name).collect();
        Self(vec![("$select", names.join(","))])
    }

    /// `$filter`, if there is one.
    #[must_use]
    pub fn filter(self, filter: Option<&Filter>) -> Self {
        match filter {
            Some(filter) => self.option("$filter", filter.to_string()),
            None => self,
        }
    }

    /// `$orderby` one property, ascending.
    #[must_use]
    pub fn order_by(self, field: &'static str) -> Self {
        self.option("$orderby", field.to_owned())
    }

    /// Any other option.
    #[must_use]
    pub fn option(mut self, name: &'static str, value: String) -> Self {
        self.0.push((name, value));
        self
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let joint = if index == 0 { "" } else { "&" };
            write!(f, "{joint}{name}={}", utf8_percent_encode(value, ENCODED))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    #[test]
    fn reserved_characters_are_encoded() {
        let filter = Filter::eq("Name", "O'Neill & Zoon + 5% #1 é");
        let query = Query::default().filter(Some(&filter));
        assert_eq!(
            query.to_string(),
            "$filter=Name%20eq%20%27O%27%27Neill%20%26%20Zoon%20%2B%205%25%20%231%20%C3%A9%27"
        );
    }

    proptest! {
        #[test]
        fn a_url_parser_changes_nothing_and_finds_the_value(text: String) {
            let filter = Filter::eq("YourRef", &text);
            let query = Query::default().filter(Some(&filter)).to_string();
            let url = Url::parse(&format!("http://127.0.0.1/x?{query}")).expect("a URL");
            prop_assert_eq!(url.query(), Some(query.as_str()));
            let pairs: Vec<_> = url.query_pairs().into_owned().collect();
            prop_assert_eq!(pairs, vec![("$filter".to_owned(), filter.to_string())]);
        }
    }
}
