//! One file per entity: how its rows are found, what its properties are, what a write does.

pub(super) mod accounts;
pub(super) mod deleted;
pub(super) mod divisions;
pub(super) mod financial_periods;
pub(super) mod gl_accounts;
pub(super) mod journal_status_list;
pub(super) mod journals;
pub(super) mod me;
pub(super) mod payment_conditions;
pub(super) mod sales_entries;
pub(super) mod sales_entry_lines;
mod shared;
pub(super) mod transaction_lines;
pub(super) mod vat_codes;
