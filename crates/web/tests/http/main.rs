//! The pages over HTTP, in process: what browsers send, and what they get.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test that cannot go on has failed the test"
)]

mod books;
mod browser;
mod condition;
mod connections;
mod customer_relation;
mod door;
mod export;
mod import;
mod installation;
mod open;
mod people;
mod reasons;
mod set_up;
mod uploads;
