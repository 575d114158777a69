//! *Dit is de voortzetting*: this one goes on.
//!
//! The other one may have sent a moment ago, so the bounds are waited out from now; then each administration is looked
//! through before anything is sent in it or numbered for it.

use domain::AdministrationId;
use jiff::Timestamp;
use office::{
    Actor, Right,
    installation::{self, Others, Standing},
};
use serde_json::json;
use store::{Tx, params, transact};

use crate::{
    Link, LinkError, jobs,
    read::{Deed, record},
};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Continued {
    /// Whether anything had to be decided.
    pub changed: bool,
    /// Until when nothing is sent or numbered; `None` when it was in order already.
    pub until: Option<Timestamp>,
}

/// Accepts this folder and lets the link go on. Does nothing when nobody had to decide.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::Connect`]; [`LinkError::Refused`] while the file of the database is
/// not the one that was opened: the program must be started anew first.
pub async fn goes_on(link: &Link, actor: &Actor) -> Result<Continued, LinkError> {
    actor.require(Right::Connect)?;
    let (database, found, standing) = installation::view(&link.office).await?;
    let pause = match standing {
        Standing::Paused(pause) => pause,
        Standing::InOrder => {
            return Ok(Continued {
                changed: false,
                until: None,
            });
        }
        Standing::Waits { until } => {
            return Ok(Continued {
                changed: false,
                until: Some(until),
            });
        }
    };
    if found.replaced {
        return Err(LinkError::refused(pause.refusal()));
    }
    // A folder that joins a database says nothing against the folders that work with it.
    let others = if found.shared && !pause.is_of_database() {
        Others::Keep
    } else {
        Others::Forget
    };
    let fresh = database
        .id
        .or_else(|| found.identity.map(|identity| identity.installation))
        .unwrap_or_else(|| link.office.ids.uuid().to_string());
    let until = transact!(link.office.db, |tx| -> Result<Timestamp, LinkError> {
        let now = link.office.clock.now();
        let until = now
            .checked_add(link.settings.bounds.until_look())
            .unwrap_or(Timestamp::MAX);
        tx.execute_one(
            "INSERT INTO installation (one, id, state, reason, since, backup_at, resume_after) \
             VALUES (1, $1, 'running', NULL, $2, NULL, $3) ON CONFLICT (one) DO UPDATE SET state = 'running', \
             reason = NULL, since = excluded.since, backup_at = NULL, resume_after = excluded.resume_after",
            params![&fresh, now, until],
        )
        .await?;
        installation::accept(&link.office, tx, &fresh, others).await?;
        look_through_at(link, tx, until).await?;
        let deed = Deed {
            verb: "continue",
            kind: "installation",
            id: 0,
            before: Some(json!({ "pause": &pause })),
            after: Some(json!({ "installation": &fresh, "until": until })),
        };
        record(link, actor, tx, deed).await?;
        Ok(until)
    })?;
    Ok(Continued {
        changed: true,
        until: Some(until),
    })
}

/// Every administration that anything was or may be booked in gets a run of its lane.
async fn look_through_at(link: &Link, tx: &mut Tx, at: Timestamp) -> Result<(), LinkError> {
    let used: Vec<i64> = tx
        .all(
            "SELECT a.id FROM administration a \
             WHERE EXISTS (SELECT 1 FROM location l WHERE l.administration_id = a.id) \
             OR EXISTS (SELECT 1 FROM journal j WHERE j.administration_id = a.id) \
             OR EXISTS (SELECT 1 FROM booking b WHERE b.administration_id = a.id) ORDER BY a.id",
            params![],
        )
        .await?;
    for administration in used.into_iter().map(AdministrationId::new) {
        jobs::enqueue(link, tx, jobs::LANE, administration, at).await?;
    }
    Ok(())
}
