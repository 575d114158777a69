//! The dashboard.

use axum::extract::State;
use axum::response::Response;
use domain::VatTreatment;
use link::administrations::AdministrationView;
use office::invoices::{self, InvoiceQuery};
use office::{Actor, locations};

use super::runs::run_rows;
use crate::app::App;
use crate::error::WebError;
use crate::pages::home::{Connected, HomePage, Step, Work, step_texts};
use crate::routes::{Locations, Options};
use crate::shell::{self, frame, page};
use crate::views::{Menu, State as BookingState};
use crate::visitor::SignedIn;

/// The states that ask for something.
const OPEN: [BookingState; 7] = [
    BookingState::Ready,
    BookingState::Queued,
    BookingState::Sending,
    BookingState::Refused,
    BookingState::Unknown,
    BookingState::Conflict,
    BookingState::Parked,
];

/// The state of the link, the work that is open, the last run.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, WebError> {
    let actor = &signed_in.actor;
    let mut work = Vec::new();
    for state in OPEN {
        let query = InvoiceQuery {
            state: Some(state.as_str().to_owned()),
            ..InvoiceQuery::default()
        };
        let totals = invoices::totals(&app.office, actor, &query).await?;
        if totals.count > 0 {
            work.push(Work::new(state, totals.count, totals.total));
        }
    }
    let administrations = link::administrations::list(&app.link, actor).await?;
    let connections = link::connect::status(&app.link, actor).await?;
    let used: Vec<&AdministrationView> = administrations
        .iter()
        .filter(|one| one.locations > 0)
        .collect();
    let connection = connections.first().map(|one| Connected {
        user: one.exact_user.clone(),
        administrations: used.iter().map(|one| one.name.clone()).collect(),
        mirrored: used.iter().filter_map(|one| one.mirrored_at).max(),
    });
    let last = link::export::runs(&app.link, actor, None).await?;
    let last_run = run_rows(&app, &signed_in, last.rows.iter().take(1)).await?;
    let steps = steps(&app, &signed_in, !connections.is_empty(), &used).await?;
    page(&HomePage {
        frame: frame(&app, &signed_in, Menu::Home).await?,
        steps,
        connection,
        work,
        last_run: last_run.into_iter().next(),
    })
}

/// The set-up, for whoever can do it; nobody else is bothered with it.
async fn steps(
    app: &App,
    signed_in: &SignedIn,
    connected: bool,
    used: &[&AdministrationView],
) -> Result<Vec<Step>, WebError> {
    let actor = &signed_in.actor;
    if !shell::may_see_options(actor) {
        return Ok(Vec::new());
    }
    let known = locations::list(&app.office, actor).await?;
    let placed = !known.is_empty() && known.iter().all(|one| one.administration.is_some());
    let dated = used.iter().all(|one| one.start_date.is_some());
    let unmapped = unmapped(app, actor, used).await?;
    let done = [
        shell::exact_chosen(app, actor).await?,
        connected,
        placed && dated,
        connected && placed && unmapped.is_empty(),
    ];
    let places = [
        Options.to_string(),
        Options.to_string(),
        Locations.to_string(),
        format!("{Options}#vat"),
    ];
    let texts = step_texts(i18n::texts(signed_in.lang))
        .into_iter()
        .zip(places)
        .zip(done);
    Ok(texts
        .map(|((text, href), done)| Step { text, href, done })
        .collect())
}

/// The treatments that invoices need and that no VAT code stands for.
async fn unmapped(
    app: &App,
    actor: &Actor,
    used: &[&AdministrationView],
) -> Result<Vec<VatTreatment>, WebError> {
    let mut missing = Vec::new();
    for administration in used {
        let rows = link::vat::mapping(&app.link, actor, administration.id).await?;
        missing.extend(
            rows.into_iter()
                .filter(|row| row.code.is_none())
                .map(|row| row.treatment),
        );
    }
    Ok(missing)
}
