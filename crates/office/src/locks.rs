//! The locks by name that verbs take first: for what is right only when nobody else adds one at the same moment.

/// People: a login is one person's, and an administrator is left.
pub const PEOPLE: &str = "people";
/// Customers: a number is one customer's, and a firm is one customer.
pub const CUSTOMERS: &str = "customers";
/// Ledger accounts and what they are linked to: a number is one account's, and a link is that of the number.
pub const ACCOUNTS: &str = "accounts";
/// Journals: a code is there once.
pub const JOURNALS: &str = "journals";
/// Options: what an option was before.
pub const OPTIONS: &str = "options";
