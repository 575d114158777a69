//! The form of a customer.

use askama::Template;
use domain::CustomerId;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame, problems, saved};
use crate::routes::{Customer, CustomerRelation, Customers, Invoices, NewCustomer, with_query};
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
    /// Where the answers about Exact are posted to.
    pub answer: String,
    /// The other numbers by which files call him, with their location.
    pub known_as: Vec<String>,
    /// Who he is in Exact, per administration.
    pub exact: Vec<ExactPanel>,
}

/// Who a customer is in one administration.
#[derive(Clone, Debug)]
pub struct ExactPanel {
    /// The key of the administration, for the form.
    pub administration: String,
    /// Its name.
    pub name: String,
    /// The relation that stands for him.
    pub relation: Option<PartyRow>,
    /// Whether the one that stood for him is gone.
    pub lost: bool,
    /// The customer as he is here, to compare.
    pub ours: PartyRow,
    /// Who may be him.
    pub alike: Vec<PartyRow>,
    /// Whether the person may answer.
    pub may_answer: bool,
}

/// A customer or relation, to compare with another.
#[derive(Clone, Debug)]
pub struct PartyRow {
    /// The key of the relation, for the form.
    pub key: String,
    /// Number or code.
    pub number: String,
    /// Name.
    pub name: String,
    /// Address on one line.
    pub address: String,
    /// VAT number.
    pub vat_number: String,
    /// The page of the customer that the relation stands for already.
    pub linked: Option<String>,
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

fn party(number: &str, linked: Option<String>) -> PartyRow {
    PartyRow {
        key: "0".to_owned(),
        number: number.to_owned(),
        name: "Fictieve Garage".to_owned(),
        address: "Voorbeeldlaan 12, 9999 Testgem, BE".to_owned(),
        vat_number: "BE0001010085".to_owned(),
        linked,
    }
}

fn panel(is_linked: bool, alike: Vec<PartyRow>) -> ExactPanel {
    ExactPanel {
        administration: "1".to_owned(),
        name: "Bodystop Holding".to_owned(),
        relation: is_linked.then(|| party("10404", None)),
        lost: !is_linked,
        ours: party("10404", None),
        alike,
        may_answer: true,
    }
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
            answer: CustomerRelation(CustomerId::new(4)).to_string(),
            known_as: vec!["880001 (Bodystop B)".to_owned()],
            exact: vec![panel(true, Vec::new())],
        };
        let empty = CustomerPage {
            frame: frame(lang, Menu::Customers),
            action: NewCustomer.to_string(),
            title: fl!(l, "customer-new"),
            invoices: None,
            known_as: Vec::new(),
            exact: Vec::new(),
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
        let linked = Some(Customer(CustomerId::new(5)).to_string());
        let alike = vec![party("4711", None), party("4712", linked)];
        let asked = CustomerPage {
            exact: vec![panel(false, alike.clone())],
            ..page(filled.clone())
        };
        let told = CustomerPage {
            exact: vec![ExactPanel {
                may_answer: false,
                ..panel(false, alike)
            }],
            ..page(filled.clone())
        };
        vec![
            ("saved", page(filled)),
            ("new", empty),
            ("refused", refused),
            ("read-only", read_only),
            ("asked", asked),
            ("asked-of-others", told),
        ]
    }
}
