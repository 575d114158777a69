//! Published properties of `{division}/crm/AccountClassifications`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "AccountClassification",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("AccountClassificationName", Kind::Guid, ""),
        p("AccountClassificationNameDescription", Kind::String, ""),
        p("Code", Kind::String, ""),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Description", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
    ],
};
