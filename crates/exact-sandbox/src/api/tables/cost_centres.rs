//! Published properties of `{division}/hrm/Costcenters`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "Costcenter",
    props: &[
        p("ID", Kind::Guid, "KCU"),
        p("Active", Kind::Boolean, "CU"),
        p("Code", Kind::String, "C"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Description", Kind::String, "CU"),
        p("Division", Kind::Int32, ""),
        p("EndDate", Kind::DateTime, "CU"),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("CustomField", Kind::String, ""),
    ],
};
