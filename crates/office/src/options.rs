//! Options of the installation (*Systeem → Opties*): each has a name, a default and the values it can have.

mod all;
mod get;
mod set;

pub use all::all;
pub use get::{get, get_in};
pub use set::set;

/// One option that exists.
#[derive(Debug, PartialEq, Eq)]
pub struct OptionKind {
    /// Its name, as users know it.
    pub name: &'static str,
    /// What it is while nobody set it.
    pub default: &'static str,
    /// The values that it can have.
    pub values: &'static [&'static str],
}

/// The value of [`ACCOUNTING_PACKAGE`] that stands for Exact Online.
pub const EXACT_ONLINE: &str = "exact_online";

/// Which accounting package is linked: *Importeren vanuit Exact* shows only with [`EXACT_ONLINE`], and only then
/// anything is asked of it or sent to it.
pub const ACCOUNTING_PACKAGE: OptionKind = OptionKind {
    name: "ACCOUNTING_PACKAGE",
    default: EXACT_ONLINE,
    values: &["none", EXACT_ONLINE],
};

/// Whether VAT codes are mapped once per administration or also per journal.
pub const VAT_JOURNAL_NUMBER: OptionKind = OptionKind {
    name: "VAT_JOURNAL_NUMBER",
    default: "administration",
    values: &["administration", "journal"],
};

/// Every option, in the order in which they are shown.
pub const KINDS: &[OptionKind] = &[ACCOUNTING_PACKAGE, VAT_JOURNAL_NUMBER];

/// An option and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionValue {
    /// Which option.
    pub kind: &'static OptionKind,
    /// Its value now.
    pub value: String,
}

fn kind(name: &str) -> Option<&'static OptionKind> {
    KINDS.iter().find(|kind| kind.name == name)
}
