//! Published properties of `{division}/read/financial/AgingReceivablesListByAgeGroup`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "AgingReceivablesList",
    props: &[
        p("AccountId", Kind::Guid, "K"),
        p("AccountCode", Kind::String, ""),
        p("AccountName", Kind::String, ""),
        p("AgeGroup1", Kind::Int32, ""),
        p("AgeGroup1Amount", Kind::Double, ""),
        p("AgeGroup1Description", Kind::String, ""),
        p("AgeGroup2", Kind::Int32, ""),
        p("AgeGroup2Amount", Kind::Double, ""),
        p("AgeGroup2Description", Kind::String, ""),
        p("AgeGroup3", Kind::Int32, ""),
        p("AgeGroup3Amount", Kind::Double, ""),
        p("AgeGroup3Description", Kind::String, ""),
        p("AgeGroup4", Kind::Int32, ""),
        p("AgeGroup4Amount", Kind::Double, ""),
        p("AgeGroup4Description", Kind::String, ""),
        p("CurrencyCode", Kind::String, ""),
        p("TotalAmount", Kind::Double, ""),
    ],
};
