//! Published properties of `{division}/documents/DocumentTypeCategories`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DocumentTypeCategory",
    props: &[
        p("ID", Kind::Int32, "K"),
        p("Created", Kind::DateTime, ""),
        p("Description", Kind::String, ""),
        p("Modified", Kind::DateTime, ""),
    ],
};
