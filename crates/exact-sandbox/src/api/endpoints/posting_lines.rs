//! The lines of bank, cash and general entries by themselves: `BankEntryLines`, `CashEntryLines`,
//! `GeneralJournalEntryLines`. A POST adds a line to an entry that is there.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::api::tables;
use crate::books::{BookedLine, Deed, Label, Posting, Refusal};
use crate::money::Money;
use crate::odata::Value;
use crate::state::Core;

use super::postings::{SCOPE, Sort, line, match_itself};
use super::shared::{Names, act, audit, company, vat_code};

pub(crate) static BANK: Endpoint = Endpoint {
    post: Some(post),
    ..Endpoint::reading(
        "financialtransaction/BankEntryLines",
        &tables::bank_entry_lines::TABLE,
        SCOPE,
        bank,
    )
};

pub(crate) static CASH: Endpoint = Endpoint {
    post: Some(post),
    ..Endpoint::reading(
        "financialtransaction/CashEntryLines",
        &tables::cash_entry_lines::TABLE,
        SCOPE,
        cash,
    )
};

pub(crate) static GENERAL: Endpoint = Endpoint {
    post: Some(post),
    ..Endpoint::reading(
        "generaljournalentry/GeneralJournalEntryLines",
        &tables::general_journal_entry_lines::TABLE,
        SCOPE,
        general,
    )
};

/// A line, with its entry.
pub(super) struct PostedLine<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) posting: &'a Posting,
    pub(super) line: &'a BookedLine,
}

fn bank<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    lines(view, wanted, Sort::Bank)
}

fn cash<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    lines(view, wanted, Sort::Cash)
}

fn general<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    lines(view, wanted, Sort::General)
}

/// An entered line has the key of its ledger line, which is indexed and walked in the order of keys.
fn lines<'a>(view: &'a View<'a>, wanted: &Wanted<'_>, sort: Sort) -> Rows<'a> {
    let ledger = candidates(
        &view.company.lines,
        wanted,
        "ID",
        super::transaction_lines::INDEXED,
    );
    let entered = ledger.filter_map(move |ledger| {
        let posting = view.company.postings.get(ledger.entry)?;
        let line = posting
            .lines
            .iter()
            .find(|line| line.draft.id == ledger.id)?;
        let shown = sort.takes(posting.journal_kind, view.switches) && view.sees(&posting.stamp);
        shown.then_some(PostedLine {
            view,
            posting,
            line,
        })
    });
    Box::new(entered.map(|line| Box::new(line) as Box<dyn Row>))
}

impl Row for PostedLine<'_> {
    fn get(&self, property: &str) -> Value {
        let (posting, line, names) = (self.posting, self.line, Names(self.view));
        let draft = &line.draft;
        let text = |code: &Option<String>| code.as_deref().map_or(Value::Null, Value::text);
        match property {
            "ID" => draft.id.into(),
            "EntryID" => posting.id.into(),
            "EntryNumber" => posting.number.into(),
            "LineNumber" => line.number.into(),
            "Account" => draft.account.into(),
            "AccountCode" => names.account_code(draft.account.unwrap_or_default()),
            "AccountName" => names.account(draft.account.unwrap_or_default()),
            "AmountDC" | "AmountFC" => line.amount.into(),
            "AmountVATDC" | "AmountVATFC" => self.vat().into(),
            "VATBaseAmountDC" | "VATBaseAmountFC" => self.base().into(),
            "VATCode" => vat_code(&line.vat_code, self.view.switches),
            "VATCodeDescription" => names.vat(&line.vat_code),
            "VATPercentage" => line.vat_percentage.into(),
            "CostCenter" => text(&draft.cost_centre),
            "CostUnit" => text(&draft.cost_unit),
            "Date" => line.date.into(),
            "Description" if draft.description.is_empty() => {
                Value::text(&posting.draft.description)
            }
            "Description" => Value::text(&draft.description),
            "Document" => draft.document.into(),
            "ExchangeRate" => Value::Int(1),
            "GLAccount" => line.gl_account.into(),
            "GLAccountCode" => names.gl_code(line.gl_account),
            "GLAccountDescription" => names.gl_name(line.gl_account),
            "Notes" => Value::text(&draft.notes),
            "OurRef" => draft.our_ref.into(),
            "Quantity" => draft.quantity.into(),
            "OffsetID" => {
                let ledger = self.view.company.lines.get(draft.id);
                ledger.map_or(Value::Null, |line| line.offset.into())
            }
            "VATType" => {
                let ledger = self.view.company.lines.get(draft.id);
                ledger.and_then(|line| line.vat_type).into()
            }
            other => {
                let code = |code: &Option<String>| code.clone().unwrap_or_default();
                let (centre, unit) = (code(&draft.cost_centre), code(&draft.cost_unit));
                audit(self.view, &posting.stamp, other)
                    .or_else(|| names.beside(other, draft.document, (&centre, &unit)))
                    .unwrap_or(Value::Null)
            }
        }
    }
}

impl PostedLine<'_> {
    /// The VAT with the sign of the amount.
    fn vat(&self) -> Money {
        if self.posting.is_flow() {
            -self.line.vat
        } else {
            self.line.vat
        }
    }

    fn base(&self) -> Money {
        if self.posting.is_flow() {
            -self.line.net
        } else {
            self.line.net
        }
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let Some(entry) = fields.guid("EntryID") else {
        return Err(Refusal::Mandatory(Label::Entries).into());
    };
    let added = line(core, fields)?;
    let id = added.id;
    let posting = company(core, writer)?.postings.get(entry);
    let Some(posting) = posting else {
        return Err(Refusal::InvalidReference(Label::Entries).into());
    };
    let mut draft = posting.as_entered();
    if company(core, writer)?.lines.get(id).is_some() {
        return Err(Refusal::Exists(Label::Key).into());
    }
    // The balance follows the new line.
    draft.closing = None;
    draft.lines.push(added);
    act(core, writer, Deed::EditPosting(Box::new(draft)))?;
    match_itself(core, writer, entry)?;
    Ok(id)
}
