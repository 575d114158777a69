//! Receipts, general entries, matching and what else a bookkeeper does with money, by codes.

use jiff::civil::Date;
use uuid::Uuid;

use super::deeds::Meant;
use super::orders::{GeneralLine, Order, Receipt};
use crate::books::{
    BooksError, Company, CostCentre, Deed, Index, MatchDraft, PaymentCondition, PostingDraft,
    PostingLine, TermStatus, WriteOff, gl_type, journal_type,
};
use crate::money::Money;
use crate::state::Core;

/// The deed of an order about money; `None` when the order is about something else.
pub(super) fn money(core: &mut Core, division: i32, order: &Order, id: Uuid) -> Option<Meant> {
    Some(match order {
        Order::BookReceipt(receipt) => book_receipt(core, division, receipt, id),
        Order::BookGeneral {
            journal,
            date,
            description,
            lines,
        } => {
            let head = PostingDraft {
                id,
                journal: Some(journal.clone()),
                date: *date,
                description: description.clone(),
                ..PostingDraft::default()
            };
            book_general(core, division, head, lines)
        }
        other => return settling(core, division, other, id),
    })
}

/// Orders about what was booked before.
fn settling(core: &mut Core, division: i32, order: &Order, id: Uuid) -> Option<Meant> {
    // Other orders keep the keys that they would have without this.
    let entry = match order {
        Order::WriteOff { .. } => core.new_id(),
        _ => Uuid::nil(),
    };
    let Some(company) = core.books.company(division) else {
        return Some(Err(BooksError::NotFound));
    };
    Some(match order {
        Order::Match { entries, terms } => {
            let matching = |terms| MatchDraft {
                id,
                terms,
                write_off: None,
            };
            let terms = open_terms(company, entries, terms);
            terms.map(|terms| (Deed::Match(Box::new(matching(terms))), Some(id)))
        }
        Order::WriteOff {
            entries,
            terms,
            gl_account,
            journal,
            date,
            description,
        } => {
            let from = (gl_account.as_str(), journal.as_deref(), *date);
            let write_off = write_off(company, from, entry);
            let meant = open_terms(company, entries, terms).and_then(|it| Ok((it, write_off?)));
            meant.map(|(terms, write_off)| {
                let write_off = Some(WriteOff {
                    description: description.clone(),
                    ..write_off
                });
                let draft = MatchDraft {
                    id,
                    terms,
                    write_off,
                };
                (Deed::Match(Box::new(draft)), Some(id))
            })
        }
        Order::Unmatch { id } => Ok((Deed::Unmatch(matched(company, *id)), None)),
        Order::RecodeEntry { entry, from, into } => recode(company, *entry, (from, into)),
        other => return whole(company, other, id),
    })
}

/// Orders about relations, conditions and the company as a whole.
fn whole(company: &Company, order: &Order, id: Uuid) -> Option<Meant> {
    let account = |code: &str| {
        let account = company.account_by_code(code).map(|it| it.id);
        account.ok_or(BooksError::NotFound)
    };
    let deed = match order {
        Order::MergeAccounts { from, into } => {
            let pair = account(from).and_then(|from| Ok((from, account(into)?)));
            pair.map(|(from, into)| Deed::MergeAccounts { from, into })
        }
        Order::DeleteCustomer { code } => account(code).map(Deed::DeleteAccount),
        Order::MoveDivision => Ok(Deed::MoveDivision),
        Order::AddCondition {
            code,
            description,
            days,
            end_of_months,
            percentage,
        } => Ok(Deed::AddCondition(Box::new(PaymentCondition {
            id,
            code: code.clone(),
            description: description.clone(),
            days: *days,
            end_of_months: *end_of_months,
            percentage: *percentage,
            method: "B".to_owned(),
            ..PaymentCondition::default()
        }))),
        Order::AddCostCentre {
            code,
            description,
            unit,
        } => {
            let centre = Box::new(CostCentre {
                id,
                code: code.clone(),
                description: description.clone(),
                ..CostCentre::default()
            });
            Ok(Deed::CreateDimension {
                unit: *unit,
                centre,
            })
        }
        _ => return None,
    };
    Some(deed.map(|deed| (deed, None)))
}

fn gl(company: &Company, code: &str) -> Result<Uuid, BooksError> {
    let gl = company.gl_by_code(code).map(|gl| gl.id);
    gl.ok_or(BooksError::NotFound)
}

fn book_receipt(core: &mut Core, division: i32, receipt: &Receipt, id: Uuid) -> Meant {
    let line_id = core.new_id();
    let company = core.books.company(division).ok_or(BooksError::NotFound)?;
    let account = company.account_by_code(&receipt.account);
    let account = account.ok_or(BooksError::NotFound)?;
    let receivable = || {
        let mut all = company.gl_accounts.iter();
        all.find(|gl| gl.kind == gl_type::RECEIVABLE)
            .map(|gl| gl.id)
    };
    let gl_account = match &receipt.gl_account {
        Some(code) => Some(gl(company, code)?),
        None => account.receivable.or_else(receivable),
    };
    let line = PostingLine {
        id: line_id,
        gl_account,
        account: Some(account.id),
        amount: Money::from_decimal(receipt.amount),
        description: receipt.description.clone(),
        our_ref: receipt.our_ref,
        your_ref: receipt.your_ref.clone(),
        payment_reference: receipt.payment_reference.clone(),
        date: receipt.date,
        ..PostingLine::default()
    };
    let draft = PostingDraft {
        id,
        journal: Some(receipt.journal.clone()),
        date: receipt.date,
        imported: receipt.imported,
        lines: vec![line],
        ..PostingDraft::default()
    };
    let entry = Box::new(draft);
    let deed = match paid(core, division, receipt)? {
        Some(matching) => Deed::EnterAndMatch {
            entry,
            matching: Box::new(matching),
        },
        None => Deed::EnterPosting(entry),
    };
    Ok((deed, Some(id)))
}

/// What a receipt is matched with, when it is.
fn paid(
    core: &mut Core,
    division: i32,
    receipt: &Receipt,
) -> Result<Option<MatchDraft>, BooksError> {
    if receipt.entries.is_empty() && receipt.terms.is_empty() && receipt.write_off.is_none() {
        return Ok(None);
    }
    let (id, entry) = (core.new_id(), core.new_id());
    let company = core.books.company(division).ok_or(BooksError::NotFound)?;
    let terms = open_terms(company, &receipt.entries, &receipt.terms)?;
    // Without items there would be nothing but the receipt itself to write off.
    if terms.is_empty() {
        return Err(BooksError::NotFound);
    }
    let write_off = receipt.write_off.as_deref().map(|gl_account| {
        let write_off = write_off(company, (gl_account, None, receipt.date), entry)?;
        Ok::<_, BooksError>(WriteOff {
            description: receipt.description.clone(),
            ..write_off
        })
    });
    Ok(Some(MatchDraft {
        id,
        terms,
        write_off: write_off.transpose()?,
    }))
}

fn book_general(
    core: &mut Core,
    division: i32,
    head: PostingDraft,
    lines: &[GeneralLine],
) -> Meant {
    let mut draft = head;
    for line in lines {
        let id = core.new_id();
        let company = core.books.company(division).ok_or(BooksError::NotFound)?;
        let account = match &line.account {
            Some(code) => {
                let account = company.account_by_code(code).map(|it| it.id);
                Some(account.ok_or(BooksError::NotFound)?)
            }
            None => None,
        };
        draft.lines.push(PostingLine {
            id,
            gl_account: Some(gl(company, &line.gl_account)?),
            account,
            amount: Money::from_decimal(line.amount),
            vat_code: line.vat_code.clone(),
            description: line.description.clone(),
            ..PostingLine::default()
        });
    }
    let id = draft.id;
    Ok((Deed::EnterPosting(Box::new(draft)), Some(id)))
}

/// The named terms, and all open ones of the named entries, which must be in the books.
fn open_terms(
    company: &Company,
    entries: &[Uuid],
    terms: &[Uuid],
) -> Result<Vec<Uuid>, BooksError> {
    let mut all = terms.to_vec();
    for entry in entries {
        if company.entries.get(*entry).is_none() && company.postings.get(*entry).is_none() {
            return Err(BooksError::NotFound);
        }
        let of_entry = company.terms.find(Index::Entry, &entry.to_string());
        let open = of_entry.filter(|term| term.status == TermStatus::Open);
        all.extend(open.map(|term| term.id));
    }
    Ok(all)
}

/// A set, a term, or an entry: its first matched term.
fn matched(company: &Company, id: Uuid) -> Uuid {
    let mut of_entry = company.terms.find(Index::Entry, &id.to_string());
    of_entry
        .find(|term| term.status == TermStatus::Matched)
        .map_or(id, |term| term.id)
}

fn write_off(
    company: &Company,
    (gl_account, journal, date): (&str, Option<&str>, Option<Date>),
    entry: Uuid,
) -> Result<WriteOff, BooksError> {
    let general = || {
        let mut all = company.journals.iter();
        all.find(|it| it.kind == journal_type::GENERAL)
            .map(|it| it.code.clone())
    };
    Ok(WriteOff {
        entry,
        journal: journal
            .map(str::to_owned)
            .or_else(general)
            .unwrap_or_default(),
        gl_account: gl(company, gl_account)?,
        date,
        description: String::new(),
    })
}

/// Gives every line of an entry that is on one ledger account another.
fn recode(company: &Company, entry: Uuid, (from, into): (&str, &str)) -> Meant {
    let (from, into) = (gl(company, from)?, gl(company, into)?);
    let change = |gl: &mut Option<Uuid>| {
        if *gl == Some(from) {
            *gl = Some(into);
        }
    };
    if let Some(sale) = company.entries.get(entry) {
        let mut draft = sale.as_entered();
        draft
            .lines
            .iter_mut()
            .for_each(|line| change(&mut line.gl_account));
        return Ok((Deed::EditSale(Box::new(draft)), Some(entry)));
    }
    let posting = company.postings.get(entry).ok_or(BooksError::NotFound)?;
    let mut draft = posting.as_entered();
    draft
        .lines
        .iter_mut()
        .for_each(|line| change(&mut line.gl_account));
    Ok((Deed::EditPosting(Box::new(draft)), Some(entry)))
}
