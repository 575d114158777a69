//! What all pages share: the bar with the administration's name, and the menu.

use askama::Template;

use super::choice::Choice;
use crate::books::{Books, Company};

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

/// The bar, the chooser, the menu, and the message after something was done.
pub(super) struct Frame {
    /// Number and name of the company that is shown; `None` on the first page.
    pub(super) company: Option<(i32, String)>,
    /// All companies.
    pub(super) choices: Vec<Choice>,
    /// The company's menu.
    pub(super) menu: Vec<Item>,
    /// The pages of the part of the menu.
    pub(super) pages: Vec<Item>,
    /// Whether this is a page for developers.
    pub(super) developer: bool,
    /// Beginning of the addresses of the company's pages: `/administratie/123456`.
    pub(super) base: String,
    /// What was done just now.
    pub(super) notice: Option<String>,
}

impl Frame {
    /// The frame around a page of a company, or of none; `part` is current in the menu.
    pub(super) fn new(books: &Books, company: Option<&Company>, part: Part) -> Frame {
        let here = company.map(|company| company.profile.division);
        let shown = here
            .map(|division| division.to_string())
            .unwrap_or_default();
        let companies = books.companies.values().map(|it| &it.profile);
        let choices = companies.map(|it| Choice::new(it.division.to_string(), &it.name, &shown));
        let base = here.map(|division| format!("/administratie/{division}"));
        let base = base.unwrap_or_default();
        let item = |(name, path): (&'static str, &str), here| Item {
            name,
            href: format!("{base}/{path}"),
            here,
        };
        let menu = PARTS
            .iter()
            .map(|(of, name, path)| item((name, path), *of == part));
        let pages = pages(part).iter().map(|pair| item(*pair, false));
        Frame {
            company: company
                .map(|company| (company.profile.division, company.profile.name.clone())),
            choices: choices.collect(),
            menu: menu.filter(|_| here.is_some()).collect(),
            pages: pages.filter(|_| here.is_some()).collect(),
            developer: part == Part::Developer,
            base,
            notice: None,
        }
    }

    /// With the page at this path current.
    pub(super) fn at(mut self, path: &str) -> Frame {
        let href = format!("{}/{path}", self.base);
        for item in &mut self.pages {
            item.here = item.href == href;
        }
        self
    }

    /// With a message.
    pub(super) fn saying(self, notice: Option<String>) -> Frame {
        Frame { notice, ..self }
    }
}

/// The parts of a company's menu, in Exact's order.
const PARTS: [(Part, &str, &str); 3] = [
    (Part::Finance, "Financieel", "boekingen"),
    (Part::Relations, "Relaties", "relaties"),
    (Part::Documents, "Documenten", "documenten"),
];

/// The pages of a part: name and path.
fn pages(part: Part) -> &'static [(&'static str, &'static str)] {
    match part {
        Part::Finance => &[
            ("Boekingen", "boekingen"),
            ("Facturen", "facturen"),
            ("Openstaande posten", "debiteuren"),
            ("Bank en kas", "bank"),
            ("Bank afpunten", "afpunten"),
            ("Grootboek", "grootboek"),
            ("Perioden", "perioden"),
        ],
        Part::Relations => &[
            ("Overzicht", "relaties"),
            ("Nieuwe klant", "relaties/nieuw"),
        ],
        _ => &[],
    }
}

/// There is nothing at this address.
#[derive(Template)]
#[template(path = "missing.html")]
pub(super) struct MissingPage {
    pub(super) frame: Frame,
}
