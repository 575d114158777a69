//! The list of every run: who, filter, outcome.

use askama::Template;
use domain::RunId;
use i18n::Lang;
use i18n_embed_fl::fl;
use jiff::Timestamp;

use super::sample::{Samples, frame, moment};
use crate::routes::{Run, Runs, with_query};
use crate::views::{Frame, Menu};

/// The list of runs.
#[derive(Debug, Template)]
#[template(path = "runs.html")]
pub struct RunsPage {
    /// The frame.
    pub frame: Frame,
    /// The newest first.
    pub rows: Vec<RunRow>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// One run in a list.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// Its page.
    pub href: String,
    /// When it was started.
    pub started: Timestamp,
    /// Who started it.
    pub who: String,
    /// Which button.
    pub parts: String,
    /// What the filter said.
    pub filter: String,
    /// What came of it, in a few words.
    pub outcome: String,
    /// Whether it has finished.
    pub finished: bool,
}

impl RunRow {
    /// An invented run.
    #[must_use]
    pub fn sample(lang: Lang, id: RunId, finished: bool) -> Self {
        let l = i18n::texts(lang);
        Self {
            href: Run(id).to_string(),
            started: moment(23),
            who: "Katrien Vandeproef".to_owned(),
            parts: fl!(l, "export-both"),
            filter: "Bodystop A · 01-11-2026 – 23-11-2026".to_owned(),
            outcome: if finished {
                fl!(
                    l,
                    "run-outcome-text",
                    done = "129",
                    refused = "5",
                    open = "0"
                )
            } else {
                fl!(
                    l,
                    "run-outcome-text",
                    done = "48",
                    refused = "0",
                    open = "86"
                )
            },
            finished,
        }
    }
}

impl Samples for RunsPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let page = |rows, next| RunsPage {
            frame: frame(lang, Menu::Accounting),
            rows,
            next,
        };
        let rows = vec![
            RunRow::sample(lang, RunId::new(32), false),
            RunRow::sample(lang, RunId::new(31), true),
        ];
        vec![
            (
                "filled",
                page(rows, Some(with_query(Runs, &[("after", "31")]))),
            ),
            ("empty", page(Vec::new(), None)),
        ]
    }
}
