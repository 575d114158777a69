//! `crm/Accounts`, reading. Exact refuses this list without a filter.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::odata::{Filter, Query, TooManyTerms};
use crate::row::row;
use crate::{Code, Endpoint, List, Page, Trimmed};

row! {
    /// A relation.
    pub struct Account {
        "ID" => id: Uuid,
        "Code" => code: Option<Code>,
        "Name" => name: Option<String>,
        "AddressLine1" => address_line1: Option<String>,
        "AddressLine2" => address_line2: Option<String>,
        "AddressLine3" => address_line3: Option<String>,
        "Postcode" => postcode: Option<String>,
        "City" => city: Option<String>,
        /// Two letters.
        "Country" => country: Option<Trimmed>,
        /// A none, S suspect, P prospect, C customer. Only C can be booked upon.
        "Status" => status: Option<Trimmed>,
        /// A relation, D division.
        "Type" => r#type: Option<Trimmed>,
        "Blocked" => blocked: Option<bool>,
        "StartDate" => start_date: Option<Date>,
        /// Inactive after this day.
        "EndDate" => end_date: Option<Date>,
        "VATNumber" => vat_number: Option<String>,
        "ChamberOfCommerce" => chamber_of_commerce: Option<String>,
        "Email" => email: Option<String>,
        "Phone" => phone: Option<String>,
        "Language" => language: Option<Trimmed>,
        /// The receivable account; it must be the sales journal's.
        "GLAR" => glar: Option<Uuid>,
        "PaymentConditionSales" => payment_condition_sales: Option<Trimmed>,
        "IsSupplier" => is_supplier: Option<bool>,
        "Modified" => modified: Option<Timestamp>,
    }
}

impl Account {
    /// Whether a sales entry may name it: Status C.
    #[must_use]
    pub fn is_customer(&self) -> bool {
        self.status
            .as_ref()
            .is_some_and(|status| status.as_str() == "C")
    }
}

/// The accounts that pass a filter. Pages of 60.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAccounts {
    filter: Filter,
}

impl ListAccounts {
    /// By any filter that names one of Exact's filterable properties.
    #[must_use]
    pub fn new(filter: Filter) -> Self {
        Self { filter }
    }

    /// The one with this id; an empty page when there is none (where a look-up by key would be a
    /// counted 404).
    #[must_use]
    pub fn by_id(id: Uuid) -> Self {
        Self::new(Filter::eq("ID", id))
    }

    /// Those with one of these codes, padded as Exact wants them.
    ///
    /// # Errors
    /// When there are none, or more than `MAX_OR_TERMS`.
    pub fn by_codes(codes: &[Code]) -> Result<Self, TooManyTerms> {
        Filter::any_of("Code", codes).map(Self::new)
    }

    /// Those with this VAT number, letter by letter.
    #[must_use]
    pub fn by_vat_number(number: &str) -> Self {
        Self::new(Filter::eq("VATNumber", number))
    }
}

impl Endpoint for ListAccounts {
    type Answer = Page<Account>;
    const NAME: &'static str = "crm/Accounts";

    fn query(&self) -> Query {
        Query::select::<Account>().filter(Some(&self.filter))
    }
}

impl List for ListAccounts {
    type Row = Account;
}
