//! The form of a customer.

use askama::Template;
use domain::CustomerId;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame, problems, saved};
use crate::routes::{Customer, Customers, Invoices, NewCustomer, with_query};
use crate::views::{Choice, Field, Frame, Menu, Problem};

/// The form of a customer.
#[derive(Debug, Template)]
#[template(path = "customer.html")]
pub struct CustomerPage {
    /// The frame.
    pub frame: Frame,
    /// Where the form is posted to.
    pub action: String,
    /// The name, or "new customer".
    pub title: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What stands in the form.
    pub form: CustomerFields,
    /// Whether the person may change anything.
    pub may_edit: bool,
    /// Where the customer's invoices are; `None` for a new customer.
    pub invoices: Option<String>,
}

/// What stands in the form of a customer.
#[derive(Clone, Debug, Default)]
pub struct CustomerFields {
    /// Number; empty for the next free one.
    pub number: Field,
    /// Name.
    pub name: Field,
    /// Street and house number.
    pub line: Field,
    /// Second address line.
    pub line2: Field,
    /// Postcode.
    pub postcode: Field,
    /// Town.
    pub city: Field,
    /// Country, two letters.
    pub country: Field,
    /// VAT number.
    pub vat_number: Field,
    /// Address in the Peppol network.
    pub endpoint: Field,
    /// E-mail address.
    pub email: Field,
    /// Language of letters.
    pub languages: Vec<Choice>,
    /// What the form was filled from; guards against overwriting.
    pub version: i64,
}

/// The languages to choose from.
#[must_use]
pub fn language_choices(chosen: &str) -> Vec<Choice> {
    Lang::ALL
        .into_iter()
        .map(|lang| Choice::new(lang.as_str(), lang.own_name(), lang.as_str() == chosen))
        .collect()
}

impl Samples for CustomerPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let l = i18n::texts(lang);
        let filled = CustomerFields {
            number: Field::new("10404"),
            name: Field::new("Fictieve Garage BV"),
            line: Field::new("Voorbeeldlaan 12 bus 3"),
            postcode: Field::new("9999"),
            city: Field::new("Testgem"),
            country: Field::new("BE"),
            vat_number: Field::new("BE0001010085"),
            email: Field::new("info@example.com"),
            languages: language_choices("nl"),
            version: 3,
            ..CustomerFields::default()
        };
        let page = |form| CustomerPage {
            frame: saved(lang, Menu::Customers),
            action: Customer(CustomerId::new(4)).to_string(),
            title: "Fictieve Garage BV".to_owned(),
            problems: Vec::new(),
            form,
            may_edit: true,
            invoices: Some(with_query(Invoices, &[("text", "10404")])),
        };
        let empty = CustomerPage {
            frame: frame(lang, Menu::Customers),
            action: NewCustomer.to_string(),
            title: fl!(l, "customer-new"),
            invoices: None,
            ..page(CustomerFields {
                languages: language_choices("nl"),
                country: Field::new("BE"),
                ..CustomerFields::default()
            })
        };
        let refused = CustomerPage {
            frame: frame(lang, Menu::Customers),
            problems: problems(lang).into_iter().take(1).collect(),
            ..page(filled.clone())
        };
        let read_only = CustomerPage {
            may_edit: false,
            action: Customers.to_string(),
            ..page(filled.clone())
        };
        vec![
            ("saved", page(filled)),
            ("new", empty),
            ("refused", refused),
            ("read-only", read_only),
        ]
    }
}
