//! Which administrations a consent reaches: read from `system/Divisions`, never deleted here.

use domain::ConnectionId;
use exact_api::{Division, endpoints::DivisionRow, endpoints::GetMe, endpoints::ListDivisions};
use exact_client::{Call, Gate, Pages};
use office::{Actor, Right};
use serde_json::json;
use store::{Tx, params, transact};

use super::token;
use crate::{
    Link, LinkError,
    read::{Deed, record},
};

/// The most pages of sixty that are read: an accountant may see many administrations.
const MAX_PAGES: u32 = 20;

/// Reads them and stores what is new or renamed; one that belongs to another connection stays
/// there, unless that one's chain is broken: then the new consent takes it over.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::Connect`]; [`LinkError::Exact`] when Exact could not be asked.
pub async fn read(link: &Link, actor: &Actor, connection: ConnectionId) -> Result<(), LinkError> {
    actor.require(Right::Connect)?;
    let rows = ask(link, connection).await?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        for row in &rows {
            upsert(link, tx, connection, row).await?;
        }
        let deed = Deed {
            verb: "read_administrations",
            kind: "connection",
            id: connection.get(),
            before: None,
            after: Some(json!({ "administrations": rows.len() })),
        };
        record(link, actor, tx, deed).await
    })
}

async fn ask(link: &Link, connection: ConnectionId) -> Result<Vec<DivisionRow>, LinkError> {
    let token = token::access(link, connection).await?;
    let call = |division| Call::new(division, &token, Gate::at(link.office.clock.now()));
    let me = link.api.send(&GetMe, &call(Division::new(0))).await;
    let me = me.result.map_err(LinkError::exact)?;
    // Any division that the user has will do for the path; which one he opened last decides nothing else.
    let current = me
        .rows
        .first()
        .and_then(|me| me.current_division)
        .unwrap_or_default();
    let mut pages = Pages::new(ListDivisions::new(), MAX_PAGES);
    let mut rows = Vec::new();
    while let Some(sent) = pages.next(&link.api, &call(Division::new(current))).await {
        rows.extend(sent.result.map_err(LinkError::exact)?);
    }
    Ok(rows)
}

async fn upsert(
    link: &Link,
    tx: &mut Tx,
    connection: ConnectionId,
    row: &DivisionRow,
) -> Result<(), LinkError> {
    let name = row.description.clone().unwrap_or_default();
    let currency = row
        .currency
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    tx.execute(
        "INSERT INTO administration (id, connection_id, base_url, division, name, vat_number, currency, moved_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (base_url, division) DO UPDATE SET \
         name = excluded.name, vat_number = excluded.vat_number, currency = excluded.currency, \
         connection_id = CASE WHEN EXISTS (SELECT 1 FROM connection c \
             WHERE c.id = administration.connection_id AND c.state = 'reconnect_needed') \
         THEN excluded.connection_id ELSE administration.connection_id END",
        params![
            link.office.ids.next(),
            connection.get(),
            link.base_url(),
            i64::from(row.code),
            name.trim(),
            row.vat_number.as_deref().unwrap_or_default().trim(),
            currency,
            row.division_move_date.map(|at| at.to_string()),
        ],
    )
    .await?;
    Ok(())
}
