//! *Beheer → Locatie*: the data of a location on the left, the list on the right.

use askama::Template;
use domain::LocationId;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::customer::language_choices;
use super::sample::{Samples, frame, saved};
use crate::routes::{Locations, with_query};
use crate::views::{Choice, Field, Frame, Menu, Problem};

/// The locations.
#[derive(Debug, Template)]
#[template(path = "locations.html")]
pub struct LocationsPage {
    /// The frame.
    pub frame: Frame,
    /// What is wrong with the form.
    pub problems: Vec<Problem>,
    /// The location in the form; `None` for a new one.
    pub editing: Option<LocationId>,
    /// What stands in the form.
    pub form: LocationFields,
    /// The locations.
    pub rows: Vec<LocationRow>,
    /// Whether the person may change locations.
    pub may_edit: bool,
    /// Whether there is a connection to choose administrations from.
    pub connected: bool,
}

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct LocationFields {
    /// Name on the screen.
    pub name: Field,
    /// Name of the legal entity.
    pub legal_name: Field,
    /// Enterprise number.
    pub enterprise_number: Field,
    /// Street and house number.
    pub line: Field,
    /// Postcode.
    pub postcode: Field,
    /// Town.
    pub city: Field,
    /// Country, two letters.
    pub country: Field,
    /// Bank account.
    pub iban: Field,
    /// Language of its invoices.
    pub languages: Vec<Choice>,
    /// *Exact Online administraties*, the first entry meaning none.
    pub administrations: Vec<Choice>,
    /// Invoices before this date are not exported.
    pub start_date: Field,
}

/// One location in the list.
#[derive(Clone, Debug)]
pub struct LocationRow {
    /// Fills the form.
    pub href: String,
    /// Whether it is in the form now.
    pub chosen: bool,
    /// Its name.
    pub name: String,
    /// Its legal entity.
    pub legal_name: String,
    /// Its town.
    pub city: String,
    /// Its administration's name; empty when none is chosen.
    pub administration: String,
}

impl Samples for LocationsPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let l = i18n::texts(lang);
        let fresh = LocationFields {
            languages: language_choices("nl"),
            country: Field::new("BE"),
            administrations: vec![Choice::new("", fl!(l, "administration-none"), true)],
            enterprise_number: Field::new("12").wrong(fl!(l, "bad-number")),
            ..LocationFields::default()
        };
        let chosen = LocationsPage {
            frame: saved(lang, Menu::Locations),
            problems: Vec::new(),
            editing: Some(LocationId::new(1)),
            form: sample_form(lang),
            rows: sample_rows(),
            may_edit: true,
            connected: true,
        };
        let new = LocationsPage {
            frame: frame(lang, Menu::Locations),
            problems: Vec::new(),
            editing: None,
            form: fresh,
            rows: sample_rows(),
            may_edit: true,
            connected: false,
        };
        vec![("chosen", chosen), ("new", new)]
    }
}

fn sample_form(lang: Lang) -> LocationFields {
    let none = fl!(i18n::texts(lang), "administration-none");
    LocationFields {
        name: Field::new("Bodystop A"),
        legal_name: Field::new("Bodystop A NV"),
        enterprise_number: Field::new("BE0001010184"),
        line: Field::new("Proefweg 1"),
        postcode: Field::new("9999"),
        city: Field::new("Testgem"),
        country: Field::new("BE"),
        iban: Field::new("BE04 5390 0000 0131"),
        languages: language_choices("nl"),
        administrations: vec![
            Choice::new("", none, false),
            Choice::new(1, "Bodystop A NV (1001)", true),
            Choice::new(2, "Bodystop B BV (1002)", false),
        ],
        start_date: Field::new("01-11-2026"),
    }
}

fn sample_rows() -> Vec<LocationRow> {
    let row = |id: i64, name: &str, kind: &str, administration: &str| LocationRow {
        href: with_query(Locations, &[("location", &id.to_string())]),
        chosen: id == 1,
        name: name.to_owned(),
        legal_name: format!("{name} {kind}"),
        city: "Testgem".to_owned(),
        administration: administration.to_owned(),
    };
    vec![
        row(1, "Bodystop A", "NV", "Bodystop A NV (1001)"),
        row(2, "Bodystop B", "BV", "Bodystop B BV (1002)"),
        row(3, "Bodystop C", "SRL", ""),
    ]
}
