//! What the bookkeeper decides about an administration.

use domain::AdministrationId;
use jiff::civil::Date;
use office::{Actor, Right};
use serde_json::{Value, json};
use store::{Params, params, transact};

use crate::{
    Link, LinkError,
    read::{Deed, record},
};

/// From when invoices are booked by the link; older ones are refused.
///
/// # Errors
/// [`office::OfficeError::Denied`] without [`Right::MapVat`]; [`LinkError::NotFound`].
pub async fn set_start_date(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
    date: Date,
) -> Result<(), LinkError> {
    let set = Setting {
        verb: "set_start_date",
        sql: "UPDATE administration SET start_date = $2 WHERE id = $1",
        params: params![administration.get(), date],
        after: json!({ "start_date": date }),
    };
    change(link, actor, administration, set).await
}

/// Up to when the VAT was filed; invoices of up to that day are parked. `None` = nothing filed yet.
///
/// # Errors
/// As [`set_start_date`].
pub async fn set_vat_filed_up_to(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
    date: Option<Date>,
) -> Result<(), LinkError> {
    let set = Setting {
        verb: "set_vat_filed",
        sql: "UPDATE administration SET vat_filed_up_to = $2 WHERE id = $1",
        params: params![administration.get(), date],
        after: json!({ "vat_filed_up_to": date }),
    };
    change(link, actor, administration, set).await
}

/// Whether *Rekeningen Exporteren* makes accounts there.
///
/// # Errors
/// As [`set_start_date`].
pub async fn allow_account_creation(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
    allowed: bool,
) -> Result<(), LinkError> {
    let set = Setting {
        verb: "allow_account_creation",
        sql: "UPDATE administration SET may_create_accounts = $2 WHERE id = $1",
        params: params![administration.get(), allowed],
        after: json!({ "may_create_accounts": allowed }),
    };
    change(link, actor, administration, set).await
}

struct Setting {
    verb: &'static str,
    sql: &'static str,
    params: Params,
    after: Value,
}

async fn change(
    link: &Link,
    actor: &Actor,
    administration: AdministrationId,
    set: Setting,
) -> Result<(), LinkError> {
    actor.require(Right::MapVat)?;
    transact!(link.office.db, |tx| -> Result<(), LinkError> {
        if tx.execute(set.sql, set.params.clone()).await? != 1 {
            return Err(LinkError::NotFound {
                what: "administration",
            });
        }
        let deed = Deed {
            verb: set.verb,
            kind: "administration",
            id: administration.get(),
            before: None,
            after: Some(set.after.clone()),
        };
        record(link, actor, tx, deed).await
    })
}
