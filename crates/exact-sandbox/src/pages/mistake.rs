//! Why something was not done, in Dutch, and at which field of a form it is told.

use crate::api::{Lang, refusal_text};
use crate::books::{BooksError, Label, Refusal};
use crate::error::SandboxError;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The name of the field; empty when it is about the whole.
    pub(super) field: &'static str,
    /// The sentence.
    pub(super) text: String,
}

impl Mistake {
    /// A reason of the page's own.
    pub(super) fn at(field: &'static str, text: impl Into<String>) -> Mistake {
        Mistake {
            field,
            text: text.into(),
        }
    }
}

/// The reasons of the books, or that it could not be kept.
pub(super) fn mistakes(error: &SandboxError) -> Vec<Mistake> {
    match error {
        SandboxError::Act(BooksError::Refused(refusals)) => refusals.iter().map(told).collect(),
        SandboxError::Act(BooksError::NotFound) => {
            let text = "De gegevens die u wilt wijzigen kunnen niet gevonden worden.";
            vec![Mistake::at("", text)]
        }
        other => {
            tracing::error!(
                error = other as &dyn std::error::Error,
                "what was done on a page cannot be kept"
            );
            vec![Mistake::at(
                "",
                "Het kon niet bewaard worden; zie het logboek.",
            )]
        }
    }
}

fn told(refusal: &Refusal) -> Mistake {
    let text = refusal_text(std::slice::from_ref(refusal), Lang::Nl, true);
    Mistake::at(field(refusal), text)
}

/// The field of the forms that a refusal is about.
fn field(refusal: &Refusal) -> &'static str {
    let label = match refusal {
        Refusal::Mandatory(label)
        | Refusal::InvalidReference(label)
        | Refusal::Invalid(label)
        | Refusal::NotAllowed(label)
        | Refusal::Exists(label)
        | Refusal::InUse(label)
        | Refusal::Blocked(label, _) => *label,
        Refusal::PeriodClosed { .. } => return "datum",
        _ => return "",
    };
    match label {
        Label::Name => "naam",
        Label::Code => "code",
        Label::Country => "land",
        Label::VatNumber => "btw",
        Label::PaymentCondition => "conditie",
        Label::Status => "status",
        Label::Journal | Label::JournalReference | Label::JournalType => "dagboek",
        Label::FinancialYear => "datum",
        Label::Amount => "bedrag",
        Label::YourRef => "uwref",
        Label::Relation => "relatie",
        _ => "",
    }
}
