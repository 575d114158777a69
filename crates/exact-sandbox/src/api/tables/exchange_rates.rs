//! Published properties of `{division}/financial/ExchangeRates`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "ExchangeRate",
    props: &[
        p("ID", Kind::Guid, "KCU"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("Rate", Kind::Double, "CU"),
        p("SourceCurrency", Kind::String, "CU"),
        p("SourceCurrencyDescription", Kind::String, ""),
        p("StartDate", Kind::DateTime, "CU"),
        p("TargetCurrency", Kind::String, ""),
        p("TargetCurrencyDescription", Kind::String, ""),
    ],
};
