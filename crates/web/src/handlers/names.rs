//! Names of locations and journals, as choices and for lists.

use std::collections::BTreeMap;

use domain::{
    AdministrationId, Journal, JournalId, JournalKind, LedgerAccount, LedgerAccountId, LocationId,
};
use i18n::Lang;
use i18n_embed_fl::fl;
use link::administrations::{self, AdministrationView};
use office::{Actor, accounts, locations};

use crate::app::App;
use crate::error::WebError;
use crate::views::Choice;

/// Locations as choices; with a first entry meaning *Alle locaties* where that is asked for.
pub(crate) async fn location_choices(
    app: &App,
    actor: &Actor,
    chosen: Option<LocationId>,
    all: Option<String>,
) -> Result<Vec<Choice>, WebError> {
    let every = all.map(|label| Choice::new("", label, chosen.is_none()));
    let known = locations::list(&app.office, actor).await?;
    let each = known
        .into_iter()
        .map(|one| Choice::new(one.id, one.name, chosen == Some(one.id)));
    Ok(every.into_iter().chain(each).collect())
}

/// The names of all locations.
pub(crate) async fn location_names(
    app: &App,
    actor: &Actor,
) -> Result<BTreeMap<LocationId, String>, WebError> {
    let known = locations::list(&app.office, actor).await?;
    Ok(known.into_iter().map(|one| (one.id, one.name)).collect())
}

/// Code and name of a journal.
pub(crate) fn journal_name(journal: &Journal) -> String {
    format!("{} {}", journal.code, journal.name)
}

/// Code and name of all journals.
pub(crate) fn journal_names(journals: &[Journal]) -> BTreeMap<JournalId, String> {
    journals
        .iter()
        .map(|journal| (journal.id, journal_name(journal)))
        .collect()
}

/// Why a journal is not exported; empty when it is.
pub(crate) fn barred(lang: Lang, journal: &Journal) -> String {
    let l = i18n::texts(lang);
    if journal.internal {
        fl!(l, "barred-internal")
    } else if !matches!(journal.kind, JournalKind::Sales | JournalKind::Unknown) {
        fl!(l, "barred-not-sales")
    } else {
        String::new()
    }
}

/// Number and name of an account.
pub(crate) fn account_name(account: &LedgerAccount) -> String {
    format!("{} {}", account.number, account.name)
}

/// Every ledger account as a choice, after an entry for none.
pub(crate) async fn account_choices(
    app: &App,
    actor: &Actor,
    none: &str,
) -> Result<Vec<Choice>, WebError> {
    let known = accounts::choices(&app.office, actor).await?;
    let each = known
        .iter()
        .map(|one| Choice::new(one.id, account_name(one), false));
    Ok(std::iter::once(Choice::new("", none, true))
        .chain(each)
        .collect())
}

/// The same choices with another one chosen.
pub(crate) fn choosing(choices: &[Choice], chosen: Option<LedgerAccountId>) -> Vec<Choice> {
    let chosen = chosen.map_or_else(String::new, |id| id.to_string());
    choices
        .iter()
        .map(|choice| Choice {
            chosen: choice.value == chosen,
            ..choice.clone()
        })
        .collect()
}

/// The name of an administration as Exact shows it, with its number.
pub(crate) fn administration_name(administration: &AdministrationView) -> String {
    format!("{} ({})", administration.name, administration.division)
}

/// The administrations that are in use by a location, as choices; the first one is chosen.
pub(crate) async fn administrations_in_use(
    app: &App,
    actor: &Actor,
) -> Result<Vec<Choice>, WebError> {
    let known = administrations::list(&app.link, actor).await?;
    let used = known.iter().filter(|one| one.locations > 0).enumerate();
    Ok(used
        .map(|(nth, one)| Choice::new(one.id, administration_name(one), nth == 0))
        .collect())
}

/// The names of all administrations.
pub(crate) async fn administration_names(
    app: &App,
    actor: &Actor,
) -> Result<BTreeMap<AdministrationId, String>, WebError> {
    let known = administrations::list(&app.link, actor).await?;
    Ok(known
        .iter()
        .map(|one| (one.id, administration_name(one)))
        .collect())
}
