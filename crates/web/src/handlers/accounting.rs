//! *Boekhouding*: the filter, its live preview, and the buttons.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{AdministrationId, Money};
use http::StatusCode;
use link::export::Preview;
use link::{Filter, Parts, export};
use office::Right;

use super::export_filter::{self, ReadFilter};
use super::names;
use super::runs::run_rows;
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::limits::RUNS_SHOWN;
use crate::pages::accounting::{AccountingPage, Held, PreviewFragment};
use crate::pages::synchronise::SynchronisePage;
use crate::routes::{Accounting, Run};
use crate::shell::{done, frame, page, page_as};
use crate::views::{Menu, Notice, Problem};
use crate::visitor::SignedIn;

/// The page with what the filter holds.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let read = export_filter::read(&app, &signed_in, &typed).await?;
    // Opening the page before there are journals is no mistake of whoever opens it.
    let status = if read.filter.is_ok() || typed.0.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_as(status, &page_of(&app, &signed_in, read, Vec::new()).await?)
}

/// Only what the filter holds: the page asks for it when the filter changes.
pub(crate) async fn preview(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let read = export_filter::read(&app, &signed_in, &Typed(typed)).await?;
    page(&preview_of(&app, &signed_in, &read.filter).await?)
}

/// One of the export buttons.
pub(crate) async fn export(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    signed_in.actor.require(Right::Export)?;
    let parts = Parts::parse(typed.get("parts")).ok_or(WebError::BadForm)?;
    let read = export_filter::read(&app, &signed_in, &typed).await?;
    let filter = match &read.filter {
        Ok(filter) => filter.clone(),
        Err(problems) => {
            let problems = problems.clone();
            let made = page_of(&app, &signed_in, read, problems).await?;
            return page_as(StatusCode::UNPROCESSABLE_ENTITY, &made);
        }
    };
    export_filter::keep(&app, &signed_in, &read.fields).await?;
    match export::start(&app.link, &signed_in.actor, &filter, parts).await {
        Ok(run) => Ok(Redirect::to(&Run(run).to_string()).into_response()),
        Err(error) => {
            let refusals = WebError::from(error).refusals()?;
            let problems = Problem::all(signed_in.lang, &refusals);
            let made = page_of(&app, &signed_in, read, problems).await?;
            page_as(StatusCode::UNPROCESSABLE_ENTITY, &made)
        }
    }
}

async fn page_of(
    app: &App,
    signed_in: &SignedIn,
    read: ReadFilter,
    problems: Vec<Problem>,
) -> Result<AccountingPage, WebError> {
    let preview = preview_of(app, signed_in, &read.filter).await?;
    let past = export::runs(&app.link, &signed_in.actor, None).await?;
    let runs = run_rows(app, signed_in, past.rows.iter().take(RUNS_SHOWN)).await?;
    Ok(AccountingPage {
        frame: frame(app, signed_in, Menu::Accounting).await?,
        problems,
        filter: read.fields,
        preview,
        runs,
        may_export: signed_in.actor.may(Right::Export),
        may_synchronise: signed_in.actor.may(Right::EditAccounts),
    })
}

async fn preview_of(
    app: &App,
    signed_in: &SignedIn,
    filter: &Result<Filter, Vec<Problem>>,
) -> Result<PreviewFragment, WebError> {
    let mut fragment = PreviewFragment {
        frame: frame(app, signed_in, Menu::Accounting).await?,
        problems: Vec::new(),
        customers: 0,
        invoices: 0,
        credit_notes: 0,
        total: Money::ZERO,
        booked: 0,
        under_way: 0,
        set_aside: 0,
        held: Vec::new(),
    };
    match filter {
        Err(problems) => fragment.problems.clone_from(problems),
        Ok(filter) => {
            let found = match export::preview(&app.link, &signed_in.actor, filter).await {
                Ok(found) => found,
                Err(error) => {
                    // More than a run can hold: that is what the filter holds.
                    let refusals = WebError::from(error).refusals()?;
                    fragment.problems = Problem::all(signed_in.lang, &refusals);
                    return Ok(fragment);
                }
            };
            fragment.held = held(signed_in, &found);
            fragment.customers = found.customers;
            fragment.invoices = found.invoices;
            fragment.credit_notes = found.credit_notes;
            fragment.total = found.total;
            fragment.booked = found.booked;
            fragment.under_way = found.under_way;
            fragment.set_aside = found.set_aside;
        }
    }
    Ok(fragment)
}

/// What is held back, per reason: how many, and the first of them as an example with where to mend it.
fn held(signed_in: &SignedIn, found: &Preview) -> Vec<Held> {
    let mut held: Vec<Held> = found
        .examples
        .iter()
        .map(|(code, example)| Held {
            count: found.refused.get(code).copied().unwrap_or_default(),
            problem: Problem::of(signed_in.lang, example),
        })
        .collect();
    held.sort_by_key(|held| std::cmp::Reverse(held.count));
    held
}

/// *Synchroniseer rekeningen* asks once more for the administration.
pub(crate) async fn ask_synchronise(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, WebError> {
    signed_in.actor.require(Right::EditAccounts)?;
    let administrations = names::administrations_in_use(&app, &signed_in.actor).await?;
    page(&SynchronisePage {
        frame: frame(&app, &signed_in, Menu::Accounting).await?,
        administrations,
    })
}

/// Links all accounts to the administration.
pub(crate) async fn synchronise(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let administration: AdministrationId = Typed(typed)
        .read("administration")
        .ok_or(WebError::BadForm)?;
    link::accounts::synchronise(&app.link, &signed_in.actor, administration).await?;
    Ok(done(&app, Accounting, Notice::AccountsSynchronising))
}
