//! What each lane is doing, or waits for: read from what is stored, so that it is known on every node and after a
//! restart. Asks nothing of Exact.

use std::collections::BTreeMap;

use domain::{AdministrationId, Place, Refusal};
use jiff::Timestamp;
use office::{
    Actor, Right,
    installation::{self, Standing},
};
use store::{FromRow, Row, StoreError, Tx, params};

use super::why::Why;
use crate::{Link, LinkError, clocks, jobs, reasons};

/// What passes without anybody doing anything. Every other reason waits for a person.
const BY_ITSELF: &[&str] = &[
    reasons::EXACT_UNREACHABLE,
    reasons::EXACT_UNWELL,
    reasons::DAY_EXHAUSTED,
    reasons::TOO_MANY_ERRORS,
    reasons::LANE_ELSEWHERE,
    reasons::LANE_BROKE_DOWN,
    reasons::LANE_BUSY,
    reasons::BEING_LOOKED_UP,
    reasons::CLOCK_SET,
];

/// Which work of the lanes is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Sending, and looking for what nobody knows of.
    Export,
    /// Reading: accounts, journals, master data.
    Reading,
    /// All of it.
    Everything,
}

/// What a lane does about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// Nothing is to be done.
    Nothing,
    /// It works, or is about to.
    Works,
    /// It waits.
    Waits(Wait),
}

/// What a lane waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// Why, and what helps.
    pub reason: Refusal,
    /// When it goes on by itself, or tries again; `None` when only a person can end it.
    pub until: Option<Timestamp>,
    /// Whether a person has to do something first.
    pub for_person: bool,
}

/// A lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneWaits {
    /// Its administration.
    pub administration: AdministrationId,
    /// The name that Exact shows.
    pub name: String,
    /// The number of the administration.
    pub division: i64,
    /// What it does.
    pub doing: Doing,
}

/// What every lane does, by the names of their administrations.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn waits(link: &Link, actor: &Actor, asked: Asked) -> Result<Vec<LaneWaits>, LinkError> {
    actor.require(Right::View)?;
    let now = link.office.clock.now();
    let mut tx = link.office.db.read().await?;
    let lanes: Vec<LaneRow> = tx
        .all(
            "SELECT a.id, a.name, a.division, a.paused, c.state, c.exact_user_name \
             FROM administration a JOIN connection c ON c.id = a.connection_id ORDER BY a.name, a.id LIMIT 1000",
            params![],
        )
        .await?;
    let queue = queue(&mut tx).await?;
    drop(tx);
    let held = held(link).await?;
    let none = Vec::new();
    Ok(lanes
        .into_iter()
        .map(|lane| {
            let jobs = queue.get(&jobs::key(lane.administration)).unwrap_or(&none);
            let doing = match doing(&lane, jobs, (asked, now)) {
                // No lane takes its next job.
                Doing::Works | Doing::Waits(_)
                    if held.is_some() && !jobs.iter().any(|it| it.runs) =>
                {
                    held.clone().map_or(Doing::Works, Doing::Waits)
                }
                doing => doing,
            };
            LaneWaits {
                administration: lane.administration,
                name: lane.name,
                division: lane.division,
                doing,
            }
        })
        .collect())
}

/// What holds up every lane of this node: that it is not certain to be the installation, or its clock. Compares nothing
/// anew.
async fn held(link: &Link) -> Result<Option<Wait>, LinkError> {
    let standing = installation::standing(&link.office).await?;
    let until = match &standing {
        Standing::Waits { until } => Some(*until),
        Standing::InOrder | Standing::Paused(_) => None,
    };
    let refusal = match standing.refusal() {
        Some(refusal) => Some(refusal),
        None => clocks::known(link).map(|wrong| wrong.refusal),
    };
    Ok(refusal.map(|reason| Wait {
        for_person: until.is_none() && !BY_ITSELF.contains(&reason.code.as_str()),
        reason,
        until,
    }))
}

/// An administration, and whether it can be reached at all.
struct LaneRow {
    administration: AdministrationId,
    name: String,
    division: i64,
    paused: Option<String>,
    connected: bool,
    user: String,
}

impl FromRow for LaneRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            administration: AdministrationId::new(row.get(0)?),
            name: row.get(1)?,
            division: row.get(2)?,
            paused: row.get(3)?,
            connected: row.get::<String>(4)? == "connected",
            user: row.get(5)?,
        })
    }
}

/// A job of a lane.
struct JobRow {
    key: String,
    kind: String,
    runs: bool,
    run_at: Timestamp,
    why: Option<String>,
}

impl FromRow for JobRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            key: row.get(0)?,
            kind: row.get(1)?,
            runs: row.get::<String>(2)? == "running",
            run_at: row.get(3)?,
            why: row.get(4)?,
        })
    }
}

/// The jobs of every lane, the next one first.
async fn queue(tx: &mut Tx) -> Result<BTreeMap<String, Vec<JobRow>>, LinkError> {
    let rows: Vec<JobRow> = tx
        .all(
            "SELECT job_key, kind, state, run_at, why FROM job \
             WHERE kind LIKE 'link.%' AND state IN ('waiting', 'running') ORDER BY run_at, id LIMIT 10000",
            params![],
        )
        .await?;
    let mut queue: BTreeMap<String, Vec<JobRow>> = BTreeMap::new();
    for row in rows {
        queue.entry(row.key.clone()).or_default().push(row);
    }
    Ok(queue)
}

fn doing(lane: &LaneRow, jobs: &[JobRow], (asked, now): (Asked, Timestamp)) -> Doing {
    let Some(next) = jobs.iter().find(|job| is_asked(asked, &job.kind)) else {
        return Doing::Nothing;
    };
    // Whatever runs there, the others wait for it.
    if jobs.iter().any(|job| job.runs) || next.run_at <= now {
        return Doing::Works;
    }
    Doing::Waits(wait(lane, next))
}

fn is_asked(asked: Asked, kind: &str) -> bool {
    match asked {
        Asked::Export => kind == jobs::LANE,
        Asked::Reading => jobs::READING.contains(&kind),
        Asked::Everything => true,
    }
}

/// What stands in the way of the lane as a whole counts before what its next job was put off for.
fn wait(lane: &LaneRow, next: &JobRow) -> Wait {
    let why = match lane.paused.as_deref() {
        Some(code) if !reasons::ALL.contains(&code) => reasons::LANE_PAUSED,
        Some(code) if code != reasons::EXACT_DENIES_ACCESS => code,
        _ if !lane.connected => reasons::RECONNECT_NEEDED,
        _ => next.why.as_deref().unwrap_or(reasons::LANE_BUSY),
    };
    let Why { code, detail } = Why::parse(why);
    let mut reason = Refusal::new(reasons::LANE_BUSY, Place::Connection)
        .with("administration", &lane.name)
        .with("user", &lane.user)
        .with("message", if detail.is_empty() { "none" } else { &detail });
    let for_person = !BY_ITSELF.contains(&code.as_str());
    // Exact is asked again from time to time whether it gives access by now.
    let tries = !for_person || code == reasons::EXACT_DENIES_ACCESS;
    reason.code = code;
    Wait {
        reason,
        until: tries.then_some(next.run_at),
        for_person,
    }
}
