//! Published properties of `{division}/read/financial/JournalStatusByFinancialPeriod`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "JournalStatusByFinancialPeriod",
    props: &[
        p("Journal", Kind::String, "K"),
        p("Period", Kind::Int32, "K"),
        p("Year", Kind::Int32, "K"),
        p("JournalDescription", Kind::String, ""),
        p("JournalType", Kind::Int32, ""),
        p("JournalTypeDescription", Kind::String, ""),
        p("Status", Kind::Int32, ""),
        p("StatusDescription", Kind::String, ""),
    ],
};
