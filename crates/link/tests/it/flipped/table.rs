//! Every switch of the sandbox with its other values, and what is expected of the export under each.
//!
//! The table is complete by construction: a switch that is not in it, or a value of a choice that is not, fails
//! [`every_switch_is_flipped`].

use std::collections::{BTreeMap, BTreeSet};

use exact_sandbox::Switches;
use serde_json::{Map, Value, json};

/// What differs from the export under the defaults. Everything else must be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// Nothing.
    Same,
    /// Looks that find nothing yet are taken once more: at most so many reads in all.
    MoreLooks(usize),
    /// The day's quota runs out in the middle: what is left goes on a later day, at most so many reads in all.
    LaterDay(usize),
}

/// One switch, at another value than its default.
#[derive(Debug, Clone)]
pub(super) struct Flip {
    /// The name of its test.
    pub(super) test: &'static str,
    switch: &'static str,
    value: Value,
    pub(super) expected: Expected,
    /// Why this is expected.
    why: &'static str,
}

impl Flip {
    /// The switches with this one flipped.
    pub(super) fn switches(&self) -> Switches {
        let mut all = defaults();
        all.insert(self.switch.to_owned(), self.value.clone());
        serde_json::from_value(Value::Object(all)).unwrap()
    }
}

/// A table of flips, and a test of the export for each.
macro_rules! flips {
    ($($test:ident: $switch:ident = $value:expr => $expected:expr, $why:literal;)*) => {
        /// Every flip.
        pub(super) fn all() -> Vec<Flip> {
            vec![$(Flip {
                test: stringify!($test),
                switch: stringify!($switch),
                value: json!($value),
                expected: $expected,
                why: $why,
            },)*]
        }

        mod exports {
            $(#[tokio::test(start_paused = true)]
            async fn $test() {
                super::super::story::live(stringify!($test)).await;
            })*
        }
    };
}

use Expected::{LaterDay, MoreLooks, Same};

flips! {
    minute_of_5: minute_limit = 5 => MoreLooks(95),
        "four calls of each minute are kept for payments until its last ten seconds; the export waits for them";
    minute_of_2: minute_limit = 2 => Same, "slow, and enough for the sign-in, which asks twice within one minute";
    minute_of_600: minute_limit = 600 => Same, "the headers are believed, not the published quota";
    day_of_60: day_limit = 60 => LaterDay(90), "the set-up and a part of the month use the first day up";
    errors_of_1: error_limit = 1 => Same, "an export makes no mistake that counts";
    errors_of_0: error_limit = 0 => Same, "an export makes no mistake that counts";
    refusals_count: count_500 = true => Same, "one mistake is one error, so refusals stay few";
    no_bare_top: bare_top = false => Same, "both forms of `d` are read";
    country_unpadded: pad_country = false => Same, "codes are trimmed before they are compared";
    vat_code_unpadded: pad_vat_code = false => Same, "a code is sent as it was read";
    filters_ignore_case: ignore_case = true => Same, "references are unique ignoring case with us too";
    blanks_count: trailing_blanks = true => Same, "what is compared was trimmed, by a filter or by us";
    refusals_in_dutch: language = "nl" => Same, "refusals are read in every language";
    refusals_in_english: language = "en" => Same, "refusals are read in every language";
    first_failure_only: all_failures = false => Same, "the first failure is a cause as good as all";
    own_numbers_ignored: ignore_entry_number = true => Same, "Exact numbers, and the number that it answers is kept";
    references_cut: truncate_your_ref = true => Same, "no number is longer than the thirty characters that it keeps";
    no_select_needed: require_select = false => Same, "every question names its columns anyhow";
    no_mandatory_filter: mandatory_filter = false => Same, "every question is filtered anyhow";
    types_to_the_letter: convert_types = false => Same, "every property is sent in its published type";
    keys_honoured: client_keys = "honour" => Same, "what repeats is refused, and found";
    keys_refused: client_keys = "refuse" => Same, "the first refusal teaches to propose no more keys";
    old_token_lives_on: old_refresh_token = "dies_when_new_is_used" => Same, "the new pair is the one that is used";
    redirects_by_http: https_redirects = false => Same, "the consent asks for the address that is set up";
    rows_late_by_45_s: visibility_delay_ms = 45_000 => MoreLooks(110), "reads are late within the bound: looks wait for them";
    rows_late_by_the_bound: visibility_delay_ms = 60_000 => MoreLooks(110), "reads are as late as the bound allows";
    rows_overtake: visibility_uneven = true => Same, "without a delay no row is late, and none overtakes";
    amounts_positive: amount_dc_negative = false => Same, "an export reads no receivables";
    services_among_banks: psp_journals_in_bank_entries = true => Same, "an export reads no bank entries";
    receipts_hidden: hide_imported_receipts = true => Same, "an export reads no receivables";
    receipts_without_reference: your_ref_on_receipts = false => Same, "an export reads no receivables";
    receipts_match: match_exact_receipts = true => Same, "an export books no receipts";
    callbacks_by_loopback: callback_rule = "loopback" => Same, "an export listens to no notification";
    callbacks_anywhere: callback_rule = "off" => Same, "an export listens to no notification";
    headers_only_told: webhook_lines = false => Same, "an export listens to no notification";
    untold_without_chain: webhooks_without_chain = false => Same, "an export listens to no notification";
    told_30_s_late: webhook_delay_ms = 30_000 => Same, "an export listens to no notification";
    told_never: webhook_lose_percent = 100 => Same, "an export listens to no notification";
    told_twice: webhook_duplicate_percent = 100 => Same, "an export listens to no notification";
    told_out_of_order: webhook_reorder_percent = 50 => Same, "an export listens to no notification";
    atom_for_others: atom = true => Same, "JSON is asked for in every call";
}

/// The defaults by name.
fn defaults() -> Map<String, Value> {
    let all = serde_json::to_value(Switches::default()).unwrap();
    serde_json::from_value(all).unwrap()
}

/// The values that a choice has, as its reader tells them to whoever gives it a wrong one.
fn choices(switch: &str) -> BTreeSet<String> {
    let mut all = defaults();
    all.insert(switch.to_owned(), json!("no such choice"));
    let told = serde_json::from_value::<Switches>(Value::Object(all)).unwrap_err();
    let told = told.to_string();
    let (_, expected) = told.split_once("expected").unwrap();
    let words = expected.split('`').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}

/// The flip of a test.
pub(super) fn flip(test: &str) -> Flip {
    all().into_iter().find(|flip| flip.test == test).unwrap()
}

#[test]
fn every_switch_is_flipped() {
    let mut flipped: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for flip in all() {
        assert!(!flip.why.is_empty());
        assert_ne!(
            flip.switches(),
            Switches::default(),
            "{} flips nothing",
            flip.test
        );
        flipped.entry(flip.switch).or_default().push(flip.value);
    }
    for (switch, default) in defaults() {
        let values = flipped.get(switch.as_str()).cloned().unwrap_or_default();
        assert!(!values.is_empty(), "{switch} is not in the table");
        if let Value::String(default) = default {
            for choice in choices(&switch) {
                let is_there = choice == default || values.contains(&json!(choice));
                assert!(is_there, "{switch} = {choice} is not in the table");
            }
        }
    }
}
