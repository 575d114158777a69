//! Where invoices are kept and booked: journals, ledger accounts and locations.

use crate::address::Address;
use crate::ids::{AdministrationId, JournalId, LedgerAccountId, LocationId};
use crate::language::Language;
use crate::series::NumberSeries;
use crate::words::words;

/// What a journal is in the accounting package, told by its type there and never by its name.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum JournalKind {
    /// Not told yet.
    #[default]
    Unknown,
    /// Sales (*verkoop*): the only kind that takes invoices.
    Sales,
    /// Purchases (*aankoop*).
    Purchase,
    /// Bank.
    Bank,
    /// Cash (*kas*).
    Cash,
    /// General entries (*diverse*).
    General,
    /// Any other.
    Other,
}

words!(JournalKind:
    Unknown = "unknown",
    Sales = "sales",
    Purchase = "purchase",
    Bank = "bank",
    Cash = "cash",
    General = "general",
    Other = "other",
);

/// A journal (*journaal*). Two are the same by code within one administration.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Journal {
    /// Key.
    pub id: JournalId,
    /// Code, such as `700`.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is in the accounting package.
    pub kind: JournalKind,
    /// The administration to which it belongs.
    pub administration: Option<AdministrationId>,
    /// The location that uses it.
    pub location: Option<LocationId>,
    /// Our mark *intern*: while it is set, nothing of this journal is exported.
    pub internal: bool,
    /// Our mark: it holds credit notes only.
    pub credit_notes: bool,
    /// Our mark: its invoices bear numbers given elsewhere, so the series is not used.
    pub numbered_elsewhere: bool,
    /// The numbers of its invoices.
    pub series: NumberSeries,
}

/// The number of a ledger account, such as `704000`; compared as text, without outer blanks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct AccountNumber(String);

/// An account number that is empty, longer than [`AccountNumber::MAX_LENGTH`], or holds control
/// characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an account number")]
pub struct AccountNumberError;

impl AccountNumber {
    /// The longest number, in characters: a limit of ours, since none is published.
    pub const MAX_LENGTH: usize = 20;

    /// Takes the number without its outer blanks; leading zeros count.
    ///
    /// # Errors
    /// [`AccountNumberError`] when it is empty, too long or holds control characters.
    pub fn parse(text: &str) -> Result<Self, AccountNumberError> {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 || length > Self::MAX_LENGTH || text.chars().any(char::is_control) {
            return Err(AccountNumberError);
        }
        Ok(Self(text.to_owned()))
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for AccountNumber {
    type Err = AccountNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> serde::Deserialize<'de> for AccountNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A ledger account (*algemene rekening*).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LedgerAccount {
    /// Key.
    pub id: LedgerAccountId,
    /// *Nummer*.
    pub number: AccountNumber,
    /// *Naam*.
    pub name: String,
    /// *Omschrijving*.
    pub description: String,
    /// *Analytisch*: the cost centre that its lines get; empty for none.
    pub cost_centre: String,
}

/// A location (*locatie*): one shop, part of one legal entity.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Location {
    /// Key.
    pub id: LocationId,
    /// The name by which people know it.
    pub name: String,
    /// The name of its legal entity.
    pub legal_name: String,
    /// Enterprise number, `BE` and ten digits; empty when unknown.
    pub enterprise_number: String,
    /// Its address.
    pub address: Address,
    /// The account on which it is paid; empty when unknown.
    pub iban: String,
    /// The language of what it prints by law.
    pub language: Language,
    /// The administration in which it is booked.
    pub administration: Option<AdministrationId>,
}
