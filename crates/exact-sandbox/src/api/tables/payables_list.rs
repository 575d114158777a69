//! Published properties of `{division}/read/financial/PayablesList`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "PayablesList",
    props: &[
        p("HID", Kind::Int64, "K"),
        p("AccountCode", Kind::String, ""),
        p("AccountId", Kind::Guid, ""),
        p("AccountName", Kind::String, ""),
        p("Amount", Kind::Double, ""),
        p("AmountInTransit", Kind::Double, ""),
        p("ApprovalStatus", Kind::Int16, ""),
        p("CurrencyCode", Kind::String, ""),
        p("Description", Kind::String, ""),
        p("DueDate", Kind::DateTime, ""),
        p("EntryNumber", Kind::Int32, ""),
        p("Id", Kind::Guid, ""),
        p("InvoiceDate", Kind::DateTime, ""),
        p("InvoiceNumber", Kind::Int32, ""),
        p("JournalCode", Kind::String, ""),
        p("JournalDescription", Kind::String, ""),
        p("YourRef", Kind::String, ""),
        p("Notes", Kind::Nav, ""),
    ],
};
