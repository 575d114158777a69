//! Makes a customer or mends one.

use domain::{Customer, CustomerId, CustomerNumber, Refusal};
use store::{Tx, lock, params, transact};

use super::{CustomerForm, get::load, row::to_params, store_many};
use crate::{
    Actor, Office, OfficeError, Right, locks, reasons,
    trail::{self, Change},
};

/// The next free number is looked for below this one: a single number of another program (some use
/// telephone numbers) must not lift all later ones.
const NEXT_NUMBER_BELOW: i64 = 100_000_000;

/// Stores a customer as typed: a new one under the number given or the next free one, or a known one when
/// nobody changed it meanwhile. What waits for this customer's name or address is told.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditCustomers`], [`OfficeError::Refused`] with everything that
/// is wrong, [`OfficeError::NotFound`], [`OfficeError::Conflict`].
pub async fn save(
    office: &Office,
    actor: &Actor,
    form: &CustomerForm,
) -> Result<Customer, OfficeError> {
    actor.require(Right::EditCustomers)?;
    let typed = form.typed_number().map_err(OfficeError::refused)?;
    transact!(office.db, |tx| -> Result<Customer, OfficeError> {
        lock::take(tx, locks::CUSTOMERS).await?;
        match form.id {
            Some(id) => change(office, actor, tx, (id, typed, form)).await,
            None => create(office, actor, tx, (typed, form)).await,
        }
    })
}

async fn create(
    office: &Office,
    actor: &Actor,
    tx: &mut Tx,
    (typed, form): (Option<CustomerNumber>, &CustomerForm),
) -> Result<Customer, OfficeError> {
    let number = match typed {
        Some(number) => number,
        None => next_free_number(tx).await?,
    };
    let customer = form
        .read(CustomerId::new(office.ids.next()), number, None)
        .map_err(OfficeError::Refused)?;
    refuse_taken(tx, &customer, form).await?;
    store_many(tx, office.clock.now(), std::slice::from_ref(&customer)).await?;
    let change = Change::created("customer", customer.id.get(), &customer);
    trail::record(office, actor, tx, change).await?;
    Ok(customer)
}

async fn change(
    office: &Office,
    actor: &Actor,
    tx: &mut Tx,
    (id, typed, form): (CustomerId, Option<CustomerNumber>, &CustomerForm),
) -> Result<Customer, OfficeError> {
    let before = load(tx, id)
        .await?
        .ok_or(OfficeError::NotFound { what: "customer" })?;
    if before.version != form.version {
        return Err(OfficeError::Conflict);
    }
    let after = form
        .read(id, typed.unwrap_or(before.number), Some(&before))
        .map_err(OfficeError::Refused)?;
    refuse_taken(tx, &after, form).await?;
    let mut params = to_params(&after);
    params.push(before.version.into());
    let touched = tx
        .execute(
            "UPDATE customer
             SET number = $2, name = $3, address_line = $4, address_line2 = $5, postcode = $6, city = $7,
                 country = $8, vat_number = $9, endpoint = $10, email = $11, language = $12, version = $13
             WHERE id = $1 AND version = $14",
            params,
        )
        .await?;
    if touched != 1 {
        return Err(OfficeError::Conflict);
    }
    let change = Change::changed("customer", id.get(), &before, &after);
    trail::record(office, actor, tx, change).await?;
    Ok(after)
}

/// The number after the highest one below [`NEXT_NUMBER_BELOW`]; when that end is reached, the first that
/// follows a number and is free.
pub(crate) async fn next_free_number(tx: &mut Tx) -> Result<CustomerNumber, OfficeError> {
    let highest: i64 = tx
        .one(
            "SELECT COALESCE(MAX(number), 0) FROM customer WHERE number < $1",
            params![NEXT_NUMBER_BELOW],
        )
        .await?;
    let mut next = highest + 1;
    if next == NEXT_NUMBER_BELOW {
        next = tx
            .one(
                "SELECT MIN(number) + 1 FROM customer
                 WHERE NOT EXISTS (SELECT 1 FROM customer AS follower WHERE follower.number = customer.number + 1)",
                params![],
            )
            .await?;
    }
    CustomerNumber::new(next).map_err(|_| OfficeError::NotFound {
        what: "free customer number",
    })
}

async fn refuse_taken(
    tx: &mut Tx,
    customer: &Customer,
    form: &CustomerForm,
) -> Result<(), OfficeError> {
    let other: Option<(i64, String)> = tx
        .optional(
            "SELECT id, name FROM customer WHERE number = $1 AND id <> $2",
            params![customer.number.get(), customer.id.get()],
        )
        .await?;
    match other {
        None => Ok(()),
        Some((_, name)) => Err(OfficeError::refused(
            Refusal::new(reasons::CUSTOMER_NUMBER_TAKEN, form.place())
                .with("number", customer.number)
                .with("name", name),
        )),
    }
}
