//! Every choice where the real service is unknown or has changed. The defaults are those of section 7 of the facts.

use serde::de::Error as _;
use serde::{Deserialize, Serialize};

/// What happens to a key that the client chose in a POST.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientKeys {
    /// A key of our own is used.
    #[default]
    Ignore,
    /// It is taken over; one that exists is refused.
    Honour,
    /// The POST is refused.
    Refuse,
}

/// When a rotated refresh token dies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OldRefreshToken {
    /// At once (switch A).
    #[default]
    DiesAtOnce,
    /// When the new one is first used (switch B).
    DiesWhenNewIsUsed,
}

/// Where notifications may go (facts 5.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackRule {
    /// https, on the domain of one of the app's redirect addresses.
    #[default]
    Strict,
    /// The same, but addresses on loopback may be plain http: for demos.
    Loopback,
    /// Anywhere.
    Off,
}

/// Language of refusals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextLanguage {
    /// That of the Exact user.
    #[default]
    User,
    /// Dutch.
    Nl,
    /// English.
    En,
}

/// The switches. Names are those of `/_sandbox/switches`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Calls a minute per app and company.
    pub minute_limit: u32,
    /// Calls a UTC day per app and company.
    pub day_limit: u32,
    /// Errors (400, 401, 403, 404) an hour per app, user, company and endpoint before it is blocked for an hour.
    pub error_limit: u32,
    /// Whether 500s count as errors too (point 13).
    pub count_500: bool,
    /// Whether `d` is a bare array when `$top` is given (point 14).
    pub bare_top: bool,
    /// Whether `Country` is padded to three characters (point 19).
    pub pad_country: bool,
    /// Whether VAT codes are padded to three characters (point 19).
    pub pad_vat_code: bool,
    /// Whether text in filters ignores case (point 20).
    pub ignore_case: bool,
    /// Whether blanks at the end of a text count when a filter compares it (point 20).
    pub trailing_blanks: bool,
    /// Language of refusals (point 23).
    pub language: TextLanguage,
    /// Whether all failures of a booking are told, or only the first (point 24).
    pub all_failures: bool,
    /// Whether an own `EntryNumber` is ignored (point 25).
    pub ignore_entry_number: bool,
    /// Whether a longer `YourRef` is cut silently (point 26).
    pub truncate_your_ref: bool,
    /// Whether collections want `$select` or `$top=1` (point 15): the real service does so on many, and no list of them
    /// is known. Bulk wants `$select` in any case.
    pub require_select: bool,
    /// Whether mandatory filtering is enforced (point 16).
    pub mandatory_filter: bool,
    /// Whether a number is taken for a text in a body, and digits in quotes for a whole number, as a client in
    /// production sends them; refused with 400 otherwise (point 22).
    pub convert_types: bool,
    /// What happens to client-chosen keys.
    pub client_keys: ClientKeys,
    /// When rotated refresh tokens die (point 4).
    pub old_refresh_token: OldRefreshToken,
    /// Whether browsers are sent back to https only, and never to localhost (point 1).
    pub https_redirects: bool,
    /// Milliseconds until reads see a new row.
    pub visibility_delay_ms: i64,
    /// Whether what was made in one moment waits a share of its own of that delay, so that a delta tells of later rows
    /// first; else all wait as long, and a delta ends before the first that is not seen.
    pub visibility_uneven: bool,
    /// Whether `AmountDC` of receivables and payment terms is negative for what is to be received (point 34).
    pub amount_dc_negative: bool,
    /// Whether journals of type 16 are among BankEntries; the real service leaves them out.
    pub psp_journals_in_bank_entries: bool,
    /// Whether cashflow/Receivables leaves out receipts of imported bank statements, as was seen once.
    pub hide_imported_receipts: bool,
    /// Whether ReceivablesList tells the reference of a receipt, as was seen, or none, as is documented (point 33).
    pub your_ref_on_receipts: bool,
    /// Whether a posted receipt matches itself with the one open invoice that it names, when the amounts are equal.
    pub match_exact_receipts: bool,
    /// Where notifications may go (point 36).
    pub callback_rule: CallbackRule,
    /// Whether a booking is told for its lines and ledger lines too, or for its header only.
    pub webhook_lines: bool,
    /// Whether a subscription is told on after the tokens of its user and app died.
    pub webhooks_without_chain: bool,
    /// Milliseconds until a notification goes out, by the sandbox's clock.
    pub webhook_delay_ms: i64,
    /// Percentage of notifications that are lost (point 37).
    pub webhook_lose_percent: u8,
    /// Percentage of notifications that are sent twice.
    pub webhook_duplicate_percent: u8,
    /// Percentage of notifications that are held back for half a minute, so that later ones overtake them.
    pub webhook_reorder_percent: u8,
    /// Whether a call without `Accept: application/json` is answered with Atom, or refused (point 11).
    pub atom: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Switches {
            minute_limit: 60,
            day_limit: 5_000,
            error_limit: 10,
            count_500: false,
            bare_top: true,
            pad_country: true,
            pad_vat_code: true,
            ignore_case: false,
            trailing_blanks: false,
            language: TextLanguage::User,
            all_failures: true,
            ignore_entry_number: false,
            truncate_your_ref: false,
            require_select: true,
            mandatory_filter: true,
            convert_types: true,
            client_keys: ClientKeys::Ignore,
            old_refresh_token: OldRefreshToken::DiesAtOnce,
            https_redirects: true,
            visibility_delay_ms: 0,
            visibility_uneven: false,
            amount_dc_negative: true,
            psp_journals_in_bank_entries: false,
            hide_imported_receipts: false,
            your_ref_on_receipts: true,
            match_exact_receipts: false,
            callback_rule: CallbackRule::Strict,
            webhook_lines: true,
            webhooks_without_chain: true,
            webhook_delay_ms: 0,
            webhook_lose_percent: 0,
            webhook_duplicate_percent: 0,
            webhook_reorder_percent: 0,
            atom: false,
        }
    }
}

impl Switches {
    /// The defaults for a demo on one machine: browsers and notifications may go to plain http on loopback.
    #[must_use]
    pub fn demo() -> Switches {
        Switches {
            https_redirects: false,
            callback_rule: CallbackRule::Loopback,
            ..Switches::default()
        }
    }

    /// These switches with the named ones changed.
    ///
    /// # Errors
    /// When there is no switch of a name, its value is of another kind, or a percentage is over 100.
    pub fn changed(
        &self,
        changes: serde_json::Map<String, serde_json::Value>,
    ) -> Result<Switches, serde_json::Error> {
        let over = |value: &serde_json::Value| value.as_u64().is_some_and(|it| it > 100);
        let percentages = changes
            .iter()
            .filter(|(name, _)| name.ends_with("_percent"));
        if let Some((name, _)) = percentages.into_iter().find(|(_, value)| over(value)) {
            let text = format!("{name} is a percentage: 0 to 100.");
            return Err(serde_json::Error::custom(text));
        }
        let mut all = serde_json::to_value(self)?;
        if let Some(all) = all.as_object_mut() {
            all.extend(changes);
        }
        serde_json::from_value(all)
    }
}
