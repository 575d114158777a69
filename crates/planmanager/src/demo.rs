//! The demo: an invented group of body shops, and everything that its tour needs on one machine.
//!
//! [`world`] plans it as data, from a seed and a date; [`tour`] starts both programs and, on the first start, seeds
//! them. Everything is invented: nobody lives here, and no number is given out.

pub mod calendar;
pub mod chance;
pub mod chart;
pub mod claims;
mod connect;
pub mod dirty;
pub mod group;
mod our_books;
pub mod people;
pub mod sandbox_books;
mod seeding;
pub mod tour;
pub mod users;
pub mod world;
mod year;
