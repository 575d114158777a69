//! `financial/Journals`: read only in this version.

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, candidates};
use crate::api::tables;
use crate::books::{Index, Journal};
use crate::odata::Value;

use super::shared::audit;

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "financial/Journals",
    &tables::journals::TABLE,
    "financial.generalledgers",
    rows,
);

struct Diary<'a> {
    view: &'a View<'a>,
    journal: &'a Journal,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(
        &view.company.journals,
        wanted,
        "ID",
        &[("Code", Index::Code)],
    );
    let seen = found.filter(|journal| view.sees(&journal.stamp));
    Box::new(seen.map(move |journal| Box::new(Diary { view, journal }) as Box<dyn Row>))
}

impl Row for Diary<'_> {
    fn get(&self, property: &str) -> Value {
        let (journal, view) = (self.journal, self.view);
        let gl = view.company.gl_accounts.get(journal.gl_account);
        match property {
            "ID" => journal.id.into(),
            "Code" => Value::text(&journal.code),
            "Description" => Value::text(&journal.description),
            "Type" => journal.kind.into(),
            "GLAccount" => journal.gl_account.into(),
            "GLAccountCode" => gl.map_or(Value::Null, |gl| Value::text(&gl.code)),
            "GLAccountDescription" => gl.map_or(Value::Null, |gl| Value::text(&gl.description)),
            "GLAccountType" => gl.map(|gl| gl.kind).into(),
            "BankAccountIBAN" => Value::text(&journal.iban),
            "Currency" => Value::text(view.company.currency()),
            "AllowVariableExchangeRate" => journal.variable_rate.into(),
            "AllowVariableCurrency" | "AutoSave" => Value::Bool(false),
            "AllowVAT" => Value::Bool(true),
            "IsBlocked" => journal.blocked.into(),
            other => audit(view, &journal.stamp, other).unwrap_or(Value::Null),
        }
    }
}
