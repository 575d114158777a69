//! Published properties of `{division}/documents/DocumentAttachments`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DocumentAttachment",
    props: &[
        p("ID", Kind::Guid, "KC"),
        p("Attachment", Kind::Binary, "C"),
        p("Document", Kind::Guid, "C"),
        p("FileName", Kind::String, "C"),
        p("FileSize", Kind::Double, ""),
        p("Url", Kind::String, ""),
    ],
};
