//! Reads a collection or one entity: rules, filter, order, page, shape.

use std::cmp::Ordering;

use super::admit::Admitted;
use super::endpoint::{Endpoint, ReadRule, Row, View, Wanted};
use super::failure::Failure;
use super::json::Shape;
use super::prop::{Kind, Prop, Table};
use crate::odata::{
    Filter, ODataError, Op, QueryOptions, Term, Type, Value, check_types, holds, print_literal,
};

type Found<'a> = Vec<Box<dyn Row + 'a>>;

/// The answer to a GET.
pub(crate) fn read(view: &View<'_>, admitted: &Admitted) -> Result<String, Failure> {
    if let Some(key) = &admitted.target.key {
        return one_entity(view, admitted, key, false);
    }
    let endpoint = admitted.endpoint;
    let options = options(admitted)?;
    rules(endpoint, &options, view.switches.mandatory_filter)?;
    let shape = shape(endpoint, &options, &admitted.call.origin, view.division)?;
    let limit = options
        .top
        .map_or(endpoint.page, |top| top.min(endpoint.page));
    let (rows, more) = page(view, endpoint, &options, limit);
    let mut out = String::from(r#"{"d":"#);
    let bare = options.top.is_some() && view.switches.bare_top && endpoint.rule != ReadRule::Sync;
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

/// One entity by its key. With `sparse`, everything but keys and numbers is null, as in the answer to a plain POST.
pub(crate) fn one_entity(
    view: &View<'_>,
    admitted: &Admitted,
    key: &[Value],
    sparse: bool,
) -> Result<String, Failure> {
    let endpoint = admitted.endpoint;
    let options = options(admitted)?;
    let filter = Filter::And(
        endpoint
            .key
            .iter()
            .zip(key)
            .map(|(name, value)| {
                Filter::Compare(
                    Op::Eq,
                    Term::Property((*name).to_owned()),
                    Term::Literal(value.clone()),
                )
            })
            .collect(),
    );
    let wanted = Wanted {
        filter: Some(&filter),
        after: None,
    };
    let mut rows = (endpoint.rows)(view, &wanted);
    let row = rows
        .find(|row| holds(&filter, &|name| row.get(name), false))
        .ok_or(Failure::NotFound)?;
    let mut out = String::from(r#"{"d":"#);
    let shape = shape(endpoint, &options, &admitted.call.origin, view.division)?;
    if sparse {
        shape.print(
            &mut out,
            endpoint,
            &Sparse {
                row: &*row,
                key: endpoint.key,
            },
        );
    } else {
        shape.print(&mut out, endpoint, &*row);
    }
    out.push('}');
    Ok(out)
}

/// An entity of which only keys and numbers that the service chose are shown.
struct Sparse<'a> {
    row: &'a dyn Row,
    key: &'static [&'static str],
}

impl Row for Sparse<'_> {
    fn get(&self, property: &str) -> Value {
        let shown = self.key.contains(&property)
            || ["EntryNumber", "InvoiceNumber", "Code"].contains(&property);
        if shown {
            self.row.get(property)
        } else {
            Value::Null
        }
    }
}

fn options(admitted: &Admitted) -> Result<QueryOptions, Failure> {
    QueryOptions::parse(&admitted.call.query).map_err(bad_query)
}

fn bad_query(error: ODataError) -> Failure {
    Failure::Bad(format!("Bad Request - Error in query syntax. {error}"))
}

const SELECT: &str = "Please add a $select or a $top=1 statement to the query string.";

fn rules(endpoint: &Endpoint, options: &QueryOptions, mandatory: bool) -> Result<(), Failure> {
    if let Some(filter) = &options.filter {
        check_types(filter, &|name| filter_type(endpoint.table, name)).map_err(bad_query)?;
    }
    for order in &options.order {
        filter_type(endpoint.table, &order.property).map_err(bad_query)?;
    }
    if endpoint.rule != ReadRule::Free && options.select.is_none() && options.top != Some(1) {
        return Err(Failure::Bad(SELECT.to_owned()));
    }
    let used = options
        .filter
        .as_ref()
        .map(Filter::properties)
        .unwrap_or_default();
    match endpoint.rule {
        ReadRule::Sync if used.iter().any(|name| *name != "Timestamp") => {
            Err(Failure::Bad(unsupported(&["Timestamp"])))
        }
        ReadRule::Filtered(fields) if mandatory && options.filter.is_none() => {
            Err(Failure::Bad(format!(
                "This endpoint has mandatory filtering applied. A GET request for this endpoint must have a $filter \
             parameter with one of the following fields in the url: {}",
                fields.join(", ")
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
    options
        .filter
        .as_ref()
        .is_none_or(|filter| holds(filter, &|name| row.get(name), view.switches.ignore_case))
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

fn shape(
    endpoint: &'static Endpoint,
    options: &QueryOptions,
    origin: &str,
    division: i32,
) -> Result<Shape, Failure> {
    // `current/Me` has no company; its path names `current` itself.
    let base = if division == 0 {
        format!("{origin}/api/v1")
    } else {
        format!("{origin}/api/v1/{division}")
    };
    let mut props = selected(endpoint.table, options.select.as_deref())?;
    let mut expanded = Vec::new();
    for name in &options.expand {
        let child = endpoint.children.iter().find(|child| child.name == name);
        let child = child.ok_or_else(|| bad_query(ODataError::Option("$expand", name.clone())))?;
        let path = format!("{name}/");
        let inner: Option<Vec<String>> = options.select.as_ref().map(|select| {
            select
                .iter()
                .filter_map(|it| it.strip_prefix(&path))
                .map(str::to_owned)
                .collect()
        });
        expanded.push((
            child,
            selected(child.table, inner.filter(|it| !it.is_empty()).as_deref())?,
        ));
        if let Some(prop) = endpoint.table.get(name)
            && !props.iter().any(|known| known.name == prop.name)
        {
            props.push(prop);
        }
    }
    Ok(Shape {
        props,
        expanded,
        base,
    })
}

/// The selected properties, in the published order; all of them for `*` or nothing. `A/B` selects within `A`.
fn selected(
    table: &'static Table,
    select: Option<&[String]>,
) -> Result<Vec<&'static Prop>, Failure> {
    let Some(names) = select.filter(|names| !names.is_empty()) else {
        return Ok(table.props.iter().collect());
    };
    for name in names {
        let first = name.split('/').next().unwrap_or(name);
        let known = table
            .get(first)
            .is_some_and(|prop| prop.kind == Kind::Nav || first == name);
        if !known {
            return Err(bad_query(ODataError::UnknownProperty(
                name.clone(),
                table.type_name.to_owned(),
            )));
        }
    }
    let chosen = |prop: &&Prop| {
        names
            .iter()
            .any(|name| name.split('/').next() == Some(prop.name))
    };
    Ok(table.props.iter().filter(chosen).collect())
}
