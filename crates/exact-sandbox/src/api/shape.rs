//! Which properties of an entity are printed: `$select` and `$expand`.

use super::endpoint::{BETA, Endpoint};
use super::failure::Failure;
use super::json::Shape;
use super::prop::{Kind, Prop, Table};
use super::rules::bad_query;
use crate::odata::{ODataError, QueryOptions};

/// What the query wants printed.
pub(super) fn shape(
    endpoint: &'static Endpoint,
    options: &QueryOptions,
    origin: &str,
    division: i32,
) -> Result<Shape, Failure> {
    // `current/Me` has no company; its path names `current` itself.
    let base = match (division, endpoint.path.starts_with(BETA)) {
        (0, _) => format!("{origin}/api/v1"),
        (_, true) => format!("{origin}/api/v1/{BETA}{division}"),
        _ => format!("{origin}/api/v1/{division}"),
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
pub(super) fn selected(
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
