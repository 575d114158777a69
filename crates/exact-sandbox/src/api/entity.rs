//! One entity by its key, or a collection inside it.

use super::admit::Admitted;
use super::endpoint::{Row, View, Wanted};
use super::failure::Failure;
use super::rules::bad_query;
use super::shape::{selected, shape};
use crate::odata::{Filter, Op, QueryOptions, Term, Texts, Value, holds};

/// One entity by its key. With `sparse`, everything but keys and numbers is null, as in the answer to a plain POST.
pub(super) fn one_entity(
    view: &View<'_>,
    admitted: &Admitted,
    key: &[Value],
    sparse: bool,
) -> Result<String, Failure> {
    let endpoint = admitted.endpoint;
    let shape = shape(
        endpoint,
        &options(admitted)?,
        &admitted.call.origin,
        view.division,
    )?;
    let mut out = String::from(r#"{"d":"#);
    with_row(view, admitted, key, |row| {
        if sparse {
            shape.print(
                &mut out,
                endpoint,
                &Sparse {
                    row,
                    key: endpoint.key,
                },
            );
        } else {
            shape.print(&mut out, endpoint, row);
        }
    })?;
    out.push('}');
    Ok(out)
}

/// An entity of which only keys, numbers that the service chose, and what it could not do are shown.
struct Sparse<'a> {
    row: &'a dyn Row,
    key: &'static [&'static str],
}

impl Row for Sparse<'_> {
    fn get(&self, property: &str) -> Value {
        let shown = self.key.contains(&property)
            || ["EntryNumber", "InvoiceNumber", "Code"].contains(&property)
            || property.ends_with("CreationError");
        if shown {
            self.row.get(property)
        } else {
            Value::Null
        }
    }
}

/// The collection that the link of an entity leads to.
pub(super) fn inside(
    view: &View<'_>,
    admitted: &Admitted,
    key: &[Value],
    name: &str,
) -> Result<String, Failure> {
    let endpoint = admitted.endpoint;
    let mut children = endpoint.children.iter();
    let child = children
        .find(|child| child.name.eq_ignore_ascii_case(name))
        .ok_or(Failure::NotFound)?;
    let options = options(admitted)?;
    let props = selected(child.table, options.select.as_deref())?;
    let mut shape = shape(
        endpoint,
        &QueryOptions::default(),
        &admitted.call.origin,
        view.division,
    )?;
    shape.expanded = vec![(child, props)];
    let mut out = String::from(r#"{"d":"#);
    with_row(view, admitted, key, |row| {
        shape.print_inside(&mut out, child, row)
    })?;
    out.push('}');
    Ok(out)
}

/// Finds the entity and looks at it.
fn with_row(
    view: &View<'_>,
    admitted: &Admitted,
    key: &[Value],
    look: impl FnOnce(&dyn Row),
) -> Result<(), Failure> {
    let endpoint = admitted.endpoint;
    let equal = |(name, value): (&&str, &Value)| {
        let property = Term::Property((*name).to_owned());
        Filter::Compare(Op::Eq, property, Term::Literal(value.clone()))
    };
    let filter = Filter::And(endpoint.key.iter().zip(key).map(equal).collect());
    let wanted = Wanted {
        filter: Some(&filter),
        after: None,
    };
    let mut rows = (endpoint.rows)(view, &wanted);
    let row = rows.find(|row| holds(&filter, &|name| row.get(name), Texts::default()));
    look(&*row.ok_or(Failure::NotFound)?);
    Ok(())
}

/// The options of the call.
pub(super) fn options(admitted: &Admitted) -> Result<QueryOptions, Failure> {
    QueryOptions::parse(&admitted.call.query).map_err(bad_query)
}
