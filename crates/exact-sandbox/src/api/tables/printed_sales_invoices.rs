//! Published properties of `{division}/salesinvoice/PrintedSalesInvoices`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "PrintedSalesInvoice",
    props: &[
        p("InvoiceID", Kind::Guid, "KC"),
        p("Division", Kind::Int32, "C"),
        p("Document", Kind::Guid, "C"),
        p("DocumentCreationError", Kind::String, "C"),
        p("DocumentCreationSuccess", Kind::String, "C"),
        p("DocumentLayout", Kind::Guid, "C"),
        p("EmailCreationError", Kind::String, "C"),
        p("EmailCreationSuccess", Kind::String, "C"),
        p("EmailLayout", Kind::Guid, "C"),
        p("ExtraText", Kind::String, "C"),
        p("InvoiceDate", Kind::DateTime, "C"),
        p("PostboxMessageCreationError", Kind::String, "C"),
        p("PostboxMessageCreationSuccess", Kind::String, "C"),
        p("PostboxSender", Kind::Guid, "C"),
        p("ReportingPeriod", Kind::Int32, "C"),
        p("ReportingYear", Kind::Int32, "C"),
        p("SendEmailToCustomer", Kind::Boolean, "C"),
        p("SenderEmailAddress", Kind::String, "C"),
        p("SendInvoiceToCustomerPostbox", Kind::Boolean, "C"),
        p("SendOutputBasedOnAccount", Kind::Boolean, "C"),
        p("PeppolCreationError", Kind::String, ""),
        p("PeppolCreationSuccess", Kind::String, ""),
        p("SendInvoiceViaPeppol", Kind::Boolean, "C"),
    ],
};
