//! The list of invoices, one invoice, and mending its coding.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::{Coding, InvoiceId, InvoiceKind, LedgerAccountId, LocationId, Refusal};
use http::StatusCode;
use i18n_embed_fl::fl;
use office::invoices::{InvoiceQuery, InvoiceView};
use office::{Right, invoices};

use super::{invoice_view, names, remembered};
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::limits::SEARCH_MAX;
use crate::pages::invoices::{Filter, InvoiceRow, InvoicesPage, state_choices};
use crate::routes::{Invoice, Invoices, with_query};
use crate::shell::{done, frame, page, page_as};
use crate::views::{Field, Menu, Notice, Problem, State as BookingState};
use crate::visitor::SignedIn;

/// Under this name the filter is remembered.
const REMEMBERED: &str = "invoices-filter";
/// The fields of the filter.
const FIELDS: [&str; 5] = ["location", "from", "to", "text", "state"];

/// The list. A filter that was sent is remembered; without one the remembered one holds.
pub(crate) async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(sent): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let actor = &signed_in.actor;
    let sent = Typed(sent);
    let typed = if FIELDS.iter().any(|name| sent.has(name)) || sent.has("clear") {
        let fields: Vec<_> = FIELDS.iter().map(|name| (*name, sent.get(name))).collect();
        remembered::keep(&app, actor, REMEMBERED, &fields).await?;
        sent.clone()
    } else {
        remembered::recall(&app, actor, REMEMBERED).await?
    };
    let (filter, query) = read_filter(&app, &signed_in, &typed, &sent).await?;
    let wrong = !filter.from.problem.is_empty() || !filter.to.problem.is_empty();
    let found = if wrong {
        None
    } else {
        Some(invoices::list(&app.office, actor, &query).await?)
    };
    let journals = names::journal_names(&office::journals::list(&app.office, actor).await?);
    let locations = names::location_names(&app, actor).await?;
    let (rows, next) = found.map_or_else(Default::default, |found| (found.rows, found.next));
    let rows = rows
        .into_iter()
        .map(|row| row_of(&signed_in, &journals, &locations, row))
        .collect();
    let next = next.map(|after| {
        let mut pairs: Vec<_> = FIELDS.iter().map(|name| (*name, typed.get(name))).collect();
        pairs.push(("after", after.as_str()));
        with_query(Invoices, &pairs)
    });
    let frame = frame(&app, &signed_in, Menu::Invoices).await?;
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let may_import = actor.may(Right::ImportInvoices);
    page_as(
        status,
        &InvoicesPage {
            frame,
            filter,
            rows,
            next,
            may_import,
        },
    )
}

async fn read_filter(
    app: &App,
    signed_in: &SignedIn,
    typed: &Typed,
    sent: &Typed,
) -> Result<(Filter, InvoiceQuery), WebError> {
    let lang = signed_in.lang;
    let location: Option<LocationId> = typed.read("location");
    let (from, from_field) = typed.date("from", lang);
    let (to, to_field) = typed.date("to", lang);
    let text: String = typed.get("text").chars().take(SEARCH_MAX).collect();
    let state = BookingState::from_word(typed.get("state"));
    let all = fl!(i18n::texts(lang), "all-locations");
    let filter = Filter {
        locations: names::location_choices(app, &signed_in.actor, location, Some(all)).await?,
        from: from_field,
        to: to_field,
        text: Field::new(text.clone()),
        states: state_choices(lang, state),
        active: FIELDS.iter().any(|name| !typed.get(name).is_empty()),
    };
    let query = InvoiceQuery {
        location,
        from,
        to,
        text,
        state: state.map(|state| state.as_str().to_owned()),
        after: sent.text("after"),
        ..InvoiceQuery::default()
    };
    Ok((filter, query))
}

fn row_of(
    signed_in: &SignedIn,
    journals: &BTreeMap<domain::JournalId, String>,
    locations: &BTreeMap<LocationId, String>,
    row: invoices::InvoiceRow,
) -> InvoiceRow {
    let refusal = row
        .booking
        .as_ref()
        .and_then(|booking| booking.refusal.as_ref());
    InvoiceRow {
        href: Invoice(row.id).to_string(),
        number: row
            .number
            .map(|number| number.to_string())
            .unwrap_or_default(),
        credit_note: row.kind == InvoiceKind::CreditNote,
        date: row.issue_date,
        customer: row.customer_name,
        journal: journals
            .get(&row.journal)
            .cloned()
            .unwrap_or(row.journal_code),
        location: locations.get(&row.location).cloned().unwrap_or_default(),
        total: row.total,
        state: state_of(row.booking.as_ref().map(|booking| booking.state.as_str())),
        reason: refusal.map(|refusal| Problem::of(signed_in.lang, refusal)),
    }
}

/// The state of a booking; an invoice without one is ready.
pub(crate) fn state_of(stored: Option<&str>) -> BookingState {
    stored
        .and_then(BookingState::from_word)
        .unwrap_or(BookingState::Ready)
}

/// One invoice.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<InvoiceId>,
) -> Result<Response, WebError> {
    let view = invoices::get(&app.office, &signed_in.actor, id).await?;
    page(&invoice_view::page_of(&app, &signed_in, &view, &[]).await?)
}

/// Mends the coding of the lines that were changed in the form.
pub(crate) async fn recode(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<InvoiceId>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let view = invoices::get(&app.office, &signed_in.actor, id).await?;
    match mend(&app, &signed_in, &view, &typed).await {
        Ok(()) => Ok(done(&app, Invoice(id), Notice::Saved)),
        Err(error) => {
            let refusals: Vec<Refusal> = error.refusals()?;
            let made = invoice_view::page_of(&app, &signed_in, &view, &refusals).await?;
            page_as(StatusCode::UNPROCESSABLE_ENTITY, &made)
        }
    }
}

async fn mend(
    app: &App,
    signed_in: &SignedIn,
    view: &InvoiceView,
    typed: &Typed,
) -> Result<(), WebError> {
    let id = view.invoice.id;
    for (position, before) in (1_i64..).zip(&view.invoice.coding) {
        let name = format!("account-{position}");
        if !typed.has(&name) {
            continue;
        }
        let wanted = Coding {
            ledger_account: typed.read::<LedgerAccountId>(&name),
            cost_centre: typed.get(&format!("cost-centre-{position}")).to_owned(),
        };
        if wanted != *before {
            invoices::recode(&app.office, &signed_in.actor, id, position, &wanted).await?;
        }
    }
    Ok(())
}
