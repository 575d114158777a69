//! What each switch does, and what is known of the real service, in a few words. A switch without words is still on
//! the page; a test asks for them.

/// The words of a switch.
pub(super) struct Words {
    pub(super) name: &'static str,
    pub(super) does: &'static str,
    /// What is known of the real service.
    pub(super) known: &'static str,
    /// The values of a switch that is neither a number nor on or off.
    pub(super) values: &'static [&'static str],
}

const fn words(name: &'static str, does: &'static str, known: &'static str) -> Words {
    choice(name, does, known, &[])
}

const fn choice(
    name: &'static str,
    does: &'static str,
    known: &'static str,
    values: &'static [&'static str],
) -> Words {
    Words {
        name,
        does,
        known,
        values,
    }
}

/// The switches, group by group.
pub(super) const GROUPS: &[(&str, &[Words])] = &[
    ("Sign-in", SIGN_IN),
    ("Limits", LIMITS),
    ("Reading", READING),
    ("Writing", WRITING),
    ("Money", MONEY),
    ("Webhooks", WEBHOOKS),
];

const SIGN_IN: &[Words] = &[
    words(
        "https_redirects",
        "Browsers are sent back to https only, and never to localhost.",
        "Exact demands https. The demo has it off, because its app is on the same machine.",
    ),
    choice(
        "old_refresh_token",
        "When a refresh token that was exchanged dies: at once, or when the new one is first used.",
        "Both are reported. Dying at once is the harder one for a client.",
        &["dies_at_once", "dies_when_new_is_used"],
    ),
];

const LIMITS: &[Words] = &[
    words(
        "minute_limit",
        "Calls per clock minute, app and company.",
        "60 for most contracts; the headers of each answer tell.",
    ),
    words(
        "day_limit",
        "Calls per UTC day, app and company.",
        "5,000 for most contracts.",
    ),
    words(
        "error_limit",
        "Errors within an hour per app, user, company and endpoint, before it is blocked for an hour.",
        "10: the eleventh blocks.",
    ),
    words(
        "count_500",
        "A refused booking (500) counts as an error too.",
        "Unknown; 400, 401, 403 and 404 certainly count.",
    ),
];

const READING: &[Words] = &[
    words(
        "bare_top",
        "With $top the answer holds a bare list instead of d.results.",
        "Seen in the real service.",
    ),
    words(
        "mandatory_filter",
        "Some endpoints refuse a read without one of their filters.",
        "In force since 2025 on Accounts, TransactionLines and their like.",
    ),
    words(
        "ignore_case",
        "Text in filters is compared without regard to case.",
        "Unknown; a client should not depend on it.",
    ),
    words(
        "trailing_blanks",
        "Blanks at the end of a text count when a filter compares it.",
        "Unknown.",
    ),
    words(
        "require_select",
        "Every collection wants $select or $top=1; bulk does so in any case.",
        "True of many endpoints; no list of them is known.",
    ),
    words(
        "pad_country",
        "Country codes are padded to three characters.",
        "Reported by clients.",
    ),
    words(
        "pad_vat_code",
        "VAT codes are padded to three characters.",
        "Reported by clients.",
    ),
    words(
        "atom",
        "A call without Accept: application/json is answered in Atom XML, as the real service does; else 406.",
        "Exact answers Atom. Off by default, because it is nearly always a mistake.",
    ),
    words(
        "visibility_delay_ms",
        "Milliseconds until reads see a new row.",
        "Rows are said to become visible late at times; how late is unknown.",
    ),
    words(
        "visibility_uneven",
        "With that delay: whether a delta tells of later rows first, and of those between only afterwards.",
        "Unknown. A client that keeps the highest row version loses rows under it.",
    ),
];

const WRITING: &[Words] = &[
    words(
        "convert_types",
        "A number is taken for a text, and digits in quotes for a whole number; refused with 400 otherwise.",
        "A client in production sends such bodies.",
    ),
    choice(
        "client_keys",
        "What happens to a key (ID, EntryID) that the client chose in a POST.",
        "Unknown. Ignored by default, so that nobody builds on it.",
        &["ignore", "honour", "refuse"],
    ),
    words(
        "all_failures",
        "A refusal tells everything that is wrong with a booking, not only the first.",
        "The real texts hold several lines joined by CRLF.",
    ),
    choice(
        "language",
        "The language of refusals: that of the Exact user, or always the same.",
        "That of the user.",
        &["user", "nl", "en"],
    ),
    words(
        "ignore_entry_number",
        "An EntryNumber of the client's own is ignored.",
        "A free number is taken over; not sure for every journal.",
    ),
    words(
        "truncate_your_ref",
        "A YourRef of more than 30 characters is cut silently, not refused.",
        "Unknown; refused by default.",
    ),
];

const MONEY: &[Words] = &[
    words(
        "amount_dc_negative",
        "AmountDC of receivables and payment terms is negative for what is to be received.",
        "Reports contradict each other; this is the first thing to test on a real company.",
    ),
    words(
        "psp_journals_in_bank_entries",
        "Journals of payment providers (type 16) are among BankEntries.",
        "The real service leaves them out.",
    ),
    words(
        "hide_imported_receipts",
        "cashflow/Receivables leaves out receipts of imported bank statements.",
        "Seen once.",
    ),
    words(
        "your_ref_on_receipts",
        "ReceivablesList tells the reference of a receipt.",
        "Seen in the real service; documented is none.",
    ),
    words(
        "match_exact_receipts",
        "A receipt that names one open invoice of the same amount is matched by itself.",
        "Depends on the settings of the company.",
    ),
];

const WEBHOOKS: &[Words] = &[
    choice(
        "callback_rule",
        "Where notifications may go: https on the domain of a redirect address, the same plus loopback, or anywhere.",
        "Strict.",
        &["strict", "loopback", "off"],
    ),
    words(
        "webhook_lines",
        "A booking is told for its lines and ledger lines too, not for its header only.",
        "Several notifications per booking are reported.",
    ),
    words(
        "webhooks_without_chain",
        "A subscription is told on after the tokens with which it was made have died.",
        "Unknown.",
    ),
    words(
        "webhook_delay_ms",
        "Milliseconds until a notification goes out, by the sandbox's clock.",
        "Seconds to minutes in the real service.",
    ),
    words(
        "webhook_lose_percent",
        "So many of a hundred notifications are lost.",
        "They do get lost.",
    ),
    words(
        "webhook_duplicate_percent",
        "So many of a hundred notifications are sent twice.",
        "Happens after time-outs.",
    ),
    words(
        "webhook_reorder_percent",
        "So many of a hundred notifications are held back for half a minute, so that later ones overtake them.",
        "No order is promised.",
    ),
];

/// The words of a switch, if it has any.
pub(super) fn of(name: &str) -> Option<&'static Words> {
    let mut all = GROUPS.iter().flat_map(|(_, words)| words.iter());
    all.find(|words| words.name == name)
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, of};
    use crate::switches::Switches;

    #[test]
    fn every_switch_has_words_and_every_word_has_its_switch() {
        let switches = serde_json::to_value(Switches::default()).unwrap();
        let switches = switches.as_object().unwrap();
        for (name, value) in switches {
            let words = of(name).unwrap_or_else(|| panic!("{name}: add its words to GROUPS"));
            assert_eq!(
                value.is_string(),
                !words.values.is_empty(),
                "{name}: its values"
            );
            for choice in words.values {
                let one = serde_json::json!({ name: choice });
                assert!(
                    serde_json::from_value::<Switches>(one).is_ok(),
                    "{name}: {choice}"
                );
            }
        }
        let words = GROUPS.iter().flat_map(|(_, words)| words.iter());
        for words in words {
            assert!(
                switches.contains_key(words.name),
                "{}: there is no such switch",
                words.name
            );
        }
    }
}
