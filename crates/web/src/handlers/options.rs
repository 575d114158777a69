//! *Systeem → Opties*: accounting package, connection, administrations, VAT codes.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{AdministrationId, Place, Refusal};
use http::StatusCode;
use i18n::Lang;
use link::administrations::{self, AdministrationView};
use link::vat::map::MappingKey;
use link::{connect as consent, vat};
use office::{Right, options};

use super::{names, vat_table};
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::pages::options::{AdministrationFields, OptionsPage, packages};
use crate::routes::{Options, with_query};
use crate::shell::{done, exact_chosen, frame, may_see_options, page, page_as};
use crate::views::{Field, Menu, Notice, Problem};
use crate::visitor::SignedIn;

/// What the form of one administration was refused for, and how it was typed.
struct Refused {
    administration: AdministrationId,
    start_date: Field,
    vat_filed_up_to: Field,
}

/// The options.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    page(&page_of(&app, &signed_in, &Typed(typed), None).await?)
}

/// Chooses the accounting package.
pub(crate) async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let name = options::ACCOUNTING_PACKAGE.name;
    options::set(&app.office, &signed_in.actor, name, typed.get("package")).await?;
    link::lane::wake(&app.link, &signed_in.actor).await?;
    Ok(done(&app, Options, Notice::Saved))
}

/// Goes to Exact Online for its consent.
pub(crate) async fn connect(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, WebError> {
    let address = consent::start(&app.link, &signed_in.actor).await?;
    Ok(Redirect::to(address.as_str()).into_response())
}

/// Comes back from Exact Online: the one page that waits for Exact.
pub(crate) async fn callback(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let outcome = if typed.has("error") {
        let said = typed
            .text("error_description")
            .unwrap_or_else(|| typed.get("error").to_owned());
        let said: String = said.chars().take(200).collect();
        Err(vec![
            Refusal::new(link::reasons::CONSENT_REFUSED, Place::Connection).with("message", said),
        ])
    } else {
        let (code, state) = (typed.get("code"), typed.get("state"));
        match consent::finish(&app.link, &signed_in.actor, code, state).await {
            Ok(_) => Ok(()),
            Err(error) => Err(WebError::from(error).refusals()?),
        }
    };
    match outcome {
        Ok(()) => Ok(done(&app, Options, Notice::Connected)),
        Err(refusals) => {
            let made = page_of(&app, &signed_in, &Typed::default(), None).await?;
            let problems = Problem::all(signed_in.lang, &refusals);
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &OptionsPage { problems, ..made },
            )
        }
    }
}

/// Settings of one administration.
pub(crate) async fn administration(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let (actor, lang) = (&signed_in.actor, signed_in.lang);
    let typed = Typed(typed);
    let id: AdministrationId = typed.read("administration").ok_or(WebError::BadForm)?;
    let (start, start_date) = typed.date("start_date", lang);
    let (filed, vat_filed_up_to) = typed.date("vat_filed_up_to", lang);
    let typed_wrong = !start_date.problem.is_empty() || !vat_filed_up_to.problem.is_empty();
    if typed_wrong {
        let refused = Refused {
            administration: id,
            start_date,
            vat_filed_up_to,
        };
        let made = page_of(&app, &signed_in, &Typed::default(), Some(refused)).await?;
        return page_as(StatusCode::UNPROCESSABLE_ENTITY, &made);
    }
    if let Some(start) = start {
        administrations::set_start_date(&app.link, actor, id, start).await?;
    }
    administrations::set_vat_filed_up_to(&app.link, actor, id, filed).await?;
    administrations::allow_account_creation(
        &app.link,
        actor,
        id,
        typed.ticked("may_create_accounts"),
    )
    .await?;
    Ok(done(&app, Options, Notice::Saved))
}

/// Chooses the VAT codes of one administration and journal.
pub(crate) async fn map_vat(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let administration: AdministrationId = typed.read("administration").ok_or(WebError::BadForm)?;
    let journal = typed.get("journal").to_owned();
    let mut refusals = Vec::new();
    for (key, code) in typed.under("code-") {
        let treatment = vat_table::treatment(key).ok_or(WebError::BadForm)?;
        let key = MappingKey {
            administration,
            journal: journal.clone(),
            treatment,
        };
        let code = (!code.is_empty()).then_some(code);
        if let Err(error) = vat::map(&app.link, &signed_in.actor, &key, code).await {
            refusals.extend(WebError::from(error).refusals()?);
        }
    }
    if refusals.is_empty() {
        let id = administration.to_string();
        let to = with_query(Options, &[("administration", &id), ("journal", &journal)]);
        return Ok(done(&app, to, Notice::Saved));
    }
    let made = page_of(&app, &signed_in, &typed, None).await?;
    let problems = Problem::all(signed_in.lang, &refusals);
    page_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        &OptionsPage { problems, ..made },
    )
}

async fn page_of(
    app: &App,
    signed_in: &SignedIn,
    typed: &Typed,
    refused: Option<Refused>,
) -> Result<OptionsPage, WebError> {
    let (actor, lang) = (&signed_in.actor, signed_in.lang);
    if !may_see_options(actor) {
        actor.require(Right::EditOptions)?;
    }
    let exact = exact_chosen(app, actor).await?;
    let connections = consent::status(&app.link, actor).await?;
    let known = administrations::list(&app.link, actor).await?;
    let shown: Vec<AdministrationFields> = if exact {
        known
            .iter()
            .map(|one| fields_of(lang, one, refused.as_ref()))
            .collect()
    } else {
        Vec::new()
    };
    let vat = if exact {
        vat_table::table(app, signed_in, &known, typed).await?
    } else {
        None
    };
    Ok(OptionsPage {
        frame: frame(app, signed_in, Menu::Options).await?,
        problems: Vec::new(),
        packages: packages(lang, exact),
        exact,
        exact_user: connections.into_iter().next().map(|one| one.exact_user),
        administrations: shown,
        vat,
        may_edit: actor.may(Right::EditOptions),
        may_connect: actor.may(Right::Connect),
        may_map: actor.may(Right::MapVat),
    })
}

fn fields_of(
    lang: Lang,
    one: &AdministrationView,
    refused: Option<&Refused>,
) -> AdministrationFields {
    let refused = refused.filter(|refused| refused.administration == one.id);
    let date = |day: Option<jiff::civil::Date>| Field::new(day.map(i18n::date).unwrap_or_default());
    let paused = one
        .paused
        .as_deref()
        .and_then(|code| link::reasons::ALL.iter().find(|known| **known == code));
    AdministrationFields {
        id: one.id,
        name: names::administration_name(one),
        vat_number: one.vat_number.clone(),
        in_use: one.locations > 0,
        paused: paused.map(|code| {
            let refusal = Refusal::new(code, Place::Nowhere).with("administration", &one.name);
            Problem::of(lang, &refusal.with("message", "none").with("user", ""))
        }),
        start_date: refused.map_or_else(
            || date(one.start_date),
            |refused| refused.start_date.clone(),
        ),
        vat_filed_up_to: refused.map_or_else(
            || date(one.vat_filed_up_to),
            |refused| refused.vat_filed_up_to.clone(),
        ),
        may_create_accounts: one.may_create_accounts,
    }
}
