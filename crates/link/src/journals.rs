//! Journals: imported from Exact. All of them come; doubles are not taken again (mission 10).

use domain::{AdministrationId, JournalKind};
use office::{Actor, Right};
use serde_json::json;
use store::{Tx, lock, params, transact};

use crate::{
    Link, LinkError, jobs,
    lane::{Lane, LaneError},
    package,
    read::{Deed, record},
};

/// Asks the lane to import; gives back the job.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::EditJournals`]; [`LinkError::Refused`] when Exact Online is not the
/// accounting package.
pub async fn import(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
) -> Result<i64, LinkError> {
    actor.require(Right::EditJournals)?;
    office::installation::require(&link.office).await?;
    transact!(link.office.db, |tx| -> Result<i64, LinkError> {
        package::require(tx).await?;
        jobs::enqueue_for(link, tx, actor, (jobs::IMPORT_JOURNALS, administration)).await
    })
}

/// What a journal of Exact's type is here (facts 4.8).
#[must_use]
pub const fn kind(exact: i64) -> JournalKind {
    match exact {
        20 => JournalKind::Sales,
        22 => JournalKind::Purchase,
        12 | 16 => JournalKind::Bank,
        10 => JournalKind::Cash,
        90 => JournalKind::General,
        _ => JournalKind::Other,
    }
}

/// Imports from the mirror, which is fresh.
pub(crate) async fn import_now(lane: &Lane<'_>, actor: &Actor) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        lock::take(tx, office::locks::JOURNALS).await?;
        let rows: Vec<(String, String, i64)> = tx
            .all(
                "SELECT code, description, kind FROM exact_journal WHERE administration_id = $1 ORDER BY code",
                params![lane.administration.get()],
            )
            .await?;
        let (mut made, mut linked) = (0, 0);
        for (code, name, exact_kind) in &rows {
            let kind = kind(*exact_kind);
            if link_existing(lane, tx, code, kind).await? {
                linked += 1;
            } else {
                make(lane, tx, (code, name), kind).await?;
                made += 1;
            }
        }
        let deed = Deed {
            verb: "import_journals",
            kind: "administration",
            id: lane.administration.get(),
            before: None,
            after: Some(json!({ "made": made, "linked": linked })),
        };
        record(lane.link, actor, tx, deed).await
    })?;
    Ok(())
}

/// Journals with this code that belong to the administration, or to no administration but to a location that books
/// there: they get their kind, and the latter their administration.
async fn link_existing(
    lane: &Lane<'_>,
    tx: &mut Tx,
    code: &str,
    kind: JournalKind,
) -> Result<bool, LinkError> {
    let touched = tx
        .execute(
            "UPDATE journal SET kind = $3, administration_id = $1 WHERE code = $2 AND (administration_id = $1 \
             OR (administration_id IS NULL AND location_id IN \
                (SELECT id FROM location WHERE administration_id = $1)))",
            params![lane.administration.get(), code, kind.as_str()],
        )
        .await?;
    Ok(touched > 0)
}

async fn make(
    lane: &Lane<'_>,
    tx: &mut Tx,
    (code, name): (&str, &str),
    kind: JournalKind,
) -> Result<(), LinkError> {
    tx.execute_one(
        "INSERT INTO journal (id, code, name, kind, administration_id, location_id, internal, credit_notes, \
         numbered_elsewhere, number_prefix, next_number, last_date) \
         VALUES ($1, $2, $3, $4, $5, NULL, FALSE, FALSE, FALSE, '', 1, NULL)",
        params![
            lane.link.office.ids.next(),
            code,
            name,
            kind.as_str(),
            lane.administration.get(),
        ],
    )
    .await?;
    Ok(())
}
