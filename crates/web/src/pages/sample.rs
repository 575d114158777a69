//! What the samples of the pages share: a frame, dates, problems. Invented data only.

use askama::Template;
use domain::{CustomerId, InvoiceId, Money, Place, Refusal};
use i18n::Lang;
use i18n_embed_fl::fl;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    accounting, accounts, customer, customers, error, home, import, installation, invoice, invoices,
};
use super::{journals, locations, options, run, runs, sign_in, synchronise};
use crate::views::{Frame, LinkChip, Menu, Notice, Problem, Who};

/// A page that can show itself in every situation it has.
pub trait Samples: Template + Sized {
    /// The situations, each with a name for the style guide.
    fn samples(lang: Lang) -> Vec<(&'static str, Self)>;
}

/// One rendered sample.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Page and situation: `invoices/filled`.
    pub name: String,
    /// The page.
    pub html: String,
}

/// Every sample of every page in a language.
///
/// # Errors
/// When a template fails to render.
pub fn all(lang: Lang) -> Result<Vec<Sample>, askama::Error> {
    let mut samples = Vec::new();
    add::<sign_in::SignInPage>("sign-in", lang, &mut samples)?;
    add::<sign_in::PasswordPage>("password", lang, &mut samples)?;
    add::<home::HomePage>("home", lang, &mut samples)?;
    add::<invoices::InvoicesPage>("invoices", lang, &mut samples)?;
    add::<invoice::InvoicePage>("invoice", lang, &mut samples)?;
    add::<import::ImportPage>("import", lang, &mut samples)?;
    add::<import::PreviewPage>("import-preview", lang, &mut samples)?;
    add::<import::ResultPage>("import-result", lang, &mut samples)?;
    add::<customers::CustomersPage>("customers", lang, &mut samples)?;
    add::<customer::CustomerPage>("customer", lang, &mut samples)?;
    add::<accounts::AccountsPage>("accounts", lang, &mut samples)?;
    add::<journals::JournalsPage>("journals", lang, &mut samples)?;
    add::<accounting::AccountingPage>("accounting", lang, &mut samples)?;
    add::<synchronise::SynchronisePage>("synchronise", lang, &mut samples)?;
    add::<run::RunPage>("run", lang, &mut samples)?;
    add::<runs::RunsPage>("runs", lang, &mut samples)?;
    add::<locations::LocationsPage>("locations", lang, &mut samples)?;
    add::<options::OptionsPage>("options", lang, &mut samples)?;
    add::<installation::InstallationPage>("installation", lang, &mut samples)?;
    add::<error::ErrorPage>("error", lang, &mut samples)?;
    Ok(samples)
}

fn add<P: Samples>(page: &str, lang: Lang, all: &mut Vec<Sample>) -> Result<(), askama::Error> {
    for (situation, sample) in P::samples(lang) {
        all.push(Sample {
            name: format!("{page}/{situation}"),
            html: sample.render()?,
        });
    }
    Ok(())
}

/// A frame as an administrator sees it.
#[must_use]
pub fn frame(lang: Lang, here: Menu) -> Frame {
    let l = i18n::texts(lang);
    Frame {
        who: Some(Who {
            name: "Katrien Vandeproef".to_owned(),
            role: fl!(l, "role-administrator"),
            options: true,
            locations: true,
        }),
        here,
        link: LinkChip::Connected,
        ..Frame::anonymous(lang, "/".to_owned())
    }
}

/// The same frame with the notice that something was stored.
#[must_use]
pub fn saved(lang: Lang, here: Menu) -> Frame {
    Frame {
        notice: Some(Notice::Saved),
        ..frame(lang, here)
    }
}

/// A day of November 2026.
#[must_use]
pub fn day(number: i8) -> Date {
    jiff::civil::date(2026, 11, number)
}

/// A quarter past nine on that day, Brussels time.
#[must_use]
pub fn moment(number: i8) -> Timestamp {
    format!("{}T08:15:00Z", day(number))
        .parse()
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// An amount in cents.
#[must_use]
pub fn euro(cents: i64) -> Money {
    Money::from_cents(cents)
}

/// Three problems of different places.
#[must_use]
pub fn problems(lang: Lang) -> Vec<Problem> {
    let refusals = [
        Refusal::new(
            domain::reasons::CUSTOMER_WITHOUT_ADDRESS,
            Place::Customer(CustomerId::new(4)),
        )
        .with("name", "Fictieve Garage BV")
        .with("customer", "10417"),
        Refusal::new(
            domain::reasons::LINE_WITHOUT_ACCOUNT,
            Place::InvoiceLine(InvoiceId::new(417), 2),
        )
        .with("line", "2")
        .with("description", "Koplamp links"),
    ];
    Problem::all(lang, &refusals)
}
