//! `salesentry/SalesEntryLines`: the lines of sales entries, by themselves. Reading and taking one off; lines are
//! made with their entry.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::tables;
use crate::books::{Act, Deed, SalesEntry, SalesLine};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{audit, vat_code};

pub(crate) static ENDPOINT: Endpoint = Endpoint {
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
    pub(super) line: &'a SalesLine,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let company = view.company;
    // A line's key is also that of its ledger line, which knows its entry.
    let by_entry = wanted.without_position();
    let entries: Vec<&SalesEntry> = match wanted.key("ID") {
        Some(ids) => {
            let lines = ids.into_iter().filter_map(|id| company.lines.get(id));
            lines
                .filter_map(|line| company.entries.get(line.entry))
                .collect()
        }
        None => candidates(&company.entries, &by_entry, "EntryID", &[]).collect(),
    };
    let seen = entries.into_iter().filter(|entry| view.sees(&entry.stamp));
    let mut lines: Vec<_> = seen
        .flat_map(|entry| entry.lines.iter().map(move |line| (entry, line)))
        .collect();
    lines.sort_by_key(|(_, line)| line.draft.id);
    lines.dedup_by_key(|(_, line)| line.draft.id);
    Box::new(
        lines
            .into_iter()
            .map(move |(entry, line)| Box::new(EntryLine { view, entry, line }) as Box<dyn Row>),
    )
}

impl Row for EntryLine<'_> {
    fn get(&self, property: &str) -> Value {
        let (entry, line, company) = (self.entry, self.line, self.view.company);
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
            other => audit(self.view, &entry.stamp, other).unwrap_or(Value::Null),
        }
    }
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
    let mut draft = entry.draft.clone();
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
    core.act(Act {
        at: writer.at,
        by: writer.user,
        division: writer.division,
        deed,
    })?;
    Ok(())
}
