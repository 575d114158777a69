//! Journals: what they are in Exact, and our own marks.

use askama::Template;
use domain::JournalId;
use i18n::Lang;
use i18n_embed_fl::fl;

use super::sample::{Samples, frame};
use crate::routes::{Journals, with_query};
use crate::views::{Choice, Field, Frame, Menu, Problem};

/// The journals.
#[derive(Debug, Template)]
#[template(path = "journals.html")]
pub struct JournalsPage {
    /// The frame.
    pub frame: Frame,
    /// What is wrong with the form.
    pub problems: Vec<Problem>,
    /// The journals.
    pub rows: Vec<JournalRow>,
    /// The journal whose marks are edited.
    pub editing: Option<JournalFields>,
    /// Whether the person may change marks.
    pub may_edit: bool,
    /// Administrations to import from; empty unless Exact Online is the accounting package.
    pub administrations: Vec<Choice>,
}

/// One journal in the list.
#[derive(Clone, Debug)]
pub struct JournalRow {
    /// Opens its marks.
    pub href: String,
    /// Whether it is in the form now.
    pub chosen: bool,
    /// Its code in Exact.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its type in Exact, said.
    pub kind: String,
    /// The administration's name.
    pub administration: String,
    /// The location's name.
    pub location: String,
    /// Our marks, said.
    pub marks: Vec<String>,
    /// Why it is not exported; empty when it is.
    pub barred: String,
}

/// The marks of one journal, as they stand in the form.
#[derive(Clone, Debug)]
pub struct JournalFields {
    /// Which one.
    pub id: JournalId,
    /// Code and name.
    pub title: String,
    /// *Intern*: never exported.
    pub internal: bool,
    /// Holds the credit notes.
    pub credit_notes: bool,
    /// Numbers come from another program.
    pub numbered_elsewhere: bool,
    /// Locations, the first entry meaning none.
    pub locations: Vec<Choice>,
    /// What stands before the number.
    pub prefix: Field,
}

impl Samples for JournalsPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let editing = JournalFields {
            id: JournalId::new(1),
            title: "70A1 Journaal verkoop carrosserie A1".to_owned(),
            internal: false,
            credit_notes: false,
            numbered_elsewhere: true,
            locations: vec![
                Choice::new("", "—", false),
                Choice::new(1, "Bodystop A", true),
            ],
            prefix: Field::new("A1-{year}-"),
        };
        let page = |rows, editing, administrations| JournalsPage {
            frame: frame(lang, Menu::Journals),
            problems: Vec::new(),
            rows,
            editing,
            may_edit: true,
            administrations,
        };
        let rows = sample_rows(lang);
        let source = vec![Choice::new(1, "Bodystop A NV", true)];
        let chosen = page(rows.clone(), Some(editing), source.clone());
        vec![
            ("chosen", chosen),
            ("list", page(rows, None, source)),
            ("other-package", page(Vec::new(), None, Vec::new())),
        ]
    }
}

fn sample_rows(lang: Lang) -> Vec<JournalRow> {
    let l = i18n::texts(lang);
    let row = |id: i64, (code, name): (&str, &str), kind: String, barred: String| JournalRow {
        href: with_query(Journals, &[("journal", &id.to_string())]),
        chosen: id == 1,
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        administration: "Bodystop A NV".to_owned(),
        location: "Bodystop A".to_owned(),
        marks: Vec::new(),
        barred,
    };
    let sales = || fl!(l, "journal-sales");
    let (internal, other) = (fl!(l, "barred-internal"), fl!(l, "barred-not-sales"));
    let carrosserie = ("70A1", "Journaal verkoop carrosserie A1");
    let credit = ("70C", "Credit nota onderdelen");
    vec![
        row(1, carrosserie, sales(), String::new()),
        JournalRow {
            marks: vec![fl!(l, "mark-credit-notes")],
            ..row(2, credit, sales(), String::new())
        },
        row(3, ("79I1", "Journaal verkoop intern 1"), sales(), internal),
        row(4, ("55", "KBC"), fl!(l, "journal-bank"), other),
    ]
}
