//! Reads the JSON body of a POST or PUT. Texts of refusals: facts 2.7.

use base64::Engine as _;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use uuid::Uuid;

use super::endpoint::Endpoint;
use super::failure::Failure;
use super::fields::{Fields, Sent};
use super::prop::{Kind, Prop, Table};
use crate::odata::{Value, literals};

/// POST or PUT: they take different properties over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Post,
    Put,
}

const STREAM: &str = "Error processing request stream.";

/// The sent properties.
///
/// # Errors
/// 400 with the text that the real service gives.
pub(crate) fn read_body(
    endpoint: &Endpoint,
    (verb, lenient): (Verb, bool),
    body: &[u8],
) -> Result<Fields, Failure> {
    let json: Json = serde_json::from_slice(body).map_err(|_| {
        Failure::Bad(format!(
            "{STREAM} The request message must be a valid JSON object."
        ))
    })?;
    let wrapped = json
        .get("d")
        .is_some_and(|inner| inner.is_object() || inner.is_array());
    if !json.is_object() || wrapped {
        return Err(Failure::Bad(format!(
            "{STREAM} The request should be a valid top-level resource object."
        )));
    }
    let reader = Reader {
        endpoint,
        verb,
        lenient,
    };
    reader.object(endpoint.table, &json)
}

/// How a body is read.
struct Reader<'a> {
    endpoint: &'a Endpoint,
    verb: Verb,
    /// Whether numbers and texts are taken for each other.
    lenient: bool,
}

impl Reader<'_> {
    fn object(&self, table: &Table, json: &Json) -> Result<Fields, Failure> {
        let mut fields = Fields::default();
        for (name, value) in json.as_object().into_iter().flatten() {
            if name == "__metadata" {
                continue;
            }
            let prop = table.get(name).ok_or_else(|| unknown(name, table))?;
            let sent = match prop.kind {
                Kind::Nav => self.collection(prop, value)?,
                _ => Sent::One(self.convert(prop, value)?),
            };
            let taken = if self.verb == Verb::Post {
                prop.creatable()
            } else {
                prop.updatable()
            };
            if taken {
                fields.0.insert(prop.name, sent);
            }
        }
        Ok(fields)
    }

    fn collection(&self, prop: &Prop, value: &Json) -> Result<Sent, Failure> {
        if self.verb == Verb::Put {
            return Err(Failure::Bad(format!(
                "{STREAM} Binding to new entities is only supported in POST and top-level resources are supported in PUT."
            )));
        }
        let child = self
            .endpoint
            .children
            .iter()
            .find(|child| child.name == prop.name);
        let items = value
            .as_array()
            .or_else(|| value.get("results").and_then(Json::as_array));
        match (child, items, value) {
            (_, _, Json::Null) => Ok(Sent::Many(Vec::new())),
            (Some(child), Some(items), _) => {
                let all_objects = items.iter().all(Json::is_object);
                if !all_objects {
                    return Err(wrong_type(prop));
                }
                let items = items.iter().map(|item| self.object(child.table, item));
                Ok(Sent::Many(items.collect::<Result<_, _>>()?))
            }
            (None, Some(_), _) => Ok(Sent::Many(Vec::new())),
            _ => Err(wrong_type(prop)),
        }
    }

    fn convert(&self, prop: &Prop, json: &Json) -> Result<Value, Failure> {
        let strict = convert(prop, json);
        if strict.is_ok() || !self.lenient {
            return strict;
        }
        match (prop.kind, json) {
            (Kind::String, Json::Number(number)) => Ok(Value::Text(number.to_string())),
            (Kind::Byte | Kind::Int16 | Kind::Int32, Json::String(text)) => {
                let digits: i64 = text.trim().parse().map_err(|_| wrong_type(prop))?;
                convert(prop, &Json::from(digits))
            }
            _ => strict,
        }
    }
}

fn unknown(name: &str, table: &Table) -> Failure {
    let type_name = table.type_name;
    Failure::Bad(format!(
        "{STREAM} The property name '{name}' specified for type 'Exact.Web.Api.Models.{type_name}' is not valid."
    ))
}

fn wrong_type(prop: &Prop) -> Failure {
    let (name, kind) = (
        prop.name,
        if prop.kind == Kind::Binary {
            "Byte[]"
        } else {
            prop.kind.edm()
        },
    );
    Failure::Bad(format!(
        "{STREAM} Error encountered in converting the value from request payload for property '{name}' to type \
         '{kind}', which is the property's expected type. See inner exception for more detail."
    ))
}

fn convert(prop: &Prop, json: &Json) -> Result<Value, Failure> {
    if json.is_null() {
        return Ok(Value::Null);
    }
    let value = match prop.kind {
        Kind::String => json.as_str().map(|text| Value::Text(text.to_owned())),
        Kind::Guid => json
            .as_str()
            .and_then(|text| Uuid::try_parse(text).ok())
            .map(Value::Guid),
        Kind::Boolean => json.as_bool().map(Value::Bool),
        Kind::Byte => whole(json, 0, i64::from(u8::MAX)),
        Kind::Int16 => whole(json, i64::from(i16::MIN), i64::from(i16::MAX)),
        Kind::Int32 => whole(json, i64::from(i32::MIN), i64::from(i32::MAX)),
        Kind::Int64 => whole(json, i64::MIN, i64::MAX).or_else(|| {
            json.as_str()
                .and_then(|text| text.parse().ok())
                .map(Value::Int)
        }),
        Kind::Double => decimal(json).map(Value::Decimal),
        Kind::DateTime => json.as_str().and_then(moment),
        Kind::Binary => json.as_str().and_then(binary),
        Kind::Nav => None,
    };
    value.ok_or_else(|| wrong_type(prop))
}

fn whole(json: &Json, least: i64, most: i64) -> Option<Value> {
    json.as_i64()
        .filter(|number| (least..=most).contains(number))
        .map(Value::Int)
}

/// A number, or a text that is one (facts 2.3). The digits of the source are kept as they are.
fn decimal(json: &Json) -> Option<Decimal> {
    let text = match json {
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    text.parse()
        .or_else(|_| Decimal::from_scientific(&text))
        .ok()
}

/// `2026-01-31`, with or without time and `Z`, or `/Date(ms)/`.
fn moment(text: &str) -> Option<Value> {
    if let Some(ms) = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.strip_suffix(")/"))
    {
        return ms.parse().ok().map(Value::Moment);
    }
    if text.contains('\'') {
        return None;
    }
    match literals(&format!("datetime'{text}'"))?.as_slice() {
        [value @ Value::Moment(_)] => Some(value.clone()),
        _ => None,
    }
}

/// Base64 is tested and kept as text.
fn binary(text: &str) -> Option<Value> {
    let decoded = base64::engine::general_purpose::STANDARD.decode(text);
    decoded.ok().map(|_| Value::Text(text.to_owned()))
}
