//! The ledger accounts of the lines: chosen by a person, else remembered per text and location.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    Coding, LedgerAccount, LedgerAccountId, Line, LocationId, Place, Refusal, cut, normalise,
};
use store::{Params, Tx, params};

use super::{AccountFrom, Choice, LineAccount};
use crate::{OfficeError, accounts, reasons};

/// Characters of a line's text by which its account is remembered.
const TEXT_KEY: usize = 200;
/// How many remembered texts are read per location: the newest programs print a few hundred.
const REMEMBERED_MAX: i64 = 20_000;

/// The account of every line, and what is wrong with the choice.
pub(super) async fn choose(
    tx: &mut Tx,
    choice: &Choice,
    lines: &[Line],
) -> Result<(Vec<LineAccount>, Vec<Refusal>), OfficeError> {
    let remembered = remembered(tx, choice.location).await?;
    let wanted: Vec<(i64, Option<LedgerAccountId>, AccountFrom)> = (1_i64..)
        .zip(lines)
        .map(|(position, line)| {
            let (id, from) = wanted(choice, position, line, &remembered);
            (position, id, from)
        })
        .collect();
    let chosen = choice.accounts.values().chain(&choice.account_for_all);
    let ids: BTreeSet<LedgerAccountId> = wanted
        .iter()
        .filter_map(|(_, id, _)| *id)
        .chain(chosen.copied())
        .collect();
    let ids: Vec<LedgerAccountId> = ids.into_iter().collect();
    let known = accounts::load_many(tx, &ids).await?;
    let refusals = unknown(&ids, &known);
    let lines = wanted
        .into_iter()
        .map(|(position, id, from)| LineAccount {
            position,
            account: id.and_then(|id| known.get(&id).cloned()),
            from,
        })
        .collect();
    Ok((lines, refusals))
}

/// A line of text is not booked, so it needs no account.
fn wanted(
    choice: &Choice,
    position: i64,
    line: &Line,
    remembered: &HashMap<String, LedgerAccountId>,
) -> (Option<LedgerAccountId>, AccountFrom) {
    if line.net.is_none() {
        return (None, AccountFrom::Nowhere);
    }
    if let Some(id) = choice.accounts.get(&position) {
        return (Some(*id), AccountFrom::Line);
    }
    if let Some(id) = choice.account_for_all {
        return (Some(id), AccountFrom::All);
    }
    match remembered.get(&text_key(&line.description)) {
        Some(id) => (Some(*id), AccountFrom::Remembered),
        None => (None, AccountFrom::Nowhere),
    }
}

fn unknown(
    ids: &[LedgerAccountId],
    known: &BTreeMap<LedgerAccountId, LedgerAccount>,
) -> Vec<Refusal> {
    ids.iter()
        .filter(|id| !known.contains_key(*id))
        .map(|id| Refusal::new(reasons::ACCOUNT_UNKNOWN, Place::LedgerAccounts).with("account", id))
        .collect()
}

/// How the lines are booked: the account of each, and the cost centre of that account.
pub(super) fn codings(lines: &[LineAccount]) -> Vec<Coding> {
    let coding = |account: &LedgerAccount| Coding {
        ledger_account: Some(account.id),
        cost_centre: account.cost_centre.clone(),
    };
    lines
        .iter()
        .map(|line| line.account.as_ref().map(coding).unwrap_or_default())
        .collect()
}

/// Remembers what a person chose, per text, for the next import at this location.
pub(super) async fn remember(
    tx: &mut Tx,
    location: LocationId,
    lines: &[Line],
    accounts: &[LineAccount],
) -> Result<(), OfficeError> {
    let chosen: BTreeMap<String, LedgerAccountId> = lines
        .iter()
        .zip(accounts)
        .filter(|(_, account)| matches!(account.from, AccountFrom::Line | AccountFrom::All))
        .filter_map(|(line, account)| {
            Some((text_key(&line.description), account.account.as_ref()?.id))
        })
        .filter(|(key, _)| !key.is_empty())
        .collect();
    let rows: Vec<Params> = chosen
        .into_iter()
        .map(|(key, account)| params![location.get(), key, account.get()])
        .collect();
    tx.execute_many(
        "INSERT INTO line_text_account (location_id, text_key, ledger_account_id) VALUES ($1, $2, $3)
         ON CONFLICT (location_id, text_key) DO UPDATE SET ledger_account_id = excluded.ledger_account_id",
        rows,
    )
    .await?;
    Ok(())
}

fn text_key(description: &str) -> String {
    cut(&normalise(description), TEXT_KEY).to_owned()
}

async fn remembered(
    tx: &mut Tx,
    location: LocationId,
) -> Result<HashMap<String, LedgerAccountId>, OfficeError> {
    let rows: Vec<(String, i64)> = tx
        .all(
            "SELECT text_key, ledger_account_id FROM line_text_account WHERE location_id = $1
             ORDER BY text_key LIMIT $2",
            params![location.get(), REMEMBERED_MAX],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(key, id)| (key, LedgerAccountId::new(id)))
        .collect())
}
