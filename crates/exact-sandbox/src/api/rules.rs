//! What a query must and may hold (facts 2.3 and 2.6, points 15 to 17).

use super::endpoint::{Endpoint, ReadRule};
use super::failure::Failure;
use super::prop::Table;
use crate::odata::{Filter, ODataError, QueryOptions, Type, Value, check_types, print_literal};
use crate::switches::Switches;

/// 400 for a query that cannot be understood.
pub(super) fn bad_query(error: ODataError) -> Failure {
    Failure::Bad(format!("Bad Request - Error in query syntax. {error}"))
}

const SELECT: &str = "Please add a $select or a $top=1 statement to the query string.";

/// Tests the query of a collection against the rules of the endpoint.
pub(super) fn rules(
    endpoint: &Endpoint,
    options: &QueryOptions,
    switches: &Switches,
) -> Result<(), Failure> {
    if let Some(filter) = &options.filter {
        check_types(filter, &|name| filter_type(endpoint.table, name)).map_err(bad_query)?;
    }
    for order in &options.order {
        filter_type(endpoint.table, &order.property).map_err(bad_query)?;
    }
    position(endpoint, options)?;
    let bulk = endpoint.path.starts_with("bulk/");
    let one = options.top == Some(1) && !bulk;
    let asked = bulk || (endpoint.rule != ReadRule::Free && switches.require_select);
    if asked && options.select.is_none() && !one {
        return Err(Failure::Bad(SELECT.to_owned()));
    }
    let mandatory = switches.mandatory_filter;
    let used = options
        .filter
        .as_ref()
        .map(Filter::properties)
        .unwrap_or_default();
    match endpoint.rule {
        ReadRule::Sync if used.iter().any(|name| *name != "Timestamp") => {
            Err(Failure::Bad(unsupported(&["Timestamp"])))
        }
        ReadRule::Bulk(fields) if mandatory && used.iter().any(|name| !fields.contains(name)) => {
            Err(Failure::Bad(unsupported(fields)))
        }
        ReadRule::Filtered(fields) if mandatory && options.filter.is_none() => {
            Err(Failure::Bad(format!(
                "This endpoint has mandatory filtering applied. A GET request for this endpoint must have a $filter \
             parameter with one of the following fields in the url:{}.",
                fields.join(",")
            )))
        }
        ReadRule::Filtered(fields)
            if mandatory && !used.iter().any(|name| fields.contains(name)) =>
        {
            Err(Failure::Bad(unsupported(fields)))
        }
        _ => Ok(()),
    }
}

/// A `$skiptoken` must be a place in this very order: a value of each ordered property, null where one may be missing,
/// and the key.
fn position(endpoint: &Endpoint, options: &QueryOptions) -> Result<(), Failure> {
    let Some(after) = &options.after else {
        return Ok(());
    };
    let ordered = options.order.iter().map(|it| (it.property.as_str(), true));
    let key = endpoint.key.iter().map(|name| (*name, false));
    let places: Vec<(&str, bool)> = ordered.chain(key).collect();
    let mut fits = places.len() == after.len();
    for ((name, missing), value) in places.into_iter().zip(after) {
        let kind = filter_type(endpoint.table, name).map_err(bad_query)?;
        fits &= Type::of(value) == kind || (missing && *value == Value::Null);
    }
    if fits {
        Ok(())
    } else {
        let text = after
            .iter()
            .map(print_literal)
            .collect::<Vec<_>>()
            .join(",");
        let short = text.chars().take(80).collect();
        Err(bad_query(ODataError::Option("$skiptoken", short)))
    }
}

fn unsupported(fields: &[&str]) -> String {
    format!(
        "This $filter parameter is not supported for this resource. Supported fields: {}",
        fields.join(", ")
    )
}

fn filter_type(table: &Table, name: &str) -> Result<Type, ODataError> {
    let kind = table.get(name).and_then(|prop| prop.kind.in_filter());
    kind.ok_or_else(|| ODataError::UnknownProperty(name.to_owned(), table.type_name.to_owned()))
}
