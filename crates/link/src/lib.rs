//! The koppeling: what is ours, what is Exact Online's, and how an invoice gets from here to there exactly once.
//!
//! Verbs that a person calls (connect, choose an administration, map VAT, press the button) are quick: they change
//! the database and enqueue. Only lanes call Exact, one lane per administration, under a lease; the one exception
//! is the sign-in callback. Reasons are codes with parameters ([`reasons`]); nobody here says a sentence.

pub mod accounts;
pub mod administrations;
pub mod booking;
pub mod bookings;
pub mod check;
pub mod clocks;
pub mod connect;
pub mod customers;
mod error;
pub mod export;
mod filter;
pub mod installation;
mod jobs;
pub mod journals;
pub mod lane;
mod link;
pub mod mirror;
mod package;
pub mod past;
mod read;
pub mod reasons;
pub mod refusals;
mod sending;
mod settings;
pub mod vat;
pub mod worker;

pub use error::LinkError;
pub use filter::{Filter, Parts};
pub use link::Link;
pub use settings::{
    Bounds, LEASE_IN_PAUSES, LEAST_BOUND, LONGEST_BOUND, Limits, LinkSettings, SettingsError,
    USUAL_LEASE, check_promises,
};
