//! Reading stored words and keys, and the trail that every change of the link leaves.

use std::str::FromStr;

use domain::{Refusal, UserId};
use office::Actor;
use serde_json::{Value, json};
use store::{Row, StoreError, Tx, audit, events};

use crate::{Link, LinkError};

/// A column with one of an enum's stored words.
pub(crate) fn word<T: FromStr>(row: &Row, index: usize) -> Result<T, StoreError> {
    row.get::<String>(index)?
        .parse()
        .map_err(|_| StoreError::Column {
            index,
            expected: "a known word",
        })
}

/// A text column that is a GUID, or empty.
pub(crate) fn guid(row: &Row, index: usize) -> Result<Option<uuid::Uuid>, StoreError> {
    let text: String = row.get(index)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| StoreError::Column {
        index,
        expected: "a GUID",
    })
}

/// A GUID as its column has it; empty for none.
pub(crate) fn guid_text(guid: Option<uuid::Uuid>) -> String {
    guid.map(|guid| guid.to_string()).unwrap_or_default()
}

/// A refusal as the JSON text of a column.
pub(crate) fn refusal_text(refusal: &Refusal) -> Result<String, StoreError> {
    Ok(serde_json::to_string(refusal)?)
}

/// A column that may hold a refusal.
pub(crate) fn refusal(row: &Row, index: usize) -> Result<Option<Refusal>, StoreError> {
    let text: Option<String> = row.get(index)?;
    text.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(StoreError::Json)
}

/// What somebody did to something of the link.
pub(crate) struct Deed<'a> {
    /// What was done.
    pub(crate) verb: &'a str,
    /// The kind of thing, also the kind of the event.
    pub(crate) kind: &'a str,
    /// Which one.
    pub(crate) id: i64,
    /// What it was.
    pub(crate) before: Option<Value>,
    /// What it is.
    pub(crate) after: Option<Value>,
}

/// Writes the audit row and the event with the change itself.
pub(crate) async fn record(
    link: &Link,
    actor: &Actor,
    tx: &mut Tx,
    deed: Deed<'_>,
) -> Result<(), LinkError> {
    audit::append(
        tx,
        &link.office.ids,
        &audit::Entry {
            actor: actor.user.map(UserId::get),
            verb: deed.verb,
            subject_kind: deed.kind,
            subject_id: deed.id.to_string(),
            before: deed.before,
            after: deed.after,
            reason: actor.user.is_none().then_some(actor.name.as_str()),
        },
    )
    .await?;
    tell(link, tx, deed.kind, deed.id).await
}

/// Tells open pages and lanes that something changed.
pub(crate) async fn tell(link: &Link, tx: &mut Tx, kind: &str, id: i64) -> Result<(), LinkError> {
    events::append(tx, &link.office.ids, kind, &id.to_string(), &json!({})).await?;
    Ok(())
}
