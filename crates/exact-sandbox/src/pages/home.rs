//! `/`: what this is, and the way in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, Part};
use super::{page, text};
use crate::state::Shared;

/// A company on the first page.
struct Card {
    division: i32,
    name: String,
    place: String,
    vat_number: String,
    open: u64,
    entries: usize,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    cards: Vec<Card>,
    version: &'static str,
    users: Vec<String>,
    now: String,
}

/// The first page.
pub(super) async fn show(State(shared): State<Shared>) -> Response {
    let core = shared.lock();
    let cards = core.books.companies.values().map(|company| {
        let profile = &company.profile;
        Card {
            division: profile.division,
            name: profile.name.clone(),
            place: format!("{}, {} {}", profile.address, profile.postcode, profile.city),
            vat_number: profile.vat_number.clone(),
            open: company
                .journals
                .iter()
                .map(|journal| company.journal_standing(&journal.code).open)
                .sum(),
            entries: company.entries.len() + company.postings.len(),
        }
    });
    page(&HomePage {
        frame: Frame::new(&core.books, None, Part::Start),
        cards: cards.collect(),
        version: crate::VERSION,
        users: core
            .books
            .users
            .iter()
            .map(|user| user.full_name.clone())
            .collect(),
        now: text::moment(core.now()),
    })
}
