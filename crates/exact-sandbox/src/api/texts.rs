//! The sentences of refusals, Dutch and English (facts 2.8 and 2.10). Those of the list there are word for word.

use crate::books::{Label, Refusal};
use crate::switches::{Switches, TextLanguage};

/// Language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    Nl,
    En,
}

/// General failure of the service itself.
pub(crate) const BROKEN: &str =
    "A problem has occurred. The cause of this issue will be investigated as soon as possible.";

/// The language of a user, or that of the switch.
pub(crate) fn language(user: &str, switches: &Switches) -> Lang {
    match switches.language {
        TextLanguage::Nl => Lang::Nl,
        TextLanguage::En => Lang::En,
        TextLanguage::User if user.to_uppercase().starts_with("EN") => Lang::En,
        TextLanguage::User => Lang::Nl,
    }
}

/// Refusals in English, one after the other, as the API tells them to an English user.
#[must_use]
pub fn refusals_in_english(refusals: &[Refusal]) -> String {
    let told: Vec<String> = refusals.iter().map(|it| sentence(it, Lang::En)).collect();
    told.join(", ")
}

/// The sentences, joined as the real service joins them.
pub(crate) fn refusal_text(refusals: &[Refusal], lang: Lang, all: bool) -> String {
    let kept = if all { refusals.len() } else { 1 };
    let lines: Vec<String> = refusals
        .iter()
        .take(kept)
        .map(|refusal| sentence(refusal, lang))
        .collect();
    lines.join("\r\n")
}

fn sentence(refusal: &Refusal, lang: Lang) -> String {
    let of = |nl: &str, en: &str, label: Label| {
        format!("{}: {}", pick(lang, nl, en), label_text(label, lang))
    };
    match refusal {
        Refusal::Mandatory(label) => of("Verplicht", "Mandatory", *label),
        Refusal::InvalidReference(label) => of("Ongeldige referentie", "Invalid reference", *label),
        Refusal::Invalid(label) => of("Ongeldig", "Invalid", *label),
        Refusal::NotAllowed(label) => of("Niet toegestaan", "Not allowed", *label),
        Refusal::Exists(label) => of("Bestaat al", "Already exists", *label),
        Refusal::InUse(label) => of("In gebruik", "In use", *label),
        Refusal::Blocked(label, code) => format!("{}: {code}", of("Geblokkeerd", "Blocked", *label)),
        Refusal::PeriodClosed { year, period } => {
            format!("{}: {year} – {period}", pick(lang, "Periode is afgesloten", "Period is closed"))
        }
        Refusal::AlreadyProcessed => pick(lang, "Reeds verwerkt", "Already processed").to_owned(),
        Refusal::CannotDelete(what, used_in) => {
            let (what, used_in) = (label_text(*what, lang), label_text(*used_in, lang));
            match lang {
                Lang::Nl => format!("Kan niet verwijderen: {what} - Gebruikt in: {used_in}"),
                Lang::En => format!("Cannot delete: {what} - Used in: {used_in}"),
            }
        }
        Refusal::DocumentTypeNotAllowed => "Document Type not allowed".to_owned(),
        Refusal::CallbackFailed(heard) => {
            format!("Invalid: Post to callback URL endpoint returns {heard}")
        }
        Refusal::DataExists => "Data already exists".to_owned(),
        Refusal::ReceivableDiffers => pick(
            lang,
            "De klantenrekening van deze relatie is niet gelijk aan de rekening van het gebruikte verkoopdagboek",
            "The receivables account of this relationship is not the account of the sales journal that is used",
        )
        .to_owned(),
    }
}

fn pick<'a>(lang: Lang, nl: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Nl => nl,
        Lang::En => en,
    }
}

fn label_text(label: Label, lang: Lang) -> &'static str {
    let (nl, en) = match label {
        Label::Journal => ("Dagboek", "Diary"),
        Label::JournalReference => ("Journals", "Journals"),
        Label::JournalType => ("Dagboek (Type)", "Diary (Type)"),
        Label::Relation => ("Relatie", "Relationship"),
        Label::CustomerType => ("Klant (Type)", "Customer (Type)"),
        Label::FinancialYear => ("Boekjaar", "Financial year"),
        Label::Lines => ("Regels", "Lines"),
        Label::Amount => ("Bedrag", "Amount"),
        Label::GlAccount => ("Grootboekrekening", "G/L account"),
        Label::GlAccountType => ("Grootboekrekeningtype", "G/L account type"),
        Label::VatCode => ("Btw-code", "VAT code"),
        Label::VatPercentage => ("Btw-percentage []", "VAT percentage []"),
        Label::CostCentre => ("Kostenplaats", "Cost center"),
        Label::CostUnit => ("Kostendrager", "Cost unit"),
        Label::EntryNumber => ("Boekstuknummer", "Entry number"),
        Label::YourRef => ("Uw ref.", "Your ref."),
        Label::PaymentCondition => ("Betalingsconditie", "Payment condition"),
        Label::DueDate => ("vervaldatum", "due date"),
        Label::Currency => ("Valuta", "Currency"),
        Label::ExchangeRate => ("Wisselkoers", "Exchange rate"),
        Label::Name => ("Naam", "Name"),
        Label::Code => ("Code", "Code"),
        Label::Description => ("Omschrijving", "Description"),
        Label::Country => ("Land", "Country"),
        Label::VatNumber => ("Btw-nummer", "VAT number"),
        Label::Key => ("ID", "ID"),
        Label::Entries => ("Boekingen", "Entries"),
        Label::Status => ("Status", "Status"),
        Label::Balance => ("Saldo", "Balance"),
        Label::OpeningBalance => ("Beginsaldo", "Opening balance"),
        Label::ClosingBalance => ("Eindsaldo", "Closing balance"),
        Label::Matching => ("Afletteringen", "Matching"),
        Label::Percentage => ("Percentage", "Percentage"),
        Label::Contact => ("Contactpersoon", "Contact"),
        Label::BankAccount => ("Bankrekening", "Bank account"),
        Label::Type => ("Type", "Type"),
        Label::Document => ("Document", "Document"),
        Label::Documents => ("Documenten", "Documents"),
        Label::DocumentType => ("Type", "Type"),
        Label::Subject => ("Onderwerp", "Subject"),
        Label::FileName => ("Bestandsnaam", "File name"),
        Label::Attachment => ("Bijlage", "Attachment"),
        Label::Entry => ("Boeking", "Entry"),
        Label::DocumentNumber => ("Documentnummer", "Document number"),
        Label::Folder => ("Map", "Folder"),
        Label::Category => ("Categorie", "Category"),
        Label::StartDate => ("Begindatum", "Start date"),
        Label::Words => ("Woorden", "Words"),
        Label::State => ("Provincie", "State"),
        Label::CallbackUrl => ("CallbackURL", "CallbackURL"),
        Label::Topic => ("Topic", "Topic"),
        Label::Instant => ("IsInstant", "IsInstant"),
        Label::Item => ("Artikel", "Item"),
        Label::Invoice => ("Factuur", "Invoice"),
        Label::Invoices => ("Facturen", "Invoices"),
        Label::OrderedBy => ("Besteld door", "Ordered by"),
        Label::InvoiceTo => ("Factuur voor", "Invoice to"),
        Label::DeliverTo => ("Leveren aan", "Deliver to"),
        Label::Discount => ("Korting", "Discount"),
        Label::Layout => ("Lay-out", "Layout"),
    };
    pick(lang, nl, en)
}
