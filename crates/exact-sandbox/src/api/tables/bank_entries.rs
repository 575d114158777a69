//! Published properties of `{division}/financialtransaction/BankEntries`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "BankEntry",
    props: &[
        p("EntryID", Kind::Guid, "K"),
        p("BankEntryLines", Kind::Nav, "C"),
        p("BankStatementDocument", Kind::Guid, "C"),
        p("BankStatementDocumentNumber", Kind::Int32, ""),
        p("BankStatementDocumentSubject", Kind::String, ""),
        p("ClosingBalanceFC", Kind::Double, "C"),
        p("Created", Kind::DateTime, ""),
        p("Currency", Kind::String, "C"),
        p("Division", Kind::Int32, ""),
        p("EntryNumber", Kind::Int32, "C"),
        p("FinancialPeriod", Kind::Int16, "C"),
        p("FinancialYear", Kind::Int16, "C"),
        p("JournalCode", Kind::String, "C"),
        p("JournalDescription", Kind::String, ""),
        p("Modified", Kind::DateTime, ""),
        p("OpeningBalanceFC", Kind::Double, "C"),
        p("Status", Kind::Int16, ""),
        p("StatusDescription", Kind::String, ""),
        p("CustomField", Kind::String, ""),
    ],
};
