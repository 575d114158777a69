//! The handlers: extract, one verb of `office` or `link`, a page or a redirect.

pub(crate) mod accounting;
pub(crate) mod accounts;
pub(crate) mod customer_relation;
pub(crate) mod customers;
pub(crate) mod export_filter;
pub(crate) mod health;
pub(crate) mod home;
pub(crate) mod import;
pub(crate) mod import_form;
pub(crate) mod import_take;
pub(crate) mod installation;
pub(crate) mod invoice_view;
pub(crate) mod invoices;
pub(crate) mod journals;
pub(crate) mod locations;
pub(crate) mod names;
pub(crate) mod options;
pub(crate) mod remembered;
pub(crate) mod runs;
pub(crate) mod sign_in;
pub(crate) mod vat_table;
