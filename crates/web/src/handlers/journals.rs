//! *Journalen*.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::{AdministrationId, Journal, JournalId, JournalKind};
use http::StatusCode;
use i18n::Lang;
use i18n_embed_fl::fl;
use office::Right;
use office::journals::{self, Marks};

use super::accounts::{chosen, sources};
use super::names;
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::pages::journals::{JournalFields, JournalRow, JournalsPage};
use crate::routes::{Journals, with_query};
use crate::shell::{done, frame, page, page_as};
use crate::views::{Choice, Field, Menu, Notice, Problem};
use crate::visitor::SignedIn;

/// The list; a chosen row opens its marks.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let id: Option<JournalId> = Typed(typed).read("journal");
    let editing = match id {
        Some(id) => {
            let journal = journals::get(&app.office, &signed_in.actor, id).await?;
            Some((
                journal.id,
                names::journal_name(&journal),
                Marks::of(&journal),
            ))
        }
        None => None,
    };
    page(&page_of(&app, &signed_in, editing).await?)
}

/// Sets the marks of a journal.
pub(crate) async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let id: JournalId = typed.read("id").ok_or(WebError::BadForm)?;
    let marks = Marks {
        location: typed.read("location"),
        internal: typed.ticked("internal"),
        credit_notes: typed.ticked("credit_notes"),
        numbered_elsewhere: typed.ticked("numbered_elsewhere"),
        prefix: typed.get("prefix").to_owned(),
    };
    match journals::save_marks(&app.office, &signed_in.actor, id, &marks).await {
        Ok(_) => Ok(done(
            &app,
            with_query(Journals, &[("journal", &id.to_string())]),
            Notice::Saved,
        )),
        Err(error) => {
            let refusals = WebError::from(error).refusals()?;
            let journal = journals::get(&app.office, &signed_in.actor, id).await?;
            let editing = (id, names::journal_name(&journal), marks);
            let made = page_of(&app, &signed_in, Some(editing)).await?;
            let problems = Problem::all(signed_in.lang, &refusals);
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &JournalsPage { problems, ..made },
            )
        }
    }
}

/// *Importeren vanuit Exact*: enqueued per administration.
pub(crate) async fn import(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    // Also where there is nothing to import from.
    signed_in.actor.require(Right::EditJournals)?;
    let wanted: Option<AdministrationId> = Typed(typed).read("administration");
    for administration in chosen(&app, &signed_in.actor, wanted).await? {
        link::journals::import(&app.link, &signed_in.actor, administration).await?;
    }
    Ok(done(&app, Journals, Notice::JournalsImporting))
}

async fn page_of(
    app: &App,
    signed_in: &SignedIn,
    editing: Option<(JournalId, String, Marks)>,
) -> Result<JournalsPage, WebError> {
    let (actor, lang) = (&signed_in.actor, signed_in.lang);
    let known = journals::list(&app.office, actor).await?;
    let locations = names::location_names(app, actor).await?;
    let administrations = names::administration_names(app, actor).await?;
    let open = editing.as_ref().map(|(id, _, _)| *id);
    let rows = known.iter().map(|journal| JournalRow {
        href: with_query(Journals, &[("journal", &journal.id.to_string())]),
        chosen: open == Some(journal.id),
        code: journal.code.clone(),
        name: journal.name.clone(),
        kind: kind(lang, journal.kind),
        administration: journal
            .administration
            .and_then(|id| administrations.get(&id).cloned())
            .unwrap_or_default(),
        location: journal
            .location
            .and_then(|id| locations.get(&id).cloned())
            .unwrap_or_default(),
        marks: marks_said(lang, journal),
        barred: names::barred(lang, journal),
    });
    let rows = rows.collect();
    let editing = match editing {
        Some((id, title, marks)) => {
            let none = fl!(i18n::texts(lang), "all-locations");
            let locations = names::location_choices(app, actor, marks.location, Some(none)).await?;
            Some(fields(id, title, &marks, locations))
        }
        None => None,
    };
    Ok(JournalsPage {
        frame: frame(app, signed_in, Menu::Journals).await?,
        problems: Vec::new(),
        rows,
        editing,
        may_edit: actor.may(Right::EditJournals),
        administrations: sources(app, actor).await?,
    })
}

fn fields(id: JournalId, title: String, marks: &Marks, locations: Vec<Choice>) -> JournalFields {
    JournalFields {
        id,
        title,
        internal: marks.internal,
        credit_notes: marks.credit_notes,
        numbered_elsewhere: marks.numbered_elsewhere,
        locations,
        prefix: Field::new(&marks.prefix),
    }
}

fn kind(lang: Lang, kind: JournalKind) -> String {
    let l = i18n::texts(lang);
    match kind {
        JournalKind::Unknown => fl!(l, "journal-unknown"),
        JournalKind::Sales => fl!(l, "journal-sales"),
        JournalKind::Purchase => fl!(l, "journal-purchase"),
        JournalKind::Bank => fl!(l, "journal-bank"),
        JournalKind::Cash => fl!(l, "journal-cash"),
        JournalKind::General => fl!(l, "journal-general"),
        JournalKind::Other => fl!(l, "journal-other"),
    }
}

fn marks_said(lang: Lang, journal: &Journal) -> Vec<String> {
    let l = i18n::texts(lang);
    // That it is internal stands there already, as the reason why it is greyed.
    let marks = [
        (journal.credit_notes, fl!(l, "mark-credit-notes")),
        (
            journal.numbered_elsewhere,
            fl!(l, "mark-numbered-elsewhere"),
        ),
    ];
    marks
        .into_iter()
        .filter(|(set, _)| *set)
        .map(|(_, text)| text)
        .collect()
}
