//! What Exact's "no" means: text → cause, who mends it, where, and which values are suspect.
//!
//! Whether a text proves that nothing was booked is decided by `exact_api::errors` (every line of a 500 begins
//! with a known category); here a certain refusal only gets its cause.

pub mod suspect;
pub mod table;

pub use suspect::Suspect;
pub use table::{Cause, Where};

use exact_api::errors::{Category, Refusal};

/// The cause of a certain refusal: the first line whose cause has a name of its own tells most.
#[must_use]
pub fn cause(refusal: &Refusal) -> &'static Cause {
    let causes = || {
        refusal
            .lines
            .iter()
            .map(|line| table::cause(line.category, &line.label))
    };
    causes()
        .find(|cause| cause.code != table::OTHER.code)
        .or_else(|| causes().next())
        .unwrap_or(&table::OTHER)
}

/// Whether every line says that the thing exists already.
#[must_use]
pub fn says_exists(refusal: &Refusal) -> bool {
    !refusal.lines.is_empty()
        && refusal
            .lines
            .iter()
            .all(|line| matches!(line.category, Category::AlreadyExists | Category::InUse))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reasons;

    fn code(message: &str) -> &'static str {
        cause(&Refusal::read(message)).code
    }

    #[test]
    fn the_collected_texts_find_their_cause() {
        let cases = [
            (
                "Ongeldige referentie: Journals",
                reasons::EXACT_REFUSED_JOURNAL,
            ),
            ("Mandatory: Diary", reasons::EXACT_REFUSED_JOURNAL),
            (
                "Ongeldige referentie: Btw-code",
                reasons::EXACT_REFUSED_VAT_CODE,
            ),
            ("Niet toegestaan: Btw-code", reasons::EXACT_REFUSED_VAT_CODE),
            (
                "Ongeldig: Btw-percentage []",
                reasons::EXACT_REFUSED_VAT_CODE,
            ),
            (
                "Ongeldig: Type (Rekening af te dragen btw)",
                reasons::EXACT_REFUSED_VAT_CODE,
            ),
            (
                "Verplicht: Grootboekrekening",
                reasons::EXACT_REFUSED_ACCOUNT,
            ),
            (
                "Ongeldig: Grootboekrekeningtype",
                reasons::EXACT_REFUSED_ACCOUNT,
            ),
            (
                "Geblokkeerd: Grootboekrekening: 704000",
                reasons::EXACT_REFUSED_ACCOUNT,
            ),
            ("Ongeldig: Klant (Type)", reasons::EXACT_REFUSED_CUSTOMER),
            ("Mandatory: Relationship", reasons::EXACT_REFUSED_CUSTOMER),
            ("Verplicht: Boekjaar", reasons::EXACT_REFUSED_PERIOD),
            (
                "Periode is afgesloten: 2025 – 12",
                reasons::EXACT_REFUSED_PERIOD,
            ),
            ("Verplicht: Betalingsconditie", reasons::EXACT_REFUSED_TERMS),
            ("Verplicht: vervaldatum", reasons::EXACT_REFUSED_TERMS),
            ("In gebruik: Boekstuknummer", reasons::EXACT_REFUSED_NUMBER),
            ("Ongeldig: Uw ref.", reasons::EXACT_REFUSED_NUMBER),
            (
                "Verplicht: Kostenplaats",
                reasons::EXACT_REFUSED_COST_CENTRE,
            ),
            ("Niet toegestaan: Wisselkoers", reasons::EXACT_REFUSED_OTHER),
            (
                "De klantenrekening van deze relatie is niet gelijk aan de rekening van het gebruikte verkoopdagboek",
                reasons::EXACT_REFUSED_CUSTOMER,
            ),
            (
                "Référence non valide: Code TVA",
                reasons::EXACT_REFUSED_VAT_CODE,
            ),
        ];
        for (message, expected) in cases {
            assert_eq!(code(message), expected, "{message}");
        }
    }

    #[test]
    fn the_line_with_a_cause_of_its_own_tells() {
        assert_eq!(
            code("Niet toegestaan: Wisselkoers\r\nGeblokkeerd: Grootboekrekening"),
            reasons::EXACT_REFUSED_ACCOUNT
        );
    }

    #[test]
    fn existing_is_told_apart() {
        assert!(says_exists(&Refusal::read("Bestaat al: Code")));
        assert!(says_exists(&Refusal::read("Data already exists")));
        assert!(!says_exists(&Refusal::read("Verplicht: Naam")));
        assert!(!says_exists(&Refusal::read("")));
    }
}
