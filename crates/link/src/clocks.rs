//! Whether the clock of this node may be believed; while it may not, the node takes no job, opens no lane and refreshes
//! no token, and says so.
//!
//! The clock is compared with that of the database (PostgreSQL) and with the last instant that a node stored (a file
//! has no clock of its own), and its own steps with the time that really passes. A clock that is off is waited for. One
//! that was set is believed again when everything that was under way before has certainly ended. Why it is so stands in
//! `docs/decisions/why-are-clocks-watched.md`.

mod kept;
mod watch;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::{Place, Refusal};
use jiff::Timestamp;
use office::{Actor, Right};

pub(crate) use self::watch::step;
use self::watch::{Limits, Look, Verdict, Watch};
use crate::{Link, LinkError, reasons};

/// How old a comparison may be when a job is taken; whoever opens a lane compares anew.
const COMPARE_EVERY: Duration = Duration::from_secs(2);
/// How often the last instant is stored while a lane works, where the database has no clock: other nodes see by it that
/// this one is alive, and by which clock.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(5);
/// How often it is stored else, and how often a node that is held up tells the others again.
const STORE_EVERY: Duration = Duration::from_mins(1);
/// After so long without a word a node that was held up is not spoken of any more.
const SILENT_AFTER: Duration = Duration::from_mins(3);

/// What this process knows of clocks; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clocks(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    watch: Watch,
    /// What the last comparison said.
    wrong: Option<Wrong>,
    compared: Option<Duration>,
    /// Whether the instant of another node is left alone for now.
    leaves_alone: bool,
    stored: Option<Duration>,
    told: Option<Duration>,
}

/// Why this node does nothing now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// For people.
    pub(crate) refusal: Refusal,
    /// What time it is, as far as anybody can tell: for instants that have to be stored all the same.
    pub(crate) now: Timestamp,
}

impl Wrong {
    /// The reason code.
    pub(crate) fn why(&self) -> &'static str {
        let codes = [reasons::CLOCK_AHEAD, reasons::CLOCK_BEHIND];
        let found = codes.into_iter().find(|code| *code == self.refusal.code);
        found.unwrap_or(reasons::CLOCK_SET)
    }
}

impl Clocks {
    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How old a comparison may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    /// A few seconds: before a job is taken, and for pages.
    Recent,
    /// Made now: before a lane is opened or a token refreshed.
    Now,
}

/// Compares the clocks; `None` when this node's may be believed.
///
/// # Errors
/// When the database fails.
pub(crate) async fn wrong(link: &Link, age: Age) -> Result<Option<Wrong>, LinkError> {
    let elapsed = link.office.clock.elapsed();
    let recent = link.clocks().with(|state| {
        let age = state.compared.map(|then| elapsed.saturating_sub(then));
        let is_recent = age.is_some_and(|age| age < COMPARE_EVERY);
        // A clock that was set since is not believed for these seconds either.
        (is_recent
            && !state
                .watch
                .has_stepped(link.office.clock.now(), elapsed, limits(link)))
        .then(|| state.wrong.clone())
    });
    match recent {
        Some(known) if age == Age::Recent => Ok(known),
        _ => compare(link).await,
    }
}

/// What the last comparison said; compares nothing.
pub(crate) fn known(link: &Link) -> Option<Wrong> {
    link.clocks().with(|state| state.wrong.clone())
}

/// How far clocks may be apart, and how long one that was set is watched.
fn limits(link: &Link) -> Limits {
    let bounds = link.settings.bounds;
    Limits {
        skew: link.settings.max_clock_skew(),
        settles: bounds.max_pause + bounds.until_look(),
        silent: HEARTBEAT * 2,
        gone: link.settings.lease,
    }
}

async fn compare(link: &Link) -> Result<Option<Wrong>, LinkError> {
    let look = look(link).await?;
    let limits = limits(link);
    let (verdict, before) = link.clocks().with(|state| {
        state.compared = Some(look.elapsed);
        let node = &link.settings.node;
        let verdict = state.watch.compare(&look, limits, node);
        state.leaves_alone = state.watch.leaves_alone(&look, limits, node);
        (verdict, state.wrong.clone())
    });
    let wrong = told(link, &look, verdict);
    if let Verdict::Right { believe_anew } = verdict {
        keep(link, &look, believe_anew).await?;
    }
    say(link, before.as_ref(), wrong.as_ref(), &look).await?;
    link.clocks().with(|state| state.wrong.clone_from(&wrong));
    Ok(wrong)
}

async fn look(link: &Link) -> Result<Look, LinkError> {
    let (clock, db) = (&link.office.clock, &link.office.db);
    let stored = kept::last(db).await?;
    let asked = clock.now();
    let server = db.server_time().await?;
    Ok(Look {
        asked,
        wall: clock.now(),
        elapsed: clock.elapsed(),
        server,
        stored,
    })
}

/// The verdict as people are told it.
fn told(link: &Link, look: &Look, verdict: Verdict) -> Option<Wrong> {
    let of = |code, there: Timestamp| {
        Refusal::new(code, Place::Nowhere)
            .with("node", name(&link.settings.node))
            .with("here", said(look.wall))
            .with("there", said(there))
    };
    let now = |there: Timestamp| there.min(look.wall);
    match verdict {
        Verdict::Right { .. } => None,
        Verdict::Ahead { there } => Some(Wrong {
            refusal: of(reasons::CLOCK_AHEAD, there),
            now: now(there),
        }),
        Verdict::Behind { there } => Some(Wrong {
            refusal: of(reasons::CLOCK_BEHIND, there),
            now: now(there),
        }),
        Verdict::Set { expected, left } => {
            let until = look.wall.checked_add(left).unwrap_or(Timestamp::MAX);
            Some(Wrong {
                refusal: of(reasons::CLOCK_SET, expected).with("until", said(until)),
                now: now(expected),
            })
        }
    }
}

/// Stores the instant that is right, not more often than needed.
async fn keep(link: &Link, look: &Look, believe_anew: bool) -> Result<(), LinkError> {
    let due = link.clocks().with(|state| {
        let since = state.stored.map(|then| look.elapsed.saturating_sub(then));
        since.is_none_or(|since| since >= STORE_EVERY) && !state.leaves_alone
    });
    if due || believe_anew {
        kept::keep(link, look.reference(), believe_anew).await?;
        link.clocks()
            .with(|state| state.stored = Some(look.elapsed));
    }
    Ok(())
}

/// Stores the instant while a lane works: where the database has no clock, others see by it that this node lives.
///
/// # Errors
/// When the database fails.
pub(crate) async fn heartbeat(link: &Link) -> Result<(), LinkError> {
    if link.office.db.engine() == store::Engine::Postgres {
        return Ok(());
    }
    let elapsed = link.office.clock.elapsed();
    let due = link.clocks().with(|state| {
        let since = state.stored.map(|then| elapsed.saturating_sub(then));
        since.is_none_or(|since| since >= HEARTBEAT)
    });
    if due {
        kept::keep(link, link.office.clock.now(), false).await?;
        link.clocks().with(|state| state.stored = Some(elapsed));
    }
    Ok(())
}

/// Says once in the log that it begins and that it is over; tells the other nodes' pages while it lasts.
async fn say(
    link: &Link,
    before: Option<&Wrong>,
    wrong: Option<&Wrong>,
    look: &Look,
) -> Result<(), LinkError> {
    match (before, wrong) {
        (None, Some(wrong)) => {
            let (code, params) = (&wrong.refusal.code, &wrong.refusal.params);
            tracing::error!(
                code,
                ?params,
                "nothing is sent: the clock of this node cannot be believed; set it right (time synchronisation)"
            );
        }
        (Some(_), None) => {
            tracing::info!("the clock of this node is believed again; the lanes go on")
        }
        _ => {}
    }
    let due = link.clocks().with(|state| {
        let since = state.told.map(|then| look.elapsed.saturating_sub(then));
        wrong.is_some() && since.is_none_or(|since| since >= STORE_EVERY)
    });
    let (begins, ends) = (
        before.is_none() && wrong.is_some(),
        before.is_some() && wrong.is_none(),
    );
    if due || begins || ends {
        let refusal = wrong.map(|wrong| &wrong.refusal);
        kept::tell(link, refusal, look.reference()).await?;
        link.clocks()
            .with(|state| state.told = wrong.map(|_| look.elapsed));
    }
    Ok(())
}

/// Why nodes do nothing because of their clocks, this one first; empty when all is well.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn held(link: &Link, actor: &Actor) -> Result<Vec<Refusal>, LinkError> {
    actor.require(Right::View)?;
    let mut held: Vec<Refusal> = wrong(link, Age::Recent)
        .await?
        .map(|wrong| wrong.refusal)
        .into_iter()
        .collect();
    let others = kept::others(link, SILENT_AFTER).await?;
    held.extend(others);
    Ok(held)
}

/// The same for whoever only reads: nothing is stored, and no node but the others is spoken of unless this one's clock
/// is off now.
///
/// # Errors
/// As [`held`].
pub async fn examine(link: &Link, actor: &Actor) -> Result<Vec<Refusal>, LinkError> {
    actor.require(Right::View)?;
    let look = look(link).await?;
    let verdict = Watch::default().compare(&look, limits(link), &link.settings.node);
    let mut held: Vec<Refusal> = told(link, &look, verdict)
        .map(|wrong| wrong.refusal)
        .into_iter()
        .collect();
    held.extend(kept::others(link, SILENT_AFTER).await?);
    Ok(held)
}

/// The name of a node as people gave it, without the mark of its start.
fn name(node: &str) -> &str {
    node.rsplit_once('-').map_or(node, |(name, _)| name)
}

/// An instant as a clock on the wall in the shop shows it.
fn said(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/Brussels").unwrap_or(jiff::tz::TimeZone::UTC);
    zone.to_datetime(at)
        .strftime("%d-%m-%Y %H:%M:%S")
        .to_string()
}
