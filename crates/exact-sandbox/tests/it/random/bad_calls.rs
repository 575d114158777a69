//! Calls that make no sense: wrong methods, unknown names, bodies of the wrong shape. Each is answered in form, and
//! changes nothing.

use http::Method;
use uuid::Uuid;

use super::Run;

const PATHS: &[&str] = &[
    "salesentry/SalesEntries",
    "salesentry/SalesEntryLines",
    "crm/Accounts",
    "crm/Contacts",
    "financial/GLAccounts",
    "financial/Journals",
    "vat/VATCodes",
    "documents/Documents",
    "documents/DocumentAttachments",
    "hrm/Costcenters",
    "financialtransaction/BankEntries",
    "generaljournalentry/GeneralJournalEntries",
    "cashflow/PaymentConditions",
    "logistics/Items",
    "salesinvoice/SalesInvoices",
    "salesinvoice/SalesInvoiceLines",
    "salesinvoice/PrintedSalesInvoices",
];

const BODIES: &[&str] = &[
    "",
    "{",
    "[]",
    "null",
    "7",
    r#"{"d":{}}"#,
    r#"{"Nonsense":1}"#,
    r#"{"Code":7}"#,
    r#"{"ID":"x"}"#,
    r#"{"SalesEntryLines":[7]}"#,
    r#"{"EntryNumber":"veel"}"#,
    r#"{"Account":"101"}"#,
    r#"{"Attachment":"%%"}"#,
];

impl Run {
    pub(super) async fn garbage(&mut self) -> Result<(), String> {
        let before = self.version();
        let method = self
            .dice
            .pick(&[Method::POST, Method::PUT, Method::DELETE, Method::PATCH])
            .unwrap();
        let mut path = self.dice.pick(PATHS).unwrap().to_owned();
        match self.dice.below(4) {
            0 => path.push_str(&format!("(guid'{}')", Uuid::from_u128(3))),
            1 => path.push_str("('x')"),
            2 => path.push_str("(guid'x')"),
            _ => {}
        }
        let body = self.dice.pick(BODIES).unwrap();
        self.counts.writes += 1;
        self.counts.refused_writes += 1;
        let reply = self
            .caller
            .checked(method.clone(), &path, body.to_owned())
            .await?;
        if reply.status < 400 || self.version() != before {
            return Err(format!("{method} {path} {body}: {reply:?}"));
        }
        Ok(())
    }
}
