//! Reading the two multipart forms of the import, within their limits.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::StatusCode;

use crate::error::WebError;
use crate::forms::Typed;
use crate::limits::{IMPORT_FILE_MAX_MEGABYTES, IMPORT_MAX_FILES};

/// A file that was sent, or its name alone when it is too large.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) content: Bytes,
}

/// What the form of the import held.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload {
    pub(crate) typed: Typed,
    pub(crate) files: Vec<Sent>,
    pub(crate) too_many: bool,
}

/// Reads texts and files. A field named `files` is a file; one named `file-N` is a file as text.
pub(crate) async fn read(mut multipart: Multipart) -> Result<Upload, WebError> {
    let mut upload = Upload::default();
    while let Some(field) = multipart.next_field().await.map_err(reading)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(ToOwned::to_owned);
        let content = field.bytes().await.map_err(reading)?;
        match file_name {
            // A browser sends an empty file when none was chosen.
            Some(file_name) if content.is_empty() && file_name.is_empty() => {}
            Some(_) if upload.files.len() == IMPORT_MAX_FILES => upload.too_many = true,
            Some(file_name) => upload.files.push(Sent {
                name: short(&file_name),
                content,
            }),
            None => {
                let text = String::from_utf8(content.to_vec()).map_err(|_| WebError::BadForm)?;
                upload.typed.0.push((name, text));
            }
        }
    }
    Ok(upload)
}

/// The files that the second step carries as text: their index in the form, and the file.
pub(crate) fn carried(typed: &Typed) -> Result<Vec<(usize, Sent)>, WebError> {
    let mut files = Vec::new();
    for (index, text) in typed.under("file-").take(IMPORT_MAX_FILES) {
        let content = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| WebError::BadForm)?;
        let name = short(typed.get(&format!("name-{index}")));
        let index = index.parse().map_err(|_| WebError::BadForm)?;
        files.push((
            index,
            Sent {
                name,
                content: content.into(),
            },
        ));
    }
    Ok(files)
}

/// The file as the second step carries it.
pub(crate) fn as_text(content: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(content)
}

/// Whether a file is larger than one may be.
pub(crate) fn too_large(content: &[u8]) -> bool {
    content.len() > IMPORT_FILE_MAX_MEGABYTES * 1024 * 1024
}

fn short(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}

fn reading(error: MultipartError) -> WebError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        WebError::TooLarge
    } else {
        WebError::BadForm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_from_the_form() {
        let typed = Typed(vec![
            ("name-3".to_owned(), "a\u{7}.xml".to_owned()),
            ("file-3".to_owned(), as_text(b"<Invoice/>\xff")),
        ]);
        let files = carried(&typed).unwrap();
        assert_eq!(files.len(), 1);
        assert_eq!((files[0].0, files[0].1.name.as_str()), (3, "a.xml"));
        assert_eq!(files[0].1.content.as_ref(), b"<Invoice/>\xff");
        let broken = Typed(vec![("file-0".to_owned(), "***".to_owned())]);
        assert!(matches!(carried(&broken), Err(WebError::BadForm)));
    }
}
