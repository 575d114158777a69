//! *Systeem → Koppeling*: which installation this is, and the two answers of an administrator.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use i18n::Lang;
use i18n_embed_fl::fl;
use link::installation::{self, LookView};
use office::Right;
use office::installation::{Difference, Pause, Standing};

use crate::app::App;
use crate::error::WebError;
use crate::pages::installation::{InstallationPage, LookRow};
use crate::routes::Installation;
use crate::shell::{done, frame, may_see_options, page, page_as};
use crate::views::{Menu, Notice, Problem};
use crate::visitor::SignedIn;

/// How it is.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, WebError> {
    page(&page_of(&app, &signed_in).await?)
}

/// *Dit is de voortzetting*.
pub(crate) async fn goes_on(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, WebError> {
    let decided = installation::goes_on(&app.link, &signed_in.actor).await;
    answer(&app, &signed_in, decided.map(drop), Notice::Continued).await
}

/// *Dit is een kopie*.
pub(crate) async fn is_copy(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, WebError> {
    let decided = installation::copy(&app.link, &signed_in.actor).await;
    answer(&app, &signed_in, decided, Notice::IsCopy).await
}

async fn answer(
    app: &App,
    signed_in: &SignedIn,
    decided: Result<(), link::LinkError>,
    notice: Notice,
) -> Result<Response, WebError> {
    match decided {
        Ok(()) => Ok(done(app, Installation, notice)),
        Err(error) => {
            let refusals = WebError::from(error).refusals()?;
            let problems = Problem::all(signed_in.lang, &refusals);
            let made = page_of(app, signed_in).await?;
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &InstallationPage { problems, ..made },
            )
        }
    }
}

async fn page_of(app: &App, signed_in: &SignedIn) -> Result<InstallationPage, WebError> {
    let (actor, lang) = (&signed_in.actor, signed_in.lang);
    if !may_see_options(actor) {
        actor.require(Right::EditOptions)?;
    }
    let view = installation::status(&app.link, actor).await?;
    let differences = match &view.standing {
        Standing::Paused(Pause::Differs(all)) => all.iter().map(|one| said(lang, one)).collect(),
        _ => Vec::new(),
    };
    let until_look = app.link.settings().bounds.until_look();
    Ok(InstallationPage {
        frame: frame(app, signed_in, Menu::Installation).await?,
        problems: Vec::new(),
        why: view
            .standing
            .refusal()
            .map(|refusal| Problem::of(lang, &refusal)),
        differences,
        place: view.place,
        id: view.id,
        since: view.since,
        looks: view.looks.iter().map(|look| look_row(lang, look)).collect(),
        decide: view.standing.is_paused(),
        is_copy: matches!(view.standing, Standing::Paused(Pause::Copy { .. })),
        may_decide: actor.may(Right::Connect),
        minutes: i64::try_from(until_look.as_secs().div_ceil(60)).unwrap_or(i64::MAX),
    })
}

fn said(lang: Lang, difference: &Difference) -> String {
    let l = i18n::texts(lang);
    match difference {
        Difference::DatabaseReplaced => fl!(l, "diff-database-replaced"),
        Difference::DatabaseOlder => fl!(l, "diff-database-older"),
        Difference::FolderUnknown => fl!(l, "diff-folder-unknown"),
        Difference::DatabaseUnknown => fl!(l, "diff-database-unknown"),
        Difference::OtherInstallation => fl!(l, "diff-other-installation"),
        Difference::NotAccepted => fl!(l, "diff-not-accepted"),
        Difference::OtherHost { before, now } => fl!(
            l,
            "diff-other-host",
            before = before.as_str(),
            now = now.as_str()
        ),
        Difference::FolderCopied { before, now } => fl!(
            l,
            "diff-folder-copied",
            before = before.as_str(),
            now = now.as_str()
        ),
    }
}

fn look_row(lang: Lang, look: &LookView) -> LookRow {
    let l = i18n::texts(lang);
    let state = match look.looked_at {
        Some(at) => fl!(l, "look-done", at = i18n::moment(at)),
        None if look.needs_consent => fl!(l, "look-consent"),
        None => fl!(l, "look-waits"),
    };
    let found = look.numbers.iter().map(|found| {
        fl!(
            l,
            "look-numbers",
            count = found.count,
            journal = found.journal.as_str(),
            numbers = found.numbers.join(", "),
            next = found.next.to_string()
        )
    });
    LookRow {
        name: look.name.clone(),
        state,
        found: found.collect(),
    }
}
