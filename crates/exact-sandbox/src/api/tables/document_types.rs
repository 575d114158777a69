//! Published properties of `{division}/documents/DocumentTypes`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DocumentType",
    props: &[
        p("ID", Kind::Int32, "K"),
        p("Created", Kind::DateTime, ""),
        p("Description", Kind::String, ""),
        p("DocumentIsCreatable", Kind::Boolean, ""),
        p("DocumentIsDeletable", Kind::Boolean, ""),
        p("DocumentIsUpdatable", Kind::Boolean, ""),
        p("DocumentIsViewable", Kind::Boolean, ""),
        p("Modified", Kind::DateTime, ""),
        p("TypeCategory", Kind::Int32, ""),
    ],
};
