//! One file per endpoint: the properties that Exact publishes for it. They are checked against the published list by a test.

pub(crate) mod accounts;
pub(crate) mod deleted;
pub(crate) mod divisions;
pub(crate) mod financial_periods;
pub(crate) mod gl_accounts;
pub(crate) mod journal_status_list;
pub(crate) mod journals;
pub(crate) mod me;
pub(crate) mod payment_conditions;
pub(crate) mod sales_entries;
pub(crate) mod sales_entry_lines;
pub(crate) mod sync_accounts;
pub(crate) mod sync_gl_accounts;
pub(crate) mod sync_transaction_lines;
pub(crate) mod transaction_lines;
pub(crate) mod vat_codes;
