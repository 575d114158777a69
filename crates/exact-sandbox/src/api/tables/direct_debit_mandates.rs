//! Published properties of `{division}/cashflow/DirectDebitMandates`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "DirectDebitMandate",
    props: &[
        p("ID", Kind::Guid, "KCU"),
        p("Account", Kind::Guid, "CU"),
        p("BankAccount", Kind::Guid, "CU"),
        p("CancellationDate", Kind::DateTime, "CU"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Description", Kind::String, "CU"),
        p("Division", Kind::Int32, ""),
        p("FirstSend", Kind::Byte, "CU"),
        p("Main", Kind::Byte, "CU"),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("PaymentType", Kind::Int16, "CU"),
        p("Reference", Kind::String, "CU"),
        p("SignatureDate", Kind::DateTime, "CU"),
        p("Type", Kind::Int16, "CU"),
        p("Attachment", Kind::String, ""),
        p("AttachmentFileName", Kind::String, ""),
    ],
};
