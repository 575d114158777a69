//! The verbs of the office, each on SQLite and on PostgreSQL.

mod books;
mod customers;
mod invoices;
mod numbering;
mod people;
mod rig;
mod rights;
mod sign_in;
