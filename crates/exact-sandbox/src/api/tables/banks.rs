//! Published properties of `{division}/cashflow/Banks`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "Bank",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("BankName", Kind::String, ""),
        p("BICCode", Kind::String, ""),
        p("Country", Kind::String, ""),
        p("Created", Kind::DateTime, ""),
        p("Description", Kind::String, ""),
        p("Format", Kind::String, ""),
        p("HomePageAddress", Kind::String, ""),
        p("Modified", Kind::DateTime, ""),
        p("Status", Kind::String, ""),
    ],
};
