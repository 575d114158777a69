//! Option `VAT_JOURNAL_NUMBER`: the table of VAT codes of one administration and journal.

use std::collections::BTreeMap;

use domain::{Journal, VatRate, VatTreatment};
use i18n::Lang;
use i18n_embed_fl::fl;
use link::administrations::AdministrationView;
use link::vat;
use link::vat::mapping::{Candidate, MappingRow};
use office::journals;

use super::invoice_view::{rate_label, regime_label};
use super::names;
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::pages::options::{VatMappingRow, VatTable};
use crate::views::Choice;
use crate::visitor::SignedIn;

/// The table of the administration and journal that were asked for, else of the first one in use.
pub(crate) async fn table(
    app: &App,
    signed_in: &SignedIn,
    known: &[AdministrationView],
    typed: &Typed,
) -> Result<Option<VatTable>, WebError> {
    let (actor, lang) = (&signed_in.actor, signed_in.lang);
    let used: Vec<&AdministrationView> = known.iter().filter(|one| one.locations > 0).collect();
    let asked = typed.read("administration");
    let Some(chosen) = used
        .iter()
        .find(|one| Some(one.id) == asked)
        .or(used.first())
    else {
        return Ok(None);
    };
    let journal = typed.get("journal").to_owned();
    let stored = vat::mapping(&app.link, actor, chosen.id).await?;
    let sales = journals::list(&app.office, actor).await?;
    let sales = sales
        .iter()
        .filter(|one| one.administration == Some(chosen.id));
    Ok(Some(VatTable {
        administration: chosen.id,
        administrations: used
            .iter()
            .map(|one| Choice::new(one.id, names::administration_name(one), one.id == chosen.id))
            .collect(),
        journals: journal_choices(lang, sales, &journal),
        rows: rows(lang, &stored, &journal),
        journal,
    }))
}

fn journal_choices<'a>(
    lang: Lang,
    sales: impl Iterator<Item = &'a Journal>,
    chosen: &str,
) -> Vec<Choice> {
    let every = Choice::new(
        "",
        fl!(i18n::texts(lang), "all-journals"),
        chosen.is_empty(),
    );
    let open = sales.filter(|journal| names::barred(lang, journal).is_empty());
    let each = open.map(|journal| {
        Choice::new(
            &journal.code,
            names::journal_name(journal),
            journal.code == chosen,
        )
    });
    std::iter::once(every).chain(each).collect()
}

/// A row per treatment: those of the journal itself, and where it has none those of every journal, empty.
fn rows(lang: Lang, stored: &[MappingRow], journal: &str) -> Vec<VatMappingRow> {
    let mut by_treatment: BTreeMap<VatTreatment, (&MappingRow, bool)> = BTreeMap::new();
    for row in stored.iter().filter(|row| row.journal.is_empty()) {
        by_treatment.insert(row.treatment, (row, journal.is_empty()));
    }
    for row in stored
        .iter()
        .filter(|row| !journal.is_empty() && row.journal == journal)
    {
        by_treatment.insert(row.treatment, (row, true));
    }
    by_treatment
        .into_iter()
        .map(|(treatment, (row, own))| row_of(lang, treatment, row, own))
        .collect()
}

fn row_of(lang: Lang, treatment: VatTreatment, row: &MappingRow, own: bool) -> VatMappingRow {
    let stored = row.code.as_deref().filter(|_| own);
    let proposed = row.proposed.as_deref().filter(|_| own && stored.is_none());
    let chosen = stored.or(proposed);
    // A journal without a code of its own uses that of every journal.
    let inherited = row.code.as_deref().filter(|_| !own);
    let none = match inherited {
        Some(code) => fl!(i18n::texts(lang), "vat-inherited", code = code),
        None => "—".to_owned(),
    };
    let mut codes = vec![Choice::new("", none, chosen.is_none())];
    codes.extend(
        row.candidates
            .iter()
            .map(|one| candidate(lang, one, chosen)),
    );
    if let Some(gone) = chosen.filter(|code| !row.candidates.iter().any(|one| one.code == **code)) {
        codes.push(Choice::new(gone, gone, true));
    }
    VatMappingRow {
        key: key(treatment),
        regime: regime_label(lang, treatment.regime),
        rate: rate_label(lang, treatment),
        codes,
        proposed: proposed.is_some(),
        missing: own && chosen.is_none(),
    }
}

fn candidate(lang: Lang, one: &Candidate, chosen: Option<&str>) -> Choice {
    let l = i18n::texts(lang);
    let mut label = format!(
        "{} · {} · {}",
        one.code,
        one.description,
        i18n::percent(lang, one.rate.hundredths())
    );
    if one.charged {
        label.push_str(&format!(" · {}", fl!(l, "vat-reversed")));
    }
    let listing = match one.eu_listing.as_str() {
        "L" => fl!(l, "listing-goods"),
        "S" => fl!(l, "listing-services"),
        "T" => fl!(l, "listing-triangular"),
        _ => fl!(l, "listing-none"),
    };
    label.push_str(&format!(" · {}", fl!(l, "vat-listing", listing = listing)));
    Choice::new(&one.code, label, chosen == Some(one.code.as_str()))
}

/// How a treatment is named in the form: `standard.2100`.
fn key(treatment: VatTreatment) -> String {
    format!(
        "{}.{}",
        treatment.regime.as_str(),
        treatment.rate.hundredths()
    )
}

/// The treatment that a field of the form names.
pub(crate) fn treatment(key: &str) -> Option<VatTreatment> {
    let (regime, rate) = key.split_once('.')?;
    let rate = VatRate::from_hundredths(rate.parse().ok()?).ok()?;
    Some(VatTreatment {
        regime: regime.parse().ok()?,
        rate,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_treatment_survives_the_form() {
        for (regime, rate) in [("standard", 2100), ("exempt", 0), ("co_contractor", 0)] {
            let treatment = treatment(&format!("{regime}.{rate}")).unwrap();
            assert_eq!(treatment.regime.as_str(), regime);
            assert_eq!(key(treatment), format!("{regime}.{rate}"));
        }
        assert_eq!(treatment("standard"), None);
        assert_eq!(treatment("standard.999999"), None);
        assert_eq!(treatment("nothing.0"), None);
    }
}
