//! The filter of *Boekhouding*: read from what was sent, shown again, remembered per person.

use std::collections::BTreeSet;

use domain::{Journal, JournalId, LocationId};
use i18n_embed_fl::fl;
use link::Filter;
use office::journals;

use super::{names, remembered};
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::pages::accounting::ExportFields;
use crate::routes::with_query;
use crate::views::{Choice, Field, Problem};
use crate::visitor::SignedIn;

/// Under this name location and journals are remembered. The dates are not: they begin at today.
const REMEMBERED: &str = "export-filter";
/// Says that the form was sent, so that no ticked journal means none.
const SENT: &str = "sent";
/// The location whose journals stood in the form: another one begins with all of its journals.
const SHOWN: &str = "shown_location";

/// What stands in the form, and the filter that it says; or what is wrong with it.
pub(crate) struct ReadFilter {
    pub(crate) fields: ExportFields,
    pub(crate) filter: Result<Filter, Vec<Problem>>,
}

/// Reads the filter; a form that was not sent yet begins with what is remembered, and today.
pub(crate) async fn read(app: &App, signed_in: &SignedIn, typed: &Typed) -> Result<ReadFilter, WebError> {
    let (actor, lang) = (&signed_in.actor, signed_in.lang);
    let l = i18n::texts(lang);
    let sent = typed.has(SENT);
    let choices = if sent { typed.clone() } else { remembered::recall(app, actor, REMEMBERED).await? };
    let location: Option<LocationId> = choices.read("location");
    let all = journals::list(&app.office, actor).await?;
    let offered: Vec<&Journal> = all.iter().filter(|journal| offered_at(journal, location)).collect();
    let ticked = ticked(&choices, location, sent, &offered);
    let (from, from_field) = date(app, signed_in, typed, "from");
    let (to, to_field) = date(app, signed_in, typed, "to");
    let boxes = offered.iter().map(|journal| {
        let open = Choice::new(journal.id, names::journal_name(journal), ticked.contains(&journal.id));
        let why = names::barred(lang, journal);
        if why.is_empty() { open } else { open.barred(why) }
    });
    let fields = ExportFields {
        locations: names::location_choices(app, actor, location, Some(fl!(l, "all-locations"))).await?,
        shown_location: location.map_or_else(String::new, |id| id.to_string()),
        from: from_field,
        to: to_field,
        number_from: Field::new(typed.get("number_from")),
        number_to: Field::new(typed.get("number_to")),
        journals: boxes.collect(),
    };
    let mut problems = Vec::new();
    for field in [&fields.from, &fields.to].into_iter().filter(|field| !field.problem.is_empty()) {
        problems.push(Problem::plain(field.problem.clone()));
    }
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(ReadFilter { fields, filter: Err(problems) });
    };
    if from > to {
        problems.push(Problem::plain(fl!(l, "from-after-to")));
    }
    let chosen: Vec<JournalId> = ticked.into_iter().collect();
    if chosen.is_empty() {
        problems.push(Problem::plain(fl!(l, "choose-journal")));
    }
    let filter = Filter {
        location,
        from,
        to,
        number_from: typed.text("number_from"),
        number_to: typed.text("number_to"),
        journals: chosen,
    };
    Ok(ReadFilter { fields, filter: if problems.is_empty() { Ok(filter) } else { Err(problems) } })
}

/// Remembers location and journals of a form that was sent.
pub(crate) async fn keep(app: &App, signed_in: &SignedIn, fields: &ExportFields) -> Result<(), WebError> {
    let mut pairs = vec![("location", fields.shown_location.as_str()), (SHOWN, fields.shown_location.as_str())];
    let all = fields.all_ticked();
    let ticked = fields.journals.iter().filter(|journal| journal.chosen && !all);
    pairs.extend(ticked.map(|journal| ("journal", journal.value.as_str())));
    remembered::keep(app, &signed_in.actor, REMEMBERED, &pairs).await
}

/// The filter of a run as a query that fills the form with it.
pub(crate) fn as_query(route: impl std::fmt::Display, filter: &Filter) -> String {
    let location = filter.location.map_or_else(String::new, |id| id.to_string());
    let (from, to) = (i18n::date(filter.from), i18n::date(filter.to));
    let journals: Vec<String> = filter.journals.iter().map(ToString::to_string).collect();
    let mut pairs = vec![(SENT, "1"), ("location", location.as_str()), (SHOWN, location.as_str())];
    pairs.extend([("from", from.as_str()), ("to", to.as_str())]);
    pairs.push(("number_from", filter.number_from.as_deref().unwrap_or_default()));
    pairs.push(("number_to", filter.number_to.as_deref().unwrap_or_default()));
    pairs.extend(journals.iter().map(|id| ("journal", id.as_str())));
    with_query(route, &pairs)
}

/// Journals of the location and those of every location.
fn offered_at(journal: &Journal, location: Option<LocationId>) -> bool {
    location.is_none() || journal.location.is_none() || journal.location == location
}

/// The journals that are ticked: all that can be, unless some were chosen for this very location.
fn ticked(choices: &Typed, location: Option<LocationId>, sent: bool, offered: &[&Journal]) -> BTreeSet<JournalId> {
    let open = |journal: &&&Journal| names::barred(i18n::Lang::Nl, journal).is_empty();
    let shown: Option<LocationId> = choices.read(SHOWN);
    let chosen: BTreeSet<JournalId> = choices.all("journal").into_iter().collect();
    let began_anew = shown != location || (!sent && chosen.is_empty());
    offered
        .iter()
        .filter(open)
        .map(|journal| journal.id)
        .filter(|id| began_anew || chosen.contains(id))
        .collect()
}

/// A date of the filter; empty means today.
fn date(app: &App, signed_in: &SignedIn, typed: &Typed, name: &str) -> (Option<jiff::civil::Date>, Field) {
    match typed.date(name, signed_in.lang) {
        (None, field) if field.value.is_empty() => {
            let today = i18n::today(app.office.clock.now());
            (Some(today), Field::new(i18n::date(today)))
        }
        read => read,
    }
}
