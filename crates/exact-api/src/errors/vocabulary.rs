//! The words with which Exact refuses.
//!
//! Dutch and English were collected from integrators' reports. The French forms are translations
//! in the same style and were not seen; each is a word that only a validation would say.

use super::Category;
use super::Category::{
    AlreadyExists, AlreadyProcessed, Blocked, CannotDelete, InUse, Invalid, InvalidReference,
    Mandatory, NotAllowed, PeriodClosed, ReceivableAccountDiffers,
};

/// `{word}: {label}`, or the word alone.
const WORDS: &[(&str, Category)] = &[
    ("Verplicht", Mandatory),
    ("Mandatory", Mandatory),
    ("Obligatoire", Mandatory),
    ("Ongeldige referentie", InvalidReference),
    ("Invalid reference", InvalidReference),
    ("Référence non valide", InvalidReference),
    ("Référence invalide", InvalidReference),
    ("Ongeldig", Invalid),
    ("Invalid", Invalid),
    ("Non valide", Invalid),
    ("Invalide", Invalid),
    ("Niet toegestaan", NotAllowed),
    ("Not allowed", NotAllowed),
    ("Non autorisé", NotAllowed),
    ("Pas autorisé", NotAllowed),
    ("Document Type not allowed", NotAllowed),
    ("Bestaat al", AlreadyExists),
    ("Bestaat reeds", AlreadyExists),
    ("Already exists", AlreadyExists),
    ("Data already exists", AlreadyExists),
    ("Existe déjà", AlreadyExists),
    ("In gebruik", InUse),
    ("In use", InUse),
    ("En cours d'utilisation", InUse),
    ("Utilisé", InUse),
    ("Geblokkeerd", Blocked),
    ("Blocked", Blocked),
    ("Bloqué", Blocked),
    ("Reeds verwerkt", AlreadyProcessed),
    ("Already processed", AlreadyProcessed),
    ("Déjà traité", AlreadyProcessed),
    ("Periode is afgesloten", PeriodClosed),
    ("Periode afgesloten", PeriodClosed),
    ("Period is closed", PeriodClosed),
    ("Period closed", PeriodClosed),
    ("La période est clôturée", PeriodClosed),
    ("Période clôturée", PeriodClosed),
    ("Kan niet verwijderen", CannotDelete),
    ("Cannot delete", CannotDelete),
    ("Suppression impossible", CannotDelete),
];

/// Whole sentences, known by their beginning.
const SENTENCES: &[(&str, Category)] = &[(
    "De klantenrekening van deze relatie is niet gelijk aan de rekening van het gebruikte \
     verkoopdagboek",
    ReceivableAccountDiffers,
)];

/// The category of a line and what it is about.
pub(super) fn find(line: &str) -> Option<(Category, &str)> {
    for (word, category) in WORDS {
        if let Some(rest) = strip_prefix_ignoring_case(line, word) {
            let rest = rest.trim_start();
            if let Some(label) = rest.strip_prefix(':') {
                return Some((*category, label.trim()));
            }
            if rest.is_empty() || rest == "." {
                return Some((*category, ""));
            }
        }
    }
    SENTENCES
        .iter()
        .find(|(sentence, _)| strip_prefix_ignoring_case(line, sentence).is_some())
        .map(|(_, category)| (*category, ""))
}

fn strip_prefix_ignoring_case<'a>(line: &'a str, prefix: &str) -> Option<&'a str> {
    let mut rest = line.chars();
    for expected in prefix.chars() {
        let found = rest.next()?;
        if !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_that_were_met() {
        for (line, category, label) in [
            (
                "Ongeldige referentie: Journals",
                InvalidReference,
                "Journals",
            ),
            (
                "Ongeldige referentie: Btw-code",
                InvalidReference,
                "Btw-code",
            ),
            (
                "Invalid reference: Cost unit",
                InvalidReference,
                "Cost unit",
            ),
            ("Verplicht: Dagboek", Mandatory, "Dagboek"),
            ("Mandatory: Diary", Mandatory, "Diary"),
            ("Verplicht: vervaldatum", Mandatory, "vervaldatum"),
            ("In gebruik: Boekstuknummer", InUse, "Boekstuknummer"),
            ("Data already exists", AlreadyExists, ""),
            ("Reeds verwerkt", AlreadyProcessed, ""),
            ("Ongeldig: Klant (Type)", Invalid, "Klant (Type)"),
            ("Ongeldig: Btw-percentage []", Invalid, "Btw-percentage []"),
            ("Niet toegestaan: Wisselkoers", NotAllowed, "Wisselkoers"),
            (
                "Geblokkeerd: Grootboekrekening: 8000",
                Blocked,
                "Grootboekrekening: 8000",
            ),
            ("Periode is afgesloten: 2026 – 3", PeriodClosed, "2026 – 3"),
            ("Document Type not allowed", NotAllowed, ""),
            (
                "Kan niet verwijderen: Relatie - Gebruikt in: Documenten",
                CannotDelete,
                "Relatie - Gebruikt in: Documenten",
            ),
            (
                "De klantenrekening van deze relatie is niet gelijk aan de rekening van het gebruikte verkoopdagboek",
                ReceivableAccountDiffers,
                "",
            ),
        ] {
            assert_eq!(find(line), Some((category, label)), "{line}");
        }
    }

    #[test]
    fn a_word_inside_a_sentence_is_no_category() {
        for line in [
            "A problem has occurred. The cause of this issue will be investigated as soon as possible.",
            "Invalid operation on a closed connection",
            "Ongeldigverklaring: X",
            "Wrong Division",
            "",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }

    #[test]
    fn each_word_is_found_as_itself() {
        for (word, category) in WORDS {
            assert_eq!(find(&format!("{word}: X")), Some((*category, "X")));
        }
    }
}
