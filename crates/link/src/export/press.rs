//! The run of one press while it is filled: lines in batches, each a short transaction of its own with the jobs that
//! follow from it.
//!
//! The run's row is touched by every batch: it counts the lines, says that the press lives, and is where the press
//! finds out that somebody has ended it. A run that is not filled is not finished by anyone.

use std::collections::BTreeSet;

use domain::{AdministrationId, Refusal, RunId, UserId};
use office::{Actor, Right};
use serde_json::json;
use store::{Params, Tx, params, transact};

use super::ended;
use crate::{
    Filter, Link, LinkError, Parts, jobs,
    read::{Deed, record, refusal_text, tell},
};

/// A press that fills its run.
pub(super) struct Press<'a> {
    pub(super) link: &'a Link,
    pub(super) run: RunId,
    actor: &'a Actor,
    /// How many lines it has added.
    lines: usize,
    /// Where something is to be done.
    lanes: BTreeSet<AdministrationId>,
}

/// A line of the run.
pub(super) struct Item {
    pub(super) administration: Option<AdministrationId>,
    pub(super) subject: &'static str,
    pub(super) id: i64,
    pub(super) outcome: &'static str,
    pub(super) refusal: Option<Refusal>,
}

impl Item {
    /// Whether a lane works on it.
    fn waits(&self) -> bool {
        self.outcome == "waiting"
    }
}

impl<'a> Press<'a> {
    /// Stores the run, which has no lines yet.
    pub(super) async fn begin(
        link: &'a Link,
        actor: &'a Actor,
        (filter, parts): (&Filter, Parts),
    ) -> Result<Self, LinkError> {
        actor.require(Right::Export)?;
        let run = RunId::new(link.office.ids.next());
        let filter =
            serde_json::to_string(filter).map_err(|error| LinkError::Store(error.into()))?;
        let now = link.office.clock.now();
        transact!(link.office.db, |tx| -> Result<(), LinkError> {
            tx.execute_one(
                "INSERT INTO export_run (id, user_id, user_name, filter, parts, started_at, alive_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $6)",
                params![
                    run.get(),
                    actor.user.map(UserId::get),
                    &actor.name,
                    &filter,
                    parts.as_str(),
                    now,
                ],
            )
            .await?;
            let deed = Deed {
                verb: "start",
                kind: "run",
                id: run.get(),
                before: None,
                after: Some(json!({ "parts": parts })),
            };
            record(link, actor, tx, deed).await
        })?;
        Ok(Self {
            link,
            run,
            actor,
            lines: 0,
            lanes: BTreeSet::new(),
        })
    }

    /// Says within a batch that the press lives; false when somebody has ended it: then nothing more may be added.
    pub(super) async fn lives(&self, tx: &mut Tx) -> Result<bool, LinkError> {
        let touched = tx
            .execute(
                "UPDATE export_run SET alive_at = $2 WHERE id = $1 AND filled_at IS NULL",
                params![self.run.get(), self.link.office.clock.now()],
            )
            .await?;
        Ok(touched == 1)
    }

    /// Stores lines of a batch, and the jobs of those that a lane works on.
    pub(super) async fn store(&self, tx: &mut Tx, items: &[Item]) -> Result<(), LinkError> {
        if items.is_empty() {
            return Ok(());
        }
        let (run, now) = (self.run.get(), self.link.office.clock.now());
        let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let lines: i64 = tx
            .one(
                "UPDATE export_run SET lines = lines + $2 WHERE id = $1 RETURNING lines",
                params![run, count],
            )
            .await?;
        let mut rows: Vec<Params> = Vec::with_capacity(items.len());
        for (position, item) in (lines - count + 1..).zip(items) {
            rows.push(params![
                run,
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
        for administration in lanes(items) {
            jobs::enqueue(self.link, tx, jobs::LANE, administration, now).await?;
        }
        tell(self.link, tx, "run", run).await
    }

    /// Takes note of a batch that has committed.
    pub(super) fn stored(&mut self, items: &[Item]) {
        self.lines += items.len();
        self.lanes.extend(lanes(items));
    }

    /// Adds lines that a lane works on, in batches; false when somebody has ended the press.
    pub(super) async fn add(&mut self, items: &[Item]) -> Result<bool, LinkError> {
        for batch in items.chunks(self.link.settings.limits.written_at_once.max(1)) {
            let lives = transact!(self.link.office.db, |tx| -> Result<bool, LinkError> {
                if !self.lives(tx).await? {
                    return Ok(false);
                }
                self.store(tx, batch).await.map(|()| true)
            })?;
            if !lives {
                return Ok(false);
            }
            self.stored(batch);
        }
        Ok(true)
    }

    /// The run is filled. Lanes look also where nothing is to be done (`looks`): what was booked before may have been
    /// touched.
    pub(super) async fn end(self, looks: &BTreeSet<AdministrationId>) -> Result<(), LinkError> {
        let (link, now) = (self.link, self.link.office.clock.now());
        transact!(link.office.db, |tx| -> Result<(), LinkError> {
            let touched = tx
                .execute(
                    "UPDATE export_run SET filled_at = $2, alive_at = $2 WHERE id = $1 AND filled_at IS NULL",
                    params![self.run.get(), now],
                )
                .await?;
            if touched == 0 {
                return Ok(());
            }
            for administration in looks.difference(&self.lanes) {
                jobs::enqueue(link, tx, jobs::LANE, *administration, now).await?;
            }
            let deed = Deed {
                verb: "fill",
                kind: "run",
                id: self.run.get(),
                before: None,
                after: Some(json!({ "items": self.lines, "administrations": self.lanes.len() })),
            };
            record(link, self.actor, tx, deed).await
        })?;
        // Not in the same transaction: a lane that ends meanwhile must see that the run is filled, or be seen.
        ended::finish(link).await
    }
}

fn lanes(items: &[Item]) -> BTreeSet<AdministrationId> {
    let waiting = items.iter().filter(|item| item.waits());
    waiting.filter_map(|item| item.administration).collect()
}
