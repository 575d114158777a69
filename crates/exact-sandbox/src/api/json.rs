//! Prints entities as verbose OData v2 JSON (facts 2.3 and 2.4).

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::endpoint::{BETA, Child, Endpoint, Row};
use super::prop::{Kind, Prop, Table};
use crate::odata::{Value, print_literal};

/// What is printed of an entity.
pub(crate) struct Shape {
    pub(crate) props: Vec<&'static Prop>,
    /// Expanded collections, each with its own properties.
    pub(crate) expanded: Vec<(&'static Child, Vec<&'static Prop>)>,
    /// Address of the company, without a slash at its end: `http://host/api/v1/123456`.
    pub(crate) base: String,
}

impl Shape {
    /// Prints the entity.
    pub(crate) fn print(&self, out: &mut String, endpoint: &Endpoint, row: &dyn Row) {
        let uri = format!(
            "{}/{}({})",
            self.base,
            endpoint.path.strip_prefix(BETA).unwrap_or(endpoint.path),
            printed_key(endpoint.table, endpoint.key, row)
        );
        self.entity(out, (endpoint.table, &uri), &self.props, row);
    }

    /// Prints a collection inside the entity.
    pub(crate) fn print_inside(&self, out: &mut String, child: &Child, row: &dyn Row) {
        let props = self
            .expanded
            .iter()
            .find(|(known, _)| known.name == child.name);
        self.collection(
            out,
            child,
            props.map_or(&[], |(_, props)| props.as_slice()),
            row,
        );
    }

    fn entity(
        &self,
        out: &mut String,
        (table, uri): (&Table, &str),
        props: &[&'static Prop],
        row: &dyn Row,
    ) {
        let uri_text = serde_json::Value::from(uri);
        let type_name = table.type_name;
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            r#"{{"__metadata":{{"uri":{uri_text},"type":"Exact.Web.Api.Models.{type_name}"}}"#
        );
        for prop in props {
            let _ = write!(out, r#","{}":"#, prop.name);
            if prop.kind != Kind::Nav {
                value(out, &row.get(prop.name));
            } else if let Some((child, props)) = self
                .expanded
                .iter()
                .find(|(child, _)| child.name == prop.name)
            {
                self.collection(out, child, props, row);
            } else {
                let uri = serde_json::Value::from(format!("{uri}/{}", prop.name));
                let _ = write!(out, r#"{{"__deferred":{{"uri":{uri}}}}}"#);
            }
        }
        out.push('}');
    }

    fn collection(&self, out: &mut String, child: &Child, props: &[&'static Prop], row: &dyn Row) {
        out.push_str(r#"{"results":["#);
        for (index, item) in row.children(child.name).into_iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            let uri = format!(
                "{}/{}({})",
                self.base,
                child.path,
                print_literal(&item.get(child.key))
            );
            self.entity(out, (child.table, &uri), props, &*item);
        }
        out.push_str("]}");
    }
}

/// The key as it stands in an address. Only 64-bit numbers bear an `L`.
fn printed_key(table: &Table, key: &[&str], row: &dyn Row) -> String {
    let printed = |name: &str| match (row.get(name), table.get(name)) {
        (Value::Int(number), Some(prop)) if prop.kind != Kind::Int64 => number.to_string(),
        (value, _) => print_literal(&value),
    };
    match key {
        [one] => printed(one),
        several => {
            let parts: Vec<String> = several
                .iter()
                .map(|name| format!("{name}={}", printed(name)))
                .collect();
            parts.join(",")
        }
    }
}

fn value(out: &mut String, value: &Value) {
    let _ = match value {
        Value::Null => write!(out, "null"),
        Value::Bool(yes) => write!(out, "{yes}"),
        Value::Int(number) => write!(out, "{number}"),
        Value::Decimal(number) => write!(out, "{}", Decimal::normalize(number)),
        Value::Text(text) => write!(out, "{}", serde_json::Value::from(text.as_str())),
        Value::Guid(id) => write!(out, "\"{id}\""),
        Value::Moment(ms) => write!(out, "\"/Date({ms})/\""),
    };
}
