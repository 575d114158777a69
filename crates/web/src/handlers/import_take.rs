//! The last step of the import: takes the files over, and says what became of each.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Multipart, State};
use axum::response::Response;
use domain::{InvoiceId, LedgerAccountId};
use office::imports::{self, BuyerChoice, Choice as Chosen, Imported};
use office::{Right, invoices};

use super::import::{NEW_CUSTOMER, chosen};
use super::import_form::{self, Sent, Upload};
use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::importing::{Imports, heavy};
use crate::pages::import::{FileOutcome, FileResult, ResultPage};
use crate::routes::Invoice;
use crate::shell::{frame, page};
use crate::views::{Menu, Problem};
use crate::visitor::SignedIn;

/// Takes over every file that was carried along, and says what became of each.
pub(crate) async fn take_over(
    State(app): State<App>,
    signed_in: SignedIn,
    Extension(imports): Extension<Imports>,
    multipart: Multipart,
) -> Result<Response, WebError> {
    signed_in.actor.require(Right::ImportInvoices)?;
    let place = imports.place()?;
    let Upload { typed, .. } = import_form::read(multipart).await?;
    let choice = chosen(&typed).ok_or(WebError::BadForm)?;
    let turn = place.turn().await?;
    let unpack = move || import_form::carried(&typed).map(|files| (typed, files));
    let (_turn, (typed, files)) = heavy(turn, unpack).await?;
    let mut results = Vec::new();
    for (index, file) in files {
        let choice = Chosen {
            accounts: accounts_of(&typed, index),
            accept_seller: typed.ticked(&format!("seller-{index}")),
            buyer: buyer_of(&typed, index),
            ..choice.clone()
        };
        results.push(take(&app, &signed_in, file, &choice).await?);
    }
    page(&ResultPage {
        frame: frame(&app, &signed_in, Menu::Invoices).await?,
        files: results,
    })
}

fn accounts_of(typed: &Typed, index: usize) -> BTreeMap<i64, LedgerAccountId> {
    let start = format!("account-{index}-");
    typed
        .under(&start)
        .filter_map(|(position, account)| Some((position.parse().ok()?, account.parse().ok()?)))
        .collect()
}

/// Whom a person chose as the buyer, where that was asked.
fn buyer_of(typed: &Typed, index: usize) -> Option<BuyerChoice> {
    let name = format!("customer-{index}");
    if typed.get(&name) == NEW_CUSTOMER {
        return Some(BuyerChoice::New);
    }
    typed.read(&name).map(BuyerChoice::Known)
}

async fn take(
    app: &App,
    signed_in: &SignedIn,
    file: Sent,
    choice: &Chosen,
) -> Result<FileResult, WebError> {
    let lang = signed_in.lang;
    let (outcome, problems) =
        match imports::import(&app.office, &signed_in.actor, &file.content, choice).await {
            Ok(Imported::Imported { invoice, notes, .. }) => {
                let (number, href) = told(app, signed_in, invoice).await?;
                (
                    FileOutcome::Imported { number, href },
                    Problem::all(lang, &notes),
                )
            }
            Ok(Imported::AlreadyImported { invoice }) => {
                let (number, href) = told(app, signed_in, invoice).await?;
                (FileOutcome::AlreadyThere { number, href }, Vec::new())
            }
            Err(error) => (
                FileOutcome::Refused,
                Problem::all(lang, &WebError::from(error).refusals()?),
            ),
        };
    Ok(FileResult {
        name: file.name,
        outcome,
        problems,
    })
}

/// Number and page of an invoice.
async fn told(
    app: &App,
    signed_in: &SignedIn,
    id: InvoiceId,
) -> Result<(String, String), WebError> {
    let view = invoices::get(&app.office, &signed_in.actor, id).await?;
    let number = view
        .invoice
        .printed
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    Ok((number, Invoice(id).to_string()))
}
