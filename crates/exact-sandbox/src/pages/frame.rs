//! What all pages share: the bar with the administration's name, and the menu.

use askama::Template;

use crate::books::{Books, Company};

/// A company in the chooser.
pub(super) struct Choice {
    pub(super) division: i32,
    pub(super) name: String,
    pub(super) here: bool,
}

/// The part of the menu that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The first page, and what belongs to no part.
    Start,
    /// Financieel.
    Finance,
    /// Relaties.
    Relations,
    /// Documenten.
    Documents,
    /// The pages for developers; they belong to no company.
    Developer,
}

/// An item of the menu.
pub(super) struct Item {
    pub(super) name: &'static str,
    pub(super) href: String,
    pub(super) here: bool,
}

/// The bar, the chooser and the menu.
pub(super) struct Frame {
    /// Number and name of the company that is shown; `None` on the first page.
    pub(super) company: Option<(i32, String)>,
    pub(super) choices: Vec<Choice>,
    /// The company's part of the menu.
    pub(super) menu: Vec<Item>,
    /// Whether this is a page for developers.
    pub(super) developer: bool,
}

impl Frame {
    /// The frame around a page of a company, or of none; `part` is current in the menu.
    pub(super) fn new(books: &Books, company: Option<&Company>, part: Part) -> Frame {
        let here = company.map(|company| company.profile.division);
        let choice = |company: &Company| Choice {
            division: company.profile.division,
            name: company.profile.name.clone(),
            here: here == Some(company.profile.division),
        };
        Frame {
            company: company
                .map(|company| (company.profile.division, company.profile.name.clone())),
            choices: books.companies.values().map(choice).collect(),
            menu: here
                .map(|division| menu(division, part))
                .unwrap_or_default(),
            developer: part == Part::Developer,
        }
    }
}

/// The parts of a company's menu, in Exact's order.
const PARTS: [(Part, &str, &str); 3] = [
    (Part::Finance, "Financieel", "boekingen"),
    (Part::Relations, "Relaties", "relaties"),
    (Part::Documents, "Documenten", "documenten"),
];

fn menu(division: i32, here: Part) -> Vec<Item> {
    let item = |(part, name, path): (Part, &'static str, &str)| Item {
        name,
        href: format!("/administratie/{division}/{path}"),
        here: part == here,
    };
    PARTS.into_iter().map(item).collect()
}

/// There is nothing at this address.
#[derive(Template)]
#[template(path = "missing.html")]
pub(super) struct MissingPage {
    pub(super) frame: Frame,
}
