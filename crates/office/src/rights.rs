//! Who may do what: roles, rights, and the one table between them.
//!
//! Every verb names the [`Right`] that it needs; no verb asks for a role.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a person is in the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sets the shop up: may do everything.
    Administrator,
    /// Keeps the books and answers for what stands in Exact Online.
    Bookkeeper,
    /// Works at the desk.
    Office,
}

/// One thing that a person may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// See customers, invoices, accounts, journals and what became of them.
    View,
    /// Make and mend customers.
    EditCustomers,
    /// Issue invoices and mend their coding.
    EditInvoices,
    /// Take over invoices from files.
    ImportInvoices,
    /// Make and mend ledger accounts.
    EditAccounts,
    /// Make journals and set their marks and series.
    EditJournals,
    /// Press *Exporteer Klanten & Facturen*.
    Export,
    /// Set ready again, exclude, mark as already booked, settle conflicts.
    MendBookings,
    /// What belongs to the books of an administration: VAT codes, start date, VAT filed up to, whether
    /// accounts may be made there.
    MapVat,
    /// Consent to Exact Online, and end it.
    Connect,
    /// Make and mend locations: their identity, IBAN and administration.
    EditLocations,
    /// Make people, give them roles and passwords.
    ManageUsers,
    /// Set the options of the installation.
    EditOptions,
}

/// The rights of everyone at a desk, the office clerk's whole list.
const OFFICE: &[Right] = &[
    Right::View,
    Right::EditCustomers,
    Right::EditInvoices,
    Right::ImportInvoices,
    Right::Export,
];

/// The bookkeeper answers for the books, not for the installation: who consents, who may sign in, which
/// IBAN is printed and where a location books is the administrator's, so that one stolen bookkeeper's
/// password cannot send money or bookings elsewhere.
const BOOKKEEPER: &[Right] = &[
    Right::View,
    Right::EditCustomers,
    Right::EditInvoices,
    Right::ImportInvoices,
    Right::EditAccounts,
    Right::EditJournals,
    Right::Export,
    Right::MendBookings,
    Right::MapVat,
];

impl Right {
    /// Every right, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::View,
        Self::EditCustomers,
        Self::EditInvoices,
        Self::ImportInvoices,
        Self::EditAccounts,
        Self::EditJournals,
        Self::Export,
        Self::MendBookings,
        Self::MapVat,
        Self::Connect,
        Self::EditLocations,
        Self::ManageUsers,
        Self::EditOptions,
    ];

    /// The word for logs and refusals.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::EditCustomers => "edit-customers",
            Self::EditInvoices => "edit-invoices",
            Self::ImportInvoices => "import-invoices",
            Self::EditAccounts => "edit-accounts",
            Self::EditJournals => "edit-journals",
            Self::Export => "export",
            Self::MendBookings => "mend-bookings",
            Self::MapVat => "map-vat",
            Self::Connect => "connect",
            Self::EditLocations => "edit-locations",
            Self::ManageUsers => "manage-users",
            Self::EditOptions => "edit-options",
        }
    }
}

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: &'static [Self] = &[Self::Administrator, Self::Bookkeeper, Self::Office];

    /// What someone in this role may do.
    #[must_use]
    pub const fn rights(self) -> &'static [Right] {
        match self {
            Self::Administrator => Right::ALL,
            Self::Bookkeeper => BOOKKEEPER,
            Self::Office => OFFICE,
        }
    }

    /// Whether someone in this role has the right.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Bookkeeper => "bookkeeper",
            Self::Office => "office",
        }
    }
}

/// A stored or given word that is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .iter()
            .copied()
            .find(|role| role.as_str() == text)
            .ok_or(UnknownRole)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_more_than_the_next() {
        for pair in Role::ALL.windows(2) {
            let [more, less] = pair else { unreachable!() };
            assert!(less.rights().iter().all(|right| more.may(*right)));
            assert!(more.rights().len() > less.rights().len());
        }
    }

    #[test]
    fn what_changes_the_installation_is_the_administrators_alone() {
        for right in [
            Right::Connect,
            Right::EditLocations,
            Right::ManageUsers,
            Right::EditOptions,
        ] {
            assert!(Role::Administrator.may(right));
            assert!(!Role::Bookkeeper.may(right));
        }
        for right in [Right::MapVat, Right::MendBookings, Right::EditAccounts] {
            assert!(Role::Bookkeeper.may(right));
            assert!(!Role::Office.may(right));
        }
    }
}
