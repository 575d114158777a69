//! A refusal as people read it: what is wrong, what to do, and a link to the place.

use domain::{Place, Refusal};
use i18n::{Lang, reason};
use i18n_embed_fl::fl;

use crate::routes::{Accounts, Customer, Installation, Invoice, Journals, Locations, Options};

/// What is wrong, how to mend it, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub sentence: String,
    /// What to do.
    pub fix: String,
    /// Where to do it; `None` when it is here or nowhere.
    pub href: Option<String>,
    /// What the link says.
    pub link: String,
}

impl Problem {
    /// A refusal in a language.
    #[must_use]
    pub fn of(lang: Lang, refusal: &Refusal) -> Self {
        let text = reason(lang, &refusal.code, &refusal.params);
        let (href, link) = target(lang, &refusal.place);
        let mut sentence = text.sentence;
        if let Place::File { line: Some(line) } = refusal.place {
            sentence = fl!(
                i18n::texts(lang),
                "file-line",
                line = i64::from(line),
                sentence = sentence
            );
        }
        Self {
            sentence,
            fix: text.fix,
            href,
            link,
        }
    }

    /// A problem of the form itself, with a ready sentence.
    #[must_use]
    pub fn plain(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            fix: String::new(),
            href: None,
            link: String::new(),
        }
    }

    /// Several refusals, each once, in their order.
    #[must_use]
    pub fn all(lang: Lang, refusals: &[Refusal]) -> Vec<Self> {
        let mut problems: Vec<Self> = Vec::with_capacity(refusals.len());
        for refusal in refusals {
            let problem = Self::of(lang, refusal);
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        problems
    }
}

/// The page where a refusal is mended.
fn target(lang: Lang, place: &Place) -> (Option<String>, String) {
    let l = i18n::texts(lang);
    let (href, link) = match place {
        Place::Customer(id) => (Customer(*id).to_string(), fl!(l, "mend-customer")),
        Place::Invoice(id) => (Invoice(*id).to_string(), fl!(l, "mend-invoice")),
        Place::InvoiceLine(id, position) => (
            format!("{}#line-{position}", Invoice(*id)),
            fl!(l, "mend-invoice-line"),
        ),
        Place::Journal(_) | Place::Journals => (Journals.to_string(), fl!(l, "mend-journal")),
        Place::LedgerAccount(_) | Place::LedgerAccounts => {
            (Accounts.to_string(), fl!(l, "mend-account"))
        }
        Place::Location(_) => (Locations.to_string(), fl!(l, "mend-location")),
        Place::VatMapping(_) => (format!("{Options}#vat"), fl!(l, "mend-vat")),
        Place::Connection => (format!("{Options}#connection"), fl!(l, "mend-connection")),
        Place::Installation => (Installation.to_string(), fl!(l, "mend-installation")),
        Place::File { .. } | Place::Nowhere => return (None, String::new()),
    };
    (Some(href), link)
}
