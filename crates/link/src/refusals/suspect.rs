//! The values of a booking that a refusal can be about: what other bookings are parked by, and what a first
//! booking proves to be good.

use std::fmt;

/// A value that other bookings may share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suspect {
    /// The code of an Exact journal.
    Journal(String),
    /// A ledger account, by its GUID.
    Account(String),
    /// A VAT code.
    VatCode(String),
    /// A customer of ours, by its number.
    Customer(String),
    /// A financial period in a journal: journal, year and period.
    Period(String),
    /// A cost centre.
    CostCentre(String),
}

/// The kinds of [`Suspect`], for the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Suspect::Journal`].
    Journal,
    /// [`Suspect::Account`].
    Account,
    /// [`Suspect::VatCode`].
    VatCode,
    /// [`Suspect::Customer`].
    Customer,
    /// [`Suspect::Period`].
    Period,
    /// [`Suspect::CostCentre`].
    CostCentre,
}

impl Suspect {
    /// What kind of value it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Journal(_) => Kind::Journal,
            Self::Account(_) => Kind::Account,
            Self::VatCode(_) => Kind::VatCode,
            Self::Customer(_) => Kind::Customer,
            Self::Period(_) => Kind::Period,
            Self::CostCentre(_) => Kind::CostCentre,
        }
    }

    /// The value itself.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::Journal(value)
            | Self::Account(value)
            | Self::VatCode(value)
            | Self::Customer(value)
            | Self::Period(value)
            | Self::CostCentre(value) => value,
        }
    }
}

impl Kind {
    /// The word for parameters of a reason.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Account => "account",
            Self::VatCode => "vat_code",
            Self::Customer => "customer",
            Self::Period => "period",
            Self::CostCentre => "cost_centre",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
