//! `salesentry/SalesEntryLines`: the lines of sales entries by themselves. A POST adds a line to an entry that is there.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::api::tables;
use crate::books::{Deed, Index, Label, Refusal, SalesEntry, SalesLine};
use crate::odata::Value;
use crate::state::Core;

use super::sales_entries::line;
use super::shared::{Names, act, audit, company, vat_code};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    put: Some(put),
    delete: Some(delete),
    ..Endpoint::reading(
        "salesentry/SalesEntryLines",
        &tables::sales_entry_lines::TABLE,
        "financial.accounting",
        rows,
    )
};

/// A line, with its entry.
pub(super) struct EntryLine<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) entry: &'a SalesEntry,
    pub(super) line: SalesLine,
}

/// A line's key is also that of its ledger line, which is indexed and walked in the order of keys.
fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let ledger = candidates(
        &view.company.lines,
        wanted,
        "ID",
        &[("EntryID", Index::Entry)],
    );
    let lines = ledger.filter_map(move |ledger| {
        let entry = view.company.entries.get(ledger.entry)?;
        let line = entry.line(ledger.id)?;
        view.sees(&entry.stamp)
            .then_some(EntryLine { view, entry, line })
    });
    Box::new(lines.map(|line| Box::new(line) as Box<dyn Row>))
}

impl Row for EntryLine<'_> {
    fn get(&self, property: &str) -> Value {
        let (entry, line, company) = (self.entry, &self.line, self.view.company);
        let (draft, gl) = (&line.draft, company.gl_accounts.get(line.gl_account));
        match property {
            "ID" => draft.id.into(),
            "EntryID" => entry.id.into(),
            "LineNumber" => line.number.into(),
            "AmountFC" | "AmountDC" => line.net.into(),
            "VATAmountFC" | "VATAmountDC" => line.vat.into(),
            "VATBaseAmountFC" | "VATBaseAmountDC" => line.net.into(),
            "VATCode" => vat_code(&line.vat_code, self.view.switches),
            "VATCodeDescription" => company
                .vat_code(&line.vat_code)
                .map_or(Value::Null, |it| Value::text(&it.description)),
            "VATPercentage" => line.vat_percentage.into(),
            "GLAccount" => line.gl_account.into(),
            "GLAccountCode" => gl.map_or(Value::Null, |gl| Value::text(&gl.code)),
            "GLAccountDescription" => gl.map_or(Value::Null, |gl| Value::text(&gl.description)),
            "Description" => Value::text(&draft.description),
            "Notes" => Value::text(&draft.notes),
            "CostCenter" => draft
                .cost_centre
                .as_deref()
                .map_or(Value::Null, Value::text),
            "CostUnit" => draft.cost_unit.as_deref().map_or(Value::Null, Value::text),
            "Quantity" => draft.quantity.into(),
            "From" => draft.from.into(),
            "To" => draft.to.into(),
            "Type" => entry.kind().into(),
            "Division" => self.view.division.into(),
            other => {
                let code = |code: &Option<String>| code.clone().unwrap_or_default();
                let (centre, unit) = (code(&draft.cost_centre), code(&draft.cost_unit));
                audit(self.view, &entry.stamp, other)
                    .or_else(|| Names(self.view).beside(other, None, (&centre, &unit)))
                    .unwrap_or(Value::Null)
            }
        }
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let Some(entry) = fields.guid("EntryID") else {
        return Err(Refusal::Mandatory(Label::Entries).into());
    };
    let added = line(core, fields)?;
    let id = added.id;
    let company = company(core, writer)?;
    if company.lines.contains(id) {
        return Err(Refusal::Exists(Label::Key).into());
    }
    let Some(known) = company.entries.get(entry) else {
        return Err(Refusal::InvalidReference(Label::Entries).into());
    };
    let mut draft = known.as_entered();
    draft.lines.push(added);
    act(core, writer, Deed::EditSale(Box::new(draft)))?;
    Ok(id)
}

/// Changes what was sent of a line; the rest stays.
fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let sent = line(core, fields)?;
    let books = company(core, writer)?;
    let entry = books
        .lines
        .get(id)
        .and_then(|line| books.entries.get(line.entry));
    let mut draft = entry.ok_or(Failure::NotFound)?.as_entered();
    let known = draft.lines.iter_mut().find(|line| line.id == id);
    let known = known.ok_or(Failure::NotFound)?;
    for (name, _) in fields.ones() {
        let sent = sent.clone();
        match name {
            "GLAccount" => known.gl_account = sent.gl_account,
            "AmountFC" => known.amount = sent.amount,
            "VATCode" => known.vat_code = sent.vat_code,
            "VATAmountFC" => known.vat_amount = sent.vat_amount,
            "VATPercentage" => known.vat_percentage = sent.vat_percentage,
            "Description" => known.description = sent.description,
            "CostCenter" => known.cost_centre = sent.cost_centre,
            "CostUnit" => known.cost_unit = sent.cost_unit,
            "Quantity" => known.quantity = sent.quantity,
            "Notes" => known.notes = sent.notes,
            "From" => known.from = sent.from,
            "To" => known.to = sent.to,
            _ => {}
        }
    }
    act(core, writer, Deed::EditSale(Box::new(draft)))
}

/// Takes a line off; with the last one the whole entry goes (facts 2.7, point 29).
fn delete(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    let company = core
        .books
        .company(writer.division)
        .ok_or(Failure::NotFound)?;
    let entry = company
        .lines
        .get(id)
        .and_then(|line| company.entries.get(line.entry))
        .ok_or(Failure::NotFound)?;
    let mut draft = entry.as_entered();
    let before = draft.lines.len();
    draft.lines.retain(|line| line.id != id);
    if draft.lines.len() == before {
        return Err(Failure::NotFound);
    }
    let deed = if draft.lines.is_empty() {
        Deed::DeleteSale(draft.id)
    } else {
        Deed::EditSale(Box::new(draft))
    };
    act(core, writer, deed)
}
