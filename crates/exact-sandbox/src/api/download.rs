//! `/docs/SysAttachment.aspx`: the file of an attachment, for those who bear a token (facts 4.15).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use http::{Method, Response, StatusCode};
use uuid::Uuid;

use super::answer::{Answer, Effect};
use super::call::Call;
use super::door::answer_call;
use crate::state::{Core, Shared};

/// The scope of documents.
const SCOPE: &str = "organization.documents";

/// What is asked for.
struct Wanted {
    id: Uuid,
    division: i32,
    /// Whether the browser is to save it.
    download: bool,
}

/// Answers with the file.
pub(super) async fn attachment(State(shared): State<Shared>, request: Request) -> Response<Body> {
    answer_call(shared, request, prepare).await
}

fn prepare(core: &mut Core, call: &Arc<Call>) -> Result<Effect, Answer> {
    if call.method != Method::GET {
        return Err(Answer::empty(StatusCode::METHOD_NOT_ALLOWED));
    }
    let Some(pass) = call.pass(core).filter(|pass| pass.valid) else {
        return Err(Answer::error(StatusCode::UNAUTHORIZED, "Unauthorized"));
    };
    call.whole()?;
    let wanted = wanted(&call.query).ok_or_else(|| Answer::empty(StatusCode::NOT_FOUND))?;
    let in_scope = core
        .gate
        .app(&pass.client)
        .is_some_and(|app| app.may(SCOPE, false));
    if !in_scope || !pass.divisions.contains(&wanted.division) {
        return Err(Answer::forbidden("Forbidden", None));
    }
    Ok(Box::new(move |core, _| file(core, &wanted)))
}

fn wanted(query: &str) -> Option<Wanted> {
    let get = |name: &str| {
        let found = url::form_urlencoded::parse(query.as_bytes())
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.into_owned())
    };
    Some(Wanted {
        id: Uuid::try_parse(get("ID")?.trim_matches(['{', '}'])).ok()?,
        division: get("_Division_")?.parse().ok()?,
        download: get("Download").as_deref() == Some("1"),
    })
}

fn file(core: &Core, wanted: &Wanted) -> Answer {
    let known = core
        .books
        .company(wanted.division)
        .and_then(|company| company.attachments.get(wanted.id));
    let Some(known) = known else {
        return Answer::empty(StatusCode::NOT_FOUND);
    };
    let Ok(body) = core.blobs.read(&known.sha256) else {
        return Answer::error(StatusCode::INTERNAL_SERVER_ERROR, super::texts::BROKEN);
    };
    let plain: String = known
        .file_name
        .chars()
        .map(|it| {
            if it.is_ascii_graphic() && it != '"' && it != '\\' {
                it
            } else {
                '_'
            }
        })
        .collect();
    let how = if wanted.download {
        "attachment"
    } else {
        "inline"
    };
    Answer {
        content_type: media_type(&known.file_name),
        headers: vec![(
            "Content-Disposition",
            format!("{how}; filename=\"{plain}\""),
        )],
        body,
        ..Answer::empty(StatusCode::OK)
    }
}

/// The media type by the file's extension. Nothing that a browser would run is named as what it is.
pub(crate) fn media_type(file_name: &str) -> &'static str {
    let extension = file_name.rsplit_once('.').map(|(_, it)| it.to_lowercase());
    match extension.as_deref() {
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("xml") => "application/xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
