//! Makes a ledger account by hand or mends one.

use domain::{AccountNumber, LedgerAccount, LedgerAccountId, Place, Refusal};
use store::{Tx, lock, params, transact};

use super::row::AccountRow;
use crate::{
    Actor, Office, OfficeError, Right,
    fields::Fields,
    locks, reasons,
    trail::{self, Change},
};

/// A ledger account as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountForm {
    /// The account that is changed; `None` makes a new one.
    pub id: Option<LedgerAccountId>,
    /// *Nummer*: digits, the same as in Exact Online.
    pub number: String,
    /// *Naam*.
    pub name: String,
    /// *Omschrijving*.
    pub description: String,
    /// *Analytisch*: the cost centre that lines on this account get.
    pub cost_centre: String,
}

/// Stores an account as typed and tells it, so that the link finds the account of the same number in
/// Exact Online at once.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditAccounts`], [`OfficeError::Refused`] with everything that is
/// wrong, [`OfficeError::NotFound`].
pub async fn save(
    office: &Office,
    actor: &Actor,
    form: &AccountForm,
) -> Result<LedgerAccount, OfficeError> {
    transact!(office.db, |tx| -> Result<LedgerAccount, OfficeError> {
        let saved = save_in(office, actor, tx, form).await?;
        Ok(saved.account)
    })
}

/// An account as it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// As it is now.
    pub account: LedgerAccount,
    /// The number that it had before, when it has another one now: whatever stood for that number does not stand for
    /// this account any more.
    pub renumbered_from: Option<AccountNumber>,
}

/// The same within a transaction of whoever has to change more with it.
///
/// # Errors
/// As [`save`].
pub async fn save_in(
    office: &Office,
    actor: &Actor,
    tx: &mut Tx,
    form: &AccountForm,
) -> Result<Saved, OfficeError> {
    actor.require(Right::EditAccounts)?;
    let id = form
        .id
        .unwrap_or_else(|| LedgerAccountId::new(office.ids.next()));
    let account = read(form, id).map_err(OfficeError::Refused)?;
    lock::take(tx, locks::ACCOUNTS).await?;
    refuse_taken(tx, &account).await?;
    let before = match form.id {
        Some(id) => Some(load(tx, id).await?.ok_or(OfficeError::NotFound {
            what: "ledger account",
        })?),
        None => None,
    };
    store(tx, before.is_none(), &account).await?;
    let subject = account.id.get();
    let change = match &before {
        Some(before) => Change::changed("ledger_account", subject, before, &account),
        None => Change::created("ledger_account", subject, &account),
    };
    trail::record(office, actor, tx, change).await?;
    let renumbered_from = before
        .map(|before| before.number)
        .filter(|number| *number != account.number);
    Ok(Saved {
        account,
        renumbered_from,
    })
}

fn read(form: &AccountForm, id: LedgerAccountId) -> Result<LedgerAccount, Vec<Refusal>> {
    let place = form.id.map_or(Place::LedgerAccounts, Place::LedgerAccount);
    let mut fields = Fields::new(place.clone());
    let digits = form.number.trim();
    let number = AccountNumber::parse(digits)
        .ok()
        .filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let name = fields.text("name", &form.name);
    if name.is_empty() {
        fields.refuse(Refusal::new(reasons::TEXT_MISSING, place.clone()).with("field", "name"));
    }
    let description = fields.text("description", &form.description);
    let cost_centre = fields.text("cost-centre", &form.cost_centre);
    let Some(number) = number else {
        fields
            .refuse(Refusal::new(reasons::ACCOUNT_NUMBER_MALFORMED, place).with("number", digits));
        return Err(fields.finish(()).err().unwrap_or_default());
    };
    fields.finish(LedgerAccount {
        id,
        number,
        name,
        description,
        cost_centre,
    })
}

async fn refuse_taken(tx: &mut Tx, account: &LedgerAccount) -> Result<(), OfficeError> {
    let other: Option<(i64, String)> = tx
        .optional(
            "SELECT id, name FROM ledger_account WHERE number = $1 AND id <> $2",
            params![account.number.as_str(), account.id.get()],
        )
        .await?;
    match other {
        None => Ok(()),
        Some((id, name)) => Err(OfficeError::refused(
            Refusal::new(
                reasons::ACCOUNT_NUMBER_TAKEN,
                Place::LedgerAccount(LedgerAccountId::new(id)),
            )
            .with("number", &account.number)
            .with("name", name),
        )),
    }
}

async fn load(tx: &mut Tx, id: LedgerAccountId) -> Result<Option<LedgerAccount>, OfficeError> {
    let row: Option<AccountRow> = tx
        .optional(
            "SELECT id, number, name, description, cost_centre FROM ledger_account WHERE id = $1",
            params![id.get()],
        )
        .await?;
    Ok(row.map(|row| row.0))
}

async fn store(tx: &mut Tx, new: bool, account: &LedgerAccount) -> Result<(), OfficeError> {
    let sql = if new {
        "INSERT INTO ledger_account (id, number, name, description, cost_centre)
         VALUES ($1, $2, $3, $4, $5)"
    } else {
        "UPDATE ledger_account SET number = $2, name = $3, description = $4, cost_centre = $5
         WHERE id = $1"
    };
    tx.execute_one(
        sql,
        params![
            account.id.get(),
            account.number.as_str(),
            &account.name,
            &account.description,
            &account.cost_centre,
        ],
    )
    .await?;
    Ok(())
}
