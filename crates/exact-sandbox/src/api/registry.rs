//! All endpoints. One line each.

use super::endpoint::Endpoint;
use super::endpoints as at;

/// The endpoints that answer.
pub(crate) static ENDPOINTS: &[&Endpoint] = &[
    &at::me::ENDPOINT,
    &at::divisions::ENDPOINT,
    &at::accounts::ENDPOINT,
    &at::accounts::SYNC,
    &at::gl_accounts::ENDPOINT,
    &at::gl_accounts::SYNC,
    &at::journals::ENDPOINT,
    &at::vat_codes::ENDPOINT,
    &at::payment_conditions::ENDPOINT,
    &at::financial_periods::ENDPOINT,
    &at::journal_status_list::ENDPOINT,
    &at::sales_entries::ENDPOINT,
    &at::sales_entry_lines::ENDPOINT,
    &at::transaction_lines::ENDPOINT,
    &at::transaction_lines::SYNC,
    &at::deleted::ENDPOINT,
];
