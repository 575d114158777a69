//! The gapless numbers of a journal.
//!
//! Pure: the caller keeps the series and stores the new one in the same transaction that issues
//! the invoice, so a rollback leaves no gap.

use jiff::civil::Date;

use crate::number::{InvoiceNumber, NumberError};

/// A series of numbers (*nummering*), such as `A1-2026-000417` from prefix `A1-{year}-`.
///
/// The counter goes on over the years; it need not restart (Belgian RD no. 1, art. 5).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NumberSeries {
    /// What stands before the six digits; `{year}` becomes the year of the invoice date.
    pub prefix: String,
    /// The counter of the next invoice, 1 or more.
    pub next: i64,
    /// The date of the last invoice that took a number.
    pub last_date: Option<Date>,
}

/// Why a series gives no number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    /// Numbers follow their dates; this date lies before that of the last number.
    #[error("the date {date} lies before {last}, the date of the last number")]
    DateBeforeLast {
        /// The date that was asked for.
        date: Date,
        /// The date of the last number.
        last: Date,
    },
    /// Prefix and counter make no valid number.
    #[error("the series makes no valid number")]
    Number(#[from] NumberError),
    /// The counter is below 1 or at its end.
    #[error("the counter of the series is out of bounds")]
    Counter,
}

impl NumberSeries {
    /// A series that starts at 1.
    #[must_use]
    pub fn starting(prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
            next: 1,
            last_date: None,
        }
    }

    /// The next number for an invoice of this date, and the series as it is afterwards.
    ///
    /// # Errors
    /// [`SeriesError::DateBeforeLast`] when the date goes back in the series, otherwise what is
    /// wrong with its prefix or counter. The series itself is unchanged then.
    pub fn take(&self, date: Date) -> Result<(InvoiceNumber, Self), SeriesError> {
        if let Some(last) = self.last_date
            && date < last
        {
            return Err(SeriesError::DateBeforeLast { date, last });
        }
        if self.next < 1 {
            return Err(SeriesError::Counter);
        }
        let prefix = self
            .prefix
            .replace("{year}", &format!("{:04}", date.year()));
        let number = InvoiceNumber::parse(&format!("{prefix}{:06}", self.next))?;
        let next = self.next.checked_add(1).ok_or(SeriesError::Counter)?;
        Ok((
            number,
            Self {
                prefix: self.prefix.clone(),
                next,
                last_date: Some(date),
            },
        ))
    }
}
