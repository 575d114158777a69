//! `POST /_sandbox/act`: carries an order out, with the rights of the company's bookkeeper.

use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::deeds::deed;
use super::orders::Order;
use super::{json, refused};
use crate::api::{Lang, refusal_text};
use crate::books::{BooksError, Company};
use crate::error::SandboxError;
use crate::state::{Core, Shared};

/// What came of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Key of what was made or changed, where there is one.
    pub id: Option<Uuid>,
    /// Entry number, or relation number.
    pub number: Option<String>,
}

/// Carries out the order in the body.
pub(super) async fn act(State(shared): State<Shared>, body: Bytes) -> Response {
    let (division, order) = match read(&body) {
        Ok(read) => read,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match carry_out(&mut shared.lock(), division, order) {
        Ok(done) => json(&done),
        Err(SandboxError::Act(BooksError::Refused(refusals))) => refused(
            StatusCode::CONFLICT,
            &refusal_text(&refusals, Lang::Nl, true),
        ),
        Err(SandboxError::Act(BooksError::NotFound)) => {
            refused(StatusCode::NOT_FOUND, "it is not in the books")
        }
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// The company, and the order beside it.
fn read(body: &[u8]) -> Result<(i32, Order), serde_json::Error> {
    let mut members: Map<String, Value> = serde_json::from_slice(body)?;
    let division = members.remove("division").unwrap_or_default();
    let division = i32::deserialize(division)
        .map_err(|error| serde_json::Error::custom(format!("division: {error}")))?;
    Ok((division, Order::deserialize(Value::Object(members))?))
}

/// Carries out an order.
pub(crate) fn carry_out(
    core: &mut Core,
    division: i32,
    order: Order,
) -> Result<Done, SandboxError> {
    let by = core
        .books
        .users
        .iter()
        .find(|user| user.divisions.contains(&division));
    let by = by.map_or(Uuid::nil(), |user| user.id);
    let id = core.new_id();
    let (deed, made) = deed(core, division, order, id)?;
    core.do_now(division, by, deed)?;
    let company = core.books.company(division);
    let number = company.and_then(|company| number_of(company, made?));
    Ok(Done { id: made, number })
}

fn number_of(company: &Company, id: Uuid) -> Option<String> {
    let entry = company
        .entries
        .get(id)
        .map(|entry| entry.number.to_string());
    let posting = || company.postings.get(id).map(|it| it.number.to_string());
    entry
        .or_else(posting)
        .or_else(|| company.accounts.get(id).map(|account| account.code.clone()))
}
