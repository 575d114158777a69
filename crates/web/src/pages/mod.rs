//! The pages: typed structs over templates, each with samples that show it in every situation.
//!
//! A page holds what it shows, already decided; it reads nothing and changes nothing.

pub mod accounting;
pub mod accounts;
pub mod customer;
pub mod customers;
pub mod error;
pub mod home;
pub mod import;
pub mod installation;
pub mod invoice;
pub mod invoices;
pub mod journals;
pub mod locations;
pub mod options;
pub mod run;
pub mod runs;
pub mod sample;
pub mod sign_in;
pub mod synchronise;
