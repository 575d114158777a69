//! What a person types about a customer, and how it is read.

use domain::{Address, Customer, CustomerId, CustomerNumber, Language, Place, Refusal, VatNumber};

use crate::{fields::Fields, reasons};

/// A customer as typed. Texts are trimmed; only the name is mandatory here, because a customer without an
/// address may exist but is not exported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerForm {
    /// The customer that is changed; `None` makes a new one.
    pub id: Option<CustomerId>,
    /// The number; `None` or blank keeps it, or takes the next free one for a new customer.
    pub number: Option<String>,
    /// The name, as printed.
    pub name: String,
    /// Street, house number, box.
    pub address_line: String,
    /// A second line of the address.
    pub address_line2: String,
    /// The postcode.
    pub postcode: String,
    /// The town.
    pub city: String,
    /// ISO 3166 code of two letters.
    pub country: String,
    /// The VAT number, with or without ornaments.
    pub vat_number: String,
    /// The Peppol address, `scheme:value`.
    pub endpoint: String,
    /// Where e-mail goes.
    pub email: String,
    /// In which language the customer is written to.
    pub language: Language,
    /// The version that the form was filled from; 0 for a new customer.
    pub version: i64,
}

impl CustomerForm {
    /// The form that leaves a customer as it is.
    #[must_use]
    pub fn of(customer: &Customer) -> Self {
        Self {
            id: Some(customer.id),
            number: Some(customer.number.to_string()),
            name: customer.name.clone(),
            address_line: customer.address.line.clone(),
            address_line2: customer.address.line2.clone(),
            postcode: customer.address.postcode.clone(),
            city: customer.address.city.clone(),
            country: customer.address.country.clone(),
            vat_number: customer.vat_number.clone(),
            endpoint: customer.endpoint.clone(),
            email: customer.email.clone(),
            language: customer.language,
            version: customer.version,
        }
    }

    pub(super) fn place(&self) -> Place {
        self.id.map_or(Place::Nowhere, Place::Customer)
    }

    /// The number that was typed, if any.
    pub(super) fn typed_number(&self) -> Result<Option<CustomerNumber>, Refusal> {
        let text = self.number.as_deref().unwrap_or("").trim();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            Refusal::new(reasons::CUSTOMER_NUMBER_MALFORMED, self.place()).with("number", text)
        })
    }

    /// The customer under this id, number and version, or everything that is wrong with the texts. What was
    /// stored before and is left alone is no reason to refuse: files bring numbers that our form would not
    /// take, and such a customer's address must still be mendable.
    pub(super) fn read(
        &self,
        id: CustomerId,
        number: CustomerNumber,
        before: Option<&Customer>,
    ) -> Result<Customer, Vec<Refusal>> {
        let kept = |text: &str, stored: fn(&Customer) -> &String| {
            before
                .is_some_and(|before| stored(before) == text)
                .then(|| text.to_owned())
        };
        let mut fields = Fields::new(self.place());
        let name = fields.text("name", &self.name);
        if name.is_empty() {
            fields.refuse(
                Refusal::new(domain::reasons::CUSTOMER_WITHOUT_NAME, self.place())
                    .with("customer", number),
            );
        }
        let customer = Customer {
            id,
            number,
            name,
            address: Address {
                line: fields.text("address-line", &self.address_line),
                line2: fields.text("address-line2", &self.address_line2),
                postcode: fields.text("postcode", &self.postcode),
                city: fields.text("city", &self.city),
                country: fields.country(&self.country),
            },
            vat_number: fields.optional(reasons::VAT_NUMBER_MALFORMED, &self.vat_number, |text| {
                kept(text, |before| &before.vat_number).or_else(|| normal_vat_number(text))
            }),
            endpoint: fields.optional(reasons::ENDPOINT_MALFORMED, &self.endpoint, |text| {
                kept(text, |before| &before.endpoint).or_else(|| normal_endpoint(text))
            }),
            email: fields.optional(reasons::EMAIL_MALFORMED, &self.email, |text| {
                kept(text, |before| &before.email).or_else(|| normal_email(text))
            }),
            language: self.language,
            version: before.map_or(1, |before| before.version + 1),
        };
        fields.finish(customer)
    }
}

fn normal_vat_number(text: &str) -> Option<String> {
    let number = VatNumber::parse(text).ok()?;
    Some(number.as_str().to_owned())
}

/// A Peppol address: a scheme of four digits, a colon, a value.
pub(crate) fn normal_endpoint(text: &str) -> Option<String> {
    let (scheme, value) = text.split_once(':')?;
    let right = scheme.len() == 4
        && scheme.bytes().all(|byte| byte.is_ascii_digit())
        && !value.is_empty()
        && !value.contains(char::is_whitespace);
    right.then(|| text.to_owned())
}

/// Something, one at sign, something with a dot: the rest only the post office knows.
pub(crate) fn normal_email(text: &str) -> Option<String> {
    let (before, after) = text.split_once('@')?;
    let right = !before.is_empty()
        && after.contains('.')
        && !after.starts_with('.')
        && !after.ends_with('.')
        && !after.contains('@')
        && !text.contains(char::is_whitespace);
    right.then(|| text.to_owned())
}
