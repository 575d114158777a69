//! What a handler answers instead of a page; said in one place, by `failures`.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use domain::Refusal;
use http::StatusCode;
use link::LinkError;
use office::OfficeError;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WebError {
    /// A verb of the office did not do it.
    #[error("a verb of the office failed")]
    Office(#[from] OfficeError),
    /// A verb of the link did not do it.
    #[error("a verb of the link failed")]
    Link(#[from] LinkError),
    /// A page could not be rendered.
    #[error("a page could not be rendered")]
    Page(#[from] askama::Error),
    /// There is nothing at this address.
    #[error("nothing at this address")]
    NotFound,
    /// The form cannot be read.
    #[error("the form cannot be read")]
    BadForm,
    /// More was sent than is accepted.
    #[error("more was sent than is accepted")]
    TooLarge,
}

/// The kinds of failure that people meet.
#[derive(Debug)]
pub(crate) enum Kind<'a> {
    Denied,
    NotFound,
    Changed,
    BadForm,
    TooLarge,
    Refused(&'a [Refusal]),
    Broken,
}

impl WebError {
    /// What it is for people.
    pub(crate) fn kind(&self) -> Kind<'_> {
        match self {
            Self::Office(error) | Self::Link(LinkError::Office(error)) => office_kind(error),
            Self::Link(LinkError::Refused(refusals)) => Kind::Refused(refusals),
            Self::Link(LinkError::NotFound { .. }) | Self::NotFound => Kind::NotFound,
            Self::BadForm => Kind::BadForm,
            Self::TooLarge => Kind::TooLarge,
            Self::Link(_) | Self::Page(_) => Kind::Broken,
        }
    }

    /// The refusals, to be shown at the form; anything else is handed back.
    pub(crate) fn refusals(self) -> Result<Vec<Refusal>, Self> {
        match self.kind() {
            Kind::Refused(refusals) => Ok(refusals.to_vec()),
            _ => Err(self),
        }
    }
}

fn office_kind(error: &OfficeError) -> Kind<'_> {
    match error {
        OfficeError::Denied { .. } => Kind::Denied,
        OfficeError::NotFound { .. } => Kind::NotFound,
        OfficeError::Conflict => Kind::Changed,
        OfficeError::Refused(refusals) => Kind::Refused(refusals),
        _ => Kind::Broken,
    }
}

impl Kind<'_> {
    /// The status of the answer.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Kind::Denied => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Changed => StatusCode::CONFLICT,
            Kind::BadForm => StatusCode::BAD_REQUEST,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// The failure as it travels from the handler to the place that makes a page of it.
#[derive(Clone, Debug)]
pub(crate) struct Failure(pub(crate) Arc<WebError>);

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.kind().status().into_response();
        response.extensions_mut().insert(Failure(Arc::new(self)));
        response
    }
}
