//! `crm/Accounts`, creating.

use http::Method;
use uuid::Uuid;

use super::Account;
use crate::body::draft;
use crate::{Body, Code, Created, Endpoint, Trimmed};

draft! {
    /// A new relation. Give `Status` "C" for a customer: without it no entry can be booked upon it.
    /// Without `Code` Exact takes the next free number.
    pub struct CreateAccount {
        required "Name" => name: String,
        "ID" => id, with_id: Uuid,
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
    }
}

impl Endpoint for CreateAccount {
    type Answer = Created<Account>;
    const NAME: &'static str = "crm/Accounts";

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
