//! Published properties of `{division}/financial/ReportingBalance`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "ReportingBalance",
    props: &[
        p("ID", Kind::Int64, "K"),
        p("Amount", Kind::Double, ""),
        p("AmountCredit", Kind::Double, ""),
        p("AmountDebit", Kind::Double, ""),
        p("BalanceType", Kind::String, ""),
        p("CostCenterCode", Kind::String, ""),
        p("CostCenterDescription", Kind::String, ""),
        p("CostUnitCode", Kind::String, ""),
        p("CostUnitDescription", Kind::String, ""),
        p("Count", Kind::Int32, ""),
        p("Division", Kind::Int32, ""),
        p("GLAccount", Kind::Guid, ""),
        p("GLAccountCode", Kind::String, ""),
        p("GLAccountDescription", Kind::String, ""),
        p("ReportingPeriod", Kind::Int32, ""),
        p("ReportingYear", Kind::Int32, ""),
        p("Status", Kind::Int32, ""),
        p("Type", Kind::Int32, ""),
    ],
};
