//! Under which names we answer. A page that another site makes a browser open under a name of its own is none of ours,
//! and links that were made under a wrong name lead nowhere.

use std::collections::BTreeSet;
use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::HOST;
use http::uri::Authority;
use url::Url;

use crate::app::App;
use crate::client::Peer;
use crate::routes::{Healthz, Readyz, Route};

/// The names under which browsers find us. This machine's own (`localhost`, 127.0.0.1, the address that was called) are
/// always among them; ports do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeSet<String>);

impl Names {
    /// The name in the address that the settings give, the one that is listened on, and others.
    #[must_use]
    pub fn new(public_url: &str, listen: &str, others: &[String]) -> Self {
        let public = Url::parse(public_url).ok();
        let public = public.as_ref().and_then(Url::host_str).map(normal);
        let read = |text: &str| text.parse::<Authority>().ok().map(|it| normal(it.host()));
        let others = others.iter().filter_map(|text| read(text));
        Self(
            public
                .into_iter()
                .chain(read(listen))
                .chain(others)
                .collect(),
        )
    }

    /// Whether we answer under this name.
    fn know(&self, name: &str, called: Option<IpAddr>) -> bool {
        let address: Option<IpAddr> = name.parse().ok();
        let address = address.map(|address| address.to_canonical());
        self.0.contains(name)
            || name == "localhost"
            || address.is_some_and(|address| {
                address.is_loopback()
                    || called.is_some_and(|called| called.to_canonical() == address)
            })
    }
}

/// A name as it is compared: small letters, no dot at the end, an IPv6 address without brackets.
fn normal(name: &str) -> String {
    let name = name.strip_suffix('.').unwrap_or(name);
    let name = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
        .unwrap_or(name);
    name.to_ascii_lowercase()
}

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
    fn our_names_are_known_whatever_the_port_and_others_are_not() {
        let others = ["pm.lan".to_owned(), "192.0.2.7:8080".to_owned()];
        let names = Names::new("https://Pm.Example:8443", "192.168.1.5:8080", &others);
        let called = Some("10.0.0.4".parse().unwrap());
        for name in [
            "pm.example",
            "pm.lan",
            "192.0.2.7",
            "192.168.1.5",
            "localhost",
            "127.0.0.1",
            "::1",
            "10.0.0.4",
        ] {
            assert!(names.know(name, called), "{name}");
        }
        for name in ["evil.example", "pm.example.evil.example", "10.0.0.5", ""] {
            assert!(!names.know(name, called), "{name}");
        }
        assert!(!names.know("10.0.0.4", None));
    }

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
