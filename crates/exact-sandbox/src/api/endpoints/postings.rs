//! Entries in bank, cash and general journals, as headers: `financialtransaction/BankEntries`, `…/CashEntries`,
//! `generaljournalentry/GeneralJournalEntries`. They are made and deleted, never changed.

use uuid::Uuid;

use crate::api::endpoint::{Child, Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::Fields;
use crate::api::tables;
use crate::books::{
    Company, Deed, Index, Label, MatchDraft, Posting, PostingDraft, PostingLine, Refusal,
    TermStatus, journal_type,
};
use crate::odata::Value;
use crate::state::Core;
use crate::switches::Switches;

use super::posting_lines::PostedLine;
use super::shared::{Names, act, audit, chosen_key, company, status_text};

pub(super) const SCOPE: &str = "financial.accounting";

pub(crate) static BANK: Endpoint = Endpoint {
    key: &["EntryID"],
    children: &[Child {
        name: "BankEntryLines",
        table: &tables::bank_entry_lines::TABLE,
        path: "financialtransaction/BankEntryLines",
        key: "ID",
    }],
    post: Some(post_bank),
    delete: Some(delete_bank),
    ..Endpoint::reading(
        "financialtransaction/BankEntries",
        &tables::bank_entries::TABLE,
        SCOPE,
        bank,
    )
};

pub(crate) static CASH: Endpoint = Endpoint {
    key: &["EntryID"],
    children: &[Child {
        name: "CashEntryLines",
        table: &tables::cash_entry_lines::TABLE,
        path: "financialtransaction/CashEntryLines",
        key: "ID",
    }],
    post: Some(post_cash),
    delete: Some(delete_cash),
    ..Endpoint::reading(
        "financialtransaction/CashEntries",
        &tables::cash_entries::TABLE,
        SCOPE,
        cash,
    )
};

pub(crate) static GENERAL: Endpoint = Endpoint {
    key: &["EntryID"],
    children: &[Child {
        name: "GeneralJournalEntryLines",
        table: &tables::general_journal_entry_lines::TABLE,
        path: "generaljournalentry/GeneralJournalEntryLines",
        key: "ID",
    }],
    post: Some(post_general),
    delete: Some(delete_general),
    ..Endpoint::reading(
        "generaljournalentry/GeneralJournalEntries",
        &tables::general_journal_entries::TABLE,
        SCOPE,
        general,
    )
};

/// Which of the three endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Bank,
    Cash,
    General,
}

impl Sort {
    /// Whether a journal of this kind belongs here. Those of payment services are missing from the real BankEntries.
    pub(super) fn takes(self, kind: i32, switches: &Switches) -> bool {
        let services = switches.psp_journals_in_bank_entries;
        match self {
            Sort::Bank if kind == journal_type::PAYMENT_SERVICE => services,
            sort => sort.is(kind),
        }
    }

    fn is(self, kind: i32) -> bool {
        match self {
            Sort::Bank => [journal_type::BANK, journal_type::PAYMENT_SERVICE].contains(&kind),
            Sort::Cash => kind == journal_type::CASH,
            Sort::General => kind == journal_type::GENERAL,
        }
    }
}

/// Where the filter can use an index.
const INDEXED: &[(&str, Index)] = &[
    ("EntryNumber", Index::EntryNumber),
    ("JournalCode", Index::Journal),
];

struct Head<'a> {
    view: &'a View<'a>,
    posting: &'a Posting,
}

fn heads<'a>(view: &'a View<'a>, wanted: &Wanted<'_>, sort: Sort) -> Rows<'a> {
    let found = candidates(&view.company.postings, wanted, "EntryID", INDEXED);
    let seen =
        found.filter(move |it| sort.takes(it.journal_kind, view.switches) && view.sees(&it.stamp));
    Box::new(seen.map(move |posting| Box::new(Head { view, posting }) as Box<dyn Row>))
}

fn bank<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    heads(view, wanted, Sort::Bank)
}

fn cash<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    heads(view, wanted, Sort::Cash)
}

fn general<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    heads(view, wanted, Sort::General)
}

impl Row for Head<'_> {
    fn get(&self, property: &str) -> Value {
        let (posting, view) = (self.posting, self.view);
        match property {
            "EntryID" => posting.id.into(),
            "EntryNumber" => posting.number.into(),
            "JournalCode" => Value::text(&posting.journal),
            "JournalDescription" => Names(view).journal(&posting.journal),
            "FinancialYear" => posting.year.into(),
            "FinancialPeriod" => posting.period.into(),
            "Currency" => Value::text(view.company.currency()),
            "OpeningBalanceFC" => posting.opening.into(),
            "ClosingBalanceFC" => posting.closing.into(),
            "Status" => posting.status.number().into(),
            "StatusDescription" => status_text(posting.status),
            "Type" => posting.kind.into(),
            "TypeDescription" => Value::text(type_text(posting.kind)),
            "ExchangeRate" => Value::Int(1),
            "Reversal" => posting.draft.reversal.into(),
            other => audit(view, &posting.stamp, other).unwrap_or(Value::Null),
        }
    }

    fn children(&self, _: &str) -> Vec<Box<dyn Row + '_>> {
        let (view, posting) = (self.view, self.posting);
        let lines = posting.lines.iter().map(|line| PostedLine {
            view,
            posting,
            line,
        });
        lines.map(|line| Box::new(line) as Box<dyn Row>).collect()
    }
}

/// Dutch names of the kinds of entry that the sandbox makes.
pub(super) fn type_text(kind: i64) -> &'static str {
    match kind {
        20 => "Verkoopboeking",
        21 => "Verkoopcreditnota",
        40 => "Kasstroom",
        83 => "Betalingsverschil",
        90 => "Overige",
        _ => "",
    }
}

fn post_bank(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    post(core, writer, fields, (Sort::Bank, "BankEntryLines"))
}

fn post_cash(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    post(core, writer, fields, (Sort::Cash, "CashEntryLines"))
}

fn post_general(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    post(
        core,
        writer,
        fields,
        (Sort::General, "GeneralJournalEntryLines"),
    )
}

fn post(
    core: &mut Core,
    writer: &Writer,
    fields: &Fields,
    (sort, lines): (Sort, &str),
) -> Result<Uuid, Failure> {
    // The keys of bank and cash entries may not be chosen, by the published flags; then none is sent here.
    let id = chosen_key(core, fields, "EntryID")?;
    let journal = fields
        .text("JournalCode")
        .map(|code| code.trim().to_owned());
    let known = company(core, writer)?.journal(journal.as_deref().unwrap_or_default());
    if known.is_some_and(|journal| !sort.is(journal.kind)) {
        return Err(Refusal::Invalid(Label::JournalType).into());
    }
    let mut draft = PostingDraft {
        id,
        journal,
        number: fields.int("EntryNumber"),
        year: fields.int("FinancialYear"),
        period: fields.int("FinancialPeriod"),
        currency: fields.text("Currency"),
        opening: fields.money("OpeningBalanceFC"),
        closing: fields.money("ClosingBalanceFC"),
        reversal: fields.flag("Reversal"),
        ..PostingDraft::default()
    };
    if core.switches.ignore_entry_number {
        draft.number = None;
    }
    for sent in fields.many(lines).unwrap_or_default() {
        draft.lines.push(line(core, sent)?);
    }
    act(core, writer, Deed::EnterPosting(Box::new(draft)))?;
    match_itself(core, writer, id)?;
    Ok(id)
}

/// One sent line.
pub(super) fn line(core: &mut Core, fields: &Fields) -> Result<PostingLine, Failure> {
    let text = |name: &str| fields.text(name).unwrap_or_default();
    Ok(PostingLine {
        id: chosen_key(core, fields, "ID")?,
        gl_account: fields.guid("GLAccount"),
        account: fields.guid("Account"),
        amount: fields.money("AmountFC"),
        vat_code: fields.text("VATCode"),
        vat_amount: fields.money("AmountVATFC"),
        description: text("Description"),
        our_ref: fields.int("OurRef"),
        date: fields.date("Date"),
        cost_centre: fields.text("CostCenter"),
        cost_unit: fields.text("CostUnit"),
        quantity: fields.decimal("Quantity"),
        document: fields.guid("Document"),
        notes: text("Notes"),
        ..PostingLine::default()
    })
}

/// With the switch, a receipt that names one open invoice of its relation and has its amount is matched at once.
pub(super) fn match_itself(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    if !core.switches.match_exact_receipts {
        return Ok(());
    }
    for terms in exact_matches(company(core, writer)?, id) {
        let draft = MatchDraft {
            id: core.new_id(),
            terms: terms.to_vec(),
            write_off: None,
        };
        act(core, writer, Deed::Match(Box::new(draft)))?;
    }
    Ok(())
}

fn exact_matches(company: &Company, posting: Uuid) -> Vec<[Uuid; 2]> {
    let own = company.terms.find(Index::Entry, &posting.to_string());
    let partner = |own: &crate::books::PaymentTerm| {
        let number = own.invoice_number?.to_string();
        let mut others = company
            .terms
            .find(Index::InvoiceNumber, &number)
            .filter(|it| {
                it.entry != posting
                    && it.status == TermStatus::Open
                    && (it.account, it.gl_account) == (own.account, own.gl_account)
                    && it.amount == -own.amount
            });
        let first = others.next()?;
        others.next().is_none().then_some([own.id, first.id])
    };
    let open = own.filter(|term| term.status == TermStatus::Open);
    let mut pairs: Vec<[Uuid; 2]> = Vec::new();
    for pair in open.filter_map(partner) {
        if !pairs.iter().flatten().any(|id| pair.contains(id)) {
            pairs.push(pair);
        }
    }
    pairs
}

fn delete_bank(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    delete(core, writer, id, Sort::Bank)
}

fn delete_cash(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    delete(core, writer, id, Sort::Cash)
}

fn delete_general(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    delete(core, writer, id, Sort::General)
}

fn delete(core: &mut Core, writer: &Writer, id: Uuid, sort: Sort) -> Result<(), Failure> {
    let posting = company(core, writer)?.postings.get(id);
    posting
        .filter(|it| sort.takes(it.journal_kind, &core.switches))
        .ok_or(Failure::NotFound)?;
    act(core, writer, Deed::DeletePosting(id))
}
