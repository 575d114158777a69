//! The one place where a failure becomes a page, and where ours are logged, once, under a number.

use std::error::Error;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use tower_http::csrf::ProtectionError;

use crate::app::App;
use crate::error::{Failure, Kind, WebError};
use crate::pages::error::{ErrorPage, Instead};
use crate::shell::{page_as, plain_frame};
use crate::views::{Menu, Problem};
use crate::visitor::Visitor;

/// Makes a page of every failure that comes out of the handlers and the layers below.
pub(crate) async fn say(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let method = request.method().clone();
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_page(&response) {
        return response;
    }
    let failure = response.extensions().get::<Failure>().cloned();
    let foreign = response.extensions().get::<ProtectionError>().is_some();
    match failure {
        Some(Failure(error)) => answer(&app, &visitor, &error, method.as_str()),
        None => rendered(status, &of_status(&visitor, status, foreign)),
    }
}

/// The page that says it, also where no handler ran.
pub(crate) fn answer(app: &App, visitor: &Visitor, error: &WebError, method: &str) -> Response {
    let kind = error.kind();
    let mut response = rendered(kind.status(), &of_error(app, visitor, error, method));
    if let Some(seconds) = kind.retry_after() {
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn rendered(status: StatusCode, page: &ErrorPage) -> Response {
    page_as(status, page).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn is_page(response: &Response) -> bool {
    let kind = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

fn of_error(app: &App, visitor: &Visitor, error: &WebError, method: &str) -> ErrorPage {
    let page = |instead| ErrorPage::new(plain_frame(visitor, Menu::Nowhere), instead);
    match error.kind() {
        Kind::Denied => page(Instead::Denied),
        Kind::NotFound => page(Instead::NotFound),
        Kind::Changed => page(Instead::Changed),
        Kind::BadForm | Kind::Slow => page(Instead::BadForm),
        Kind::TooLarge => page(Instead::TooLarge),
        Kind::Busy => page(Instead::Busy),
        Kind::Late => page(Instead::Late),
        Kind::Unusable(trouble) => {
            tracing::warn!(error = chain(error), "the database cannot be used");
            page(Instead::Unusable(trouble))
        }
        Kind::Refused(refusals) => ErrorPage {
            problems: Problem::all(visitor.lang, refusals),
            ..page(Instead::Refused)
        },
        Kind::Broken => {
            let reference = reference(app);
            let path = visitor.address.split('?').next().unwrap_or_default();
            tracing::error!(
                reference,
                method,
                path,
                error = chain(error),
                "a page failed"
            );
            ErrorPage {
                reference: Some(reference),
                ..page(Instead::Broken)
            }
        }
    }
}

/// What the layers below refuse has a status only.
fn of_status(visitor: &Visitor, status: StatusCode, foreign: bool) -> ErrorPage {
    let instead = match status {
        _ if foreign => Instead::Foreign,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Instead::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Instead::TooLarge,
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => Instead::Denied,
        status if status.is_server_error() => Instead::Broken,
        _ => Instead::BadForm,
    };
    ErrorPage::new(plain_frame(visitor, Menu::Nowhere), instead)
}

/// Eight characters that a person can read over the telephone.
fn reference(app: &App) -> String {
    let bytes = app.office.ids.token();
    let text = hex::encode_upper(bytes.get(..4).unwrap_or_default());
    let (left, right) = text.split_at_checked(4).unwrap_or((&text, ""));
    format!("{left}-{right}")
}

fn chain(error: &WebError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
