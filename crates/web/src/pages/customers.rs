//! The list of customers.

use askama::Template;
use domain::CustomerId;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame};
use crate::routes::{Customer, Customers, with_query};
use crate::views::{Field, Frame, Menu};

/// The list of customers.
#[derive(Debug, Template)]
#[template(path = "customers.html")]
pub struct CustomersPage {
    /// The frame.
    pub frame: Frame,
    /// Number, name, town or VAT number to look for.
    pub text: Field,
    /// The customers.
    pub rows: Vec<CustomerRow>,
    /// The address of the next page.
    pub next: Option<String>,
    /// Whether the person may make a customer.
    pub may_edit: bool,
}

/// One customer in the list.
#[derive(Clone, Debug)]
pub struct CustomerRow {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Street and town.
    pub address: String,
    /// Whether the address is complete.
    pub address_complete: bool,
    /// Its VAT number.
    pub vat_number: String,
}

impl Samples for CustomersPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let row = |id: i64, name: &str, address: &str, vat: &str| CustomerRow {
            href: Customer(CustomerId::new(id)).to_string(),
            number: (10_400 + id).to_string(),
            name: name.to_owned(),
            address: address.to_owned(),
            address_complete: !address.is_empty(),
            vat_number: vat.to_owned(),
        };
        let rows = vec![
            row(
                4,
                "Fictieve Garage BV",
                "Voorbeeldlaan 12 bus 3, 9999 Testgem",
                "BE0001010085",
            ),
            row(
                5,
                "Amélie D'Essai",
                "Rue de l'Exemple 7, 4999 Testville",
                "",
            ),
            row(17, "Wout Vander Mockx", "", ""),
            row(
                18,
                "Noordzee Verzekeringen NV",
                "Proefweg 100, 9998 Proefdorp",
                "BE0001010184",
            ),
        ];
        let page = |text: &str, rows, next| CustomersPage {
            frame: frame(lang, Menu::Customers),
            text: Field::new(text),
            rows,
            next,
            may_edit: true,
        };
        let next = with_query(Customers, &[("after", "x")]);
        vec![
            ("filled", page("", rows, Some(next))),
            ("none-found", page("zzz", Vec::new(), None)),
        ]
    }
}
