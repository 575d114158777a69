//! Published properties of `{division}/bulk/Documents/DocumentAttachments`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DocumentAttachment",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("Attachment", Kind::Binary, ""),
        p("Document", Kind::Guid, ""),
        p("FileName", Kind::String, ""),
        p("FileSize", Kind::Double, ""),
        p("Url", Kind::String, ""),
    ],
};
