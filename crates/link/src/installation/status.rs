//! How the installation is, for the page, the top of every page and the doctor.

use domain::{AdministrationId, Refusal};
use jiff::Timestamp;
use office::{
    Actor, Right,
    installation::{self, Standing},
};
use store::{FromRow, Row, StoreError, params};

use crate::{Link, LinkError};

/// Numbers of a journal's series that stand in Exact and were not known here.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UnknownNumbers {
    /// The journal's code.
    pub journal: String,
    /// How many there are.
    pub count: i64,
    /// The first of them, at most as many as a page shows.
    pub numbers: Vec<String>,
    /// The counter with which the series goes on.
    pub next: i64,
}

/// An administration after someone said that it goes on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LookView {
    /// Which.
    pub administration: AdministrationId,
    /// What it is called.
    pub name: String,
    /// When it was looked through; `None` while it was not.
    pub looked_at: Option<Timestamp>,
    /// Whether someone must consent first, because Exact does not take the stored access any more.
    pub needs_consent: bool,
    /// What was found there.
    pub numbers: Vec<UnknownNumbers>,
}

/// The installation.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct InstallationView {
    /// Its id; `None` where nothing lies beside the database.
    pub id: Option<String>,
    /// How this folder stands.
    pub standing: Standing,
    /// This computer and folder.
    pub place: String,
    /// When the installation came to be as it is.
    pub since: Option<Timestamp>,
    /// Until when nothing was sent since it was said that it goes on.
    pub resume_after: Option<Timestamp>,
    /// The administrations, once that was said.
    pub looks: Vec<LookView>,
}

impl InstallationView {
    /// The administrations that are still to be looked through.
    pub fn held(&self) -> impl Iterator<Item = &LookView> {
        self.looks.iter().filter(|look| look.looked_at.is_none())
    }
}

/// What the top of every page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    /// Nothing is sent or numbered until someone decides.
    Paused(Refusal),
    /// It goes on by itself: at a time, or when the administrations were looked through.
    GoesOn(Refusal),
}

impl FromRow for LookView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let state: String = row.get(2)?;
        let found: Option<String> = row.get(4)?;
        Ok(Self {
            administration: AdministrationId::new(row.get(0)?),
            name: row.get(1)?,
            needs_consent: state != "connected",
            looked_at: row.get(3)?,
            numbers: found
                .map(|found| serde_json::from_str(&found))
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

/// How it is.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::View`].
pub async fn status(link: &Link, actor: &Actor) -> Result<InstallationView, LinkError> {
    actor.require(Right::View)?;
    let (database, found, standing) = installation::view(&link.office).await?;
    let looks = match database.resume_after {
        Some(after) => looks(link, after).await?,
        None => Vec::new(),
    };
    Ok(InstallationView {
        id: database.id,
        standing,
        place: found.place,
        since: database.since,
        resume_after: database.resume_after,
        looks,
    })
}

async fn looks(link: &Link, after: Timestamp) -> Result<Vec<LookView>, LinkError> {
    let mut tx = link.office.db.read().await?;
    Ok(tx
        .all(
            "SELECT a.id, a.name, c.state, CASE WHEN l.looked_at >= $1 THEN l.looked_at END, \
             CASE WHEN l.looked_at >= $1 THEN l.found END \
             FROM administration a JOIN connection c ON c.id = a.connection_id \
             LEFT JOIN installation_look l ON l.administration_id = a.id \
             WHERE EXISTS (SELECT 1 FROM location o WHERE o.administration_id = a.id) \
             OR EXISTS (SELECT 1 FROM journal j WHERE j.administration_id = a.id) \
             OR EXISTS (SELECT 1 FROM booking b WHERE b.administration_id = a.id) ORDER BY a.name, a.id LIMIT 1000",
            params![after],
        )
        .await?)
}

/// What everyone who is signed in has to know; `None` while all is well.
///
/// # Errors
/// When the database fails.
pub async fn alarm(link: &Link) -> Result<Option<Alarm>, LinkError> {
    let (database, _, standing) = installation::view(&link.office).await?;
    match &standing {
        Standing::Paused(pause) => return Ok(Some(Alarm::Paused(pause.refusal()))),
        Standing::Waits { .. } => return Ok(standing.refusal().map(Alarm::GoesOn)),
        Standing::InOrder => {}
    }
    let Some(after) = database.resume_after else {
        return Ok(None);
    };
    let held: Vec<String> = looks(link, after)
        .await?
        .into_iter()
        .filter(|look| look.looked_at.is_none())
        .map(|look| look.name)
        .collect();
    if held.is_empty() {
        return Ok(None);
    }
    let refusal = Refusal::new(
        office::reasons::INSTALLATION_NOT_LOOKED,
        domain::Place::Installation,
    );
    Ok(Some(Alarm::GoesOn(
        refusal.with("administration", held.join(", ")),
    )))
}
