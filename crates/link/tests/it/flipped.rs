//! The main export passes under every switch of the sandbox flipped once.
//!
//! [`table`] names every switch, its other values and what is expected of the export; [`story`] is the export: a month
//! with one of everything; [`verdict`] is what must hold at its end.

mod month;
mod story;
mod table;
mod verdict;
