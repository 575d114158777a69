//! One booked line.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::row::row;
use crate::{Amount, Code, Fraction, Trimmed, VatCode};

/// Kinds of entries, as in `TransactionLine::type`.
pub mod transaction_type {
    /// Sales entry.
    pub const SALES: i32 = 20;
    /// Sales credit note.
    pub const SALES_CREDIT_NOTE: i32 = 21;
    /// Cash flow: bank and cash.
    pub const CASH_FLOW: i32 = 40;
    /// Payment difference.
    pub const PAYMENT_DIFFERENCE: i32 = 83;
    /// Other: general journals.
    pub const OTHER: i32 = 90;
}

row! {
    /// One line of an entry. In the ledger debit is positive, credit negative: a sale has its
    /// receivable on line 0 above zero and its revenue below.
    pub struct TransactionLine {
        "ID" => id: Uuid,
        /// The same for all lines of an entry.
        "EntryID" => entry_id: Option<Uuid>,
        "EntryNumber" => entry_number: Option<i32>,
        /// 0 is the header line.
        "LineNumber" => line_number: Option<i32>,
        "LineType" => line_type: Option<i16>,
        /// See [`transaction_type`].
        "Type" => r#type: Option<i32>,
        "JournalCode" => journal_code: Option<Trimmed>,
        "Date" => date: Option<Date>,
        "DueDate" => due_date: Option<Date>,
        "YourRef" => your_ref: Option<String>,
        "PaymentReference" => payment_reference: Option<String>,
        "InvoiceNumber" => invoice_number: Option<i32>,
        "Account" => account: Option<Uuid>,
        "AccountCode" => account_code: Option<Code>,
        "GLAccount" => gl_account: Option<Uuid>,
        "GLAccountCode" => gl_account_code: Option<Trimmed>,
        /// In the division's currency.
        "AmountDC" => amount_dc: Option<Amount>,
        /// In the entry's currency.
        "AmountFC" => amount_fc: Option<Amount>,
        "AmountVATFC" => amount_vat_fc: Option<Amount>,
        "AmountVATBaseFC" => amount_vat_base_fc: Option<Amount>,
        "VATCode" => vat_code: Option<VatCode>,
        /// A sales VAT to pay, V sales basis, X credit-note basis, Z credit-note VAT, S none.
        "VATType" => vat_type: Option<Trimmed>,
        "VATPercentage" => vat_percentage: Option<Fraction>,
        "Currency" => currency: Option<Trimmed>,
        /// 20 open, 50 processed.
        "Status" => status: Option<i16>,
        "Description" => description: Option<String>,
        "Document" => document: Option<Uuid>,
        "FinancialYear" => financial_year: Option<i16>,
        "FinancialPeriod" => financial_period: Option<i16>,
        "CostCenter" => cost_center: Option<Trimmed>,
        "OffsetID" => offset_id: Option<Uuid>,
        "Modified" => modified: Option<Timestamp>,
    }
}
