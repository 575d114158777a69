//! `sync/Deleted`: what is gone, for two months (point 18).

use jiff::{SignedDuration, Timestamp};

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::Deletion;
use crate::odata::Value;

pub(crate) static ENDPOINT: Endpoint = Endpoint::syncing(
    "sync/Deleted",
    &tables::deleted::TABLE,
    "organization.administration",
    rows,
);

/// How long deletions are told, in hours: two months.
const KEPT_HOURS: i64 = 61 * 24;

struct Gone<'a> {
    view: &'a View<'a>,
    deletion: &'a Deletion,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    use std::ops::Bound::{Excluded, Unbounded};
    let since = Excluded(wanted.since());
    let oldest = view
        .now
        .checked_sub(SignedDuration::from_hours(KEPT_HOURS))
        .unwrap_or(Timestamp::MIN);
    let kept = view
        .company
        .deletions
        .range((since, Unbounded))
        .filter(move |(_, it)| it.at > oldest && view.sees_deletion(it.at));
    Box::new(kept.map(move |(_, deletion)| Box::new(Gone { view, deletion }) as Box<dyn Row>))
}

impl Row for Gone<'_> {
    fn get(&self, property: &str) -> Value {
        let deletion = self.deletion;
        match property {
            "Timestamp" => Value::Int(i64::try_from(deletion.version).unwrap_or(i64::MAX)),
            // The row has a key of its own in the real service; the deleted row's key serves as well.
            "ID" | "EntityKey" => deletion.key.into(),
            "EntityType" => deletion.entity.number().into(),
            "DeletedBy" => deletion.by.into(),
            "DeletedDate" => deletion.at.into(),
            "Division" => self.view.division.into(),
            _ => Value::Null,
        }
    }
}
