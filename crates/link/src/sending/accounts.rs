//! *Rekeningen Exporteren*: accounts that Exact lacks are made there, where the bookkeeper has allowed it.

use domain::{LedgerAccountId, Place, Refusal};
use exact_api::{
    Created, Endpoint as _, Trimmed,
    endpoints::{CreateGlAccount, GlAccount, gl_type},
};
use exact_client::{CallError, Sent};
use store::{Tx, lock, params, transact};

use super::{
    Lane, LaneError, described,
    entries::read_first,
    runs,
    write::{self, Detail, Ended, Intent, Kind},
};
use crate::{LinkError, accounts, mirror, reasons};

/// An account that a run waits for.
struct Asked {
    id: LedgerAccountId,
    number: String,
    name: String,
}

/// Makes the accounts that runs wait for.
pub(super) async fn run(lane: &mut Lane<'_>) -> Result<(), LaneError> {
    for account in asked(lane).await? {
        if link(lane, &account).await? {
            continue;
        }
        if !allowed(lane).await? {
            let refusal = missing(&account);
            mark(lane, &account, "refused", Some(&refusal)).await?;
            continue;
        }
        make(lane, &account).await?;
    }
    Ok(())
}

async fn asked(lane: &Lane<'_>) -> Result<Vec<Asked>, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let rows: Vec<(i64, String, String)> = tx
        .all(
            "SELECT DISTINCT a.id, a.number, a.name FROM run_item i JOIN ledger_account a ON a.id = i.subject_id \
             WHERE i.administration_id = $1 AND i.subject = 'account' AND i.outcome IN ('waiting', 'unknown') \
             ORDER BY a.number",
            params![lane.administration.get()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number, name)| Asked {
            id: LedgerAccountId::new(id),
            number,
            name,
        })
        .collect())
}

/// Links one that Exact has by now, and says so; whether it did.
async fn link(lane: &Lane<'_>, account: &Asked) -> Result<bool, LaneError> {
    let linked = transact!(lane.link.office.db, |tx| -> Result<bool, LinkError> {
        lane.guard(tx).await?;
        lock::take(tx, office::locks::ACCOUNTS).await?;
        if !accounts::link_one(lane.link, tx, lane.administration, account.id).await? {
            return Ok(false);
        }
        let subject = ("account", account.id.get());
        runs::mark(lane, tx, subject, ("linked", None)).await?;
        Ok(true)
    })?;
    Ok(linked)
}

async fn allowed(lane: &Lane<'_>) -> Result<bool, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    Ok(tx
        .one(
            "SELECT may_create_accounts FROM administration WHERE id = $1",
            params![lane.administration.get()],
        )
        .await?)
}

fn missing(account: &Asked) -> Refusal {
    Refusal::new(
        reasons::ACCOUNT_MISSING_IN_EXACT,
        Place::LedgerAccount(account.id),
    )
    .with("account", &account.number)
    .with("name", &account.name)
}

/// A no of Exact, in its own words.
fn told(account: &Asked, error: &CallError) -> Refusal {
    let message = match error {
        CallError::Refused(told) => told.text(),
        CallError::BadRequest { text } => text.clone(),
        error => described(error),
    };
    Refusal::new(
        reasons::EXACT_REFUSED_ACCOUNT,
        Place::LedgerAccount(account.id),
    )
    .with("accounts", &account.number)
    .with("message", message)
}

async fn mark(
    lane: &Lane<'_>,
    account: &Asked,
    outcome: &'static str,
    refusal: Option<&Refusal>,
) -> Result<(), LaneError> {
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        runs::mark(lane, tx, ("account", account.id.get()), (outcome, refusal)).await
    })?;
    Ok(())
}

/// The number is unique in Exact, so an account whose making is unknown is simply looked for in the next run.
async fn make(lane: &mut Lane<'_>, account: &Asked) -> Result<(), LaneError> {
    read_first(lane).await?;
    let token = lane.ready(CreateGlAccount::NAME).await?;
    let request = CreateGlAccount::new(Trimmed::new(&account.number), account.name.clone())
        .with_type(gl_type::REVENUE)
        .with_balance_type("W")
        .with_balance_side("C");
    let body = request.body().unwrap_or_default();
    let begun = transact!(lane.link.office.db, |tx| -> Result<Intent, LinkError> {
        lane.guard(tx).await?;
        write::open(lane, tx, (Kind::Account, 1), &body, Detail::default()).await
    });
    if begun.is_err() {
        lane.unused(CreateGlAccount::NAME);
    }
    let intent = begun?;
    let (sent, noted) = write::send(lane, &intent, (&request, &token)).await;
    let finished = finish(lane, account, &intent, sent).await;
    noted?;
    finished
}

async fn finish(
    lane: &mut Lane<'_>,
    account: &Asked,
    intent: &Intent,
    sent: Sent<Created<GlAccount>>,
) -> Result<(), LaneError> {
    let status = sent.status;
    let (ended, outcome, refusal, row) = match sent.result {
        Ok(Created(row)) => (Ended::Done, "created", None, Some(row)),
        Err(error) if !error.is_certain() => {
            lane.writes_stopped |= status.is_none();
            (Ended::Unknown, "unknown", None, None)
        }
        Err(error @ (CallError::Refused(_) | CallError::BadRequest { .. })) => {
            (Ended::Refused, "refused", Some(told(account, &error)), None)
        }
        Err(_) => (Ended::NotSent, "waiting", None, None),
    };
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        write::close(lane, tx, intent, (ended, status), None).await?;
        if let Some(row) = &row {
            keep(lane, tx, account, row).await?;
        }
        runs::mark(
            lane,
            tx,
            ("account", account.id.get()),
            (outcome, refusal.as_ref()),
        )
        .await
    })?;
    if ended == Ended::NotSent {
        Err(LaneError::Unreachable)
    } else {
        Ok(())
    }
}

async fn keep(
    lane: &Lane<'_>,
    tx: &mut Tx,
    account: &Asked,
    row: &GlAccount,
) -> Result<(), LinkError> {
    let made = as_made(account, row);
    let values = vec![mirror::gl_account_params(lane.administration.get(), &made)];
    mirror::upsert_gl_accounts(tx, values).await?;
    accounts::link_row(lane.link, tx, lane.administration, (account.id, row.id)).await
}

/// What an answer leaves out is as it was sent: an account that is linked and mirrored without its number would seem to
/// be another one.
fn as_made(account: &Asked, row: &GlAccount) -> GlAccount {
    if row.code.is_some() && row.description.is_some() {
        return row.clone();
    }
    GlAccount {
        code: Some(Trimmed::new(&account.number)),
        description: Some(account.name.clone()),
        r#type: Some(gl_type::REVENUE),
        ..row.clone()
    }
}
