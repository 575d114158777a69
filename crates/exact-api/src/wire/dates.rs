//! Dates and instants.
//!
//! A date is answered as `/Date(ms)/` at exact UTC midnight; the UTC date is the booking date, and
//! no time zone is applied. It is sent as `"2026-01-31"`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::DateTime};
use serde_json::value::RawValue;

use super::{FromWire, ToWire, ValueError, string};

const EDM: &[&str] = &["Edm.DateTime"];

impl FromWire for Date {
    const EDM: &'static [&'static str] = EDM;

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        Timestamp::read(raw).map(|instant| TimeZone::UTC.to_datetime(instant).date())
    }
}

impl ToWire for Date {
    const EDM: &'static [&'static str] = EDM;

    fn write(&self) -> String {
        format!("\"{self}\"")
    }
}

impl FromWire for Timestamp {
    const EDM: &'static [&'static str] = EDM;

    fn read(raw: &RawValue) -> Result<Self, ValueError> {
        let date = ValueError("a date");
        instant(&string(raw, date.0)?).ok_or(date)
    }
}

/// `/Date(ms)/`, `/Date(ms+0100)/` (the offset is for show: ms is UTC), or ISO 8601 read as UTC.
fn instant(text: &str) -> Option<Timestamp> {
    if let Some(inner) = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.strip_suffix(")/"))
    {
        let sign_from_second = inner
            .char_indices()
            .skip(1)
            .find(|(_, c)| matches!(c, '+' | '-'));
        let end = sign_from_second.map_or(inner.len(), |(at, _)| at);
        let millis: i64 = inner[..end].parse().ok()?;
        return Timestamp::from_millisecond(millis).ok();
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let local: DateTime = match text.parse::<DateTime>() {
        Ok(local) => local,
        Err(_) => text.parse::<Date>().ok()?.at(0, 0, 0, 0),
    };
    TimeZone::UTC.to_timestamp(local).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Date, ValueError> {
        let json = format!("\"{text}\"");
        Date::read(serde_json::from_str(&json).expect("JSON"))
    }

    #[test]
    fn every_notation_gives_the_utc_date() {
        for text in [
            "/Date(1769817600000)/",
            "/Date(1769817600000+0100)/",
            "/Date(1769903999999)/",
            "2026-01-31",
            "2026-01-31T00:00:00",
            "2026-01-31T23:59:59.999Z",
        ] {
            assert_eq!(read(text), Ok(date(2026, 1, 31)), "{text}");
        }
        assert_eq!(read("/Date(-86400000)/"), Ok(date(1969, 12, 31)));
        assert_eq!(read("/Date(-86400000-0100)/"), Ok(date(1969, 12, 31)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "/Date()/",
            "/Date(é)/",
            "/Date(99999999999999999)/",
            "31-01-2026",
            "/Date(1",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_date_survives_the_wire(days in -200_000_i64..200_000) {
            let day = read(&format!("/Date({})/", days * 86_400_000)).expect("a date");
            let instant = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).expect("in range");
            prop_assert_eq!(instant.as_millisecond(), days * 86_400_000);
            let written = day.write();
            prop_assert_eq!(Date::read(serde_json::from_str(&written).expect("JSON")), Ok(day));
        }
    }
}
