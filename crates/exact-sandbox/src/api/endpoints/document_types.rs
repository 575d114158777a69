//! `documents/DocumentTypes` (facts 4.16) and the short lists beside it.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::{DOCUMENT_TYPES, DocumentType};
use crate::odata::Value;

use super::documents::SCOPE;

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "documents/DocumentTypes",
    &tables::document_types::TABLE,
    SCOPE,
    rows,
);

pub(crate) static CATEGORIES: Endpoint = Endpoint::reading(
    "documents/DocumentTypeCategories",
    &tables::document_type_categories::TABLE,
    SCOPE,
    categories,
);

struct Kind(&'static DocumentType);

/// Number and name of a category of kinds.
struct Category(i32, &'static str);

fn rows<'a>(_: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    Box::new(
        DOCUMENT_TYPES
            .iter()
            .map(|kind| Box::new(Kind(kind)) as Box<dyn Row>),
    )
}

fn categories<'a>(_: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let all = [(1, "Verkoop"), (2, "Aankoop"), (3, "Algemeen")];
    Box::new(
        all.into_iter()
            .map(|(id, name)| Box::new(Category(id, name)) as Box<dyn Row>),
    )
}

impl Row for Kind {
    fn get(&self, property: &str) -> Value {
        let kind = self.0;
        match property {
            "ID" => kind.id.into(),
            "Description" => Value::text(kind.description),
            "DocumentIsCreatable" => kind.creatable.into(),
            "DocumentIsDeletable" => kind.deletable.into(),
            "DocumentIsUpdatable" => kind.updatable.into(),
            "DocumentIsViewable" => Value::Bool(true),
            "TypeCategory" => kind.category.into(),
            _ => Value::Null,
        }
    }
}

impl Row for Category {
    fn get(&self, property: &str) -> Value {
        match property {
            "ID" => self.0.into(),
            "Description" => Value::text(self.1),
            _ => Value::Null,
        }
    }
}
