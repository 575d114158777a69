//! *Boekhouding*: the filter, what it holds, and the buttons that export it.

use askama::Template;
use domain::{Money, RunId};
use i18n::Lang;
use i18n_embed_fl::fl;

use super::runs::RunRow;
use super::sample::{Samples, euro, frame, problems};
use crate::routes::Accounting;
use crate::views::{Choice, Field, Frame, Menu, Problem};

/// The export page.
#[derive(Debug, Template)]
#[template(path = "accounting.html")]
pub struct AccountingPage {
    /// The frame.
    pub frame: Frame,
    /// What is wrong with the filter, or with starting.
    pub problems: Vec<Problem>,
    /// The filter as it stands in the form.
    pub filter: ExportFields,
    /// What the filter holds.
    pub preview: PreviewFragment,
    /// The last few runs.
    pub runs: Vec<RunRow>,
    /// Whether the person may press the export buttons.
    pub may_export: bool,
    /// Whether the person may press *Synchroniseer rekeningen*.
    pub may_synchronise: bool,
}

/// The filter, as it stands in the form.
#[derive(Clone, Debug, Default)]
pub struct ExportFields {
    /// *Locatie*, the first entry meaning *Alle locaties*.
    pub locations: Vec<Choice>,
    /// The location whose journals are offered; empty for all.
    pub shown_location: String,
    /// *Factuurdatum Van*.
    pub from: Field,
    /// *Factuurdatum Tot*.
    pub to: Field,
    /// *Factuurnummer Van*.
    pub number_from: Field,
    /// *Factuurnummer Tot*.
    pub number_to: Field,
    /// The journals as tick boxes; greyed ones say why.
    pub journals: Vec<Choice>,
}

/// What a filter holds, loaded anew when the filter changes.
#[derive(Clone, Debug, Template)]
#[template(path = "accounting_preview.html")]
pub struct PreviewFragment {
    /// The frame, for texts and amounts.
    pub frame: Frame,
    /// Why nothing can be counted.
    pub problems: Vec<Problem>,
    /// Of how many customers invoices leave.
    pub customers: i64,
    /// How many invoices leave.
    pub invoices: i64,
    /// How many of them are credit notes.
    pub credit_notes: i64,
    /// Their total.
    pub total: Money,
    /// How many are booked already.
    pub booked: i64,
    /// How many are on their way.
    pub under_way: i64,
    /// How many are in conflict or excluded.
    pub set_aside: i64,
    /// How many are held back, per reason.
    pub held: Vec<Held>,
}

/// Invoices held back for one reason.
#[derive(Clone, Debug)]
pub struct Held {
    /// How many.
    pub count: i64,
    /// Why, by the example of the first of them, with where to mend it.
    pub problem: Problem,
}

impl AccountingPage {
    /// Attributes of the location: choosing another one shows its journals at once.
    #[must_use]
    pub fn follow_location(&self) -> String {
        format!(
            " hx-get=\"{Accounting}\" hx-trigger=\"change\" hx-include=\"#export\" hx-target=\"#main\" \
             hx-select=\"#main\" hx-swap=\"outerHTML\""
        )
    }
}

impl PreviewFragment {
    /// How many invoices are held back.
    #[must_use]
    pub fn held_count(&self) -> i64 {
        self.held.iter().map(|held| held.count).sum()
    }
}

impl ExportFields {
    /// Whether every journal that can be ticked is ticked.
    #[must_use]
    pub fn all_ticked(&self) -> bool {
        let mut open = self
            .journals
            .iter()
            .filter(|journal| journal.barred.is_empty())
            .peekable();
        open.peek().is_some() && open.all(|journal| journal.chosen)
    }
}

impl Samples for AccountingPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let bad_date = fl!(i18n::texts(lang), "bad-date");
        let full = AccountingPage {
            frame: frame(lang, Menu::Accounting),
            problems: Vec::new(),
            filter: sample_filter(lang),
            preview: sample_preview(lang),
            runs: vec![
                RunRow::sample(lang, RunId::new(32), false),
                RunRow::sample(lang, RunId::new(31), true),
            ],
            may_export: true,
            may_synchronise: true,
        };
        let bad = AccountingPage {
            frame: frame(lang, Menu::Accounting),
            problems: Vec::new(),
            filter: ExportFields {
                from: Field::new("31-02-2026").wrong(bad_date.clone()),
                journals: Vec::new(),
                ..sample_filter(lang)
            },
            preview: PreviewFragment {
                problems: vec![Problem::plain(bad_date)],
                held: Vec::new(),
                ..sample_preview(lang)
            },
            runs: Vec::new(),
            may_export: false,
            may_synchronise: false,
        };
        vec![("filled", full), ("bad-date", bad)]
    }
}

fn sample_filter(lang: Lang) -> ExportFields {
    let l = i18n::texts(lang);
    let internal = Choice::new(5, "79I1 Journaal verkoop intern 1", false);
    ExportFields {
        locations: vec![
            Choice::new("", fl!(l, "all-locations"), false),
            Choice::new(1, "Bodystop A", true),
        ],
        shown_location: "1".to_owned(),
        from: Field::new("01-11-2026"),
        to: Field::new("24-11-2026"),
        number_from: Field::default(),
        number_to: Field::default(),
        journals: vec![
            Choice::new(1, "70A1 Journaal verkoop carrosserie A1", true),
            Choice::new(2, "70A2 Journaal verkoop garage A1", true),
            Choice::new(3, "70D Journaal verkoop diversen 1", true),
            Choice::new(4, "70C Credit nota onderdelen", false),
            internal.barred(fl!(l, "barred-internal")),
        ],
    }
}

fn sample_preview(lang: Lang) -> PreviewFragment {
    let held = problems(lang).into_iter().zip([2, 3]);
    PreviewFragment {
        frame: frame(lang, Menu::Accounting),
        problems: Vec::new(),
        customers: 96,
        invoices: 134,
        credit_notes: 5,
        total: euro(23_411_872),
        booked: 1204,
        under_way: 3,
        set_aside: 1,
        held: held
            .map(|(problem, count)| Held { count, problem })
            .collect(),
    }
}
