//! A file of a document, shown in place or saved.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use uuid::Uuid;

use super::super::names::urlencoded;
use crate::api::media_type;
use crate::books::Attachment;
use crate::state::Shared;

/// What a file may do when it is opened: nothing but be shown, here.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/// How a file is seen on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// In a frame of its own.
    Frame,
    /// As a picture.
    Picture,
    /// Not at all, only saved: it may hold scripts or forms, or nobody knows what it holds.
    Nothing,
}

impl Sight {
    /// Of a media type: only what can do nothing but be looked at is shown.
    pub(super) fn of(media_type: &str) -> Sight {
        match media_type {
            "image/png" | "image/jpeg" => Sight::Picture,
            "application/pdf" | "text/plain; charset=utf-8" => Sight::Frame,
            _ => Sight::Nothing,
        }
    }
}

/// How it is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Wanted {
    /// To be saved, not shown.
    bewaren: bool,
}

/// Where a file is found.
pub(in super::super) fn file_address(base: &str, file: &Attachment) -> String {
    format!("{base}/bijlage/{}/{}", file.id, urlencoded(&file.file_name))
}

/// The file.
pub(in super::super) async fn show(
    State(shared): State<Shared>,
    Path((division, id, _)): Path<(i32, Uuid, String)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let core = shared.lock();
    let company = core.books.company(division);
    let Some(file) = company.and_then(|company| company.attachments.get(id)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(content) = core.blobs.read(&file.sha256) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let kind = media_type(&file.file_name);
    let how = if wanted.bewaren || Sight::of(kind) == Sight::Nothing {
        "attachment"
    } else {
        "inline"
    };
    let name = urlencoded(&file.file_name);
    let disposition = format!("{how}; filename*=UTF-8''{name}");
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    (headers, content).into_response()
}
