//! The list of invoices and credit notes, with filters and states.

use askama::Template;
use domain::{InvoiceId, Money};
use i18n::Lang;
use i18n_embed_fl::fl;
use jiff::civil::Date;

use super::sample::{Samples, day, euro, frame, problems};
use crate::routes::{Invoice, Invoices, with_query};
use crate::views::{Choice, Field, Frame, Menu, Problem, State};

/// The list of invoices.
#[derive(Debug, Template)]
#[template(path = "invoices.html")]
pub struct InvoicesPage {
    /// The frame.
    pub frame: Frame,
    /// The filter, as it stands in its form.
    pub filter: Filter,
    /// The invoices, newest first.
    pub rows: Vec<InvoiceRow>,
    /// The address of the next page.
    pub next: Option<String>,
    /// Whether the person may take over files.
    pub may_import: bool,
}

/// The filter of the list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Locations, the first one meaning all.
    pub locations: Vec<Choice>,
    /// First invoice date.
    pub from: Field,
    /// Last invoice date.
    pub to: Field,
    /// Number or name.
    pub text: Field,
    /// States, the first one meaning all.
    pub states: Vec<Choice>,
    /// Whether anything is filtered.
    pub active: bool,
}

/// One invoice in the list.
#[derive(Clone, Debug)]
pub struct InvoiceRow {
    /// Its page.
    pub href: String,
    /// Its number; empty while it is a draft.
    pub number: String,
    /// Whether it is a credit note.
    pub credit_note: bool,
    /// Its date.
    pub date: Date,
    /// The customer's name.
    pub customer: String,
    /// The journal's code and name.
    pub journal: String,
    /// The location's name.
    pub location: String,
    /// Signed: negative on a credit note.
    pub total: Money,
    /// How far it is.
    pub state: State,
    /// Why it is refused, parked, …
    pub reason: Option<Problem>,
}

impl Samples for InvoicesPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let rows: Vec<InvoiceRow> = State::ALL
            .into_iter()
            .zip(1_i64..)
            .map(|(state, nth)| row(lang, state, nth))
            .collect();
        let filter = Filter {
            locations: vec![
                Choice::new("", fl!(i18n::texts(lang), "all-locations"), true),
                Choice::new(1, "Bodystop A", false),
            ],
            from: Field::new("01-11-2026"),
            states: state_choices(lang, None),
            ..Filter::default()
        };
        let page = |rows, filter, next| InvoicesPage {
            frame: frame(lang, Menu::Invoices),
            filter,
            rows,
            next,
            may_import: true,
        };
        let wrong = Filter {
            from: Field::new("31-02-2026").wrong(fl!(i18n::texts(lang), "bad-date")),
            active: true,
            ..filter.clone()
        };
        let next = with_query(Invoices, &[("after", "x")]);
        vec![
            ("filled", page(rows, filter.clone(), Some(next))),
            ("empty", page(Vec::new(), filter, None)),
            ("bad-date", page(Vec::new(), wrong, None)),
        ]
    }
}

/// Every state to choose from, the first entry meaning all.
#[must_use]
pub fn state_choices(lang: Lang, chosen: Option<State>) -> Vec<Choice> {
    let l = i18n::texts(lang);
    let all = Choice::new("", fl!(l, "all-states"), chosen.is_none());
    let each = State::ALL
        .into_iter()
        .map(|state| Choice::new(state.as_str(), state.label(l), chosen == Some(state)));
    std::iter::once(all).chain(each).collect()
}

fn row(lang: Lang, state: State, nth: i64) -> InvoiceRow {
    let credit_note = nth == 8;
    let names = [
        "Fictieve Garage BV",
        "Noordzee Verzekeringen NV",
        "Amélie D'Essai",
        "LeaseDemo",
    ];
    let pick = usize::try_from(nth).unwrap_or_default() % names.len();
    InvoiceRow {
        href: Invoice(InvoiceId::new(nth)).to_string(),
        number: format!("A1-2026-{:06}", 417 + nth),
        credit_note,
        date: day(24),
        customer: names.get(pick).copied().unwrap_or_default().to_owned(),
        journal: "70A1 Journaal verkoop carrosserie A1".to_owned(),
        location: "Bodystop A".to_owned(),
        total: euro(if credit_note { -48_400 } else { 145_237 * nth }),
        state,
        reason: (state == State::Refused)
            .then(|| problems(lang).into_iter().next())
            .flatten(),
    }
}
