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
    &at::documents::ENDPOINT,
    &at::documents::SYNC,
    &at::documents::BULK,
    &at::document_attachments::ENDPOINT,
    &at::document_attachments::SYNC,
    &at::document_attachments::BULK,
    &at::document_types::ENDPOINT,
    &at::document_types::CATEGORIES,
    &at::webhook_subscriptions::ENDPOINT,
    &at::user_has_rights::ENDPOINT,
    &at::divisions::ALL,
    &at::divisions::HRM,
    &at::accounts::BULK,
    &at::gl_accounts::BULK,
    &at::transaction_lines::BULK,
    &at::terms::RECEIVABLE,
    &at::terms::PAYMENT,
    &at::terms::BULK_RECEIVABLE,
    &at::terms::BULK_PAYMENT,
    &at::terms::SYNC,
    &at::receivables_list::ALL,
    &at::receivables_list::BY_ACCOUNT,
    &at::receivables_list::BY_AGE,
    &at::receivables_list::BY_BOTH,
    &at::receivables_list::AGING,
    &at::receivables_list::OVERVIEW,
    &at::journal_status_list::BY_PERIOD,
    &at::postings::BANK,
    &at::postings::CASH,
    &at::postings::GENERAL,
    &at::posting_lines::BANK,
    &at::posting_lines::CASH,
    &at::posting_lines::GENERAL,
    &at::transactions::ENDPOINT,
    &at::cards::ADDRESSES,
    &at::cards::CONTACTS,
    &at::cards::BANK_ACCOUNTS,
    &at::cards::SYNC_ADDRESSES,
    &at::cards::SYNC_CONTACTS,
    &at::cards::BULK_ADDRESSES,
    &at::cards::BULK_CONTACTS,
    &at::dimensions::CENTRES,
    &at::dimensions::UNITS,
    &at::sync_timestamp::ENDPOINT,
    &at::vat_percentages::ENDPOINT,
    &at::currencies::ENDPOINT,
    &at::receivables_list::PAYABLES,
    &at::receivables_list::AGING_BY_AGE,
    &at::reporting_balance::ENDPOINT,
    &at::states::ENDPOINT,
    &at::users::ENDPOINT,
    &at::plains::CATEGORIES,
    &at::plains::FOLDERS,
    &at::plains::TYPE_FOLDERS,
    &at::plains::MANDATES,
    &at::plains::RATES,
    &at::plains::RULES,
    &at::plains::BANKS,
    &at::plains::ACCOUNT_CLASSES,
    &at::plains::GL_CLASSES,
    &at::plains::BULK_GL_CLASSES,
    &at::plains::SYNC_GL_CLASSES,
    &at::plains::LAYOUTS,
    &at::items::ENDPOINT,
    &at::sales_invoices::ENDPOINT,
    &at::sales_invoices::BULK,
    &at::sales_invoice_lines::ENDPOINT,
    &at::sales_invoice_lines::BULK,
    &at::sales_invoice_lines::SYNC,
    &at::printed_sales_invoices::ENDPOINT,
];

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::endpoint::ReadRule;
    use super::super::endpoints::sync_timestamp::first_version;
    use super::ENDPOINTS;
    use crate::books::Company;

    #[test]
    fn sync_timestamp_knows_every_sync_endpoint() {
        let company = Company::default();
        let synced = ENDPOINTS.iter().filter(|it| it.rule == ReadRule::Sync);
        let mut count = 0;
        for endpoint in synced {
            let name = endpoint.path.rsplit('/').next().unwrap();
            let first = first_version(&company, name, Timestamp::UNIX_EPOCH);
            assert_eq!(first, Some(0), "{}", endpoint.path);
            count += 1;
        }
        assert!(count >= 10, "{count} sync endpoints");
        assert_eq!(
            first_version(&company, "Nothing", Timestamp::UNIX_EPOCH),
            None
        );
    }
}
