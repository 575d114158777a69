//! The press on the button.
//!
//! Check, bookings to queued (the division is pinned), the run with its items, and one job per administration: one
//! transaction. A second press or a second tab adds nothing twice: a booking is taken up by compare-and-swap, and
//! there is one booking per invoice.

use std::collections::BTreeSet;

use domain::{AdministrationId, CustomerId, InvoiceId, RunId, UserId};
use office::{Actor, Right};
use store::{Tx, params, transact};

use super::{missing::missing_in, press::Press, select, take_up::invoices};
use crate::{Filter, Link, LinkError, Parts, check::many::check_many, package};

/// Starts a run and gives back which; the lanes do it.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::Export`]; [`LinkError::Refused`] when Exact Online is not the
/// accounting package.
pub async fn start(
    link: &Link,
    actor: &Actor,
    filter: &Filter,
    parts: Parts,
) -> Result<RunId, LinkError> {
    actor.require(Right::Export)?;
    transact!(link.office.db, |tx| -> Result<RunId, LinkError> {
        package::require(tx).await?;
        let run = RunId::new(link.office.ids.next());
        insert_run(link, tx, actor, (run, filter, parts)).await?;
        let mut press = Press {
            link,
            run,
            items: Vec::new(),
            lanes: BTreeSet::new(),
            looks: BTreeSet::new(),
        };
        match parts {
            Parts::Accounts => accounts(&mut press, tx, filter).await?,
            Parts::Customers => customers(&mut press, tx, filter).await?,
            Parts::Both | Parts::Invoices => invoices(&mut press, tx, filter).await?,
        }
        press.finish(tx, actor).await?;
        Ok(run)
    })
}

async fn insert_run(
    link: &Link,
    tx: &mut Tx,
    actor: &Actor,
    (run, filter, parts): (RunId, &Filter, Parts),
) -> Result<(), LinkError> {
    let filter = serde_json::to_string(filter).map_err(|error| LinkError::Store(error.into()))?;
    tx.execute_one(
        "INSERT INTO export_run (id, user_id, user_name, filter, parts, started_at, finished_at) \
         VALUES ($1, $2, $3, $4, $5, $6, NULL)",
        params![
            run.get(),
            actor.user.map(UserId::get),
            &actor.name,
            filter,
            parts.as_str(),
            link.office.clock.now(),
        ],
    )
    .await?;
    Ok(())
}

/// *Klanten Exporteren*: the customers of every invoice in the filter.
async fn customers(press: &mut Press<'_>, tx: &mut Tx, filter: &Filter) -> Result<(), LinkError> {
    let selected = select::load(tx, filter).await?;
    let ids: Vec<InvoiceId> = selected.iter().map(|one| one.invoice).collect();
    let many = check_many(press.link, tx, &ids, &select::pinned(&selected)).await?;
    let wanted: BTreeSet<(AdministrationId, CustomerId)> = many
        .invoices
        .iter()
        .filter_map(|found| Some((found.administration?, found.invoice.customer)))
        .filter(|(administration, _)| {
            many.administrations
                .get(administration)
                .is_some_and(|(found, _)| found.mirrored)
        })
        .collect();
    for (administration, customer) in wanted {
        press.wait_for(administration, "customer", customer.get());
    }
    Ok(())
}

/// *Rekeningen Exporteren*: the accounts that Exact lacks; the lane makes or refuses them.
async fn accounts(press: &mut Press<'_>, tx: &mut Tx, filter: &Filter) -> Result<(), LinkError> {
    for missing in missing_in(tx, filter).await? {
        press.wait_for(missing.administration, "account", missing.account.get());
    }
    Ok(())
}
