//! Published properties of `{division}/documents/DocumentCategories`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DocumentCategory",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("Created", Kind::DateTime, ""),
        p("Description", Kind::String, ""),
        p("Modified", Kind::DateTime, ""),
    ],
};
