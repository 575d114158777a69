//! Published properties of `{division}/crm/BankAccounts`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "BankAccount",
    props: &[
        p("ID", Kind::Guid, "KCU"),
        p("Account", Kind::Guid, "CU"),
        p("AccountName", Kind::String, ""),
        p("Bank", Kind::Guid, ""),
        p("BankAccount", Kind::String, "CU"),
        p("BankAccountHolderName", Kind::String, "CU"),
        p("BankDescription", Kind::String, ""),
        p("BankName", Kind::String, ""),
        p("BICCode", Kind::String, "CU"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("Description", Kind::String, "CU"),
        p("Division", Kind::Int32, ""),
        p("Format", Kind::String, ""),
        p("IBAN", Kind::String, ""),
        p("Main", Kind::Boolean, "CU"),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("PaymentServiceAccount", Kind::Guid, ""),
        p("Type", Kind::String, ""),
        p("TypeDescription", Kind::String, ""),
        p("Blocked", Kind::Boolean, "CU"),
    ],
};
