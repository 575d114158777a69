//! Reads a collection or one entity: rules, filter, order, page, shape.

use std::cmp::Ordering;

use super::admit::Admitted;
use super::endpoint::{Endpoint, ReadRule, Row, View, Wanted};
use super::entity::{inside, one_entity, options};
use super::failure::Failure;
use super::rules::rules;
use super::shape::shape;
use crate::odata::{QueryOptions, Texts, Value, holds, print_literal};

type Found<'a> = Vec<Box<dyn Row + 'a>>;

/// The answer to a GET.
pub(crate) fn read(view: &View<'_>, admitted: &Admitted) -> Result<String, Failure> {
    let target = &admitted.target;
    match (&target.key, &target.inside) {
        (Some(key), Some(name)) => return inside(view, admitted, key, name),
        (Some(key), None) => return one_entity(view, admitted, key, false),
        (None, _) => {}
    }
    let endpoint = admitted.endpoint;
    if let Some(function) = endpoint.function {
        return function(view, &admitted.call);
    }
    let options = options(admitted)?;
    rules(endpoint, &options, view.switches)?;
    if let Some(name) = view.misread(endpoint.parameters) {
        let text = format!("Bad Request - Error in query syntax. Incorrect format for {name}.");
        return Err(Failure::Bad(text));
    }
    let shape = shape(endpoint, &options, &admitted.call.origin, view.division)?;
    let limit = options
        .top
        .map_or(endpoint.page, |top| top.min(endpoint.page));
    let (rows, more) = page(view, endpoint, &options, limit);
    let mut out = String::from(r#"{"d":"#);
    // A bare array has no place for a count.
    let bare = options.top.is_some()
        && !options.count
        && view.switches.bare_top
        && endpoint.rule != ReadRule::Sync;
    out.push_str(if bare { "[" } else { r#"{"results":["# });
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        shape.print(&mut out, endpoint, &**row);
    }
    out.push(']');
    if !bare {
        if options.count {
            out.push_str(&format!(
                r#","__count":"{}""#,
                count(view, endpoint, &options)
            ));
        }
        // On sync endpoints $top does not end the walk (facts 2.3).
        let next = rows
            .last()
            .filter(|_| more && (options.top.is_none() || endpoint.rule == ReadRule::Sync));
        if let Some(last) = next {
            let link = serde_json::Value::from(next_link(admitted, &options, endpoint, &**last));
            out.push_str(&format!(r#","__next":{link}"#));
        }
        out.push('}');
    }
    out.push('}');
    Ok(out)
}

/// The rows of the page, in order, and whether there are more.
fn page<'a>(
    view: &'a View<'a>,
    endpoint: &Endpoint,
    options: &QueryOptions,
    limit: usize,
) -> (Found<'a>, bool) {
    let by_key = options.order.is_empty();
    let wanted = Wanted {
        filter: options.filter.as_ref(),
        after: options.after.as_deref().filter(|_| by_key),
    };
    let mut names: Vec<(&str, bool)> = options
        .order
        .iter()
        .map(|order| (order.property.as_str(), order.descending))
        .collect();
    names.extend(endpoint.key.iter().map(|name| (*name, false)));
    let fits = |row: &dyn Row| {
        matches(view, options, row) && follows(&names, options.after.as_deref(), row)
    };
    let mut rows: Found<'a> = if by_key {
        (endpoint.rows)(view, &wanted)
            .filter(|row| fits(&**row))
            .skip(options.skip)
            .take(limit + 1)
            .collect()
    } else {
        let mut all: Found<'a> = (endpoint.rows)(view, &wanted)
            .filter(|row| fits(&**row))
            .collect();
        all.sort_by(|a, b| in_order(&names, |name| a.get(name), |name| b.get(name)));
        all.into_iter().skip(options.skip).take(limit + 1).collect()
    };
    let more = rows.len() > limit;
    rows.truncate(limit);
    (rows, more)
}

fn matches(view: &View<'_>, options: &QueryOptions, row: &dyn Row) -> bool {
    let texts = Texts {
        fold: view.switches.ignore_case,
        trailing_blanks: view.switches.trailing_blanks,
    };
    let filter = options.filter.as_ref();
    filter.is_none_or(|filter| holds(filter, &|name| row.get(name), texts))
}

fn in_order(
    names: &[(&str, bool)],
    a: impl Fn(&str) -> Value,
    b: impl Fn(&str) -> Value,
) -> Ordering {
    let compared = names.iter().map(|(name, descending)| {
        let order = a(name).compare(&b(name)).unwrap_or(Ordering::Equal);
        if *descending { order.reverse() } else { order }
    });
    compared.fold(Ordering::Equal, Ordering::then)
}

/// Whether the row comes after the position of a `$skiptoken`.
fn follows(names: &[(&str, bool)], after: Option<&[Value]>, row: &dyn Row) -> bool {
    let Some(after) = after else { return true };
    let position = |name: &str| {
        let index = names.iter().position(|(other, _)| *other == name);
        index
            .and_then(|index| after.get(index))
            .cloned()
            .unwrap_or(Value::Null)
    };
    in_order(names, |name| row.get(name), position) == Ordering::Greater
}

fn count(view: &View<'_>, endpoint: &Endpoint, options: &QueryOptions) -> usize {
    let wanted = Wanted {
        filter: options.filter.as_ref(),
        after: None,
    };
    (endpoint.rows)(view, &wanted)
        .filter(|row| matches(view, options, &**row))
        .count()
}

fn next_link(
    admitted: &Admitted,
    options: &QueryOptions,
    endpoint: &Endpoint,
    last: &dyn Row,
) -> String {
    let mut token: Vec<String> = options
        .order
        .iter()
        .map(|order| print_literal(&last.get(&order.property)))
        .collect();
    token.extend(
        endpoint
            .key
            .iter()
            .map(|name| print_literal(&last.get(name))),
    );
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(admitted.call.query.as_bytes()) {
        if !name.eq_ignore_ascii_case("$skiptoken") && !name.eq_ignore_ascii_case("$skip") {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair("$skiptoken", &token.join(","));
    let query = query.finish().replace("%24", "$").replace('+', "%20");
    format!("{}{}?{query}", admitted.call.origin, admitted.call.path)
}
