//! The table: category and label → cause.

use exact_api::errors::Category;

use super::suspect::Kind;
use crate::reasons;

/// Who can mend a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixer {
    /// The accountant, in Exact.
    Accountant,
    /// The bookkeeper here.
    Bookkeeper,
    /// Whoever wrote the program.
    Maker,
}

/// Where a cause is mended, before it is known which invoice it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// The invoice.
    Invoice,
    /// Its customer.
    Customer,
    /// Its journal.
    Journal,
    /// The list of ledger accounts.
    LedgerAccounts,
    /// The VAT codes of the administration.
    VatMapping,
    /// Its location.
    Location,
}

/// One cause of a refusal.
#[derive(Debug, PartialEq, Eq)]
pub struct Cause {
    /// The reason code.
    pub code: &'static str,
    /// Which values of the refused booking are suspect.
    pub suspects: &'static [Kind],
    /// Who mends it.
    pub fixer: Fixer,
    /// Where it is mended.
    pub place: Where,
}

struct Rule {
    /// Empty = any.
    categories: &'static [Category],
    /// Parts of the label, in small letters; one of them is enough. Empty = any.
    labels: &'static [&'static str],
    cause: Cause,
}

/// Every refusal that no rule names: certain all the same, and about this invoice only.
pub static OTHER: Cause = Cause {
    code: reasons::EXACT_REFUSED_OTHER,
    suspects: &[],
    fixer: Fixer::Maker,
    place: Where::Invoice,
};

/// Asked from top to bottom; the first that fits decides.
static RULES: &[Rule] = &[
    Rule {
        categories: &[Category::ReceivableAccountDiffers],
        labels: &[],
        cause: Cause {
            code: reasons::EXACT_REFUSED_CUSTOMER,
            suspects: &[Kind::Customer],
            fixer: Fixer::Accountant,
            place: Where::Customer,
        },
    },
    Rule {
        categories: &[Category::PeriodClosed],
        labels: &[],
        cause: Cause {
            code: reasons::EXACT_REFUSED_PERIOD,
            suspects: &[Kind::Period],
            fixer: Fixer::Accountant,
            place: Where::Invoice,
        },
    },
    Rule {
        categories: &[],
        labels: &[
            "boekjaar",
            "financial year",
            "exercice",
            "periode",
            "period",
            "période",
        ],
        cause: Cause {
            code: reasons::EXACT_REFUSED_PERIOD,
            suspects: &[Kind::Period],
            fixer: Fixer::Accountant,
            place: Where::Invoice,
        },
    },
    Rule {
        categories: &[],
        labels: &[
            "boekstuknummer",
            "entry number",
            "numéro de pièce",
            "uw ref",
            "your ref",
            "votre réf",
        ],
        cause: Cause {
            code: reasons::EXACT_REFUSED_NUMBER,
            suspects: &[],
            fixer: Fixer::Bookkeeper,
            place: Where::Invoice,
        },
    },
    Rule {
        categories: &[],
        labels: &["btw", "vat", "tva"],
        cause: Cause {
            code: reasons::EXACT_REFUSED_VAT_CODE,
            suspects: &[Kind::VatCode],
            fixer: Fixer::Bookkeeper,
            place: Where::VatMapping,
        },
    },
    Rule {
        categories: &[],
        labels: &[
            "kostenplaats",
            "kostendrager",
            "cost cent",
            "cost unit",
            "centre de co",
        ],
        cause: Cause {
            code: reasons::EXACT_REFUSED_COST_CENTRE,
            suspects: &[Kind::CostCentre],
            fixer: Fixer::Bookkeeper,
            place: Where::LedgerAccounts,
        },
    },
    Rule {
        categories: &[],
        labels: &[
            "grootboek",
            "g/l account",
            "ledger account",
            "compte général",
            "compte generaux",
        ],
        cause: Cause {
            code: reasons::EXACT_REFUSED_ACCOUNT,
            suspects: &[Kind::Account],
            fixer: Fixer::Accountant,
            place: Where::LedgerAccounts,
        },
    },
    Rule {
        categories: &[],
        labels: &["dagboek", "journal", "diary"],
        cause: Cause {
            code: reasons::EXACT_REFUSED_JOURNAL,
            suspects: &[Kind::Journal],
            fixer: Fixer::Accountant,
            place: Where::Journal,
        },
    },
    Rule {
        categories: &[],
        labels: &[
            "betalingsconditie",
            "payment condition",
            "vervaldatum",
            "due date",
            "condition de paiement",
            "échéance",
        ],
        cause: Cause {
            code: reasons::EXACT_REFUSED_TERMS,
            suspects: &[Kind::Customer],
            fixer: Fixer::Accountant,
            place: Where::Customer,
        },
    },
    Rule {
        categories: &[],
        labels: &[
            "klant",
            "relatie",
            "customer",
            "relationship",
            "account",
            "client",
            "relation",
        ],
        cause: Cause {
            code: reasons::EXACT_REFUSED_CUSTOMER,
            suspects: &[Kind::Customer],
            fixer: Fixer::Bookkeeper,
            place: Where::Customer,
        },
    },
];

/// The cause of one line.
#[must_use]
pub fn cause(category: Category, label: &str) -> &'static Cause {
    let label = label.to_lowercase();
    RULES
        .iter()
        .find(|rule| rule.fits(category, &label))
        .map_or(&OTHER, |rule| &rule.cause)
}

impl Rule {
    fn fits(&self, category: Category, label: &str) -> bool {
        (self.categories.is_empty() || self.categories.contains(&category))
            && (self.labels.is_empty() || self.labels.iter().any(|part| label.contains(part)))
    }
}
