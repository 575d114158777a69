//! Published properties of `{division}/salesinvoice/Layouts`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "Layout",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("Subject", Kind::String, ""),
        p("Type", Kind::Int16, ""),
    ],
};
