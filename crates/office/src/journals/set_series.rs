//! Says where the numbers of a journal go on, for a shop that comes from another program.

use domain::{Journal, JournalId, NumberSeries, Place};
use store::{Tx, params, transact};

use super::{get::load_alone, save_marks::refuse_malformed, save_marks::refuse_with_invoices};
use crate::{
    Actor, Office, OfficeError, Right,
    trail::{self, Change},
};

/// Sets prefix, next number and last date of a journal that has no invoices yet: afterwards its row of numbers
/// would get gaps or doubles.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::EditJournals`], [`OfficeError::NotFound`],
/// [`OfficeError::Refused`] when the series gives no numbers or the journal has invoices.
pub async fn set_series(
    office: &Office,
    actor: &Actor,
    id: JournalId,
    series: &NumberSeries,
) -> Result<Journal, OfficeError> {
    actor.require(Right::EditJournals)?;
    refuse_malformed(series, Place::Journal(id)).map_err(OfficeError::refused)?;
    transact!(office.db, |tx| -> Result<Journal, OfficeError> {
        let before = load_alone(tx, id).await?;
        refuse_with_invoices(tx, &before).await?;
        let after = Journal {
            series: series.clone(),
            ..before.clone()
        };
        update(tx, &after).await?;
        let change = Change::changed("journal", id, &before, &after).by("set_series");
        trail::record(office, actor, tx, change).await?;
        Ok(after)
    })
}

async fn update(tx: &mut Tx, journal: &Journal) -> Result<(), OfficeError> {
    tx.execute_one(
        "UPDATE journal SET number_prefix = $2, next_number = $3, last_date = $4 WHERE id = $1",
        params![
            journal.id.get(),
            &journal.series.prefix,
            journal.series.next,
            journal.series.last_date,
        ],
    )
    .await?;
    Ok(())
}
