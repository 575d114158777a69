//! The fields of forms: what was typed stays, and what is wrong is told beside it.

use askama::Template;

use super::mistake::Mistake;
use super::typed::Typed;

/// A field as the template shows it.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "field.html")]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
    /// What is wrong with it; empty for nothing.
    pub(super) mistake: String,
    /// What to type; empty for nothing.
    pub(super) hint: &'static str,
    /// `email`, `tel`, `decimal`; empty for text.
    pub(super) kind: &'static str,
    /// Values to choose from: value and name. Empty for a field to type in.
    pub(super) choices: Vec<(String, String)>,
    pub(super) mandatory: bool,
}

impl Field {
    /// A field to type in.
    pub(super) fn new(name: &'static str, label: &'static str) -> Field {
        Field {
            name,
            label,
            ..Field::default()
        }
    }

    /// With what was typed, and what is wrong with it.
    pub(super) fn filled(self, typed: &Typed, mistakes: &[Mistake]) -> Field {
        let own = mistakes.iter().filter(|it| it.field == self.name);
        let own: Vec<&str> = own.map(|it| it.text.as_str()).collect();
        Field {
            value: typed.get(self.name).to_owned(),
            mistake: own.join(" "),
            ..self
        }
    }

    /// Whether something is wrong with it.
    pub(super) fn is_bad(&self) -> bool {
        !self.mistake.is_empty()
    }

    /// What is to be typed here.
    pub(super) fn hint(self, hint: &'static str) -> Field {
        Field { hint, ..self }
    }

    /// The kind of keyboard.
    pub(super) fn kind(self, kind: &'static str) -> Field {
        Field { kind, ..self }
    }

    /// Must be filled.
    pub(super) fn mandatory(self) -> Field {
        Field {
            mandatory: true,
            ..self
        }
    }

    /// Chosen from a list.
    pub(super) fn of(self, choices: impl IntoIterator<Item = (String, String)>) -> Field {
        let choices = choices.into_iter().collect();
        Field { choices, ..self }
    }
}

/// What is wrong, above a page or a form.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "wrong.html")]
pub(super) struct Wrong {
    mistakes: Vec<String>,
}

impl Wrong {
    /// All of it.
    pub(super) fn of(mistakes: &[Mistake]) -> Wrong {
        let mistakes = mistakes.iter().map(|it| it.text.clone()).collect();
        Wrong { mistakes }
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }
}

/// The mistakes that belong to none of the fields.
pub(super) fn elsewhere(mistakes: &[Mistake], fields: &[&[Field]]) -> Wrong {
    let known = |mistake: &Mistake| {
        let mut all = fields.iter().flat_map(|group| group.iter());
        all.any(|field| field.name == mistake.field)
    };
    let rest = mistakes.iter().filter(|mistake| !known(mistake));
    let mistakes = rest.map(|mistake| mistake.text.clone()).collect();
    Wrong { mistakes }
}
