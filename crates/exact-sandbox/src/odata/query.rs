//! The query options of an address.

use std::collections::BTreeSet;

use super::ODataError;
use super::ast::Filter;
use super::key::literals;
use super::parser::parse_filter;
use super::value::Value;

/// One field of `$orderby`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) property: String,
    pub(crate) descending: bool,
}

/// All options, parsed; those that are absent have their neutral value.
#[derive(Clone, Debug, Default)]
pub(crate) struct QueryOptions {
    /// The properties of `$select`; `None` when it is absent, empty for `*`.
    pub(crate) select: Option<Vec<String>>,
    pub(crate) filter: Option<Filter>,
    pub(crate) order: Vec<Order>,
    pub(crate) top: Option<usize>,
    pub(crate) skip: usize,
    pub(crate) after: Option<Vec<Value>>,
    pub(crate) count: bool,
    pub(crate) expand: Vec<String>,
}

/// Most properties in one `$select`, fields in an `$orderby`, or collections in an `$expand`.
const MAX_LIST: usize = 300;

impl QueryOptions {
    /// Parses the options of a query string. What does not begin with `$` is a parameter of a report, or nothing.
    ///
    /// # Errors
    /// When an option cannot be understood, is not known, or is there twice: a filter that is misspelled chooses nothing
    /// out.
    pub(crate) fn parse(query: &str) -> Result<QueryOptions, ODataError> {
        let mut options = QueryOptions::default();
        let mut seen = BTreeSet::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let known = name.to_ascii_lowercase();
            if known.starts_with('$') && !seen.insert(known.clone()) {
                return Err(ODataError::Twice(name.into_owned()));
            }
            options.set((&name, &known), value.trim())?;
        }
        Ok(options)
    }

    fn set(&mut self, (name, known): (&str, &str), value: &str) -> Result<(), ODataError> {
        match known {
            "$select" => {
                let names = list(value, "$select")?;
                let all = names.iter().any(|name| name == "*");
                self.select = Some(if all { Vec::new() } else { names });
            }
            "$filter" => self.filter = Some(parse_filter(value)?),
            "$orderby" => self.order = orders(value)?,
            "$top" => self.top = Some(number(value, "$top")?),
            "$skip" => self.skip = number(value, "$skip")?,
            "$skiptoken" => {
                let token = literals(value)
                    .ok_or_else(|| ODataError::Option("$skiptoken", value.to_owned()))?;
                self.after = Some(token);
            }
            "$inlinecount" => match value {
                "allpages" => self.count = true,
                "none" => {}
                other => return Err(ODataError::Option("$inlinecount", other.to_owned())),
            },
            "$expand" => self.expand = list(value, "$expand")?,
            // What is answered follows from the headers.
            "$format" => {}
            other if other.starts_with('$') => {
                return Err(ODataError::Reserved(name.chars().take(80).collect()));
            }
            _ => {}
        }
        Ok(())
    }
}

fn list(value: &str, option: &'static str) -> Result<Vec<String>, ODataError> {
    let names: Vec<String> = value
        .split(',')
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect();
    if names.is_empty() || names.len() > MAX_LIST {
        return Err(ODataError::Option(option, value.chars().take(80).collect()));
    }
    Ok(names)
}

fn number(value: &str, option: &'static str) -> Result<usize, ODataError> {
    value
        .parse()
        .map_err(|_| ODataError::Option(option, value.chars().take(80).collect()))
}

fn orders(value: &str) -> Result<Vec<Order>, ODataError> {
    let bad = || ODataError::Option("$orderby", value.chars().take(80).collect());
    list(value, "$orderby")?
        .iter()
        .map(|field| {
            let mut words = field.split_whitespace();
            let property = words.next().ok_or_else(bad)?.to_owned();
            let descending = match words.next() {
                None | Some("asc") => false,
                Some("desc") => true,
                Some(_) => return Err(bad()),
            };
            if words.next().is_some() {
                Err(bad())
            } else {
                Ok(Order {
                    property,
                    descending,
                })
            }
        })
        .collect()
}
