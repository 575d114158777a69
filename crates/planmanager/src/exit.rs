//! How a command ends; 0 is done.

/// Done, and something was refused or differs.
pub const REFUSED: u8 = 1;
/// What was typed is not understood, or names something that is not there.
pub const USAGE: u8 = 2;
/// The settings or the data folder cannot be used.
pub const SETTINGS: u8 = 3;
/// Ours.
pub const BROKEN: u8 = 4;
/// Not done: what is left waits for a person, or longer than was allowed.
pub const WAITS: u8 = 5;
/// Nobody read the output to its end, as programs that die of it are told: 128 and the signal's number.
pub const PIPE_CLOSED: u8 = 141;
