//! `salesentry/SalesEntries`, booking: a header with its lines in one request.

use http::Method;
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::SalesEntry;
use crate::body::draft;
use crate::{Amount, Body, Created, Endpoint, Fraction, ToWire, Trimmed, VatCode};

draft! {
    /// A line to book. Amounts are excl. VAT, below zero on a credit note.
    pub struct NewSalesEntryLine {
        required "GLAccount" => gl_account: Uuid,
        required "AmountFC" => amount_fc: Amount,
        "VATAmountFC" => vat_amount_fc, with_vat_amount_fc: Amount,
        "VATCode" => vat_code, with_vat_code: VatCode,
        "VATPercentage" => vat_percentage, with_vat_percentage: Fraction,
        "Description" => description, with_description: String,
        "Quantity" => quantity, with_quantity: Decimal,
        "CostCenter" => cost_center, with_cost_center: Trimmed,
        "Notes" => notes, with_notes: String,
    }
}

draft! {
    /// A sales entry to book. A credit note is the same with negative lines. `YourRef` holds at most
    /// 30 characters.
    pub struct CreateSalesEntry {
        required "Customer" => customer: Uuid,
        required "Journal" => journal: Trimmed,
        required "SalesEntryLines" => lines: Vec<NewSalesEntryLine>,
        "EntryID" => entry_id, with_entry_id: Uuid,
        "EntryNumber" => entry_number, with_entry_number: i32,
        "YourRef" => your_ref, with_your_ref: String,
        "EntryDate" => entry_date, with_entry_date: Date,
        "DueDate" => due_date, with_due_date: Date,
        "Currency" => currency, with_currency: Trimmed,
        "Description" => description, with_description: String,
        "PaymentReference" => payment_reference, with_payment_reference: String,
        "PaymentCondition" => payment_condition, with_payment_condition: Trimmed,
        "ReportingYear" => reporting_year, with_reporting_year: i16,
        "ReportingPeriod" => reporting_period, with_reporting_period: i16,
        "Document" => document, with_document: Uuid,
        "ExternalLinkReference" => external_link_reference, with_external_link_reference: String,
    }
}

impl ToWire for Vec<NewSalesEntryLine> {
    const EDM: &'static [&'static str] = &["SalesEntryLines"];

    fn write(&self) -> String {
        let lines: Vec<String> = self
            .iter()
            .map(|line| line.fill(Body::create()).finish())
            .collect();
        format!("[{}]", lines.join(","))
    }
}

impl Endpoint for CreateSalesEntry {
    type Answer = Created<SalesEntry>;
    const NAME: &'static str = "salesentry/SalesEntries";

    fn method(&self) -> Method {
        Method::POST
    }

    fn body(&self) -> Option<String> {
        Some(self.fill(Body::create()).finish())
    }

    fn wants_representation(&self) -> bool {
        true
    }
}
