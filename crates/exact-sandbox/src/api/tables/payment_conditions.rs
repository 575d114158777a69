//! Published properties of `{division}/cashflow/PaymentConditions`: names, types and write flags. A table only; what they mean is in `endpoints`.

use crate::api::prop::{Kind, Table, p};

pub(crate) static TABLE: Table = Table {
    type_name: "PaymentCondition",
    props: &[
        p("ID", Kind::Guid, "KC"),
        p("Code", Kind::String, "C"),
        p("Created", Kind::DateTime, ""),
        p("Creator", Kind::Guid, ""),
        p("CreatorFullName", Kind::String, ""),
        p("CreditManagementScenario", Kind::Guid, "C"),
        p("CreditManagementScenarioCode", Kind::String, ""),
        p("CreditManagementScenarioDescription", Kind::String, ""),
        p("Description", Kind::String, "C"),
        p("DiscountCalculation", Kind::String, "C"),
        p("DiscountPaymentDays", Kind::Int32, "C"),
        p("DiscountPercentage", Kind::Double, "C"),
        p("Division", Kind::Int32, ""),
        p("Modified", Kind::DateTime, ""),
        p("Modifier", Kind::Guid, ""),
        p("ModifierFullName", Kind::String, ""),
        p("PaymentDays", Kind::Int32, "C"),
        p("PaymentDiscountType", Kind::String, "C"),
        p("PaymentEndOfMonths", Kind::Int32, "C"),
        p("PaymentMethod", Kind::String, "C"),
        p("Percentage", Kind::Double, "C"),
        p("VATCalculation", Kind::String, "C"),
    ],
};
