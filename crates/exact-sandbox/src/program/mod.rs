//! The command line: options, starting, what is said on the way.

pub(crate) mod arguments;
pub(crate) mod complaint;
pub(crate) mod greeting;
pub(crate) mod start;
