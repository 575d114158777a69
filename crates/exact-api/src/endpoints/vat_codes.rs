//! `vat/VATCodes`: the VAT codes of a division. They differ per division; never assume a number.

use uuid::Uuid;

use crate::odata::{Filter, Query};
use crate::row::row;
use crate::{Endpoint, Fraction, List, Page, Trimmed, VatCode};

row! {
    /// A VAT code.
    pub struct VatCodeRow {
        "ID" => id: Uuid,
        /// What lines refer to. Sent back as it was read.
        "Code" => code: Option<VatCode>,
        "Description" => description: Option<String>,
        /// The percentage of today: 0.21 is 21 %.
        "Percentage" => percentage: Option<Fraction>,
        /// E excluding, I including, B base only, N none.
        "Type" => r#type: Option<Trimmed>,
        /// S sales, P purchase, B both.
        "VATTransactionType" => vat_transaction_type: Option<Trimmed>,
        "IsBlocked" => is_blocked: Option<bool>,
        /// Reverse charge.
        "Charged" => charged: Option<bool>,
        /// L goods, N none, S services, T triangulation.
        "EUSalesListing" => eu_sales_listing: Option<Trimmed>,
        /// Belgium: kept out of the yearly client listing.
        "ExcludeVATListing" => exclude_vat_listing: Option<u8>,
        "GLToPay" => gl_to_pay: Option<Uuid>,
    }
}

/// The VAT codes. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListVatCodes {
    filter: Option<Filter>,
}

impl ListVatCodes {
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
}

impl Endpoint for ListVatCodes {
    type Answer = Page<VatCodeRow>;
    const NAME: &'static str = "vat/VATCodes";

    fn query(&self) -> Query {
        Query::select::<VatCodeRow>().filter(self.filter.as_ref())
    }
}

impl List for ListVatCodes {
    type Row = VatCodeRow;
}
