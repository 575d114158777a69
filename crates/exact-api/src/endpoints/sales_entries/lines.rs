//! `salesentry/SalesEntryLines`, reading.

use uuid::Uuid;

use crate::odata::{Filter, Query, TooManyTerms};
use crate::row::row;
use crate::{Amount, Endpoint, Fraction, List, Page, Trimmed, VatCode};

row! {
    /// One line of a sales entry.
    pub struct SalesEntryLine {
        "ID" => id: Uuid,
        "EntryID" => entry_id: Option<Uuid>,
        "LineNumber" => line_number: Option<i32>,
        "GLAccount" => gl_account: Option<Uuid>,
        "GLAccountCode" => gl_account_code: Option<Trimmed>,
        /// Excl. VAT, in the entry's currency; below zero on a credit note.
        "AmountFC" => amount_fc: Option<Amount>,
        "VATAmountFC" => vat_amount_fc: Option<Amount>,
        "VATCode" => vat_code: Option<VatCode>,
        "VATPercentage" => vat_percentage: Option<Fraction>,
        "Description" => description: Option<String>,
        "CostCenter" => cost_center: Option<Trimmed>,
        "Type" => r#type: Option<i32>,
    }
}

/// The lines of sales entries. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSalesEntryLines {
    filter: Filter,
}

impl ListSalesEntryLines {
    /// All lines of these entries.
    ///
    /// # Errors
    /// When there are none, or more than `MAX_OR_TERMS`.
    pub fn by_entries(entries: &[Uuid]) -> Result<Self, TooManyTerms> {
        Ok(Self {
            filter: Filter::any_of("EntryID", entries)?,
        })
    }
}

impl Endpoint for ListSalesEntryLines {
    type Answer = Page<SalesEntryLine>;
    const NAME: &'static str = "salesentry/SalesEntryLines";

    fn query(&self) -> Query {
        Query::select::<SalesEntryLine>().filter(Some(&self.filter))
    }
}

impl List for ListSalesEntryLines {
    type Row = SalesEntryLine;
}
