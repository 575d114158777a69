//! Turns away what is asked under a name that is not ours.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::HOST;

use crate::app::App;
use crate::client::Peer;
use crate::hosts::normal;
use crate::routes::{Healthz, Readyz, Route};

/// Turns away what was asked under another name, before anything else is looked at. What operators ask is open: they
/// call us by our address.
pub(crate) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    if [Healthz::PATH, Readyz::PATH].contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let Some(name) = asked_under(&request) else {
        let told = "the request does not say under which name it asks\n";
        return (StatusCode::BAD_REQUEST, told).into_response();
    };
    let called = request
        .extensions()
        .get::<Peer>()
        .map(|peer| peer.local.ip());
    if app.settings.names.know(&name, called) {
        return next.run(request).await;
    }
    tracing::debug!(name, "asked under a name that is not ours");
    let told = "PlanManager does not answer under this name: use the address in `public_url`, or add the name to `hosts`\n";
    (StatusCode::MISDIRECTED_REQUEST, told).into_response()
}

/// The name in the request's own address, else in its one `Host` header.
fn asked_under(request: &Request) -> Option<String> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let host = hosts.next();
    if hosts.next().is_some() {
        return None;
    }
    let authority = match request.uri().authority() {
        Some(authority) => authority.clone(),
        None => host?.to_str().ok()?.parse().ok()?,
    };
    let plain = !authority.as_str().contains('@') && !authority.host().is_empty();
    plain.then(|| normal(authority.host()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_from_the_address_or_from_one_header() {
        let asked = |uri: &str, hosts: &[&str]| {
            let mut request = Request::builder().uri(uri);
            for host in hosts {
                request = request.header(HOST, *host);
            }
            asked_under(&request.body(axum::body::Body::empty()).unwrap())
        };
        assert_eq!(asked("/", &["PM.example.:80"]).unwrap(), "pm.example");
        assert_eq!(asked("/", &["[::1]:8080"]).unwrap(), "::1");
        assert_eq!(
            asked("http://other.example/", &["pm.example"]).unwrap(),
            "other.example"
        );
        for hosts in [&[][..], &["a", "b"], &["a@b"], &[""], &["a b"]] {
            assert_eq!(asked("/", hosts), None, "{hosts:?}");
        }
    }
}
