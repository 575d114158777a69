//! Taking over UBL files: choose, look, book; a result per file.

use askama::Template;
use domain::{InvoiceId, Money};
use i18n::Lang;
use i18n_embed_fl::fl;
use jiff::civil::Date;

use super::sample::{Samples, day, euro, frame};
use crate::routes::{Accounts, Invoice, Journals};
use crate::views::{Choice, Frame, Menu, Problem};

/// Step one: the files, and the location and journal they go to.
#[derive(Debug, Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// The frame.
    pub frame: Frame,
    /// What is wrong with the form.
    pub problems: Vec<Problem>,
    /// Locations.
    pub locations: Vec<Choice>,
    /// Journals.
    pub journals: Vec<Choice>,
    /// Ledger accounts, the first entry meaning "chosen per line".
    pub accounts: Vec<Choice>,
    /// How many files are taken at once.
    pub most_files: usize,
    /// How large a file may be, in megabytes.
    pub most_megabytes: usize,
}

/// Step two: what the files hold, with an account per line.
#[derive(Debug, Template)]
#[template(path = "import_preview.html")]
pub struct PreviewPage {
    /// The frame.
    pub frame: Frame,
    /// The chosen location, by id and name.
    pub location: Choice,
    /// The chosen journal, by id and name.
    pub journal: Choice,
    /// The account for all lines, by id; empty when chosen per line.
    pub account: String,
    /// Whether the lines are few enough to choose an account for each.
    pub lines_shown: bool,
    /// The files.
    pub files: Vec<FilePreview>,
}

/// What one file holds.
#[derive(Clone, Debug)]
pub struct FilePreview {
    /// Counts from 0; names the form's fields.
    pub index: usize,
    /// The name of the file.
    pub name: String,
    /// The file itself, carried along in the form (base64url).
    pub content: String,
    /// Why it cannot be taken over; empty when it can.
    pub problems: Vec<Problem>,
    /// Things worth knowing that do not stop it.
    pub notes: Vec<String>,
    /// What it holds, when it could be read.
    pub document: Option<DocumentPreview>,
}

/// An invoice or credit note in a file.
#[derive(Clone, Debug)]
pub struct DocumentPreview {
    /// Whether it is a credit note.
    pub credit_note: bool,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// The seller's name.
    pub seller: String,
    /// Whether the seller is not this location: a person must confirm.
    pub foreign_seller: bool,
    /// The buyer's name.
    pub buyer: String,
    /// Who the buyer is here, in words: customer 10417, or a new customer; empty when that is asked.
    pub customer: String,
    /// Who he may be, when that is asked: the first entry is no choice yet, the last a new customer.
    pub customers: Vec<Choice>,
    /// Without VAT.
    pub net: Money,
    /// VAT.
    pub vat: Money,
    /// With VAT.
    pub total: Money,
    /// The lines.
    pub lines: Vec<LinePreview>,
}

/// A line in a file.
#[derive(Clone, Debug)]
pub struct LinePreview {
    /// From 1.
    pub position: i64,
    /// Its text.
    pub description: String,
    /// Its VAT.
    pub vat: String,
    /// Without VAT; `None` for a text line.
    pub net: Option<Money>,
    /// Ledger accounts; the remembered one is chosen.
    pub accounts: Vec<Choice>,
}

/// Step three: what became of each file.
#[derive(Debug, Template)]
#[template(path = "import_result.html")]
pub struct ResultPage {
    /// The frame.
    pub frame: Frame,
    /// The files.
    pub files: Vec<FileResult>,
}

/// What became of one file.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// The name of the file.
    pub name: String,
    /// Taken over, there already, or refused.
    pub outcome: FileOutcome,
    /// Things worth knowing, or the reasons of the refusal.
    pub problems: Vec<Problem>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileOutcome {
    /// It is an invoice now: its number and page.
    Imported {
        /// The number.
        number: String,
        /// The page.
        href: String,
    },
    /// It was an invoice already: its number and page.
    AlreadyThere {
        /// The number.
        number: String,
        /// The page.
        href: String,
    },
    /// Nothing was stored.
    Refused,
}

impl PreviewPage {
    /// Whether any file can be taken over.
    #[must_use]
    pub fn any_good(&self) -> bool {
        self.files.iter().any(|file| file.problems.is_empty())
    }
}

impl Samples for ImportPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let l = i18n::texts(lang);
        let page = |problems, journals| ImportPage {
            frame: frame(lang, Menu::Invoices),
            problems,
            locations: vec![
                Choice::new(1, "Bodystop A", true),
                Choice::new(2, "Bodystop B", false),
            ],
            journals,
            accounts: vec![
                Choice::new("", fl!(l, "account-per-line"), true),
                Choice::new(1, "704000 Arbeidsloon", false),
            ],
            most_files: 20,
            most_megabytes: 10,
        };
        let journals = vec![Choice::new(1, "70U Verkoop elders genummerd", true)];
        let no_journal = Problem {
            sentence: fl!(l, "import-no-journal"),
            fix: fl!(l, "import-no-journal-fix"),
            href: Some(Journals.to_string()),
            link: fl!(l, "mend-journal"),
        };
        vec![
            ("choose", page(Vec::new(), journals)),
            ("no-journal", page(vec![no_journal], Vec::new())),
        ]
    }
}

impl Samples for PreviewPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let l = i18n::texts(lang);
        let accounts = vec![
            Choice::new("", "—", true),
            Choice::new(1, "704000 Arbeidsloon", false),
        ];
        let line = |position, description: &str, cents: Option<i64>| LinePreview {
            position,
            description: description.to_owned(),
            vat: i18n::percent(lang, 2100),
            net: cents.map(euro),
            accounts: accounts.clone(),
        };
        let good = FilePreview {
            index: 0,
            name: "factuur-2026-117.xml".to_owned(),
            content: "PEludm9pY2U-".to_owned(),
            problems: Vec::new(),
            notes: vec![fl!(l, "note-prepaid", amount = i18n::money(lang, 10_000))],
            document: Some(DocumentPreview {
                credit_note: false,
                number: "2026-117".to_owned(),
                date: day(12),
                seller: "Bodystop A NV".to_owned(),
                foreign_seller: true,
                buyer: "Fictieve Garage BV".to_owned(),
                customer: String::new(),
                customers: vec![
                    Choice::new("", fl!(l, "import-choose-customer"), true),
                    Choice::new(7, "10417 Fictieve Garage, Testgem", false),
                    Choice::new("new", fl!(l, "import-new-customer"), false),
                ],
                net: euro(100_000),
                vat: euro(21_000),
                total: euro(121_000),
                lines: vec![
                    line(1, "Onderdelen", Some(100_000)),
                    line(2, "Volgens afspraak", None),
                ],
            }),
        };
        let bad = FilePreview {
            index: 1,
            name: "scan.xml".to_owned(),
            content: String::new(),
            problems: vec![Problem::plain(fl!(l, "error-bad-form"))],
            notes: Vec::new(),
            document: None,
        };
        let page = |files| PreviewPage {
            frame: frame(lang, Menu::Invoices),
            location: Choice::new(1, "Bodystop A", true),
            journal: Choice::new(1, "70U Verkoop elders genummerd", true),
            account: String::new(),
            lines_shown: true,
            files,
        };
        vec![
            (
                "many-lines",
                PreviewPage {
                    lines_shown: false,
                    ..page(vec![good.clone()])
                },
            ),
            ("two-files", page(vec![good, bad.clone()])),
            ("only-bad", page(vec![bad])),
        ]
    }
}

impl Samples for ResultPage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let number = "2026-117".to_owned();
        let href = Invoice(InvoiceId::new(1)).to_string();
        let problem = Problem {
            sentence: fl!(i18n::texts(lang), "account-missing"),
            fix: String::new(),
            href: Some(Accounts.to_string()),
            link: fl!(i18n::texts(lang), "mend-account"),
        };
        let file = |name: &str, outcome, problems| FileResult {
            name: name.to_owned(),
            outcome,
            problems,
        };
        let files = vec![
            file(
                "factuur-2026-117.xml",
                FileOutcome::Imported {
                    number: number.clone(),
                    href: href.clone(),
                },
                Vec::new(),
            ),
            file(
                "factuur-2026-117 (2).xml",
                FileOutcome::AlreadyThere { number, href },
                Vec::new(),
            ),
            file("scan.xml", FileOutcome::Refused, vec![problem]),
        ];
        vec![(
            "mixed",
            ResultPage {
                frame: frame(lang, Menu::Invoices),
                files,
            },
        )]
    }
}
