//! The page of a document: what it is, the entry and relation that it belongs to, and its files, shown in place.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::super::frame::{Frame, Part};
use super::super::grid::Cell;
use super::super::missing;
use super::super::names::Names;
use super::super::text;
use super::super::typed::Typed;
use super::super::visit::{Scene, Visit};
use super::file::{Sight, file_address};
use crate::api::media_type;
use crate::books::{Attachment, Document, DocumentType};
use crate::state::Shared;

/// A file.
struct FileView {
    name: String,
    size: String,
    href: String,
    sight: Sight,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    frame: Frame,
    number: i32,
    subject: String,
    kind: &'static str,
    facts: Vec<(&'static str, Cell)>,
    body: String,
    files: Vec<FileView>,
}

/// The page.
pub(in super::super) async fn show(visit: Visit) -> Response {
    visit.show((Part::Documents, "documenten"), |scene, frame| {
        let document = scene.company.documents.get(visit.key("document")?)?;
        let names = Names {
            company: scene.company,
            base: &frame.base,
        };
        let files = scene.company.attachments_of(document.id);
        Some(DocumentPage {
            number: document.hid,
            subject: document.subject.clone(),
            kind: DocumentType::of(document.kind).map_or("", |kind| kind.description),
            facts: facts(scene, names, document),
            body: document.body.clone(),
            files: files.map(|file| file_view(&frame.base, file)).collect(),
            frame,
        })
    })
}

/// `/docs/DocView.aspx`: the address that Exact's links and the API give for a document (facts 4.14).
pub(in super::super) async fn by_exact_address(
    State(shared): State<Shared>,
    uri: http::Uri,
) -> Response {
    let query = Typed::parse(uri.query().unwrap_or_default().as_bytes());
    let wanted = query.get_folded("DocumentID").trim_matches(['{', '}']);
    let division: Option<i32> = query.get_folded("_Division_").parse().ok();
    let core = shared.lock();
    let found = Uuid::try_parse(wanted).ok().and_then(|id| {
        let mut companies = core.books.companies.iter();
        // Exact's links do not always name the company; the key is enough.
        let (number, _) = companies.find(|(number, company)| {
            division.is_none_or(|it| it == **number) && company.documents.get(id).is_some()
        })?;
        Some(format!("/administratie/{number}/document/{id}"))
    });
    match found {
        Some(page) => Redirect::to(&page).into_response(),
        None => missing(Frame::new(&core.books, None, Part::Start)),
    }
}

fn facts(scene: &Scene<'_>, names: Names<'_>, document: &Document) -> Vec<(&'static str, Cell)> {
    let company = scene.company;
    let entry = document.entry.map(|id| {
        let number = company.entries.get(id).map(|it| it.number);
        let number = number.or_else(|| company.postings.get(id).map(|it| it.number));
        number.map_or_else(
            || Cell::text("verwijderde boeking").class("muted"),
            |number| names.entry(id, number),
        )
    });
    let creator = scene.core.books.user(document.stamp.creator);
    let creator = creator.map_or("", |user| &user.full_name);
    let relation = document.account.map(|id| names.relation(id));
    let number = document.invoice_number.map(|it| it.to_string());
    vec![
        ("Relatie", relation.unwrap_or_default()),
        ("Boeking", entry.unwrap_or_default()),
        ("Onze ref.", Cell::text(number.unwrap_or_default())),
        ("Datum", document.date.map(Cell::date).unwrap_or_default()),
        ("Gemaakt", Cell::text(text::moment(document.stamp.created))),
        ("Door", Cell::text(creator)),
    ]
}

fn file_view(base: &str, file: &Attachment) -> FileView {
    FileView {
        name: file.file_name.clone(),
        size: text::size(file.size),
        href: file_address(base, file),
        sight: Sight::of(media_type(&file.file_name)),
    }
}
