//! One invoice: what it prints, how its lines are coded, and how far its booking is.

use askama::Template;
use domain::{CustomerId, InvoiceId, Money};
use i18n::Lang;
use i18n_embed_fl::fl;
use jiff::Timestamp;
use jiff::civil::Date;

use super::sample::{Samples, day, euro, frame, moment, problems, saved};
use crate::routes::{Customer, Recode};
use crate::views::{Choice, Frame, Menu, Problem, State};

/// One invoice.
#[derive(Debug, Template)]
#[template(path = "invoice.html")]
pub struct InvoicePage {
    /// The frame.
    pub frame: Frame,
    /// Number, or "draft".
    pub number: String,
    /// Whether it is a credit note.
    pub credit_note: bool,
    /// Labels with what is printed: dates, journal, location, payment reference, plate, …
    pub facts: Vec<Fact>,
    /// The buyer as printed: name, then address lines and VAT number.
    pub buyer: Vec<String>,
    /// The customer's page.
    pub customer_href: String,
    /// A printed note.
    pub note: String,
    /// The lines.
    pub lines: Vec<LineRow>,
    /// VAT per treatment.
    pub vat: Vec<VatRow>,
    /// Without VAT.
    pub net: Money,
    /// VAT.
    pub vat_total: Money,
    /// With VAT.
    pub total: Money,
    /// Paid before.
    pub prepaid: Money,
    /// The state of the booking.
    pub state: State,
    /// Why it is not booked.
    pub problems: Vec<Problem>,
    /// What is known of the booking in Exact.
    pub booking: Vec<Fact>,
    /// What happened to the booking, newest first.
    pub history: Vec<Event>,
    /// Where the coding is posted to; `None` when it may not be mended.
    pub recode: Option<String>,
}

/// A label with its value.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// One line: printed, then coded.
#[derive(Clone, Debug)]
pub struct LineRow {
    /// From 1.
    pub position: i64,
    /// Printed text.
    pub description: String,
    /// Printed quantity with unit; empty on a text line.
    pub quantity: String,
    /// Printed price; empty on a text line.
    pub price: String,
    /// Printed VAT.
    pub vat: String,
    /// Without VAT; `None` on a text line.
    pub net: Option<Money>,
    /// Ledger accounts to choose from (when it may be mended).
    pub accounts: Vec<Choice>,
    /// The ledger account as it is.
    pub account: String,
    /// Whether an account is needed and absent.
    pub account_missing: bool,
    /// The cost centre.
    pub cost_centre: String,
}

/// VAT of one treatment.
#[derive(Clone, Debug)]
pub struct VatRow {
    /// Its name: `21 %`, `Vrijgesteld`.
    pub label: String,
    /// Base.
    pub net: Money,
    /// VAT.
    pub vat: Money,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Who; empty for the program itself.
    pub who: String,
    /// What.
    pub text: String,
}

impl Fact {
    /// A label with its value.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

impl Samples for InvoicePage {
    fn samples(lang: Lang) -> Vec<(&'static str, Self)> {
        let refused = sample(lang);
        let booked = InvoicePage {
            frame: saved(lang, Menu::Invoices),
            state: State::Booked,
            problems: Vec::new(),
            booking: sample_booking(lang),
            recode: None,
            ..sample(lang)
        };
        let credit_note = InvoicePage {
            number: "CN-2026-000012".to_owned(),
            credit_note: true,
            net: euro(-40_000),
            vat_total: euro(-8_400),
            total: euro(-48_400),
            state: State::Ready,
            problems: Vec::new(),
            history: Vec::new(),
            ..sample(lang)
        };
        vec![
            ("refused", refused),
            ("booked", booked),
            ("credit-note", credit_note),
        ]
    }
}

fn sample(lang: Lang) -> InvoicePage {
    InvoicePage {
        frame: frame(lang, Menu::Invoices),
        number: "A1-2026-000417".to_owned(),
        credit_note: false,
        facts: sample_facts(lang, day(24), day(30)),
        buyer: [
            "Fictieve Garage BV",
            "Voorbeeldlaan 12 bus 3",
            "9999 Testgem",
            "BE 0001.010.085",
        ]
        .map(str::to_owned)
        .into(),
        customer_href: Customer(CustomerId::new(4)).to_string(),
        note: "Schadedossier 2026/0815, in overleg met de expert.".to_owned(),
        lines: sample_lines(lang),
        vat: vec![VatRow {
            label: i18n::percent(lang, 2100),
            net: euro(103_950),
            vat: euro(21_830),
        }],
        net: euro(103_950),
        vat_total: euro(21_830),
        total: euro(125_780),
        prepaid: euro(10_000),
        state: State::Refused,
        problems: problems(lang),
        booking: Vec::new(),
        history: vec![Event {
            at: moment(24),
            who: "Katrien Vandeproef".to_owned(),
            text: State::Refused.label(i18n::texts(lang)),
        }],
        recode: Some(Recode(InvoiceId::new(417)).to_string()),
    }
}

fn sample_facts(lang: Lang, issued: Date, due: Date) -> Vec<Fact> {
    let l = i18n::texts(lang);
    vec![
        Fact::new(fl!(l, "invoice-date"), i18n::date(issued)),
        Fact::new(fl!(l, "due-date"), i18n::date(due)),
        Fact::new(fl!(l, "location"), "Bodystop A"),
        Fact::new(fl!(l, "journal"), "70A1 Journaal verkoop carrosserie A1"),
        Fact::new(fl!(l, "payment-reference"), "+++090/9337/55493+++"),
        Fact::new(fl!(l, "plate"), "1-DOO-417"),
    ]
}

fn sample_booking(lang: Lang) -> Vec<Fact> {
    let l = i18n::texts(lang);
    vec![
        Fact::new(fl!(l, "entry-number"), "26700417"),
        Fact::new(fl!(l, "administration"), "Bodystop A NV (1001)"),
    ]
}

fn sample_lines(lang: Lang) -> Vec<LineRow> {
    let accounts = vec![
        Choice::new("", "—", false),
        Choice::new(1, "704000 Arbeidsloon", true),
        Choice::new(2, "705000 Onderdelen", false),
    ];
    let line = |position, description: &str, net: Option<i64>, missing: bool| LineRow {
        position,
        description: description.to_owned(),
        quantity: if net.is_some() {
            "8,50 u".to_owned()
        } else {
            String::new()
        },
        price: if net.is_some() {
            "62,30".to_owned()
        } else {
            String::new()
        },
        vat: if net.is_some() {
            i18n::percent(lang, 2100)
        } else {
            String::new()
        },
        net: net.map(euro),
        accounts: if net.is_some() {
            accounts.clone()
        } else {
            Vec::new()
        },
        account: if missing || net.is_none() {
            String::new()
        } else {
            "704000 Arbeidsloon".to_owned()
        },
        account_missing: missing,
        cost_centre: String::new(),
    };
    vec![
        line(1, "Arbeidsloon plaatwerk", Some(52_955), false),
        line(2, "Koplamp links", Some(50_995), true),
        line(
            3,
            "Herstelling volgens expertiseverslag van 12-11-2026",
            None,
            false,
        ),
    ]
}
