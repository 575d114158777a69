//! The envelope of an answer: `{"d":…}` in its five shapes.
//!
//! It is opened by hand, because an amount survives only as the literal that was sent: serde's
//! `flatten`, `untagged` and `Value` would turn it into a float first.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use url::Url;

use crate::{Division, Row, RowReader, Rowversion, Synced, WireError};

/// Something that a success body can be read as.
pub trait Answer: Sized {
    /// Reads the whole body.
    ///
    /// # Errors
    /// When the body is not JSON, has another shape, or a value of another type.
    fn read(body: &str) -> Result<Self, WireError>;
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<R> {
    /// The rows, in the order in which they came.
    pub rows: Vec<R>,
    /// Where the next page is; `None` on the last.
    pub next: Option<NextLink>,
    /// How many rows the whole list has, when `$inlinecount=allpages` was asked.
    pub count: Option<u64>,
}

/// The entity that a POST made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created<R>(pub R);

/// The empty answer of a PUT or a DELETE. A JSON object is taken too and not looked at; anything else
/// (a page of HTML) did not come from the endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done;

impl Answer for Done {
    fn read(body: &str) -> Result<Self, WireError> {
        if body.is_empty() {
            return Ok(Self);
        }
        let _: BTreeMap<String, IgnoredAny> =
            serde_json::from_str(body).map_err(WireError::NotJson)?;
        Ok(Self)
    }
}

impl Answer for bool {
    fn read(body: &str) -> Result<Self, WireError> {
        match open(body)?.get().trim() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(WireError::Shape("true or false under `d`")),
        }
    }
}

impl<R: Row> Answer for Created<R> {
    fn read(body: &str) -> Result<Self, WireError> {
        let page = Page::<R>::read(body)?;
        let mut rows = page.rows.into_iter();
        match (rows.next(), rows.next()) {
            (Some(row), None) => Ok(Self(row)),
            _ => Err(WireError::Shape("exactly one entity under `d`")),
        }
    }
}

impl<R: Row> Answer for Page<R> {
    fn read(body: &str) -> Result<Self, WireError> {
        let d = open(body)?;
        if d.get().starts_with('[') {
            return Ok(Self {
                rows: rows(d)?,
                next: None,
                count: None,
            });
        }
        if !d.get().starts_with('{') {
            return Err(WireError::Shape("an object or a list under `d`"));
        }
        let inner: Inner<'_> = serde_json::from_str(d.get()).map_err(WireError::NotJson)?;
        match inner.results {
            Some(results) => Ok(Self {
                rows: rows(results)?,
                next: inner.next.map(NextLink),
                count: inner.count.map(count).transpose()?,
            }),
            None => Ok(Self {
                rows: vec![row(d)?],
                next: None,
                count: None,
            }),
        }
    }
}

impl<R: Row> Page<Synced<R>> {
    /// The highest row version of the page: where the next delta starts. `None` for an empty page.
    #[must_use]
    pub fn highest(&self) -> Option<Rowversion> {
        self.rows.iter().map(|row| row.timestamp).max()
    }
}

#[derive(Deserialize)]
struct Outer<'a> {
    #[serde(borrow)]
    d: &'a RawValue,
}

#[derive(Deserialize)]
struct Inner<'a> {
    #[serde(borrow)]
    results: Option<&'a RawValue>,
    #[serde(rename = "__next")]
    next: Option<String>,
    #[serde(rename = "__count", borrow)]
    count: Option<&'a RawValue>,
}

fn open(body: &str) -> Result<&RawValue, WireError> {
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    let outer: Outer<'_> = serde_json::from_str(body).map_err(WireError::NotJson)?;
    Ok(outer.d)
}

fn rows<R: Row>(list: &RawValue) -> Result<Vec<R>, WireError> {
    let raw: Vec<&RawValue> = serde_json::from_str(list.get()).map_err(WireError::NotJson)?;
    raw.into_iter().map(row).collect()
}

fn row<R: Row>(raw: &RawValue) -> Result<R, WireError> {
    R::read(&RowReader::new(raw)?)
}

/// `__count` is a string on the wire; a number is taken too.
fn count(raw: &RawValue) -> Result<u64, WireError> {
    raw.get()
        .trim_matches('"')
        .parse()
        .map_err(|_| WireError::Shape("a whole number as `__count`"))
}

/// The address of the next page, exactly as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextLink(String);

/// A next page that lies elsewhere than the list it continues. It is not followed: the access
/// token would travel along.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NextLinkError {
    /// Not an absolute URL.
    #[error("the next page's address is not a URL")]
    NotAUrl(#[source] url::ParseError),
    /// Another scheme, host or port.
    #[error("the next page is on another host")]
    OtherHost,
    /// Another division or another endpoint.
    #[error("the next page is of another list")]
    OtherList,
}

impl NextLink {
    /// A link that was kept from an earlier answer.
    #[must_use]
    pub fn new(verbatim: impl Into<String>) -> Self {
        Self(verbatim.into())
    }

    /// The address as answered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Path and query to ask, after checking that host, division and endpoint are unchanged.
    ///
    /// # Errors
    /// When the link leads anywhere else.
    pub fn target(
        &self,
        base: &Url,
        division: Division,
        name: &str,
    ) -> Result<String, NextLinkError> {
        let url = Url::parse(&self.0).map_err(NextLinkError::NotAUrl)?;
        if url.origin() != base.origin() || !url.username().is_empty() || url.password().is_some() {
            return Err(NextLinkError::OtherHost);
        }
        let expected = format!("/api/v1/{division}/{name}");
        if !url.path().eq_ignore_ascii_case(&expected) {
            return Err(NextLinkError::OtherList);
        }
        Ok(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }
}
