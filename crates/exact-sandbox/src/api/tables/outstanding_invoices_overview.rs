//! Published properties of `{division}/read/financial/OutstandingInvoicesOverview`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "OutstandingInvoicesOverview",
    props: &[
        p("CurrencyCode", Kind::String, "K"),
        p("OutstandingPayableInvoiceAmount", Kind::Double, ""),
        p("OutstandingPayableInvoiceCount", Kind::Double, ""),
        p("OutstandingReceivableInvoiceAmount", Kind::Double, ""),
        p("OutstandingReceivableInvoiceCount", Kind::Double, ""),
        p("OverduePayableInvoiceAmount", Kind::Double, ""),
        p("OverduePayableInvoiceCount", Kind::Double, ""),
        p("OverdueReceivableInvoiceAmount", Kind::Double, ""),
        p("OverdueReceivableInvoiceCount", Kind::Double, ""),
    ],
};
