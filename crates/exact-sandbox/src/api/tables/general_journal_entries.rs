//! Published properties of `{division}/generaljournalentry/GeneralJournalEntries`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "GeneralJournalEntry",
    props: &[
        p("EntryID", Kind::Guid, "KC"),
        p("Created", Kind::DateTime, ""),
        p("Currency", Kind::String, "C"),
        p("Division", Kind::Int32, ""),
        p("EntryNumber", Kind::Int32, "C"),
        p("ExchangeRate", Kind::Double, "C"),
        p("FinancialPeriod", Kind::Int16, "C"),
        p("FinancialYear", Kind::Int16, "C"),
        p("GeneralJournalEntryLines", Kind::Nav, "C"),
        p("JournalCode", Kind::String, "C"),
        p("JournalDescription", Kind::String, ""),
        p("Modified", Kind::DateTime, ""),
        p("Reversal", Kind::Boolean, "C"),
        p("Status", Kind::Int16, ""),
        p("StatusDescription", Kind::String, ""),
        p("Type", Kind::Int32, ""),
        p("TypeDescription", Kind::String, ""),
        p("CustomField", Kind::String, ""),
    ],
};
