//! What all pages share: the bar with the administration's name, and the menu.

use askama::Template;

use crate::books::{Books, Company};

/// A company in the chooser.
pub(super) struct Choice {
    pub(super) division: i32,
    pub(super) name: String,
    pub(super) here: bool,
}

/// The bar and the chooser.
pub(super) struct Frame {
    /// Number and name of the company that is shown; `None` on the first page.
    pub(super) company: Option<(i32, String)>,
    pub(super) choices: Vec<Choice>,
}

impl Frame {
    /// The frame around a page of a company, or of none.
    pub(super) fn new(books: &Books, company: Option<&Company>) -> Frame {
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
        }
    }
}

/// There is nothing at this address.
#[derive(Template)]
#[template(path = "missing.html")]
pub(super) struct MissingPage {
    pub(super) frame: Frame,
}
