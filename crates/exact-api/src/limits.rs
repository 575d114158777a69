//! The quota headers of an answer.

use http::HeaderMap;
use jiff::Timestamp;

/// What an answer told about the quotas. A window without any header is `None`: unknown, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The UTC day.
    pub day: Option<Window>,
    /// The clock minute.
    pub minute: Option<Window>,
}

/// One quota window, as far as told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many calls the window has in all.
    pub limit: Option<u32>,
    /// How many are left.
    pub remaining: Option<u32>,
    /// When the window ends.
    pub reset: Option<Timestamp>,
}

impl Limits {
    /// Reads `X-RateLimit-*`. A header that cannot be read counts as missing.
    #[must_use]
    pub fn read(headers: &HeaderMap) -> Self {
        Self {
            day: window(headers, "x-ratelimit-"),
            minute: window(headers, "x-ratelimit-minutely-"),
        }
    }
}

fn window(headers: &HeaderMap, prefix: &str) -> Option<Window> {
    let number = |name: &str| -> Option<i64> {
        let value = headers.get(format!("{prefix}{name}"))?;
        value.to_str().ok()?.trim().parse().ok()
    };
    let window = Window {
        limit: number("limit").and_then(|value| u32::try_from(value).ok()),
        remaining: number("remaining").and_then(|value| u32::try_from(value.max(0)).ok()),
        reset: number("reset").and_then(|millis| Timestamp::from_millisecond(millis).ok()),
    };
    let told = window.limit.is_some() || window.remaining.is_some() || window.reset.is_some();
    told.then_some(window)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    http::HeaderName::from_static(name),
                    http::HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn both_windows_are_read_with_their_reset_in_milliseconds() {
        let limits = Limits::read(&headers(&[
            ("x-ratelimit-limit", "5000"),
            ("x-ratelimit-remaining", "4766"),
            ("x-ratelimit-reset", "1683936000000"),
            ("x-ratelimit-minutely-limit", "60"),
            ("x-ratelimit-minutely-remaining", "58"),
            ("x-ratelimit-minutely-reset", "1683879540000"),
        ]));
        let day = limits.day.expect("a day");
        assert_eq!((day.limit, day.remaining), (Some(5000), Some(4766)));
        assert_eq!(
            day.reset.expect("a reset").to_string(),
            "2023-05-13T00:00:00Z"
        );
        let minute = limits.minute.expect("a minute");
        assert_eq!((minute.limit, minute.remaining), (Some(60), Some(58)));
        assert_eq!(
            minute.reset.expect("a reset").to_string(),
            "2023-05-12T08:19:00Z"
        );
    }

    #[test]
    fn what_is_missing_or_broken_is_unknown() {
        assert_eq!(Limits::read(&HeaderMap::new()), Limits::default());
        let limits = Limits::read(&headers(&[
            ("x-ratelimit-minutely-remaining", "0"),
            ("x-ratelimit-remaining", "many"),
        ]));
        assert_eq!(limits.day, None);
        let minute = limits.minute.expect("a minute");
        assert_eq!(
            (minute.limit, minute.remaining, minute.reset),
            (None, Some(0), None)
        );
    }
}
