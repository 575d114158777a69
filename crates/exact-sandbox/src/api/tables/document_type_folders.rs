//! Published properties of `{division}/documents/DocumentTypeFolders`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DocumentTypeFolder",
    props: &[
        p("ID", Kind::Guid, "KCU"),
        p("Created", Kind::DateTime, "CU"),
        p("Creator", Kind::Guid, "CU"),
        p("Division", Kind::Int32, ""),
        p("DocumentFolder", Kind::Guid, "CU"),
        p("DocumentType", Kind::Int32, "CU"),
        p("Modified", Kind::DateTime, "CU"),
        p("Modifier", Kind::Guid, "CU"),
    ],
};
