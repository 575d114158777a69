//! `financial/Journals`.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Deed, Index, Journal, Label, Refusal, journal_type};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{act, audit, chosen_key, company, keep};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    put: Some(put),
    delete: Some(|core, writer, id| act(core, writer, Deed::DeleteJournal(id))),
    ..Endpoint::reading(
        "financial/Journals",
        &tables::journals::TABLE,
        "financial.generalledgers",
        rows,
    )
};

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
            "BankAccountIBAN" | "BankAccountIncludingMask" => Value::text(&journal.iban),
            "Currency" => Value::text(view.company.currency()),
            "AllowVariableExchangeRate" => journal.variable_rate.into(),
            "AllowVariableCurrency" | "AutoSave" if !journal.other.contains_key(property) => {
                Value::Bool(false)
            }
            "AllowVAT" if !journal.other.contains_key(property) => Value::Bool(true),
            "IsBlocked" => journal.blocked.into(),
            other => audit(view, &journal.stamp, other)
                .unwrap_or_else(|| shown(journal.other.get(other))),
        }
    }
}

fn fill(journal: &mut Journal, fields: &Fields) {
    for (name, value) in fields.ones() {
        let text = || fields.text(name).unwrap_or_default().trim().to_owned();
        match name {
            "ID" | "Currency" => {}
            "Code" => journal.code = text(),
            "Description" => journal.description = text(),
            "Type" => journal.kind = fields.int(name).unwrap_or(0),
            "GLAccount" => journal.gl_account = fields.guid(name).unwrap_or_default(),
            "BankAccountIncludingMask" => journal.iban = text(),
            "AllowVariableExchangeRate" => journal.variable_rate = fields.flag(name),
            "IsBlocked" => journal.blocked = fields.flag(name),
            other => keep(&mut journal.other, other, value),
        }
    }
}

/// What only the API asks for: a bank account for a bank, a provider for a payment service.
fn check(journal: &Journal) -> Result<(), Failure> {
    let kinds = [10, 12, 16, 20, 21, 22, 23, 90];
    let mut refusals = Vec::new();
    if !kinds.contains(&journal.kind) {
        refusals.push(Refusal::Invalid(Label::JournalType));
    }
    if journal.kind == journal_type::BANK && journal.iban.is_empty() {
        refusals.push(Refusal::Mandatory(Label::BankAccount));
    }
    let provider = journal.other.contains_key("PaymentServiceProvider");
    if journal.kind == journal_type::PAYMENT_SERVICE && !provider {
        refusals.push(Refusal::Mandatory(Label::Type));
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(Failure::Refused(refusals))
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut journal = Journal {
        id,
        ..Journal::default()
    };
    fill(&mut journal, fields);
    check(&journal)?;
    act(core, writer, Deed::AddJournal(Box::new(journal)))?;
    Ok(id)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let known = company(core, writer)?.journals.get(id);
    let mut journal = known.ok_or(Failure::NotFound)?.clone();
    fill(&mut journal, fields);
    act(core, writer, Deed::ChangeJournal(Box::new(journal)))
}
