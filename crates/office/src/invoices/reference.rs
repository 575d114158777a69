//! Structured payment references that were never given before.

use domain::StructuredReference;
use jiff::civil::Date;
use store::{Tx, params};

use crate::OfficeError;

/// Where the number given last is kept.
const COUNTER: &str = "payment_reference.last";
/// Documents that one counter tells apart; then it begins again, long after the first were paid.
const REFERENCES: i64 = 100_000_000;

/// The next reference, as twelve digits: the year and one counter for all journals, since several of them may
/// share a bank account.
pub(super) async fn next(tx: &mut Tx, date: Date) -> Result<String, OfficeError> {
    let next: i64 = tx
        .one(
            "INSERT INTO app_option (name, value) VALUES ($1, '1')
             ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(app_option.value AS BIGINT) + 1 AS TEXT)
             RETURNING CAST(value AS BIGINT)",
            params![COUNTER],
        )
        .await?;
    let base = i64::from(date.year() % 100) * REFERENCES + next % REFERENCES;
    // A base of zero, which banks refuse, comes once in a century of a hundred million documents.
    Ok(StructuredReference::from_base(base.unsigned_abs())
        .map(|reference| reference.digits().to_owned())
        .unwrap_or_default())
}
