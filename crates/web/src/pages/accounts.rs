//! *Algemene rekeningen*: the form on the left, the list with the same columns on the right.

use askama::Template;
use domain::LedgerAccountId;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame, saved};
use crate::routes::{Accounts, with_query};
use crate::views::{Choice, Field, Frame, Menu, Problem};

/// The ledger accounts.
#[derive(Debug, Template)]
#[template(path = "accounts.html")]
pub struct AccountsPage {
    /// The frame.
    pub frame: Frame,
    /// What is wrong with the form.
    pub problems: Vec<Problem>,
    /// The account in the form; `None` for a new one.
    pub editing: Option<LedgerAccountId>,
    /// What stands in the form.
    pub form: AccountFields,
    /// The accounts.
    pub rows: Vec<AccountRow>,
    /// What is looked for in the list.
    pub text: Field,
    /// The address of the next page.
    pub next: Option<String>,
    /// Whether the person may change accounts.
    pub may_edit: bool,
    /// Administrations to import from; empty when there is nothing to import from.
    pub administrations: Vec<Choice>,
}

/// What stands in the form.
#[derive(Clone, Debug, Default)]
pub struct AccountFields {
    /// *Nummer*.
    pub number: Field,
    /// *Analytisch*.
    pub cost_centre: Field,
    /// *Naam*.
    pub name: Field,
    /// *Omschrijving*.
    pub description: Field,
}

/// One account in the list.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Fills the form.
    pub href: String,
    /// Whether it is in the form now.
    pub chosen: bool,
    /// *Nummer*.
    pub number: String,
    /// *Analytisch*.
    pub cost_centre: String,
    /// *Naam*.
    pub name: String,
    /// *Omschrijving*.
    pub description: String,
}

impl Samples for AccountsPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let row = |(id, number, name): (i64, &str, &str)| AccountRow {
            href: with_query(Accounts, &[("account", &id.to_string())]),
            chosen: id == 2,
            number: number.to_owned(),
            cost_centre: String::new(),
            name: name.to_owned(),
            description: String::new(),
        };
        let rows: Vec<AccountRow> = [
            (1, "704000", "Arbeidsloon"),
            (2, "705000", "Onderdelen"),
            (3, "705700", "Non-paints"),
            (4, "705750", "Spuitproducten"),
            (5, "704500", "Vervangwagens"),
            (6, "704200", "Werk derden"),
            (7, "704009", "Korting Arbeidsloon"),
            (8, "640200", "Diverse kosten"),
        ]
        .map(row)
        .into();
        let chosen = AccountsPage {
            frame: saved(lang, Menu::Accounts),
            problems: Vec::new(),
            editing: Some(LedgerAccountId::new(2)),
            form: AccountFields {
                number: Field::new("705000"),
                name: Field::new("Onderdelen"),
                ..AccountFields::default()
            },
            rows,
            text: Field::default(),
            next: None,
            may_edit: true,
            administrations: vec![
                Choice::new(1, "Bodystop A NV", true),
                Choice::new(2, "Bodystop B BV", false),
            ],
        };
        let form = AccountFields {
            number: Field::new("70x").wrong(fl!(i18n::texts(lang), "bad-number")),
            ..AccountFields::default()
        };
        let empty = AccountsPage {
            frame: frame(lang, Menu::Accounts),
            problems: Vec::new(),
            editing: None,
            form,
            rows: Vec::new(),
            text: Field::default(),
            next: None,
            may_edit: true,
            administrations: Vec::new(),
        };
        vec![("chosen", chosen), ("empty", empty)]
    }
}
