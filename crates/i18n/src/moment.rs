//! Dates and instants as people write them: dd-mm-jjjj in every language, Brussels time.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Lang;

/// A date as dd-mm-jjjj.
///
/// The same in all three languages: in Belgium that is how a date is typed, and an English reader
/// of a Belgian invoice must not wonder which number is the month.
#[must_use]
pub fn date(day: Date) -> String {
    format!("{:02}-{:02}-{:04}", day.day(), day.month(), day.year())
}

/// A date as ISO 8601, for `datetime` attributes.
#[must_use]
pub fn iso_date(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// What stands in an empty date field: `dd-mm-jjjj`, `jj-mm-aaaa` or `dd-mm-yyyy`.
#[must_use]
pub const fn date_hint(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "dd-mm-jjjj",
        Lang::Fr => "jj-mm-aaaa",
        Lang::En => "dd-mm-yyyy",
    }
}

/// An instant as date and time of day in Brussels: `24-11-2026 06:12`.
#[must_use]
pub fn moment(instant: Timestamp) -> String {
    let local = instant.to_zoned_datetime(brussels());
    format!(
        "{} {:02}:{:02}",
        date(local.date()),
        local.hour(),
        local.minute()
    )
}

/// The time of day of an instant in Brussels: `06:12`.
#[must_use]
pub fn time_of_day(instant: Timestamp) -> String {
    let local = instant.to_zoned_datetime(brussels());
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// The day that it is in Brussels at an instant.
#[must_use]
pub fn today(instant: Timestamp) -> Date {
    instant.to_zoned_datetime(brussels()).date()
}

fn brussels() -> TimeZone {
    // The zone is bundled; UTC would be an hour off but still a time.
    TimeZone::get("Europe/Brussels").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_in_brussels() {
        let winter: Timestamp = "2026-11-24T05:12:00Z".parse().unwrap();
        let summer: Timestamp = "2026-06-30T22:30:00Z".parse().unwrap();
        assert_eq!(moment(winter), "24-11-2026 06:12");
        assert_eq!(time_of_day(winter), "06:12");
        assert_eq!(today(summer), jiff::civil::date(2026, 7, 1));
        assert_eq!(iso_date(jiff::civil::date(2026, 7, 1)), "2026-07-01");
    }
}
