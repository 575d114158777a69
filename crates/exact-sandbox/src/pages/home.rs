//! `/`: what this is, and the way in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, Part};
use super::page;
use crate::books::Status;
use crate::state::Shared;

/// A company on the first page.
struct Card {
    division: i32,
    name: String,
    place: String,
    vat_number: String,
    open: usize,
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
                .entries
                .iter()
                .filter(|entry| entry.status == Status::Open)
                .count(),
            entries: company.entries.len(),
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
        now: core.now().strftime("%d-%m-%Y %H:%M UTC").to_string(),
    })
}
