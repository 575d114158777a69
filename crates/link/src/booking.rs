//! One invoice on its way into Exact: its states, what it must become there, and whether what stands there
//! is that.
//!
//! Pure: nothing here reads a database or calls Exact.

pub mod equality;
pub mod intended;
pub mod key;
pub mod standing;
pub mod state;
