//! The topics that can be subscribed to (facts 5.2). Several of them never fire here: what they are about is not kept.

/// All topics.
pub(crate) const TOPICS: &[&str] = &[
    "Accounts",
    "BankAccounts",
    "BankEntries",
    "CashEntries",
    "Contacts",
    "CostTransactions",
    "DocumentAttachments",
    "Documents",
    "FinancialTransactions",
    "GLAccounts",
    "GeneralJournalEntries",
    "GoodsDeliveries",
    "Items",
    "JournalStatusList",
    "Opportunities",
    "ProjectPlanning",
    "PurchaseEntries",
    "PurchaseOrders",
    "Quotations",
    "SalesEntries",
    "SalesInvoices",
    "SalesOrders",
    "StockPositions",
    "Subscriptions",
    "TimeTransactions",
];

/// The topic as documented; `JournalStatus` was seen for `JournalStatusList`.
pub(crate) fn topic(name: &str) -> Option<&'static str> {
    if name.eq_ignore_ascii_case("JournalStatus") {
        return Some("JournalStatusList");
    }
    TOPICS
        .iter()
        .copied()
        .find(|topic| topic.eq_ignore_ascii_case(name))
}
