//! How a customer is stored and read.

use domain::{Address, Customer, CustomerId, CustomerNumber};
use store::{FromRow, Params, Row, StoreError, params};

use crate::rows;

/// A customer as a row, in the order `id, number, name, address_line, address_line2, postcode, city,
/// country, vat_number, endpoint, email, language, version`.
pub(crate) struct CustomerRow(pub(crate) Customer);

impl FromRow for CustomerRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        from_columns(row, 0).map(Self)
    }
}

/// The customer whose thirteen columns begin at `first`.
pub(crate) fn from_columns(row: &Row, first: usize) -> Result<Customer, StoreError> {
    let text = |offset: usize| row.get::<String>(first + offset);
    Ok(Customer {
        id: CustomerId::new(row.get(first)?),
        number: rows::parsed::<CustomerNumber>(row, first + 1)?,
        name: text(2)?,
        address: Address {
            line: text(3)?,
            line2: text(4)?,
            postcode: text(5)?,
            city: text(6)?,
            country: text(7)?,
        },
        vat_number: text(8)?,
        endpoint: text(9)?,
        email: text(10)?,
        language: rows::word(row, first + 11)?,
        version: row.get(first + 12)?,
    })
}

/// The thirteen columns as parameters, in the same order.
pub(crate) fn to_params(customer: &Customer) -> Params {
    params![
        customer.id.get(),
        customer.number.get(),
        &customer.name,
        &customer.address.line,
        &customer.address.line2,
        &customer.address.postcode,
        &customer.address.city,
        &customer.address.country,
        &customer.vat_number,
        &customer.endpoint,
        &customer.email,
        customer.language.as_str(),
        customer.version,
    ]
}
