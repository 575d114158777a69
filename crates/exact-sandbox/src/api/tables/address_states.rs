//! Published properties of `{division}/crm/AddressStates`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "AddressState",
    props: &[
        p("ID", Kind::Guid, "K"),
        p("Country", Kind::String, ""),
        p("DisplayValue", Kind::String, ""),
        p("Latitude", Kind::Double, ""),
        p("Longitude", Kind::Double, ""),
        p("Name", Kind::String, ""),
        p("State", Kind::String, ""),
    ],
};
