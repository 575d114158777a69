//! What a handler answers instead of a page; said in one place, by `failures`.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use domain::Refusal;
use http::StatusCode;
use link::LinkError;
use office::{OfficeError, Trouble};

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
    /// What was sent did not come to its end in time.
    #[error("what was sent did not come in time")]
    Slow,
    /// Too many ask for the same at once.
    #[error("too much is asked at once")]
    Busy,
    /// The answer was not there in time.
    #[error("the answer was not there in time")]
    Late,
    /// A thread was lost.
    #[error("the work was interrupted")]
    Interrupted(#[source] tokio::task::JoinError),
}

/// The kinds of failure that people meet.
#[derive(Debug)]
pub(crate) enum Kind<'a> {
    Denied,
    NotFound,
    Changed,
    BadForm,
    TooLarge,
    Slow,
    Busy,
    Late,
    Unusable(Trouble),
    Refused(&'a [Refusal]),
    Broken,
}

impl WebError {
    /// What it is for people.
    pub(crate) fn kind(&self) -> Kind<'_> {
        match self {
            Self::Office(error) | Self::Link(LinkError::Office(error)) => {
                office_kind(error).unwrap_or_else(|| self.broken())
            }
            Self::Link(LinkError::Refused(refusals)) => Kind::Refused(refusals),
            Self::Link(LinkError::NotFound { .. }) | Self::NotFound => Kind::NotFound,
            Self::BadForm => Kind::BadForm,
            Self::TooLarge => Kind::TooLarge,
            Self::Slow => Kind::Slow,
            Self::Busy => Kind::Busy,
            Self::Late => Kind::Late,
            Self::Link(_) | Self::Page(_) | Self::Interrupted(_) => self.broken(),
        }
    }

    /// What nobody foresaw: the database's fault, or ours.
    fn broken(&self) -> Kind<'_> {
        Trouble::of(self).map_or(Kind::Broken, Kind::Unusable)
    }

    /// The refusals, to be shown at the form; anything else is handed back.
    pub(crate) fn refusals(self) -> Result<Vec<Refusal>, Self> {
        match self.kind() {
            Kind::Refused(refusals) => Ok(refusals.to_vec()),
            _ => Err(self),
        }
    }
}

fn office_kind(error: &OfficeError) -> Option<Kind<'_>> {
    Some(match error {
        OfficeError::Denied { .. } => Kind::Denied,
        OfficeError::NotFound { .. } => Kind::NotFound,
        OfficeError::Conflict => Kind::Changed,
        OfficeError::Refused(refusals) => Kind::Refused(refusals),
        OfficeError::Busy => Kind::Busy,
        _ => return None,
    })
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
            Kind::Slow => StatusCode::REQUEST_TIMEOUT,
            Kind::Busy | Kind::Late | Kind::Unusable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// After how many seconds it is worth another try, where that helps.
    pub(crate) const fn retry_after(&self) -> Option<u32> {
        match self {
            Kind::Busy => Some(5),
            Kind::Late | Kind::Unusable(Trouble::Locked) => Some(10),
            Kind::Unusable(_) => Some(60),
            _ => None,
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
