//! Mends how a line is booked, until it is.

use domain::{Coding, InvoiceId, LedgerAccountId, Place, Refusal};
use serde::Serialize;
use store::{Tx, params, transact};

use super::booking::may_be_recoded;
use crate::{
    Actor, Office, OfficeError, Right,
    accounts::row::AccountRow,
    fields::Fields,
    reasons,
    trail::{self, Change},
};

/// What the audit row says of a line.
#[derive(Debug, Serialize)]
struct Coded {
    position: i64,
    ledger_account: Option<LedgerAccountId>,
    cost_centre: String,
}

/// Gives a line (by position, from 1) another coding. Without a cost centre it takes that of the account.
/// Whoever waits for the coding of the invoice is told.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditInvoices`], [`OfficeError::NotFound`],
/// [`OfficeError::Refused`] when its booking is in a state in which it may not
/// (`may_be_recoded`), or there is no such line or account.
pub async fn recode(
    office: &Office,
    actor: &Actor,
    id: InvoiceId,
    position: i64,
    coding: &Coding,
) -> Result<(), OfficeError> {
    actor.require(Right::EditInvoices)?;
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        refuse_frozen(tx, id).await?;
        let before = load(tx, id, position).await?;
        let after = Coded {
            position,
            ledger_account: coding.ledger_account,
            cost_centre: cost_centre(tx, coding).await?,
        };
        tx.execute_one(
            "UPDATE invoice_line SET ledger_account_id = $3, cost_centre = $4
             WHERE invoice_id = $1 AND position = $2",
            params![
                id.get(),
                position,
                after.ledger_account.map(LedgerAccountId::get),
                &after.cost_centre,
            ],
        )
        .await?;
        let change = Change::changed("invoice", id, &before, &after).by("recode");
        trail::record(office, actor, tx, change).await
    })
}

/// Touches booking and invoice first (there may be no booking yet), so that a lane that sends it at this moment and
/// this change exclude each other.
async fn refuse_frozen(tx: &mut Tx, id: InvoiceId) -> Result<(), OfficeError> {
    tx.execute(
        "UPDATE booking SET changed_at = changed_at WHERE invoice_id = $1",
        params![id.get()],
    )
    .await?;
    tx.execute(
        "UPDATE invoice SET note = note WHERE id = $1",
        params![id.get()],
    )
    .await?;
    let state: Option<Option<String>> = tx
        .optional(
            "SELECT booking.state
             FROM invoice LEFT JOIN booking ON booking.invoice_id = invoice.id
             WHERE invoice.id = $1",
            params![id.get()],
        )
        .await?;
    let state = state.ok_or(OfficeError::NotFound { what: "invoice" })?;
    if may_be_recoded(state.as_deref()) {
        return Ok(());
    }
    let refusal = Refusal::new(reasons::INVOICE_BOOKED, Place::Invoice(id));
    let state = state.unwrap_or_default();
    Err(OfficeError::refused(refusal.with("state", state)))
}

async fn load(tx: &mut Tx, id: InvoiceId, position: i64) -> Result<Coded, OfficeError> {
    let row: Option<(Option<i64>, String)> = tx
        .optional(
            "SELECT ledger_account_id, cost_centre FROM invoice_line
             WHERE invoice_id = $1 AND position = $2",
            params![id.get(), position],
        )
        .await?;
    let Some((account, cost_centre)) = row else {
        return Err(OfficeError::refused(
            Refusal::new(reasons::LINE_UNKNOWN, Place::Invoice(id)).with("line", position),
        ));
    };
    Ok(Coded {
        position,
        ledger_account: account.map(LedgerAccountId::new),
        cost_centre,
    })
}

/// The cost centre of a coding, after its account is known to exist.
async fn cost_centre(tx: &mut Tx, coding: &Coding) -> Result<String, OfficeError> {
    let mut fields = Fields::new(Place::Nowhere);
    let given = fields.text("cost-centre", &coding.cost_centre);
    fields.finish(()).map_err(OfficeError::Refused)?;
    let Some(id) = coding.ledger_account else {
        return Ok(given);
    };
    let row: Option<AccountRow> = tx
        .optional(
            "SELECT id, number, name, description, cost_centre FROM ledger_account WHERE id = $1",
            params![id.get()],
        )
        .await?;
    let Some(AccountRow(account)) = row else {
        return Err(OfficeError::refused(
            Refusal::new(reasons::ACCOUNT_UNKNOWN, Place::LedgerAccounts).with("account", id),
        ));
    };
    Ok(if given.is_empty() {
        account.cost_centre
    } else {
        given
    })
}
