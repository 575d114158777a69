//! Getting a lane, keeping it, giving it back.

use std::{collections::BTreeSet, time::Duration};

use domain::{AdministrationId, ConnectionId, CustomerId};
use exact_api::Division;
use exact_client::{CallError, Gate, GateClosed};
use jiff::Timestamp;
use store::{
    StoreError, Tx,
    jobs::{self, Claimed},
    lease::{self, Lease},
    params,
};

use super::outage::LONGEST_PAUSE;
use crate::{Link, LinkError, booking::key::Keys, clocks, reasons};

/// Why a lane stops before it is done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LaneError {
    /// Ours, or a person's to mend.
    #[error("the lane stopped")]
    Link(#[from] LinkError),
    /// Exact did not do, or cannot be known to have done, what a read asked.
    #[error("a call failed")]
    Call(#[source] Box<CallError>),
    /// There is no way to Exact now.
    #[error("Exact Online cannot be reached")]
    Unreachable,
    /// Nothing may be sent before then.
    #[error("the lane waits until {until}: {why}")]
    Wait {
        /// When it may go on.
        until: Timestamp,
        /// A reason code.
        why: &'static str,
    },
}

impl From<StoreError> for LaneError {
    fn from(error: StoreError) -> Self {
        Self::Link(LinkError::Store(error))
    }
}

/// A lane that is held.
pub(crate) struct Lane<'a> {
    pub(crate) link: &'a Link,
    pub(crate) administration: AdministrationId,
    pub(crate) division: Division,
    pub(crate) connection: ConnectionId,
    lease: Lease,
    job: &'a Claimed,
    /// An unknown at transport level stops the writes until a read has succeeded (protocol, section 4).
    pub(crate) writes_stopped: bool,
    /// What the administration does with keys that we propose.
    pub(crate) keys: Keys,
    /// Customers whom Exact has and no read shows yet: not asked for again in this run.
    pub(crate) hidden: BTreeSet<CustomerId>,
    /// When the last call that was answered was written.
    pub(crate) asked_at: Option<Timestamp>,
    /// When the last whole reading of the lines began in Exact.
    pub(crate) lines_read: Option<Timestamp>,
    /// How many calls this run has made.
    pub(crate) calls: u32,
    /// Whether more waits than a round holds: the lane comes back for it.
    pub(crate) left_over: bool,
    /// What the clock showed at the last step, and what had elapsed: what it shows next follows from that.
    clock: (Timestamp, Duration),
}

impl<'a> Lane<'a> {
    /// Takes the lane; `None` while another node has it.
    pub(crate) async fn open(
        link: &'a Link,
        administration: AdministrationId,
        job: &'a Claimed,
    ) -> Result<Option<Self>, LinkError> {
        let (connection, division) = reached(link, administration).await?;
        let now = link.office.clock.now();
        let name = format!("lane:{administration}");
        let node = &link.settings.node;
        let lease = lease::acquire(&link.office.db, &name, node, now, link.settings.lease).await?;
        Ok(lease.map(|lease| Self {
            link,
            administration,
            division,
            connection,
            lease,
            job,
            writes_stopped: false,
            keys: Keys::default(),
            hidden: BTreeSet::new(),
            asked_at: None,
            lines_read: None,
            calls: 0,
            left_over: false,
            clock: (now, link.office.clock.elapsed()),
        }))
    }

    /// Gives the lane back.
    pub(crate) async fn close(self) -> Result<(), LinkError> {
        Ok(lease::release(&self.link.office.db, &self.lease).await?)
    }

    /// The fencing number.
    pub(crate) const fn fence(&self) -> i64 {
        self.lease.fence
    }

    /// The present moment: what the clock showed at the last step, and what has elapsed since. A clock that is set in
    /// between makes nothing that is stored wrong, and no outcome is lost by it; the next step notices.
    pub(crate) fn now(&self) -> Timestamp {
        let (shown, before) = self.clock;
        let passed = self.link.office.clock.elapsed().saturating_sub(before);
        shown.checked_add(passed).unwrap_or(Timestamp::MAX)
    }

    /// Makes a transaction depend on the lane.
    pub(crate) async fn guard(&self, tx: &mut Tx) -> Result<(), StoreError> {
        lease::guard(tx, &self.lease, self.now()).await
    }

    /// Prolongs lane and job when a third of their time is gone.
    ///
    /// # Errors
    /// [`LaneError::Wait`] when the clock was set since the last time: nothing may be sent by it, and nothing stored.
    pub(crate) async fn renew(&mut self) -> Result<(), LaneError> {
        let now = self.link.office.clock.now();
        let shown = (now, self.link.office.clock.elapsed());
        if is_set(self.clock, shown, self.link.settings.max_clock_skew()) {
            return Err(LaneError::Wait {
                until: now,
                why: reasons::CLOCK_SET,
            });
        }
        self.clock = shown;
        clocks::heartbeat(self.link).await?;
        let whole = self.link.settings.lease;
        let left = self.lease.until.duration_since(now);
        if left > jiff::SignedDuration::try_from(whole * 2 / 3).unwrap_or_default() {
            return Ok(());
        }
        let db = &self.link.office.db;
        self.lease = lease::renew(db, &self.lease, now, whole)
            .await?
            .ok_or(StoreError::Fenced)?;
        jobs::heartbeat(db, self.job, now, whole).await?;
        Ok(())
    }

    /// Lets time pass until then, keeping the lane.
    pub(crate) async fn wait_until(&mut self, until: Timestamp) -> Result<(), LaneError> {
        loop {
            let left = until.duration_since(self.now());
            let Ok(left) = Duration::try_from(left) else {
                return Ok(());
            };
            if left.is_zero() {
                return Ok(());
            }
            self.link.pause(left.min(SLICE)).await;
            self.renew().await?;
            if self.link.is_stopping() {
                return Ok(());
            }
        }
    }

    /// The last moment at which a write may leave: within `MAX_PAUSE`, and before the lane's end, also by the clock of a
    /// node that is as far ahead as ours may be behind.
    pub(crate) fn send_not_after(&self) -> Timestamp {
        let end = self
            .lease
            .until
            .checked_sub(self.link.settings.max_clock_skew() * 2)
            .unwrap_or(Timestamp::MIN);
        let by_pause = self
            .now()
            .checked_add(self.link.settings.bounds.max_pause)
            .unwrap_or(Timestamp::MAX);
        by_pause.min(end)
    }

    /// Open until `last`, by the wall clock and by the monotonic one: whoever sleeps too long sends nothing, and nobody
    /// does whose clock was set.
    pub(crate) fn gate(&self, last: Timestamp) -> Gate {
        let clock = self.link.office.clock.clone();
        let skew = self.link.settings.max_clock_skew();
        let (opened, before) = (clock.elapsed(), self.clock);
        let allowed = Duration::try_from(last.duration_since(self.now())).unwrap_or_default();
        Gate::new(move || {
            let (now, elapsed) = (clock.now(), clock.elapsed());
            let in_time = now < last && elapsed.saturating_sub(opened) < allowed;
            if in_time && !is_set(before, (now, elapsed), skew) {
                Ok(now)
            } else {
                Err(GateClosed)
            }
        })
    }
}

/// Whether the clock was set between two moments.
fn is_set(before: (Timestamp, Duration), now: (Timestamp, Duration), skew: Duration) -> bool {
    clocks::step(before, now).unsigned_abs() > skew
}

/// The pinned way to an administration.
async fn reached(
    link: &Link,
    administration: AdministrationId,
) -> Result<(ConnectionId, Division), LinkError> {
    let mut tx = link.office.db.read().await?;
    let row: Option<(i64, i64)> = tx
        .optional(
            "SELECT connection_id, division FROM administration WHERE id = $1",
            params![administration.get()],
        )
        .await?;
    let (connection, division) = row.ok_or(LinkError::NotFound {
        what: "administration",
    })?;
    let division = i32::try_from(division).map_err(|_| LinkError::Stored { what: "division" })?;
    Ok((ConnectionId::new(connection), Division::new(division)))
}

impl Lane<'_> {
    /// When a request that was written at `written` may be looked for (protocol, section 5).
    pub(crate) fn look_after(&self, written: Timestamp) -> Timestamp {
        written
            .checked_add(self.link.settings.bounds.until_look())
            .unwrap_or(Timestamp::MAX)
    }

    /// The next look after one that found nothing.
    pub(crate) fn look_again(&self) -> Timestamp {
        self.now()
            .checked_add(self.link.settings.bounds.max_staleness)
            .unwrap_or(Timestamp::MAX)
    }

    /// The same, twice as late with each look that found nothing before.
    pub(crate) fn look_again_after(&self, looks: i64) -> Timestamp {
        let doublings = u32::try_from(looks.clamp(0, 10)).unwrap_or_default();
        self.after(self.link.settings.bounds.max_staleness * 2_u32.pow(doublings))
    }

    /// Stops for a while for a reason that a person mends, unless someone presses the button before.
    pub(crate) fn paused_for(&self, why: &'static str) -> LaneError {
        LaneError::Wait {
            until: self.after(LONGEST_PAUSE),
            why,
        }
    }

    /// So long from now.
    pub(crate) fn after(&self, time: Duration) -> Timestamp {
        self.now().checked_add(time).unwrap_or(Timestamp::MAX)
    }
}

/// In what slices a lane waits, so that it hears when it has to stop.
const SLICE: Duration = Duration::from_secs(1);

/// An error and its causes, for support; never a body.
pub(crate) fn described(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text.chars().take(500).collect()
}
