//! The list of customers, by number.

use domain::{Customer, CustomerNumber};
use store::params;

use super::row::CustomerRow;
use crate::{
    Actor, Office, OfficeError, Page, Right,
    page::{PAGE_QUERY_ROWS, contains_pattern},
};

/// Which customers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerQuery {
    /// Part of the name, town or VAT number, or the whole number; empty for all.
    pub text: String,
    /// From [`Page::next`].
    pub after: Option<String>,
}

/// A page of customers in the order of their numbers.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::View`].
pub async fn list(
    office: &Office,
    actor: &Actor,
    query: &CustomerQuery,
) -> Result<Page<Customer>, OfficeError> {
    actor.require(Right::View)?;
    let after: i64 = query
        .after
        .as_deref()
        .and_then(|cursor| cursor.parse().ok())
        .unwrap_or(0);
    let number = query.text.trim().parse::<CustomerNumber>().ok();
    let rows: Vec<CustomerRow> = office
        .db
        .read()
        .await?
        .all(
            "SELECT id, number, name, address_line, address_line2, postcode, city, country, vat_number,
                    endpoint, email, language, version
             FROM customer
             WHERE number > $1
               AND (number = $2 OR LOWER(name) LIKE $3 ESCAPE '!' OR LOWER(city) LIKE $3 ESCAPE '!'
                    OR LOWER(vat_number) LIKE $3 ESCAPE '!' OR name LIKE $4 ESCAPE '!')
             ORDER BY number LIMIT $5",
            params![
                after,
                number.map(CustomerNumber::get),
                contains_pattern(&query.text.to_lowercase()),
                contains_pattern(&query.text),
                PAGE_QUERY_ROWS,
            ],
        )
        .await?;
    let rows = rows.into_iter().map(|row| row.0).collect();
    Ok(Page::cut(rows, |customer: &Customer| {
        customer.number.to_string()
    }))
}
