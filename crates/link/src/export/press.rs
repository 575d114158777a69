//! What one press on the button adds: the lines of its run, and one job per administration.

use std::collections::BTreeSet;

use domain::{AdministrationId, Refusal, RunId};
use office::Actor;
use serde_json::json;
use store::{Params, Tx, params};

use crate::{
    Link, LinkError, jobs,
    read::{Deed, record, refusal_text},
};

/// What one press adds.
pub(super) struct Press<'a> {
    pub(super) link: &'a Link,
    pub(super) run: RunId,
    pub(super) items: Vec<Item>,
    pub(super) lanes: BTreeSet<AdministrationId>,
    /// Administrations in which nothing is to be done, but what was booked before may have been touched.
    pub(super) looks: BTreeSet<AdministrationId>,
}

/// A line of the run.
pub(super) struct Item {
    pub(super) administration: Option<AdministrationId>,
    pub(super) subject: &'static str,
    pub(super) id: i64,
    pub(super) outcome: &'static str,
    pub(super) refusal: Option<Refusal>,
}

impl Press<'_> {
    /// Adds a line that a lane works on.
    pub(super) fn wait_for(
        &mut self,
        administration: AdministrationId,
        subject: &'static str,
        id: i64,
    ) {
        self.lanes.insert(administration);
        self.items.push(Item {
            administration: Some(administration),
            subject,
            id,
            outcome: "waiting",
            refusal: None,
        });
    }

    /// Stores run items, jobs and the audit row.
    pub(super) async fn finish(self, tx: &mut Tx, actor: &Actor) -> Result<(), LinkError> {
        let now = self.link.office.clock.now();
        let mut rows: Vec<Params> = Vec::with_capacity(self.items.len());
        for (position, item) in (1_i64..).zip(&self.items) {
            rows.push(params![
                self.run.get(),
                position,
                item.administration.map(AdministrationId::get),
                item.subject,
                item.id,
                item.outcome,
                item.refusal.as_ref().map(refusal_text).transpose()?,
                now,
            ]);
        }
        tx.execute_many(
            "INSERT INTO run_item (run_id, position, administration_id, subject, subject_id, outcome, refusal, \
             changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            rows,
        )
        .await?;
        if self.lanes.is_empty() {
            tx.execute_one(
                "UPDATE export_run SET finished_at = $2 WHERE id = $1",
                params![self.run.get(), now],
            )
            .await?;
        }
        for administration in self.lanes.union(&self.looks) {
            jobs::enqueue(self.link, tx, jobs::LANE, *administration, now).await?;
        }
        let deed = Deed {
            verb: "start",
            kind: "run",
            id: self.run.get(),
            before: None,
            after: Some(json!({ "items": self.items.len(), "administrations": self.lanes.len() })),
        };
        record(self.link, actor, tx, deed).await
    }
}
