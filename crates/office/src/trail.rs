//! The trail that every change leaves in its own transaction: an audit row, and an event for those who wait.

use serde::Serialize;
use serde_json::{Value, json};
use store::{StoreError, Tx, audit, events};

use crate::{Actor, Office, OfficeError};

/// What changed: the kind of thing (also the kind of the event), which one, and how it was and is.
pub(crate) struct Change {
    kind: &'static str,
    subject: String,
    verb: &'static str,
    before: Option<Value>,
    after: Option<Value>,
}

impl Change {
    /// Something new.
    pub(crate) fn created(
        kind: &'static str,
        subject: impl ToString,
        after: &impl Serialize,
    ) -> Self {
        Self {
            kind,
            subject: subject.to_string(),
            verb: "create",
            before: None,
            after: serde_json::to_value(after).ok(),
        }
    }

    /// Something that was there before.
    pub(crate) fn changed<T: Serialize>(
        kind: &'static str,
        subject: impl ToString,
        before: &T,
        after: &T,
    ) -> Self {
        Self {
            kind,
            subject: subject.to_string(),
            verb: "change",
            before: serde_json::to_value(before).ok(),
            after: serde_json::to_value(after).ok(),
        }
    }

    /// The same under a verb of its own.
    pub(crate) const fn by(mut self, verb: &'static str) -> Self {
        self.verb = verb;
        self
    }
}

/// Writes the audit row and the event. An action of the program itself is told from a person's by the
/// missing user; which part of the program it was stands as the reason.
pub(crate) async fn record(
    office: &Office,
    actor: &Actor,
    tx: &mut Tx,
    change: Change,
) -> Result<(), OfficeError> {
    audit::append(
        tx,
        &office.ids,
        &audit::Entry {
            actor: actor.user.map(domain::UserId::get),
            verb: change.verb,
            subject_kind: change.kind,
            subject_id: change.subject.clone(),
            before: change.before,
            after: change.after,
            reason: actor.user.is_none().then_some(actor.name.as_str()),
        },
    )
    .await?;
    events::append(tx, &office.ids, change.kind, &change.subject, &json!({})).await?;
    Ok(())
}

/// A value as the JSON text of a column.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    Ok(serde_json::to_string(value)?)
}
