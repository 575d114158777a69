//! The faults that are worth trying, in plain words, as the door takes them.

/// A fault to order as it is, or to change first.
pub(super) struct Preset {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    /// What happens, and what it tells of a client.
    pub(super) text: &'static str,
    /// The fault, without how often.
    pub(super) fault: &'static str,
}

const fn preset(
    key: &'static str,
    name: &'static str,
    text: &'static str,
    fault: &'static str,
) -> Preset {
    Preset {
        key,
        name,
        text,
        fault,
    }
}

/// The presets, group by group.
pub(super) const GROUPS: &[(&str, &[Preset])] = &[
    ("Lost on the way", LOST),
    ("Exact is unwell", UNWELL),
    ("Limits", LIMITS),
    ("Access withdrawn", ACCESS),
    ("Time and truth", TIME),
];

const LOST: &[Preset] = &[
    preset(
        "done_not_answered",
        "Done, but never answered",
        "The booking is made, then the connection is cut. Does your client look before it sends again?",
        r#"{"kind":"drop","when":"after","where":{"method":"POST"}}"#,
    ),
    preset(
        "never_arrived",
        "Cut before anything happened",
        "The connection is cut, and nothing was done. From outside it looks just like the one beside it.",
        r#"{"kind":"drop","when":"before"}"#,
    ),
    preset(
        "committed_late",
        "Committed late, after the client gave up",
        "Cut at once; the booking appears 30 seconds later by the sandbox's clock, when you have already looked.",
        r#"{"kind":"commit_late","ms":30000,"where":{"method":"POST"}}"#,
    ),
    preset(
        "broken_off",
        "The answer breaks off",
        "Done, headers arrive, then 40 bytes of JSON, then nothing.",
        r#"{"kind":"truncate","bytes":40,"when":"after"}"#,
    ),
];

const UNWELL: &[Preset] = &[
    preset(
        "maintenance",
        "Exact is in maintenance: 503",
        "An HTML page with Retry-After: 120, as on a Saturday night.",
        r#"{"kind":"status","status":503,"retry_after":120}"#,
    ),
    preset(
        "html",
        "HTML instead of JSON",
        "A proxy in between answers 502 with a page of its own.",
        r#"{"kind":"html","status":502}"#,
    ),
    preset(
        "internal_error",
        "Internal error: 500",
        "The text says that a problem has occurred. Nothing was done.",
        r#"{"kind":"status","status":500}"#,
    ),
    preset(
        "internal_error_done",
        "Internal error, but done",
        "The same answer, and yet the booking is there.",
        r#"{"kind":"status","status":500,"when":"after","where":{"method":"POST"}}"#,
    ),
    preset(
        "request_timeout",
        "Request time-out: 408",
        "Exact gave up on its own work; whether it was done is for you to find out. Here it was.",
        r#"{"kind":"status","status":408,"when":"after"}"#,
    ),
    preset(
        "flaky",
        "One call of ten fails",
        "500 by chance, until it is taken back. The same seed fails the same calls.",
        r#"{"kind":"status","status":500,"probability":"0.1","seed":7}"#,
    ),
];

const LIMITS: &[Preset] = &[
    preset(
        "minute_used",
        "Minute limit used up",
        "429 with the headers of the minute only, whatever is left.",
        r#"{"kind":"limit","window":"minute"}"#,
    ),
    preset(
        "day_used",
        "Day limit used up",
        "429 with the headers of the day only. Does your client wait until tomorrow?",
        r#"{"kind":"limit","window":"day"}"#,
    ),
];

const ACCESS: &[Preset] = &[
    preset(
        "token_revoked",
        "Token revoked",
        "Every chain of this user is broken before the call: 401, and no refresh helps.",
        r#"{"kind":"revoke_token","when":"before"}"#,
    ),
    preset(
        "licence_expired",
        "Licence expired",
        "403 with Reason: LicenseExpired.",
        r#"{"kind":"forbid","reason":"LicenseExpired"}"#,
    ),
    preset(
        "user_blocked",
        "User blocked",
        "403 with Reason: BlockedUser.",
        r#"{"kind":"forbid","reason":"BlockedUser"}"#,
    ),
    preset(
        "no_division",
        "Company taken away",
        "403 with Reason: NoDivisionAccess, as when the user lost his rights in it.",
        r#"{"kind":"forbid","reason":"NoDivisionAccess"}"#,
    ),
];

const TIME: &[Preset] = &[
    preset(
        "slow",
        "Slow answer",
        "Done at once, answered five seconds of real time later.",
        r#"{"kind":"delay","ms":5000,"when":"after"}"#,
    ),
    preset(
        "very_slow",
        "Slower than your time-out",
        "Held back for two minutes before it is done: it happens after you hung up.",
        r#"{"kind":"delay","ms":120000,"when":"before"}"#,
    ),
    preset(
        "stale",
        "Stale reads",
        "Reads see the books as they are now, whatever is booked after this moment.",
        r#"{"kind":"stale","where":{"method":"GET"}}"#,
    ),
];

/// The preset with this key.
pub(super) fn of(key: &str) -> Option<&'static Preset> {
    let mut all = GROUPS.iter().flat_map(|(_, presets)| presets.iter());
    all.find(|preset| preset.key == key)
}

#[cfg(test)]
mod tests {
    use super::GROUPS;
    use crate::faults::Fault;

    #[test]
    fn every_preset_is_a_fault() {
        for preset in GROUPS.iter().flat_map(|(_, presets)| presets.iter()) {
            let fault = serde_json::from_str::<Fault>(preset.fault);
            assert!(fault.is_ok(), "{}: {fault:?}", preset.key);
        }
    }
}
