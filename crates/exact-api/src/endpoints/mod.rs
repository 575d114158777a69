//! Every endpoint, one small file each; the README of this crate lists them.

mod accounts;
mod deleted;
mod divisions;
mod financial_periods;
mod gl_accounts;
mod journal_status_list;
mod journals;
mod me;
mod payment_conditions;
mod sales_entries;
mod transaction_lines;
mod vat_codes;

pub use accounts::{
    Account, AccountChanges, CreateAccount, ListAccounts, SyncAccounts, UpdateAccount,
};
pub use deleted::{Deleted, SyncDeleted, entity_type};
pub use divisions::{DivisionRow, ListDivisions};
pub use financial_periods::{FinancialPeriod, ListFinancialPeriods};
pub use gl_accounts::{CreateGlAccount, GlAccount, ListGlAccounts, SyncGlAccounts, gl_type};
pub use journal_status_list::{JournalStatus, ListJournalStatus};
pub use journals::{Journal, ListJournals, journal_type};
pub use me::{GetMe, Me};
pub use payment_conditions::{ListPaymentConditions, PaymentCondition};
pub use sales_entries::{
    CreateSalesEntry, DeleteSalesEntry, ListSalesEntries, ListSalesEntryLines, NewSalesEntryLine,
    SalesEntry, SalesEntryLine,
};
pub use transaction_lines::{
    ListTransactionLines, SyncTransactionLines, TransactionLine, transaction_type,
};
pub use vat_codes::{ListVatCodes, VatCodeRow};
