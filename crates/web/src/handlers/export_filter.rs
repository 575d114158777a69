//! The filter of *Boekhouding*: read from what was sent, shown again, remembered per person.

use std::collections::BTreeSet;

use domain::{Journal, JournalId, Location, LocationId};
use i18n_embed_fl::fl;
use jiff::civil::Date;
use link::Filter;
use office::{journals, locations};

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
pub(crate) async fn read(
    app: &App,
    signed_in: &SignedIn,
    typed: &Typed,
) -> Result<ReadFilter, WebError> {
    let actor = &signed_in.actor;
    let sent = typed.has(SENT);
    let choices = if sent {
        typed.clone()
    } else {
        remembered::recall(app, actor, REMEMBERED).await?
    };
    let location: Option<LocationId> = choices.read("location");
    let known = journals::list(&app.office, actor).await?;
    let place = match location {
        Some(id) => Some(locations::get(&app.office, actor, id).await?),
        None => None,
    };
    let mut offered: Vec<&Journal> = known
        .iter()
        .filter(|journal| {
            place
                .as_ref()
                .is_none_or(|place| offered_at(journal, place))
        })
        .collect();
    offered.sort_by_key(|journal| !names::barred(signed_in.lang, journal).is_empty());
    let titles = titles(app, signed_in, &offered, location.is_none()).await?;
    let ticked = ticked(&choices, sent, &offered);
    let (from, from_field) = date(app, signed_in, typed, "from");
    let (to, to_field) = date(app, signed_in, typed, "to");
    let every = fl!(i18n::texts(signed_in.lang), "all-locations");
    let fields = ExportFields {
        locations: names::location_choices(app, actor, location, Some(every)).await?,
        shown_location: location.map_or_else(String::new, |id| id.to_string()),
        from: from_field,
        to: to_field,
        number_from: Field::new(typed.get("number_from")),
        number_to: Field::new(typed.get("number_to")),
        journals: boxes(signed_in, offered.iter().copied().zip(titles), &ticked),
    };
    let problems = problems(signed_in, &fields, (from, to), ticked.is_empty());
    let filter = match (from, to) {
        (Some(from), Some(to)) if problems.is_empty() => Ok(Filter {
            location,
            from,
            to,
            number_from: typed.text("number_from"),
            number_to: typed.text("number_to"),
            journals: ticked.into_iter().collect(),
        }),
        _ => Err(problems),
    };
    Ok(ReadFilter { fields, filter })
}

/// The journals as tick boxes; greyed ones say why.
fn boxes<'a>(
    signed_in: &SignedIn,
    offered: impl Iterator<Item = (&'a Journal, String)>,
    ticked: &BTreeSet<JournalId>,
) -> Vec<Choice> {
    let one = |(journal, title): (&Journal, String)| {
        let open = Choice::new(journal.id, title, ticked.contains(&journal.id));
        let why = names::barred(signed_in.lang, journal);
        if why.is_empty() {
            open
        } else {
            open.barred(why)
        }
    };
    offered.map(one).collect()
}

/// Code and name of each journal; with its administration where several are mixed, because their
/// journals may bear the same codes.
async fn titles(
    app: &App,
    signed_in: &SignedIn,
    offered: &[&Journal],
    mixed: bool,
) -> Result<Vec<String>, WebError> {
    let known = names::administration_names(app, &signed_in.actor).await?;
    let several = mixed && known.len() > 1;
    let title = |journal: &&Journal| {
        let name = names::journal_name(journal);
        let administration = journal.administration.and_then(|id| known.get(&id));
        match administration {
            Some(administration) if several => format!("{name} · {administration}"),
            _ => name,
        }
    };
    Ok(offered.iter().map(title).collect())
}

/// What is wrong with the filter as it was typed.
fn problems(
    signed_in: &SignedIn,
    fields: &ExportFields,
    dates: (Option<Date>, Option<Date>),
    none_ticked: bool,
) -> Vec<Problem> {
    let l = i18n::texts(signed_in.lang);
    let wrong = [&fields.from, &fields.to].into_iter();
    let mut problems: Vec<Problem> = wrong
        .filter(|field| !field.problem.is_empty())
        .map(|field| Problem::plain(field.problem.clone()))
        .collect();
    problems.dedup();
    if matches!(dates, (Some(from), Some(to)) if from > to) {
        problems.push(Problem::plain(fl!(l, "from-after-to")));
    }
    if none_ticked {
        problems.push(Problem::plain(fl!(l, "choose-journal")));
    }
    problems
}

/// Remembers location and journals of a form that was sent.
pub(crate) async fn keep(
    app: &App,
    signed_in: &SignedIn,
    fields: &ExportFields,
) -> Result<(), WebError> {
    let mut pairs = vec![
        ("location", fields.shown_location.as_str()),
        (SHOWN, fields.shown_location.as_str()),
    ];
    let all = fields.all_ticked();
    let ticked = fields
        .journals
        .iter()
        .filter(|journal| journal.chosen && !all);
    pairs.extend(ticked.map(|journal| ("journal", journal.value.as_str())));
    remembered::keep(app, &signed_in.actor, REMEMBERED, &pairs).await
}

/// The filter of a run as a query that fills the form with it.
pub(crate) fn as_query(route: impl std::fmt::Display, filter: &Filter) -> String {
    let location = filter
        .location
        .map_or_else(String::new, |id| id.to_string());
    let (from, to) = (i18n::date(filter.from), i18n::date(filter.to));
    let journals: Vec<String> = filter.journals.iter().map(ToString::to_string).collect();
    let mut pairs = vec![
        (SENT, "1"),
        ("location", location.as_str()),
        (SHOWN, location.as_str()),
    ];
    pairs.extend([("from", from.as_str()), ("to", to.as_str())]);
    pairs.push((
        "number_from",
        filter.number_from.as_deref().unwrap_or_default(),
    ));
    pairs.push(("number_to", filter.number_to.as_deref().unwrap_or_default()));
    pairs.extend(journals.iter().map(|id| ("journal", id.as_str())));
    with_query(route, &pairs)
}

/// Journals of the location, and those of its administration that belong to no single location.
fn offered_at(journal: &Journal, place: &Location) -> bool {
    match journal.location {
        Some(location) => location == place.id,
        None => journal.administration.is_none() || journal.administration == place.administration,
    }
}

/// The journals that are ticked: all that can be, unless some were chosen for this very location.
fn ticked(choices: &Typed, sent: bool, offered: &[&Journal]) -> BTreeSet<JournalId> {
    let open = |journal: &&&Journal| names::barred(i18n::Lang::Nl, journal).is_empty();
    let moved = choices.get(SHOWN) != choices.get("location");
    let chosen: BTreeSet<JournalId> = choices.all("journal").into_iter().collect();
    let began_anew = moved || (!sent && chosen.is_empty());
    offered
        .iter()
        .filter(open)
        .map(|journal| journal.id)
        .filter(|id| began_anew || chosen.contains(id))
        .collect()
}

/// A date of the filter; empty means today.
fn date(app: &App, signed_in: &SignedIn, typed: &Typed, name: &str) -> (Option<Date>, Field) {
    match typed.date(name, signed_in.lang) {
        (None, field) if field.value.is_empty() => {
            let today = i18n::today(app.office.clock.now());
            (Some(today), Field::new(i18n::date(today)))
        }
        read => read,
    }
}
