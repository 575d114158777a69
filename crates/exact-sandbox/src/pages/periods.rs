//! Financieel → Perioden: which periods are open, for all journals or for one; closing and opening them.

use askama::Template;
use axum::response::Response;

use super::field::{Field, Wrong};
use super::frame::{Frame, Part};
use super::grid::{Cell, Grid, Row};
use super::mistake::Mistake;
use super::names::journal_name;
use super::notice::Notice;
use super::text;
use super::typed::Typed;
use super::visit::{Scene, Visit};
use crate::admin::Order;
use crate::books::{Company, Journal, Period};

#[derive(Template)]
#[template(path = "periods.html")]
struct PeriodsPage {
    frame: Frame,
    wrong: Wrong,
    /// Year, its address, whether it is shown.
    years: Vec<(i16, String, bool)>,
    year: i16,
    journal: Field,
    grid: Grid,
}

/// The periods of a year.
pub(super) async fn show(visit: Visit) -> Response {
    periods(&visit, &[])
}

/// Closes or opens a period: `sluit 2026 11`, `open 2026 11`.
pub(super) async fn act(visit: Visit, typed: Typed) -> Response {
    let words: Vec<&str> = typed.get("doe").split(' ').collect();
    let &[what, year, period] = words.as_slice() else {
        return periods(&visit, &[]);
    };
    let (Ok(year), Ok(period)) = (year.parse::<i16>(), period.parse::<i16>()) else {
        return periods(&visit, &[]);
    };
    let journal = visit.query.get("dagboek");
    let journal = (!journal.is_empty()).then(|| journal.to_owned());
    let (order, notice) = if what == "open" {
        (
            Order::OpenPeriod {
                journal,
                year,
                period,
            },
            Notice::PeriodOpened,
        )
    } else {
        (
            Order::ClosePeriod {
                journal,
                year,
                period,
            },
            Notice::PeriodClosed,
        )
    };
    let query = visit.query.with(&[("melding", None), ("nr", None)]);
    match visit.order(order) {
        Ok(_) => {
            let said = format!("{period}-{year}");
            visit.lead(&format!("perioden{query}"), notice, &said)
        }
        Err(mistakes) => periods(&visit, &mistakes),
    }
}

fn periods(visit: &Visit, mistakes: &[Mistake]) -> Response {
    visit.show((Part::Finance, "perioden"), |scene, frame| {
        let company = scene.company;
        let asked = visit.query.get("jaar").parse();
        let year = asked.unwrap_or_else(|_| scene.today().year());
        let mut years: Vec<i16> = company.periods.iter().map(|it| it.year).collect();
        years.sort_unstable();
        years.dedup();
        let link = |it: i16| {
            let changes = [("jaar", Some(it.to_string())), ("melding", None)];
            let changes = changes.each_ref().map(|(name, to)| (*name, to.as_deref()));
            (it, visit.query.with(&changes), it == year)
        };
        let mut choices = vec![(String::new(), "Alle dagboeken".to_owned())];
        let journals = journals(company);
        let own = |it: &&Journal| (it.code.clone(), journal_name(it));
        choices.extend(journals.iter().map(own));
        let journal = Field::new("dagboek", "Dagboek").of(choices);
        Some(PeriodsPage {
            wrong: Wrong::of(mistakes),
            years: years.into_iter().map(link).collect(),
            year,
            journal: journal.filled(&visit.query, &[]),
            grid: grid(scene, &journals, year),
            frame,
        })
    })
}

fn journals(company: &Company) -> Vec<&Journal> {
    let mut journals: Vec<&Journal> = company.journals.iter().collect();
    journals.sort_by(|a, b| a.code.cmp(&b.code));
    journals
}

fn grid(scene: &Scene<'_>, journals: &[&Journal], year: i16) -> Grid {
    let company = scene.company;
    let wanted = scene.visit.query.get("dagboek");
    let chosen = |it: &&&Journal| wanted.is_empty() || it.code == wanted;
    let codes: Vec<&str> = journals
        .iter()
        .filter(chosen)
        .map(|it| it.code.as_str())
        .collect();
    let mut periods: Vec<&Period> = company
        .periods
        .iter()
        .filter(|it| it.year == year)
        .collect();
    periods.sort_by_key(|it| it.period);
    let row = |period: &&Period| {
        let closed = codes
            .iter()
            .filter(|code| company.is_closed(code, period.year, period.period));
        let closed = closed.count();
        let (status, what, label) = if closed == 0 {
            (Cell::text("Open"), "sluit", "Afsluiten")
        } else if closed == codes.len() {
            (Cell::none().tagged("Afgesloten"), "open", "Heropenen")
        } else {
            let some = format!("{closed} van {} dagboeken afgesloten", codes.len());
            (Cell::text(some), "sluit", "Afsluiten")
        };
        let value = format!("{what} {} {}", period.year, period.period);
        Row::of([
            Cell::text(period.period.to_string()),
            Cell::text(text::date(period.start)).class("nowrap"),
            Cell::text(text::date(period.end)).class("nowrap"),
            status,
            Cell::button(label, value),
        ])
    };
    let heads = ["Periode", "Van", "Tot en met", "Status", ""];
    let rows: Vec<Row> = periods.iter().map(row).collect();
    Grid::new(&heads, "Dit boekjaar heeft geen perioden.").with(rows)
}
