//! `salesentry/SalesEntries`, reading.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::odata::{Filter, Query, TooManyTerms};
use crate::row::row;
use crate::{Amount, Endpoint, List, Page, Trimmed};

row! {
    /// The header of a sales entry or credit note. Its lines are a list of their own.
    pub struct SalesEntry {
        "EntryID" => entry_id: Uuid,
        /// Chosen by Exact unless a free one was given; read it, do not assume it.
        "EntryNumber" => entry_number: Option<i32>,
        "InvoiceNumber" => invoice_number: Option<i32>,
        "Journal" => journal: Option<Trimmed>,
        "Customer" => customer: Option<Uuid>,
        "YourRef" => your_ref: Option<String>,
        "EntryDate" => entry_date: Option<Date>,
        "DueDate" => due_date: Option<Date>,
        "Currency" => currency: Option<Trimmed>,
        /// Incl. VAT, in the division's currency; below zero for a credit note.
        "AmountDC" => amount_dc: Option<Amount>,
        /// Incl. VAT, in the entry's currency.
        "AmountFC" => amount_fc: Option<Amount>,
        "VATAmountFC" => vat_amount_fc: Option<Amount>,
        /// 20 sales entry, 21 credit note; it follows the sign.
        "Type" => r#type: Option<i32>,
        /// 20 open, 50 processed: no longer to be changed.
        "Status" => status: Option<i16>,
        "Description" => description: Option<String>,
        "PaymentReference" => payment_reference: Option<String>,
        "PaymentCondition" => payment_condition: Option<Trimmed>,
        "ReportingYear" => reporting_year: Option<i16>,
        "ReportingPeriod" => reporting_period: Option<i16>,
        "Reversal" => reversal: Option<bool>,
        "Document" => document: Option<Uuid>,
        "ExternalLinkReference" => external_link_reference: Option<String>,
        "Modified" => modified: Option<Timestamp>,
    }
}

/// Sales entries. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListSalesEntries {
    filter: Option<Filter>,
}

impl ListSalesEntries {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only what passes the filter.
    #[must_use]
    pub fn with_filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// The one with this id; an empty page when there is none (where a look-up by key would be a
    /// counted 404).
    #[must_use]
    pub fn by_id(entry_id: Uuid) -> Self {
        Self::new().with_filter(Filter::eq("EntryID", entry_id))
    }

    /// Those that bear one of these references, in any journal.
    ///
    /// # Errors
    /// When there are none, or more than `MAX_OR_TERMS`.
    pub fn by_your_refs<S: AsRef<str>>(refs: &[S]) -> Result<Self, TooManyTerms> {
        let filter = Filter::any_of("YourRef", refs.iter().map(AsRef::as_ref))?;
        Ok(Self::new().with_filter(filter))
    }
}

impl Endpoint for ListSalesEntries {
    type Answer = Page<SalesEntry>;
    const NAME: &'static str = "salesentry/SalesEntries";

    fn query(&self) -> Query {
        Query::select::<SalesEntry>().filter(self.filter.as_ref())
    }
}

impl List for ListSalesEntries {
    type Row = SalesEntry;
}
