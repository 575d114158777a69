//! Published properties of `{division}/documents/DocumentFolders`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DocumentFolder",
    props: &[
        p("ID", Kind::Guid, "KCU"),
        p("Code", Kind::String, "CU"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Description", Kind::String, "CU"),
        p("Division", Kind::Int32, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("ParentFolder", Kind::Guid, "CU"),
        p("Share", Kind::Int32, "CU"),
    ],
};
