//! *Systeem → Koppeling*: which installation this is, what differs, and the two answers.

use askama::Template;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame, moment};
use crate::views::{Alarm, Frame, Menu, Problem};

/// The installation.
#[derive(Clone, Debug, Template)]
#[template(path = "installation.html")]
pub struct InstallationPage {
    /// The frame.
    pub frame: Frame,
    /// Why a decision was not taken.
    pub problems: Vec<Problem>,
    /// Why the link stands still or waits; `None` while all is well.
    pub why: Option<Problem>,
    /// What differs, in plain words.
    pub differences: Vec<String>,
    /// This computer and folder.
    pub place: String,
    /// The installation's id.
    pub id: Option<String>,
    /// Since when it is as it is.
    pub since: Option<jiff::Timestamp>,
    /// The administrations, once someone said that it goes on.
    pub looks: Vec<LookRow>,
    /// Whether someone has to decide.
    pub decide: bool,
    /// Whether it was said already that this is a copy.
    pub is_copy: bool,
    /// Whether the person may.
    pub may_decide: bool,
    /// For how many minutes nothing is sent after it is said that it goes on.
    pub minutes: i64,
}

/// An administration that is or was looked through.
#[derive(Clone, Debug)]
pub struct LookRow {
    /// Its name.
    pub name: String,
    /// How far it is.
    pub state: String,
    /// What was found.
    pub found: Vec<String>,
}

impl Samples for InstallationPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let well = well(lang);
        let differs = why(lang, office::reasons::INSTALLATION_DIFFERS);
        let paused = InstallationPage {
            frame: Frame {
                alarm: Some(Alarm::paused(lang, differs.clone(), true)),
                ..frame(lang, Menu::Installation)
            },
            why: Some(differs),
            differences: vec![fl!(
                i18n::texts(lang),
                "diff-folder-copied",
                before = "garage-pc:/var/lib/planmanager",
                now = "garage-pc:/srv/kopie"
            )],
            decide: true,
            ..well.clone()
        };
        let clerk = InstallationPage {
            may_decide: false,
            problems: vec![why(lang, office::reasons::INSTALLATION_IN_USE)],
            ..paused.clone()
        };
        let copy = InstallationPage {
            why: Some(why(lang, office::reasons::INSTALLATION_COPY)),
            differences: Vec::new(),
            is_copy: true,
            ..paused.clone()
        };
        let waits = why(lang, office::reasons::INSTALLATION_WAITS);
        let goes_on = InstallationPage {
            frame: Frame {
                alarm: Some(Alarm::goes_on(lang, waits.clone(), true)),
                ..frame(lang, Menu::Installation)
            },
            why: Some(waits),
            looks: looks(lang),
            ..well.clone()
        };
        vec![
            ("well", well),
            ("paused", paused),
            ("not-allowed", clerk),
            ("copy", copy),
            ("goes-on", goes_on),
        ]
    }
}

fn well(lang: Lang) -> InstallationPage {
    InstallationPage {
        frame: frame(lang, Menu::Installation),
        problems: Vec::new(),
        why: None,
        differences: Vec::new(),
        place: "garage-pc:/var/lib/planmanager".to_owned(),
        id: Some("0d9f3b52-1c51-4f0e-9b67-3a3f6c1f9f10".to_owned()),
        since: Some(moment(2)),
        looks: Vec::new(),
        decide: false,
        is_copy: false,
        may_decide: true,
        minutes: 7,
    }
}

fn why(lang: Lang, code: &'static str) -> Problem {
    let refusal = domain::Refusal::new(code, domain::Place::Nowhere)
        .with("until", "2026-11-24T05:12:00Z")
        .with("administration", "Bodystop A NV");
    Problem::of(lang, &refusal)
}

fn looks(lang: Lang) -> Vec<LookRow> {
    let l = i18n::texts(lang);
    let numbers = fl!(
        l,
        "look-numbers",
        count = 3,
        journal = "70A1",
        numbers = "A1-2026-000418, A1-2026-000419, A1-2026-000420",
        next = "421"
    );
    vec![
        LookRow {
            name: "Bodystop A NV".to_owned(),
            state: fl!(l, "look-done", at = i18n::moment(moment(3))),
            found: vec![numbers],
        },
        LookRow {
            name: "Bodystop B BV".to_owned(),
            state: fl!(l, "look-consent"),
            found: Vec::new(),
        },
    ]
}
