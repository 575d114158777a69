//! One run: progress while it runs, then a result per invoice, with the reason and where to mend.

use askama::Template;
use domain::{CustomerId, InvoiceId, Money, RunId};
use i18n::Lang;
use i18n_embed_fl::fl;

use super::invoice::Fact;
use super::sample::{Samples, euro, frame, moment, problems};
use crate::routes::{Accounting, Customer, Invoice, Run, RunProgress, with_query};
use crate::views::{Frame, Menu, Problem};

/// One run.
#[derive(Debug, Template)]
#[template(path = "run.html")]
pub struct RunPage {
    /// The frame.
    pub frame: Frame,
    /// Which button it was, and when.
    pub title: String,
    /// Who, filter, start, end.
    pub facts: Vec<Fact>,
    /// The export page with the same filter.
    pub again: String,
    /// The part that moves.
    pub progress: ProgressFragment,
}

/// The part of the page that moves while the run runs.
#[derive(Clone, Debug, Template)]
#[template(path = "run_progress.html")]
pub struct ProgressFragment {
    /// The frame, for texts and amounts.
    pub frame: Frame,
    /// Where the next state is fetched.
    pub address: String,
    /// Whether it still runs.
    pub running: bool,
    /// That its press was broken off before everything was taken up.
    pub problems: Vec<Problem>,
    /// Why nothing moves, when something holds everything up.
    pub held: Vec<Problem>,
    /// How many have an outcome.
    pub done: i64,
    /// How many there are.
    pub all: i64,
    /// How many per outcome, the ones that occur.
    pub counts: Vec<Count>,
    /// The customers, accounts and invoices of this page.
    pub items: Vec<Item>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// How many have an outcome.
#[derive(Clone, Debug)]
pub struct Count {
    /// The outcome.
    pub outcome: Outcome,
    /// How many.
    pub count: i64,
}

/// One subject of a run.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is, said: invoice, customer, account.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: Option<String>,
    /// Name of the customer or account.
    pub name: String,
    /// Total of an invoice.
    pub total: Option<Money>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub problem: Option<Problem>,
}

/// What became of one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Waits for its turn.
    Waiting,
    /// Booked by this run.
    Booked,
    /// Stood in Exact already, equal.
    Adopted,
    /// A customer or account was made in Exact.
    Created,
    /// Linked with what stood in Exact already.
    Linked,
    /// Certainly not done.
    Refused,
    /// Nobody can know yet.
    Unknown,
    /// Something else stands there.
    Conflict,
    /// Waits for something to be mended.
    Parked,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 9] = [
        Outcome::Waiting,
        Outcome::Booked,
        Outcome::Adopted,
        Outcome::Created,
        Outcome::Linked,
        Outcome::Refused,
        Outcome::Unknown,
        Outcome::Conflict,
        Outcome::Parked,
    ];

    /// The word that the link uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Waiting => "waiting",
            Outcome::Booked => "booked",
            Outcome::Adopted => "adopted",
            Outcome::Created => "created",
            Outcome::Linked => "linked",
            Outcome::Refused => "refused",
            Outcome::Unknown => "unknown",
            Outcome::Conflict => "conflict",
            Outcome::Parked => "parked",
        }
    }

    /// Reads the word; one that is not known is shown as unknown, never as done.
    #[must_use]
    pub fn from_word(word: &str) -> Outcome {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
            .unwrap_or(Outcome::Unknown)
    }

    /// The class that colours its chip: that of the state it looks like.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Outcome::Waiting => "queued",
            Outcome::Booked | Outcome::Adopted | Outcome::Created => "booked",
            Outcome::Linked => "ready",
            Outcome::Refused => "refused",
            Outcome::Unknown => "unknown",
            Outcome::Conflict => "conflict",
            Outcome::Parked => "parked",
        }
    }

    /// A shape beside the word.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Outcome::Waiting => "◔",
            Outcome::Booked => "✓",
            Outcome::Adopted => "=",
            Outcome::Created => "+",
            Outcome::Linked => "·",
            Outcome::Refused => "✕",
            Outcome::Unknown => "?",
            Outcome::Conflict => "≠",
            Outcome::Parked => "‖",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self, l: i18n::Texts) -> String {
        match self {
            Outcome::Waiting => fl!(l, "outcome-waiting"),
            Outcome::Booked => fl!(l, "outcome-booked"),
            Outcome::Adopted => fl!(l, "outcome-adopted"),
            Outcome::Created => fl!(l, "outcome-created"),
            Outcome::Linked => fl!(l, "outcome-linked"),
            Outcome::Refused => fl!(l, "outcome-refused"),
            Outcome::Unknown => fl!(l, "outcome-unknown"),
            Outcome::Conflict => fl!(l, "outcome-conflict"),
            Outcome::Parked => fl!(l, "outcome-parked"),
        }
    }
}

impl Samples for RunPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let l = i18n::texts(lang);
        let page = |progress| RunPage {
            frame: frame(lang, Menu::Accounting),
            title: fl!(l, "export-both"),
            facts: vec![
                Fact::new(fl!(l, "run-who"), "Katrien Vandeproef"),
                Fact::new(fl!(l, "run-filter"), "Bodystop A · 01-11-2026 – 24-11-2026"),
                Fact::new(fl!(l, "run-started"), i18n::moment(moment(24))),
            ],
            again: Accounting.to_string(),
            progress,
        };
        vec![
            ("running", page(fragment(lang, true, false))),
            ("held", page(fragment(lang, true, true))),
            ("finished", page(fragment(lang, false, false))),
            (
                "broken-off",
                page(ProgressFragment {
                    problems: problems(lang),
                    ..fragment(lang, false, false)
                }),
            ),
        ]
    }
}

fn fragment(lang: Lang, running: bool, held: bool) -> ProgressFragment {
    let id = RunId::new(32);
    let count = |outcome, count| Count { outcome, count };
    let (done, counts) = if running {
        (
            48,
            vec![
                count(Outcome::Booked, 46),
                count(Outcome::Created, 2),
                count(Outcome::Waiting, 86),
            ],
        )
    } else {
        let all = Outcome::ALL
            .into_iter()
            .filter(|outcome| *outcome != Outcome::Waiting);
        (
            134,
            all.zip(1_i64..)
                .map(|(outcome, nth)| count(outcome, nth))
                .collect(),
        )
    };
    ProgressFragment {
        frame: frame(lang, Menu::Accounting),
        address: RunProgress(id).to_string(),
        running,
        problems: Vec::new(),
        held: if held { problems(lang) } else { Vec::new() },
        done,
        all: 134,
        counts,
        items: items(lang),
        next: Some(with_query(Run(id), &[("after", "50")])),
    }
}

fn items(lang: Lang) -> Vec<Item> {
    let l = i18n::texts(lang);
    let customer = Item {
        kind: fl!(l, "customer"),
        number: "10404".to_owned(),
        href: Some(Customer(CustomerId::new(4)).to_string()),
        name: "Fictieve Garage BV".to_owned(),
        total: None,
        outcome: Outcome::Created,
        problem: None,
    };
    let invoices = Outcome::ALL
        .into_iter()
        .zip(417_i64..)
        .map(|(outcome, nth)| Item {
            kind: fl!(l, "invoice"),
            number: format!("A1-2026-{nth:06}"),
            href: Some(Invoice(InvoiceId::new(nth)).to_string()),
            name: "Noordzee Verzekeringen NV".to_owned(),
            total: Some(euro(nth * 317)),
            outcome,
            problem: (outcome == Outcome::Refused)
                .then(|| problems(lang).into_iter().next())
                .flatten(),
        });
    std::iter::once(customer).chain(invoices).collect()
}
