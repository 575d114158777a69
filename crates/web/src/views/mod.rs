//! What several pages show: the frame around a page, states, problems, choices.

mod alarm;
mod choice;
mod dates;
mod frame;
mod problem;
mod state;
mod trouble;

pub use alarm::Alarm;
pub use choice::{Choice, Field};
pub use dates::date_attributes;
pub use frame::{Frame, LinkChip, Menu, Notice, Who};
pub use problem::Problem;
pub use state::State;
pub use trouble::words as trouble_words;
