//! Published properties of `{division}/sync/Deleted`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "Deleted",
    props: &[
        p("Timestamp", Kind::Int64, "K"),
        p("DeletedBy", Kind::Guid, ""),
        p("DeletedDate", Kind::DateTime, ""),
        p("Division", Kind::Int32, ""),
        p("EntityKey", Kind::Guid, ""),
        p("EntityType", Kind::Int32, ""),
        p("ID", Kind::Guid, ""),
    ],
};
