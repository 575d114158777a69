//! Signing in, and replacing a password (a one-time password must be).

use askama::Template;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame};
use crate::views::{Field, Frame, Menu, Notice};

/// The sign-in form.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// The frame.
    pub frame: Frame,
    /// The login as it was typed.
    pub login: String,
    /// Why the last try failed.
    pub failure: Option<String>,
    /// Where to go afterwards.
    pub then: String,
}

/// The form that changes one's password.
#[derive(Debug, Template)]
#[template(path = "password.html")]
pub struct PasswordPage {
    /// The frame.
    pub frame: Frame,
    /// Whether the present password may be used only once.
    pub one_time: bool,
    /// The present password, never filled in; holds its problem.
    pub present: Field,
    /// The new password, never filled in; holds its problem.
    pub wanted: Field,
    /// The fewest characters of a password.
    pub least: usize,
}

impl Samples for SignInPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let frame = Frame::anonymous(lang, "/aanmelden".to_owned());
        let failure = fl!(frame.l, "sign-in-failed");
        let page = |notice, login: &str, failure| SignInPage {
            frame: Frame {
                notice,
                ..frame.clone()
            },
            login: login.to_owned(),
            failure,
            then: "/".to_owned(),
        };
        vec![
            ("empty", page(None, "", None)),
            ("failed", page(None, "katrien", Some(failure))),
            ("signed-out", page(Some(Notice::SignedOut), "", None)),
        ]
    }
}

impl Samples for PasswordPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let page = |one_time, wanted| PasswordPage {
            frame: frame(lang, Menu::Nowhere),
            one_time,
            present: Field::default(),
            wanted,
            least: 12,
        };
        let short = fl!(i18n::texts(lang), "password-too-short", least = 12);
        vec![
            ("one-time", page(true, Field::default())),
            ("too-short", page(false, Field::default().wrong(short))),
        ]
    }
}
