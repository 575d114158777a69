//! The short message after something was done. It travels in the address by its name, so that no text of another can
//! be put in a page.

use super::typed::Typed;

/// Longest number that is shown in a message.
const LONGEST: usize = 20;

/// Something was done; each has a name for the address and a sentence in which `{}` stands for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    Booked,
    BookedAndMatched,
    Matched,
    Unmatched,
    WrittenOff,
    Processed,
    Deleted,
    RelationMade,
    RelationChanged,
    Blocked,
    Freed,
    PeriodClosed,
    PeriodOpened,
    Printed,
    InvoiceDeleted,
}

const ALL: [(Notice, &str, &str); 15] = [
    (Notice::Booked, "geboekt", "Boeking {} is gemaakt."),
    (
        Notice::BookedAndMatched,
        "afgepunt-geboekt",
        "Ontvangst {} is geboekt en afgepunt.",
    ),
    (Notice::Matched, "afgepunt", "De posten zijn afgepunt."),
    (
        Notice::Unmatched,
        "ongedaan",
        "De afpunting is ongedaan gemaakt; de posten staan weer open.",
    ),
    (
        Notice::WrittenOff,
        "afgeboekt",
        "De posten zijn afgepunt en het verschil is afgeboekt.",
    ),
    (Notice::Processed, "verwerkt", "Verwerkt: {}."),
    (Notice::Deleted, "verwijderd", "Boeking {} is verwijderd."),
    (
        Notice::RelationMade,
        "relatie-gemaakt",
        "Klant {} is gemaakt.",
    ),
    (
        Notice::RelationChanged,
        "relatie-gewijzigd",
        "De wijzigingen zijn bewaard.",
    ),
    (Notice::Blocked, "geblokkeerd", "{} is geblokkeerd."),
    (Notice::Freed, "vrij", "{} is niet meer geblokkeerd."),
    (
        Notice::PeriodClosed,
        "afgesloten",
        "Periode {} is afgesloten.",
    ),
    (Notice::PeriodOpened, "heropend", "Periode {} is weer open."),
    (
        Notice::Printed,
        "geprint",
        "Factuur {} is geprint en geboekt.",
    ),
    (
        Notice::InvoiceDeleted,
        "factuur-verwijderd",
        "De factuur is verwijderd.",
    ),
];

impl Notice {
    /// Adds the message to an address.
    pub(super) fn on(self, address: &str, number: &str) -> String {
        let known = ALL.iter().find(|(notice, _, _)| *notice == self);
        let name = known.map_or("", |(_, name, _)| name);
        let (joint, number) = (
            if address.contains('?') { '&' } else { '?' },
            url::form_urlencoded::byte_serialize(number.as_bytes()).collect::<String>(),
        );
        format!("{address}{joint}melding={name}&nr={number}")
    }

    /// The sentence that an address asks for.
    pub(super) fn asked(query: &Typed) -> Option<String> {
        let name = query.get("melding");
        let (_, _, sentence) = ALL.iter().find(|(_, known, _)| *known == name)?;
        let number: String = query
            .get("nr")
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || [' ', '-', '.'].contains(c))
            .take(LONGEST)
            .collect();
        Some(sentence.replace("{}", &number))
    }
}

#[cfg(test)]
mod tests {
    use super::{Notice, Typed};

    #[test]
    fn only_known_sentences_are_said() {
        let address = Notice::Processed.on("/x?status=20", "12 boekingen");
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let query = Typed::parse(query.as_bytes());
        assert_eq!(Notice::asked(&query).unwrap(), "Verwerkt: 12 boekingen.");
        let foreign = Typed::parse(b"melding=U+bent+gehackt");
        assert_eq!(Notice::asked(&foreign), None);
    }
}
