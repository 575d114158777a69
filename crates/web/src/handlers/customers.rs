//! The list of customers and the form of one.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::{Customer as StoredCustomer, CustomerId};
use http::StatusCode;
use i18n_embed_fl::fl;
use office::Right;
use office::customers::{self, CustomerForm, CustomerQuery};

use super::customer_relation;
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::limits::SEARCH_MAX;
use crate::pages::customer::{CustomerFields, CustomerPage, language_choices};
use crate::pages::customers::{CustomerRow, CustomersPage};
use crate::routes::{Customer, CustomerRelation, Customers, Invoices, NewCustomer, with_query};
use crate::shell::{done, frame, page, page_as};
use crate::views::{Field, Menu, Notice, Problem};
use crate::visitor::SignedIn;

/// The country of a customer that nobody said anything about.
const HOME_COUNTRY: &str = "BE";

/// The list.
pub(crate) async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let text: String = typed.get("text").chars().take(SEARCH_MAX).collect();
    let query = CustomerQuery {
        text: text.clone(),
        after: typed.text("after"),
    };
    let found = customers::list(&app.office, &signed_in.actor, &query).await?;
    let next = found
        .next
        .map(|after| with_query(Customers, &[("text", &text), ("after", &after)]));
    page(&CustomersPage {
        frame: frame(&app, &signed_in, Menu::Customers).await?,
        text: Field::new(text),
        rows: found.rows.iter().map(row_of).collect(),
        next,
        may_edit: signed_in.actor.may(Right::EditCustomers),
    })
}

fn row_of(customer: &StoredCustomer) -> CustomerRow {
    let address = &customer.address;
    let town = format!("{} {}", address.postcode, address.city);
    let parts = [address.line.trim(), address.line2.trim(), town.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    CustomerRow {
        href: Customer(customer.id).to_string(),
        number: customer.number.to_string(),
        name: customer.name.clone(),
        address: parts.join(", "),
        address_complete: address.is_complete(),
        vat_number: customer.vat_number.clone(),
    }
}

/// The form of a new customer.
pub(crate) async fn new(State(app): State<App>, signed_in: SignedIn) -> Result<Response, WebError> {
    signed_in.actor.require(Right::EditCustomers)?;
    let empty = Typed(vec![("country".to_owned(), HOME_COUNTRY.to_owned())]);
    page(&page_of(&app, &signed_in, None, fields_of(&empty)).await?)
}

/// The form of a customer.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CustomerId>,
) -> Result<Response, WebError> {
    page(&page_of_stored(&app, &signed_in, id).await?)
}

/// The page of a customer as he is stored.
pub(super) async fn page_of_stored(
    app: &App,
    signed_in: &SignedIn,
    id: CustomerId,
) -> Result<CustomerPage, WebError> {
    let customer = customers::get(&app.office, &signed_in.actor, id).await?;
    let fields = fields_from(&CustomerForm::of(&customer));
    page_of(app, signed_in, Some(&customer), fields).await
}

/// Makes a customer.
pub(crate) async fn create(
    State(app): State<App>,
    signed_in: SignedIn,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    store(&app, &signed_in, None, &Typed(typed)).await
}

/// Mends a customer.
pub(crate) async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CustomerId>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    store(&app, &signed_in, Some(id), &Typed(typed)).await
}

async fn store(
    app: &App,
    signed_in: &SignedIn,
    id: Option<CustomerId>,
    typed: &Typed,
) -> Result<Response, WebError> {
    match customers::save(&app.office, &signed_in.actor, &form_of(id, typed)).await {
        Ok(customer) => Ok(done(app, Customer(customer.id), Notice::Saved)),
        Err(error) => {
            let refusals = WebError::from(error).refusals()?;
            let known = match id {
                Some(id) => Some(customers::get(&app.office, &signed_in.actor, id).await?),
                None => None,
            };
            let made = page_of(app, signed_in, known.as_ref(), fields_of(typed)).await?;
            // The link to the place to mend is this very form.
            let problems = Problem::all(signed_in.lang, &refusals)
                .into_iter()
                .map(|problem| Problem {
                    href: None,
                    ..problem
                })
                .collect();
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &CustomerPage { problems, ..made },
            )
        }
    }
}

async fn page_of(
    app: &App,
    signed_in: &SignedIn,
    customer: Option<&StoredCustomer>,
    form: CustomerFields,
) -> Result<CustomerPage, WebError> {
    let number = customer.map(|customer| customer.number.to_string());
    let (known_as, exact) = match customer {
        Some(one) => (
            customers::known_as(&app.office, &signed_in.actor, one.id).await?,
            customer_relation::panels(app, signed_in, one).await?,
        ),
        None => (Vec::new(), Vec::new()),
    };
    Ok(CustomerPage {
        frame: frame(app, signed_in, Menu::Customers).await?,
        action: customer.map_or_else(
            || NewCustomer.to_string(),
            |one| Customer(one.id).to_string(),
        ),
        title: customer.map_or_else(
            || fl!(i18n::texts(signed_in.lang), "customer-new"),
            |one| one.name.clone(),
        ),
        problems: Vec::new(),
        form,
        may_edit: signed_in.actor.may(Right::EditCustomers),
        invoices: number.map(|number| with_query(Invoices, &[("text", &number)])),
        answer: customer.map_or_else(String::new, |one| CustomerRelation(one.id).to_string()),
        known_as: known_as
            .into_iter()
            .map(|one| format!("{} ({})", one.number, one.location))
            .collect(),
        exact,
    })
}

fn form_of(id: Option<CustomerId>, typed: &Typed) -> CustomerForm {
    let text = |name: &str| typed.get(name).to_owned();
    CustomerForm {
        id,
        number: typed.text("number"),
        name: text("name"),
        address_line: text("line"),
        address_line2: text("line2"),
        postcode: text("postcode"),
        city: text("city"),
        country: text("country"),
        vat_number: text("vat_number"),
        endpoint: text("endpoint"),
        email: text("email"),
        language: typed.read("language").unwrap_or_default(),
        version: typed.read("version").unwrap_or_default(),
    }
}

fn fields_of(typed: &Typed) -> CustomerFields {
    fields_from(&form_of(None, typed))
}

fn fields_from(form: &CustomerForm) -> CustomerFields {
    CustomerFields {
        number: Field::new(form.number.clone().unwrap_or_default()),
        name: Field::new(&form.name),
        line: Field::new(&form.address_line),
        line2: Field::new(&form.address_line2),
        postcode: Field::new(&form.postcode),
        city: Field::new(&form.city),
        country: Field::new(&form.country),
        vat_number: Field::new(&form.vat_number),
        endpoint: Field::new(&form.endpoint),
        email: Field::new(&form.email),
        languages: language_choices(form.language.as_str()),
        version: form.version,
    }
}
