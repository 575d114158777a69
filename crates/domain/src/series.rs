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

/// A number that a series has given, read back from a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its counter.
    pub counter: i64,
    /// The number as the series prints it.
    pub number: String,
}

/// Where the year of the invoice date stands in a prefix.
const YEAR: &str = "{year}";
/// How many digits the counter has at least.
const DIGITS: usize = 6;

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
        let prefix = self.prefix.replace(YEAR, &format!("{:04}", date.year()));
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

    /// The number that a reference is, when this series gives such numbers; capitals do not count.
    #[must_use]
    pub fn read(&self, reference: &str) -> Option<Given> {
        let reference = reference.trim();
        let mut rest = reference;
        let mut number = String::new();
        for (at, part) in self.prefix.split(YEAR).enumerate() {
            if at > 0 {
                let year = digits(rest, Some(4))?;
                number.push_str(year);
                rest = rest.get(year.len()..)?;
            }
            rest = without_prefix(rest, part)?;
            number.push_str(part);
        }
        let counter = digits(rest, None)?;
        let printed =
            counter.len() == DIGITS || (counter.len() > DIGITS && !counter.starts_with('0'));
        if !printed || counter.len() != rest.len() {
            return None;
        }
        number.push_str(counter);
        Some(Given {
            counter: counter.parse().ok()?,
            number,
        })
    }
}

/// The digits that a text begins with; `exactly` so many, where that is given.
fn digits(text: &str, exactly: Option<usize>) -> Option<&str> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    match exactly {
        Some(wanted) if count >= wanted => text.get(..wanted),
        Some(_) => None,
        None => text.get(..count),
    }
}

/// What follows a prefix, whatever its capitals.
fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in prefix.chars() {
        let found = rest.next()?;
        if found != wanted && !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}
