//! Customers whose relation was deleted or merged in Exact are matched anew, from what was read: whoever can be told for
//! certain is linked again, before his entries are compared.

use std::collections::BTreeMap;

use domain::{Customer, CustomerId};
use store::{params, transact};

use super::{Lane, LaneError, recheck::link_customer};
use crate::{
    LinkError,
    check::{
        customer::{self, Stand},
        load, mirrored,
    },
};

/// How many are matched in one run.
const AT_ONCE: i64 = 500;

/// Matches them; who cannot be told is asked when an invoice needs him.
pub(super) async fn run(lane: &Lane<'_>) -> Result<(), LaneError> {
    let lost = lost(lane).await?;
    if lost.is_empty() {
        return Ok(());
    }
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        let mut books = crate::check::Books::default();
        mirrored::customers(tx, lane.administration.get(), &lost, &mut books).await?;
        for found in lost.values() {
            if let Ok(Stand::LinkNow(guid)) = customer::check(&books, found, None) {
                link_customer(lane, tx, found, guid).await?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

async fn lost(lane: &Lane<'_>) -> Result<BTreeMap<CustomerId, Customer>, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let ids: Vec<i64> = tx
        .all(
            "SELECT l.customer_id FROM customer_link l WHERE l.administration_id = $1 \
             AND NOT EXISTS (SELECT 1 FROM exact_relation r \
                 WHERE r.administration_id = l.administration_id AND r.guid = l.guid) \
             ORDER BY l.customer_id LIMIT $2",
            params![lane.administration.get(), AT_ONCE],
        )
        .await?;
    Ok(load::customers_by_id(&mut tx, &ids).await?)
}
