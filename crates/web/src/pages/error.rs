//! What is shown instead of a page: not allowed, not found, changed meanwhile, broken.

use askama::Template;
use i18n::Lang;
use i18n_embed_fl::fl;

use office::Trouble;

use super::sample::{Samples, frame, problems};
use crate::views::{Frame, Menu, Problem, trouble_words};

/// A page that says why there is no page.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub frame: Frame,
    /// What happened.
    pub title: String,
    /// What to do.
    pub advice: String,
    /// What exactly is refused.
    pub problems: Vec<Problem>,
    /// The number under which our log tells more.
    pub reference: Option<String>,
}

/// What there can be instead of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// The person lacks the right.
    Denied,
    /// There is nothing at this address.
    NotFound,
    /// Somebody else changed it first.
    Changed,
    /// The form cannot be read.
    BadForm,
    /// More was sent than is accepted.
    TooLarge,
    /// The form was sent from another site.
    Foreign,
    /// Too many ask for the same at once.
    Busy,
    /// It took too long.
    Late,
    /// The database cannot be used.
    Unusable(Trouble),
    /// It was refused, with reasons.
    Refused,
    /// Our fault.
    Broken,
}

impl ErrorPage {
    /// The page for one of them.
    #[must_use]
    pub fn new(frame: Frame, instead: Instead) -> Self {
        let l = frame.l;
        let (title, advice) = match instead {
            Instead::Denied => (fl!(l, "error-denied"), fl!(l, "error-denied-advice")),
            Instead::NotFound => (fl!(l, "error-not-found"), fl!(l, "error-not-found-advice")),
            Instead::Changed => (fl!(l, "error-changed"), fl!(l, "error-changed-advice")),
            Instead::BadForm => (fl!(l, "error-bad-form"), fl!(l, "error-bad-form-advice")),
            Instead::TooLarge => (fl!(l, "error-too-large"), fl!(l, "error-too-large-advice")),
            Instead::Foreign => (fl!(l, "error-foreign"), fl!(l, "error-foreign-advice")),
            Instead::Busy => (fl!(l, "error-busy"), fl!(l, "error-busy-advice")),
            Instead::Late => (fl!(l, "error-late"), fl!(l, "error-late-advice")),
            Instead::Unusable(trouble) => trouble_words(l, trouble),
            Instead::Refused => (fl!(l, "error-refused"), fl!(l, "error-refused-advice")),
            Instead::Broken => (fl!(l, "error-broken"), fl!(l, "error-broken-advice")),
        };
        Self {
            frame,
            title,
            advice,
            problems: Vec::new(),
            reference: None,
        }
    }
}

impl Samples for ErrorPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let page = |instead| ErrorPage::new(frame(lang, Menu::Nowhere), instead);
        let anonymous = Frame::anonymous(lang, "/".to_owned());
        vec![
            ("denied", page(Instead::Denied)),
            ("not-found", page(Instead::NotFound)),
            ("changed", page(Instead::Changed)),
            ("bad-form", page(Instead::BadForm)),
            ("too-large", page(Instead::TooLarge)),
            ("foreign", ErrorPage::new(anonymous, Instead::Foreign)),
            ("busy", page(Instead::Busy)),
            ("late", page(Instead::Late)),
            ("database-locked", page(Instead::Unusable(Trouble::Locked))),
            ("database-full", page(Instead::Unusable(Trouble::Full))),
            (
                "database-read-only",
                page(Instead::Unusable(Trouble::ReadOnly)),
            ),
            ("database-moved", page(Instead::Unusable(Trouble::Moved))),
            (
                "database-unreachable",
                page(Instead::Unusable(Trouble::Unreachable)),
            ),
            (
                "refused",
                ErrorPage {
                    problems: problems(lang),
                    ..page(Instead::Refused)
                },
            ),
            (
                "broken",
                ErrorPage {
                    reference: Some("7F3A-91C2".to_owned()),
                    ..page(Instead::Broken)
                },
            ),
        ]
    }
}
