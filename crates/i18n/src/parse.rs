//! Dates as people type them, read forgivingly.

use jiff::civil::Date;

/// A year of two digits belongs to this century: nobody types invoices of 1998.
const CENTURY: i16 = 2000;

/// Reads `24-11-2026`, `24/11/26`, `24.11.2026`, `24 11 2026`, `24112026`, `2026-11-24`.
///
/// Day before month, unless the year comes first. `None` when it is no date at all.
#[must_use]
pub fn parse_date(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if typed.len() > 10 {
        return None;
    }
    let parts: Vec<&str> = typed.split(['-', '/', '.', ' ']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => build(year, month, day),
        [day, month, year] => build(year, month, day),
        [digits] => run_together(digits),
        _ => None,
    }
}

fn run_together(digits: &str) -> Option<Date> {
    if !matches!(digits.len(), 6 | 8) || !all_digits(digits) {
        return None;
    }
    build(&digits[4..], &digits[2..4], &digits[..2])
}

fn build(year: &str, month: &str, day: &str) -> Option<Date> {
    if !(all_digits(year) && all_digits(month) && all_digits(day)) {
        return None;
    }
    let year: i16 = match year.len() {
        2 => CENTURY + year.parse::<i16>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_usual_way_of_typing_is_read() {
        for typed in [
            "24-11-2026",
            "24/11/2026",
            "24.11.26",
            "24 11 2026",
            " 24-11-26 ",
            "24112026",
            "241126",
            "2026-11-24",
            "2026/11/24",
        ] {
            assert_eq!(parse_date(typed), Some(date(2026, 11, 24)), "{typed}");
        }
        assert_eq!(parse_date("1-2-2026"), Some(date(2026, 2, 1)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for typed in [
            "",
            "31-02-2026",
            "24-13-2026",
            "morgen",
            "24-11",
            "2411202",
            "+4-11-2026",
            "é4-11-26",
            "24-11-202",
            "24-11-2026-01",
        ] {
            assert_eq!(parse_date(typed), None, "{typed}");
        }
    }
}
