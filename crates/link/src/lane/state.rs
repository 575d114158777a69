//! How a lane is, for pages: what it waits for and what is left of its quota.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{AdministrationId, Refusal};
use jiff::Timestamp;
use office::{Actor, Right};
use store::params;

use crate::{Link, LinkError, clocks, jobs, package};

/// What the lanes of this process wait for; clones share it. Other nodes' lanes are seen by their jobs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lanes(Arc<Mutex<BTreeMap<AdministrationId, Timestamp>>>);

impl Lanes {
    /// Notes until when a lane waits; `None` = it goes on.
    pub(crate) fn waits(&self, administration: AdministrationId, until: Option<Timestamp>) {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match until {
            Some(until) => lanes.insert(administration, until),
            None => lanes.remove(&administration),
        };
    }

    fn until(&self, administration: AdministrationId) -> Option<Timestamp> {
        let lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.get(&administration).copied()
    }
}

/// How a lane is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LaneView {
    /// The administration.
    pub administration: AdministrationId,
    /// Whether a job of it runs now, on any node.
    pub running: bool,
    /// How many bookings are queued.
    pub queued: i64,
    /// How many are being looked up.
    pub unknown: i64,
    /// Until when it waits: for room in the minute, for a look, or for another try.
    pub waiting_until: Option<Timestamp>,
    /// Calls left in this minute, as this process believes.
    pub minute_left: u32,
    /// Calls left in this day, as this process believes.
    pub day_left: u32,
    /// When the master data were read last.
    pub mirrored_at: Option<Timestamp>,
    /// Why no lane does anything, as far as that is known; empty when nothing is in the way.
    pub held: Vec<Refusal>,
}

/// Why no lane of this node does anything now, or none of another node: a clock that is wrong, or another accounting
/// package. Empty when nothing is in the way.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn held(link: &Link, actor: &Actor) -> Result<Vec<Refusal>, LinkError> {
    let mut held = clocks::held(link, actor).await?;
    let mut tx = link.office.db.read().await?;
    if !package::is_chosen(&mut tx).await? {
        held.insert(0, package::refusal());
    }
    Ok(held)
}

/// How the lane of an administration is.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`]; [`LinkError::NotFound`].
pub async fn lane(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
) -> Result<LaneView, LinkError> {
    actor.require(Right::View)?;
    let held = held(link, actor).await?;
    let mut tx = link.office.db.read().await?;
    let row: Option<(Option<Timestamp>, i64, i64)> = tx
        .optional(
            "SELECT a.mirrored_at, \
             (SELECT COUNT(*) FROM booking b WHERE b.administration_id = a.id AND b.state IN ('queued', 'sending')), \
             (SELECT COUNT(*) FROM booking b WHERE b.administration_id = a.id AND b.state = 'unknown') \
             FROM administration a WHERE a.id = $1",
            params![administration.get()],
        )
        .await?;
    let (mirrored_at, queued, unknown) = row.ok_or(LinkError::NotFound {
        what: "administration",
    })?;
    let (running, next): (i64, Option<Timestamp>) = tx
        .one(
            "SELECT COUNT(CASE WHEN state = 'running' THEN 1 END), \
             MIN(CASE WHEN state = 'waiting' THEN run_at END) FROM job WHERE job_key = $1",
            params![jobs::key(administration)],
        )
        .await?;
    let now = link.office.clock.now();
    let budget = link.budget(administration);
    let budget = budget
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .view(now);
    let waiting_until = link
        .lanes()
        .until(administration)
        .or(next.filter(|_| running == 0));
    Ok(LaneView {
        administration,
        running: running > 0,
        queued,
        unknown,
        waiting_until: waiting_until.filter(|until| *until > now),
        minute_left: budget.minute_left,
        day_left: budget.day_left,
        mirrored_at,
        held,
    })
}
