//! The number of an administration, as it stands in every path.

use std::fmt;

/// The integer that Exact Online puts in its URLs for one administration (not the `Hid` that its
/// pages show).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Division(i32);

impl Division {
    /// A division number. Exact's are positive `Int32`s; nothing else can be told from a number.
    #[must_use]
    pub const fn new(number: i32) -> Self {
        Self(number)
    }

    /// The bare number.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
