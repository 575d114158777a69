//! The embedded files: stylesheet, scripts and icon, served under names that hold their hash.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use sha2::{Digest, Sha256};

use crate::routes::{Asset, Route as _};

const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A year: the name changes when the content does.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

struct Embedded {
    plain: &'static str,
    hashed: String,
    content: &'static [u8],
}

static ALL: LazyLock<Vec<Embedded>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(plain, content)| Embedded {
            plain,
            hashed: hashed(plain, content),
            content,
        })
        .collect()
});

fn hashed(plain: &str, content: &[u8]) -> String {
    let hash = hex::encode(Sha256::digest(content));
    let short = hash.get(..12).unwrap_or(&hash);
    match plain.rsplit_once('.') {
        Some((stem, kind)) => format!("{stem}-{short}.{kind}"),
        None => format!("{plain}-{short}"),
    }
}

/// The address of an embedded file; `None` when the build had no npm to fetch it with.
pub(crate) fn address(plain: &str) -> Option<String> {
    let file = ALL.iter().find(|file| file.plain == plain)?;
    Some(Asset(&file.hashed).to_string())
}

pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let Some(file) = ALL.iter().find(|file| file.hashed == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    (
        [
            (CONTENT_TYPE, content_type(file.plain)),
            (CACHE_CONTROL, FOR_EVER),
        ],
        file.content,
    )
        .into_response()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// Whether the scripts of the pages are in this build; without npm they are not.
#[must_use]
pub fn has_scripts() -> bool {
    address("htmx.js").is_some()
}

/// The embedded files alone, for the style guide.
pub fn asset_router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(Asset::PATH, get(serve))
}
