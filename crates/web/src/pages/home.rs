//! The dashboard: the state of the link, the work that is open, the last run.

use askama::Template;
use domain::{Money, RunId};
use i18n::Lang;
use i18n_embed_fl::fl;
use jiff::Timestamp;

use super::runs::RunRow;
use super::sample::{Samples, euro, frame, moment};
use crate::routes::{Invoices, Options, with_query};
use crate::views::{Frame, LinkChip, Menu, State};

/// The dashboard.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// The frame.
    pub frame: Frame,
    /// What must still be set up, in order; done ones included.
    pub steps: Vec<Step>,
    /// The connection, when there is one.
    pub connection: Option<Connected>,
    /// How many invoices are in each state that asks for something.
    pub work: Vec<Work>,
    /// The last run.
    pub last_run: Option<RunRow>,
}

/// One step of the set-up.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is to be done.
    pub text: String,
    /// Where.
    pub href: String,
    /// Whether it is done.
    pub done: bool,
}

/// The connection with Exact Online.
#[derive(Clone, Debug)]
pub struct Connected {
    /// The Exact user who gave consent.
    pub user: String,
    /// Its administrations that are in use, by name.
    pub administrations: Vec<String>,
    /// When master data were last read.
    pub mirrored: Option<Timestamp>,
}

/// Invoices in one state.
#[derive(Clone, Debug)]
pub struct Work {
    /// The state.
    pub state: State,
    /// How many.
    pub count: i64,
    /// Their total.
    pub total: Money,
    /// The list of them.
    pub href: String,
}

impl Work {
    /// The invoices in a state.
    #[must_use]
    pub fn new(state: State, count: i64, total: Money) -> Self {
        Self {
            state,
            count,
            total,
            href: with_query(Invoices, &[("state", state.as_str())]),
        }
    }
}

impl HomePage {
    /// Whether every step of the set-up is done.
    #[must_use]
    pub fn set_up(&self) -> bool {
        self.steps.iter().all(|step| step.done)
    }
}

impl Samples for HomePage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let l = i18n::texts(lang);
        let steps = |done: usize| {
            step_texts(l)
                .into_iter()
                .enumerate()
                .map(|(index, text)| Step {
                    text,
                    href: Options.to_string(),
                    done: index < done,
                })
                .collect::<Vec<_>>()
        };
        let full = HomePage {
            frame: frame(lang, Menu::Home),
            steps: steps(4),
            connection: Some(Connected {
                user: "Els Proefmans".to_owned(),
                administrations: ["Bodystop A NV", "Bodystop B BV", "Bodystop C SRL"]
                    .map(str::to_owned)
                    .into(),
                mirrored: Some(moment(23)),
            }),
            work: vec![
                Work::new(State::Ready, 412, euro(84_211_340)),
                Work::new(State::Refused, 7, euro(1_240_055)),
                Work::new(State::Unknown, 1, euro(145_000)),
                Work::new(State::Parked, 12, euro(2_310_000)),
            ],
            last_run: Some(RunRow::sample(lang, RunId::new(31), true)),
        };
        let fresh = HomePage {
            frame: Frame {
                link: LinkChip::NotConnected,
                ..frame(lang, Menu::Home)
            },
            steps: steps(1),
            connection: None,
            work: Vec::new(),
            last_run: None,
        };
        vec![("at-work", full), ("fresh", fresh)]
    }
}

/// The steps of the set-up, said.
#[must_use]
pub fn step_texts(l: i18n::Texts) -> [String; 4] {
    [
        fl!(l, "step-package"),
        fl!(l, "step-connect"),
        fl!(l, "step-administrations"),
        fl!(l, "step-vat"),
    ]
}
