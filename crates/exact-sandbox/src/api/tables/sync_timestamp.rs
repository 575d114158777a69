//! Published properties of `{division}/read/sync/Sync/SyncTimestamp`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "SyncTimestamp",
    props: &[
        p("Modified", Kind::DateTime, ""),
        p("API", Kind::String, ""),
        p("TimeStampAsBigInt", Kind::Int64, ""),
    ],
};
