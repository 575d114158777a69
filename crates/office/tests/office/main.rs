//! The verbs of the office, each on SQLite and on PostgreSQL.

mod at_once;
mod books;
mod buyers;
mod customers;
mod files_of_others;
mod guessing;
mod imports;
mod installation;
mod invoices;
mod known_firms;
mod numbering;
mod people;
mod refused_imports;
mod rig;
mod rights;
mod sign_in;
