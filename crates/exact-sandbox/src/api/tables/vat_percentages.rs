//! Published properties of `{division}/vat/VatPercentages`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "VatPercentage",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("EndDate", Kind::DateTime, ""),
        p("LineNumber", Kind::Int32, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("Percentage", Kind::Double, ""),
        p("StartDate", Kind::DateTime, ""),
        p("Type", Kind::Int16, ""),
        p("VATCodeID", Kind::Guid, ""),
    ],
};

/// The same inside a VAT code, where the rates are given with a POST (the published list has no flags for them).
pub(crate) static INSIDE: Table = Table {
    type_name: "VatPercentage",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("EndDate", Kind::DateTime, "CU"),
        p("LineNumber", Kind::Int32, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("Percentage", Kind::Double, "CU"),
        p("StartDate", Kind::DateTime, "CU"),
        p("Type", Kind::Int16, "CU"),
        p("VATCodeID", Kind::Guid, ""),
    ],
};
