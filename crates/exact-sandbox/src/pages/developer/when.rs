//! Moments, spans, sizes and counts as a developer reads them: UTC, English, whole numbers.

use jiff::Timestamp;

/// `2026-11-24 09:00:30`.
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// `09:00:30` on the day of `now`, with the date before it on another.
pub(super) fn short(at: Timestamp, now: Timestamp) -> String {
    let day = |at: Timestamp| at.as_second().div_euclid(86_400);
    if day(at) == day(now) {
        at.strftime("%H:%M:%S").to_string()
    } else {
        at.strftime("%-d %b %H:%M:%S").to_string()
    }
}

/// `850 ms`, `9 min 30 s`, `2 d 3 h`: at most two units.
pub(super) fn span(milliseconds: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let ms = milliseconds.saturating_abs();
    if ms < 1_000 {
        return format!("{ms} ms");
    }
    let mut seconds = ms / 1_000;
    let mut parts = Vec::new();
    for (size, name) in UNITS {
        let whole = seconds / size;
        seconds %= size;
        if whole > 0 {
            parts.push(format!("{whole} {name}"));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    parts.join(" ")
}

/// `in 9 min 30 s`, `2 min ago`, `now`.
pub(super) fn relative(at: Timestamp, now: Timestamp) -> String {
    let ms = at.as_millisecond().saturating_sub(now.as_millisecond());
    match ms {
        -999..=999 => "now".to_owned(),
        ms if ms > 0 => format!("in {}", span(ms)),
        ms => format!("{} ago", span(ms)),
    }
}

/// `0.4 ms`, `12 ms`, `1.2 s`.
pub(super) fn took(microseconds: i64) -> String {
    let us = microseconds.max(0);
    match us {
        0..=9_999 => format!("{}.{} ms", us / 1_000, us % 1_000 / 100),
        10_000..=999_999 => format!("{} ms", us / 1_000),
        _ if us < 100_000_000 => format!("{}.{} s", us / 1_000_000, us % 1_000_000 / 100_000),
        _ => span(us / 1_000),
    }
}

/// `812 B`, `12.4 kB`, `3.0 MB`.
pub(super) fn bytes(count: usize) -> String {
    match count {
        0..=999 => format!("{count} B"),
        1_000..=999_999 => format!("{}.{} kB", count / 1_000, count % 1_000 / 100),
        _ => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

/// `12,345`.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_time_and_size() {
        let at: Timestamp = "2026-11-24T09:00:30Z".parse().unwrap();
        let later: Timestamp = "2026-11-25T10:00:31Z".parse().unwrap();
        assert_eq!(moment(at), "2026-11-24 09:00:30");
        assert_eq!(short(at, at), "09:00:30");
        assert_eq!(short(at, later), "24 Nov 09:00:30");
        assert_eq!(relative(later, at), "in 1 d 1 h");
        assert_eq!(relative(at, later), "1 d 1 h ago");
        assert_eq!(relative(at, at), "now");
        assert_eq!(
            [570_000, 60_000, 86_400_000, 86_460_000, 999].map(span),
            ["9 min 30 s", "1 min", "1 d", "1 d", "999 ms"]
        );
        assert_eq!(
            [0, 449, 12_345, 1_250_000, 130_000_000].map(took),
            ["0.0 ms", "0.4 ms", "12 ms", "1.2 s", "2 min 10 s"]
        );
        assert_eq!([812, 12_400].map(bytes), ["812 B", "12.4 kB"]);
        assert_eq!([7, 1_234_567].map(count), ["7", "1,234,567"]);
    }
}
