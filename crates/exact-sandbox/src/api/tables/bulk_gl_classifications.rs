//! Published properties of `{division}/bulk/Financial/GLClassifications`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "GLClassification",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("Abstract", Kind::Boolean, ""),
        p("Balance", Kind::String, ""),
        p("Code", Kind::String, ""),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Description", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("IsTupleSubElement", Kind::Boolean, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("Name", Kind::String, ""),
        p("Nillable", Kind::Boolean, ""),
        p("Parent", Kind::Guid, ""),
        p("PeriodType", Kind::String, ""),
        p("SubstitutionGroup", Kind::String, ""),
        p("TaxonomyNamespace", Kind::Guid, ""),
        p("TaxonomyNamespaceDescription", Kind::String, ""),
        p("Type", Kind::Guid, ""),
    ],
};
