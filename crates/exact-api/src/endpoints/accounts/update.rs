//! `crm/Accounts`, changing.

use http::Method;
use jiff::civil::Date;
use uuid::Uuid;

use crate::body::draft;
use crate::{Body, Code, Division, Done, Endpoint, Trimmed};

draft! {
    /// What changes; all else stays. An empty text clears its property (it is sent as null).
    pub struct AccountChanges {
        "Name" => name, with_name: String,
        "Code" => code, with_code: Code,
        "AddressLine1" => address_line1, with_address_line1: String,
        "AddressLine2" => address_line2, with_address_line2: String,
        "AddressLine3" => address_line3, with_address_line3: String,
        "Postcode" => postcode, with_postcode: String,
        "City" => city, with_city: String,
        "Country" => country, with_country: Trimmed,
        "Status" => status, with_status: Trimmed,
        "VATNumber" => vat_number, with_vat_number: String,
        "ChamberOfCommerce" => chamber_of_commerce, with_chamber_of_commerce: String,
        "Email" => email, with_email: String,
        "Phone" => phone, with_phone: String,
        "Language" => language, with_language: Trimmed,
        "GLAR" => glar, with_glar: Uuid,
        "PaymentConditionSales" => payment_condition_sales, with_payment_condition_sales: Trimmed,
        "IsSupplier" => is_supplier, with_is_supplier: bool,
        "Blocked" => blocked, with_blocked: bool,
        "EndDate" => end_date, with_end_date: Date,
    }
}

/// Changes one relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateAccount {
    id: Uuid,
    changes: AccountChanges,
}

impl UpdateAccount {
    /// The relation and what changes.
    #[must_use]
    pub fn new(id: Uuid, changes: AccountChanges) -> Self {
        Self { id, changes }
    }
}

impl Endpoint for UpdateAccount {
    type Answer = Done;
    const NAME: &'static str = "crm/Accounts";

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self, division: Division) -> String {
        format!("/api/v1/{division}/{}(guid'{}')", Self::NAME, self.id)
    }

    fn body(&self) -> Option<String> {
        Some(self.changes.fill(Body::update()).finish())
    }
}
