//! Keeps other sites from doing something here: the pages and doors ask for no sign-in, so that any page in the same
//! browser could post a form to them.
//!
//! A browser says from where a request comes, by `Sec-Fetch-Site` or at least `Origin`; what is not from here is
//! refused. Programs say neither, and pass.

use askama::Template;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, Method, StatusCode};

use super::page;

/// "This did not come from here."
#[derive(Template)]
#[template(path = "foreign.html")]
struct ForeignPage {
    from: String,
}

/// Lets through what only reads, and what comes from here.
pub(crate) async fn own_pages_only(request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if reads || is_own(request.headers(), request.uri().host()) {
        return next.run(request).await;
    }
    let origin = request.headers().get(ORIGIN);
    let from = origin.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let refused = page(&ForeignPage {
        from: from.to_owned(),
    });
    (StatusCode::FORBIDDEN, refused).into_response()
}

fn is_own(headers: &HeaderMap, uri_host: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).map(|it| it.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return true;
    };
    let host = text(HOST.as_str()).or(uri_host);
    let from = origin.split_once("://").map(|(_, from)| from);
    from.is_some() && from == host
}

#[cfg(test)]
mod tests {
    use super::is_own;
    use http::HeaderMap;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = http::HeaderName::from_static(name);
            (name, http::HeaderValue::from_static(value))
        });
        is_own(&pairs.collect::<HeaderMap>(), None)
    }

    #[test]
    fn only_what_comes_from_here_and_programs() {
        let host = ("host", "127.0.0.1:8090");
        assert!(own(&[host]));
        assert!(own(&[host, ("origin", "http://127.0.0.1:8090")]));
        assert!(own(&[host, ("sec-fetch-site", "same-origin")]));
        // Another port of the same machine is another application.
        assert!(!own(&[host, ("origin", "http://127.0.0.1:8080")]));
        assert!(!own(&[host, ("sec-fetch-site", "same-site")]));
        assert!(!own(&[
            host,
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://127.0.0.1:8090")
        ]));
        assert!(!own(&[host, ("origin", "null")]));
        assert!(!own(&[host, ("origin", "https://example.com")]));
    }
}
