//! Who a customer is in Exact: what his page shows of it, and the answer when that is asked.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::{AdministrationId, Customer as StoredCustomer, CustomerId};
use http::StatusCode;
use link::customers::{self, RelationView};
use office::Right;

use super::customers::page_of_stored;
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::pages::customer::{CustomerPage, ExactPanel, PartyRow};
use crate::routes::Customer;
use crate::shell::{done, page_as};
use crate::views::{Notice, Problem};
use crate::visitor::SignedIn;

/// What the page shows for each administration in which he stands, or may.
pub(super) async fn panels(
    app: &App,
    signed_in: &SignedIn,
    customer: &StoredCustomer,
) -> Result<Vec<ExactPanel>, WebError> {
    let standing = customers::standing(&app.link, &signed_in.actor, customer.id).await?;
    let may_answer = signed_in.actor.may(Right::MendBookings);
    let panels = standing
        .into_iter()
        .filter(|one| one.relation.is_some() || one.lost || !one.alike.is_empty())
        .map(|one| ExactPanel {
            administration: one.administration.to_string(),
            name: one.name,
            relation: one.relation.map(|relation| row_of(&relation)),
            lost: one.lost,
            ours: ours(customer),
            alike: one.alike.iter().map(row_of).collect(),
            may_answer,
        });
    Ok(panels.collect())
}

fn row_of(relation: &RelationView) -> PartyRow {
    PartyRow {
        key: relation.guid.to_string(),
        number: relation.code.clone(),
        name: relation.name.clone(),
        address: relation.address.clone(),
        vat_number: relation.vat_number.clone(),
        linked: relation
            .linked
            .map(|customer| Customer(customer).to_string()),
    }
}

fn ours(customer: &StoredCustomer) -> PartyRow {
    PartyRow {
        key: String::new(),
        number: customer.number.to_string(),
        name: customer.name.clone(),
        address: link::check::customer::written(&customer.address),
        vat_number: customer.vat_number.clone(),
        linked: None,
    }
}

/// Takes the answer: which relation he is, or that he is none of those that were shown.
pub(crate) async fn answer(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CustomerId>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let administration: AdministrationId = typed.read("administration").ok_or(WebError::BadForm)?;
    let (actor, key) = (&signed_in.actor, (administration, id));
    let answered = match typed.read("same") {
        Some(relation) => customers::link_to(&app.link, actor, key, relation).await,
        None => {
            let apart = typed.all("relation");
            customers::keep_apart(&app.link, actor, key, &apart).await
        }
    };
    match answered {
        Ok(()) => Ok(done(&app, Customer(id), Notice::Saved)),
        Err(error) => {
            let refusals = WebError::from(error).refusals()?;
            let made = page_of_stored(&app, &signed_in, id).await?;
            let problems = Problem::all(signed_in.lang, &refusals);
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &CustomerPage { problems, ..made },
            )
        }
    }
}
