//! Published properties of `{division}/financialtransaction/Transactions`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "Transaction",
    props: &[
        p("EntryID", Kind::Guid, ""),
        p("ClosingBalanceFC", Kind::Double, ""),
        p("Created", Kind::DateTime, ""),
        p("Date", Kind::DateTime, ""),
        p("Description", Kind::String, ""),
        p("Division", Kind::Int32, ""),
        p("Document", Kind::Guid, ""),
        p("DocumentNumber", Kind::Int32, ""),
        p("DocumentSubject", Kind::String, ""),
        p("EntryNumber", Kind::Int32, ""),
        p("ExternalLinkDescription", Kind::String, ""),
        p("ExternalLinkReference", Kind::String, ""),
        p("FinancialPeriod", Kind::Int16, ""),
        p("FinancialYear", Kind::Int16, ""),
        p("IsExtraDuty", Kind::Boolean, ""),
        p("JournalCode", Kind::String, ""),
        p("JournalDescription", Kind::String, ""),
        p("Modified", Kind::DateTime, ""),
        p("OpeningBalanceFC", Kind::Double, ""),
        p("PaymentConditionCode", Kind::String, ""),
        p("PaymentConditionDescription", Kind::String, ""),
        p("PaymentReference", Kind::String, ""),
        p("Status", Kind::Int16, ""),
        p("StatusDescription", Kind::String, ""),
        p("TransactionLines", Kind::Nav, ""),
        p("Type", Kind::Int32, ""),
        p("TypeDescription", Kind::String, ""),
    ],
};
