//! Published properties of `{division}/sync/Documents/DocumentAttachments`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DocumentAttachment",
    props: &[
        p("Timestamp", Kind::Int64, "K"),
        p("Attachment", Kind::Binary, ""),
        p("Document", Kind::Guid, ""),
        p("FileName", Kind::String, ""),
        p("FileSize", Kind::Double, ""),
        p("ID", Kind::Guid, ""),
        p("Url", Kind::String, ""),
    ],
};
