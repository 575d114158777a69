//! Published properties of `{division}/financial/FinancialPeriods`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "FinancialPeriod",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("EndDate", Kind::DateTime, ""),
        p("FinPeriod", Kind::Int16, ""),
        p("FinYear", Kind::Int16, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("StartDate", Kind::DateTime, ""),
    ],
};
