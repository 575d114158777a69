//! Published properties of `beta/{division}/cashflow/AllocationRule`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "AllocationRule",
    props: &[
        p("ID", Kind::Guid, "KCU"),
        p("Account", Kind::Guid, "CU"),
        p("AccountBankAccount", Kind::String, "CU"),
        p("Words", Kind::String, "CU"),
        p("GLAccount", Kind::Guid, "CU"),
        p("Costcenter", Kind::String, "CU"),
        p("Costunit", Kind::String, "CU"),
        p("VATCode", Kind::String, "CU"),
    ],
};
