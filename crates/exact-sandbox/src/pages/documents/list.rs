//! Documenten → Overzicht: by date, newest first; search by subject, kind, relation and date.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use super::super::field::Field;
use super::super::frame::{Frame, Part};
use super::super::grid::{Cell, Grid, Row};
use super::super::names::Names;
use super::super::paging::{Pager, page_of, position};
use super::super::typed::date;
use super::super::visit::{Scene, Visit};
use super::file::file_address;
use crate::books::{
    DOCUMENT_TYPES, Document, DocumentType, List, Position, Record, Shelf, date_order,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    frame: Frame,
    fields: Vec<Field>,
    count: usize,
    grid: Grid,
    pager: Pager,
}

/// The list.
pub(in super::super) async fn show(visit: Visit) -> Response {
    visit.show((Part::Documents, "documenten"), |scene, frame| {
        let (grid, pager) = rows(scene, &frame.base);
        let mut kinds = vec![(String::new(), "Alle types".to_owned())];
        let own = |kind: &DocumentType| (kind.id.to_string(), kind.description.to_owned());
        kinds.extend(DOCUMENT_TYPES.iter().map(own));
        let fields = [
            Field::new("zoek", "Onderwerp"),
            Field::new("type", "Type").of(kinds),
            Field::new("relatie", "Relatie").hint("code"),
            Field::new("van", "Van").hint("dd-mm-jjjj"),
            Field::new("tot", "Tot en met").hint("dd-mm-jjjj"),
        ];
        let query = &visit.query;
        Some(DocumentsPage {
            fields: fields.map(|field| field.filled(query, &[])).to_vec(),
            count: scene.company.documents.len(),
            grid,
            pager,
            frame,
        })
    })
}

/// What is searched for.
struct Search {
    subject: String,
    kind: Option<i32>,
    from: Option<Date>,
    to: Option<Date>,
}

impl Search {
    fn finds(&self, document: &Document) -> bool {
        let subject = document.subject.to_lowercase();
        let named = self.subject.is_empty()
            || subject.contains(&self.subject)
            || document.hid.to_string() == self.subject;
        let kind = self.kind.is_none_or(|kind| kind == document.kind);
        let day = document.date.unwrap_or(Date::MIN);
        let late = self.from.is_none_or(|from| from <= day);
        named && kind && late && self.to.is_none_or(|to| day <= to)
    }
}

fn rows(scene: &Scene<'_>, base: &str) -> (Grid, Pager) {
    let (company, query) = (scene.company, &scene.visit.query);
    let search = Search {
        subject: query.get("zoek").to_lowercase(),
        kind: query.get("type").parse().ok(),
        from: date(query.get("van")),
        to: date(query.get("tot")),
    };
    let account = match query.get("relatie") {
        "" => None,
        code => Some(
            company
                .account_by_code(code)
                .map_or(Uuid::nil(), |it| it.id),
        ),
    };
    let shelf = account.map_or(Shelf::of(List::Documents, ()), |account| {
        Shelf::of(List::DocumentsOfAccount, account)
    });
    // From the last day on; what is before the first day is not looked at.
    let last_day = search.to.map(|to| Position {
        order: date_order(to),
        id: Uuid::max(),
    });
    let found = company
        .documents
        .listed_back(shelf, position(query).or(last_day));
    let in_time = |it: &&Document| search.from.is_none_or(|from| it.date >= Some(from));
    let page = page_of(
        found.take_while(in_time),
        |it| search.finds(it),
        |it| it.position(),
    );
    let names = Names { company, base };
    let heads = ["Nummer", "Datum", "Onderwerp", "Relatie", "Type", "Bijlage"];
    let made = page.rows.iter().map(|it| document_row(names, it));
    let grid = Grid::new(&heads, "Geen document gevonden.").with(made);
    (grid, Pager::of(query, &page))
}

/// Number, date, subject, relation, kind and file.
pub(in super::super) fn document_row(names: Names<'_>, document: &Document) -> Row {
    let page = format!("{}/document/{}", names.base, document.id);
    let mut files = names.company.attachments_of(document.id);
    let file = match (files.next(), files.next()) {
        (None, _) => Cell::none(),
        (Some(file), None) => Cell::text(&file.file_name)
            .to(file_address(names.base, file))
            .class("break"),
        (Some(_), Some(_)) => Cell::text(format!("{} bestanden", 2 + files.count())).to(&page),
    };
    let kind = DocumentType::of(document.kind).map_or("", |kind| kind.description);
    Row::of([
        Cell::text(document.hid.to_string()).to(&page),
        document.date.map(Cell::date).unwrap_or_default(),
        Cell::text(&document.subject).to(&page),
        document
            .account
            .map(|id| names.relation(id))
            .unwrap_or_default(),
        Cell::text(kind),
        file,
    ])
}
