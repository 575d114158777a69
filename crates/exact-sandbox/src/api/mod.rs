//! The REST API: `/api/v1/…`. From the wire to the books and back; what the books allow is theirs to decide.

mod admit;
mod answer;
mod atom;
mod body;
mod call;
mod door;
mod download;
mod endpoint;
mod endpoints;
mod entity;
mod exchange;
mod failure;
mod faulty;
mod fields;
mod json;
mod late;
mod parameters;
mod perform;
mod prop;
mod read;
mod reason;
mod registry;
mod resolve;
mod rules;
mod shape;
mod spent;
mod tables;
mod texts;
mod visibility;

use axum::Router;
use axum::routing::any;

use crate::state::Shared;

pub use answer::Dropped;
pub(crate) use answer::{Answer, Effect};
pub(crate) use call::Call;
pub(crate) use door::answer_call;
pub(crate) use download::media_type;
pub(crate) use late::{carry_out_late, late_call};
pub use texts::refusals_in_english;
pub(crate) use texts::{Lang, refusal_text};

/// Largest body in bytes: an attachment of 16 MB in base64 fits.
pub(crate) const MAX_BODY: usize = 24 * 1024 * 1024;
/// Longest address in bytes (facts 4.3: one of over 12 kB fails).
pub(crate) const MAX_URI: usize = 12_000;

/// The API's routes.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/{*path}", any(door::api))
        .route("/docs/SysAttachment.aspx", any(download::attachment))
}

/// The paths of all endpoints, as documented.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    registry::ENDPOINTS.iter().map(|endpoint| endpoint.path)
}

/// The areas that scopes are about, such as `crm.accounts`.
pub(crate) fn scopes() -> std::collections::BTreeSet<&'static str> {
    let scopes = registry::ENDPOINTS.iter().map(|endpoint| endpoint.scope);
    scopes.filter(|scope| !scope.is_empty()).collect()
}

/// A property as (name, type, flags): `K` key, `C` may be set in POST, `U` may be set in PUT.
pub type PublishedProperty = (&'static str, &'static str, &'static str);

/// What an endpoint offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointInfo {
    /// The path after the company, as documented.
    pub path: &'static str,
    /// The methods that it takes.
    pub methods: Vec<&'static str>,
    /// Rows on a page.
    pub page: usize,
    /// Scope area, such as `crm.accounts`; empty for none.
    pub scope: &'static str,
}

/// Every implemented endpoint.
#[must_use]
pub fn endpoints() -> Vec<EndpointInfo> {
    let info = |endpoint: &&endpoint::Endpoint| {
        let offered = [
            ("GET", endpoint.readable),
            ("POST", endpoint.post.is_some()),
            ("PUT", endpoint.put.is_some()),
            ("DELETE", endpoint.delete.is_some()),
        ];
        let offered = offered.into_iter().filter(|(_, offered)| *offered);
        EndpointInfo {
            path: endpoint.path,
            methods: offered.map(|(method, _)| method).collect(),
            page: endpoint.page,
            scope: endpoint.scope,
        }
    };
    registry::ENDPOINTS.iter().map(info).collect()
}

/// Every implemented endpoint with its properties: for the test against the published list, and for whoever wants to
/// know what is here.
#[must_use]
pub fn published() -> Vec<(String, Vec<PublishedProperty>)> {
    let props = |endpoint: &&endpoint::Endpoint| {
        let props = endpoint
            .table
            .props
            .iter()
            .map(|prop| (prop.name, prop.kind.edm(), prop.flags));
        (endpoint.path.to_owned(), props.collect())
    };
    registry::ENDPOINTS.iter().map(props).collect()
}
