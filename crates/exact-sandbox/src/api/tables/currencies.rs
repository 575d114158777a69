//! Published properties of `{division}/general/Currencies`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "Currency",
    props: &[
        p("Code", Kind::String, "K"),
        p("AmountPrecision", Kind::Double, ""),
        p("Created", Kind::DateTime, ""),
        p("Description", Kind::String, ""),
        p("Modified", Kind::DateTime, ""),
        p("PricePrecision", Kind::Double, ""),
    ],
};
