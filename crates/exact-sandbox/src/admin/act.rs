//! `POST /_sandbox/act`: carries an order out, with the rights of the company's bookkeeper.

use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::orders::{Order, OrderLine, Party};
use super::{json, refused};
use crate::api::{Lang, refusal_text};
use crate::books::{
    Account, BooksError, Company, Deed, GlAccount, Index, Journal, Record, SaleDraft, SaleLine,
    Status, gl_type, journal_type,
};
use crate::error::SandboxError;
use crate::money::Money;
use crate::state::{Core, Shared};

/// What came of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Key of what was made or changed, where there is one.
    pub id: Option<Uuid>,
    /// Entry number, or relation number.
    pub number: Option<String>,
}

/// Which company, beside the order itself.
#[derive(Deserialize)]
struct Which {
    division: i32,
}

/// Carries out the order in the body.
pub(super) async fn act(State(shared): State<Shared>, body: Bytes) -> Response {
    let parsed = serde_json::from_slice::<Which>(&body)
        .and_then(|which| Ok((which, serde_json::from_slice(&body)?)));
    let (which, order) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match carry_out(&mut shared.lock(), which.division, order) {
        Ok(done) => json(&done),
        Err(SandboxError::Act(BooksError::Refused(refusals))) => refused(
            StatusCode::CONFLICT,
            &refusal_text(&refusals, Lang::Nl, true),
        ),
        Err(SandboxError::Act(BooksError::NotFound)) => {
            refused(StatusCode::NOT_FOUND, "it is not in the books")
        }
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// Carries out an order.
pub(crate) fn carry_out(
    core: &mut Core,
    division: i32,
    order: Order,
) -> Result<Done, SandboxError> {
    let by = core
        .books
        .users
        .iter()
        .find(|user| user.divisions.contains(&division));
    let by = by.map_or(Uuid::nil(), |user| user.id);
    let id = core.new_id();
    let (deed, made) = deed(core, division, order, id)?;
    core.do_now(division, by, deed)?;
    let company = core.books.company(division);
    let number = company.and_then(|company| number_of(company, made?));
    Ok(Done { id: made, number })
}

fn number_of(company: &Company, id: Uuid) -> Option<String> {
    let entry = company
        .entries
        .get(id)
        .map(|entry| entry.number.to_string());
    entry.or_else(|| company.accounts.get(id).map(|account| account.code.clone()))
}

/// The deed that an order means, and the key of what it makes or changes.
fn deed(
    core: &mut Core,
    division: i32,
    order: Order,
    id: Uuid,
) -> Result<(Deed, Option<Uuid>), BooksError> {
    let order = match order {
        Order::EnterSale { .. } | Order::EditEntry { .. } => {
            return sale(core, division, order, id);
        }
        other => other,
    };
    let company = core.books.company(division).ok_or(BooksError::NotFound)?;
    let deed = match order {
        Order::DeleteEntry { entry } => Deed::DeleteSale(entry),
        Order::ProcessEntries { entries, journal } => {
            Deed::Process(open_entries(company, entries, journal))
        }
        Order::ClosePeriod {
            journal,
            year,
            period,
        } => Deed::SetPeriod {
            journal,
            year,
            period,
            closed: true,
        },
        Order::OpenPeriod {
            journal,
            year,
            period,
        } => Deed::SetPeriod {
            journal,
            year,
            period,
            closed: false,
        },
        Order::BlockVatCode { code } => Deed::BlockVatCode {
            code,
            blocked: true,
        },
        Order::UnblockVatCode { code } => Deed::BlockVatCode {
            code,
            blocked: false,
        },
        Order::BlockJournal { code } => Deed::BlockJournal {
            code,
            blocked: true,
        },
        Order::UnblockJournal { code } => Deed::BlockJournal {
            code,
            blocked: false,
        },
        Order::AddJournal {
            code,
            description,
            kind,
            gl_account,
        } => {
            let gl_account = counter_account(company, kind, gl_account)?;
            Deed::AddJournal(Box::new(Journal {
                id,
                code,
                description,
                kind,
                gl_account,
                ..Journal::default()
            }))
        }
        Order::AddGlAccount {
            code,
            description,
            kind,
        } => Deed::CreateGlAccount(Box::new(GlAccount {
            id,
            code,
            description,
            kind,
            ..GlAccount::default()
        })),
        Order::DeleteGlAccount { code } => {
            Deed::DeleteGlAccount(company.gl_by_code(&code).ok_or(BooksError::NotFound)?.id)
        }
        other => return relation(company, other, id),
    };
    Ok((deed, None))
}

fn open_entries(company: &Company, mut entries: Vec<Uuid>, journal: Option<String>) -> Vec<Uuid> {
    if let Some(journal) = journal {
        let of_journal = company.entries.find(Index::Journal, &journal);
        entries.extend(
            of_journal
                .filter(|entry| entry.status == Status::Open)
                .map(Record::id),
        );
    }
    entries
}

fn counter_account(company: &Company, kind: i32, code: Option<String>) -> Result<Uuid, BooksError> {
    if let Some(code) = code {
        return company
            .gl_by_code(&code)
            .map(|gl| gl.id)
            .ok_or(BooksError::NotFound);
    }
    let wanted = match kind {
        journal_type::SALES => gl_type::RECEIVABLE,
        journal_type::PURCHASE => gl_type::PAYABLE,
        journal_type::BANK => gl_type::BANK,
        _ => 90,
    };
    company
        .gl_accounts
        .iter()
        .find(|gl| gl.kind == wanted)
        .map(|gl| gl.id)
        .ok_or(BooksError::NotFound)
}

/// Orders about relations and ledger accounts that are changed in place.
fn relation(company: &Company, order: Order, id: Uuid) -> Result<(Deed, Option<Uuid>), BooksError> {
    let find = |code: &str| {
        company
            .account_by_code(code)
            .cloned()
            .ok_or(BooksError::NotFound)
    };
    let account = match order {
        Order::CreateCustomer(party) => {
            let account = new_account(party, id);
            return Ok((Deed::CreateAccount(Box::new(account)), Some(id)));
        }
        Order::RenameCustomer { code, name } => Account {
            name,
            ..find(&code)?
        },
        Order::MoveCustomer {
            code,
            address_line1,
            postcode,
            city,
        } => Account {
            address_line1,
            postcode,
            city,
            ..find(&code)?
        },
        Order::SetStatus { customer, status } => Account {
            status,
            ..find(&customer)?
        },
        Order::BlockAccount {
            gl_account: Some(code),
            ..
        } => return block_gl(company, &code, true),
        Order::UnblockAccount {
            gl_account: Some(code),
            ..
        } => return block_gl(company, &code, false),
        Order::BlockAccount {
            customer: Some(code),
            ..
        } => Account {
            blocked: true,
            ..find(&code)?
        },
        Order::UnblockAccount {
            customer: Some(code),
            ..
        } => Account {
            blocked: false,
            ..find(&code)?
        },
        _ => return Err(BooksError::NotFound),
    };
    let changed = account.id;
    Ok((Deed::ChangeAccount(Box::new(account)), Some(changed)))
}

fn block_gl(
    company: &Company,
    code: &str,
    blocked: bool,
) -> Result<(Deed, Option<Uuid>), BooksError> {
    let account = company
        .gl_by_code(code)
        .cloned()
        .ok_or(BooksError::NotFound)?;
    let id = account.id;
    Ok((
        Deed::ChangeGlAccount(Box::new(GlAccount { blocked, ..account })),
        Some(id),
    ))
}

fn new_account(party: Party, id: Uuid) -> Account {
    Account {
        id,
        code: party.code,
        name: party.name,
        status: if party.status.is_empty() {
            "C".to_owned()
        } else {
            party.status
        },
        address_line1: party.address_line1,
        postcode: party.postcode,
        city: party.city,
        country: party.country,
        vat_number: party.vat_number,
        email: party.email,
        language: party.language,
        payment_condition: party.payment_condition,
        ..Account::default()
    }
}

fn sale(
    core: &mut Core,
    division: i32,
    order: Order,
    id: Uuid,
) -> Result<(Deed, Option<Uuid>), BooksError> {
    match order {
        Order::EnterSale {
            journal,
            customer,
            date,
            due_date,
            your_ref,
            payment_reference,
            description,
            number,
            lines,
        } => {
            let company = core.books.company(division).ok_or(BooksError::NotFound)?;
            let customer = company
                .account_by_code(&customer)
                .map(|account| account.id)
                .ok_or(BooksError::NotFound)?;
            let draft = SaleDraft {
                id,
                journal: Some(journal),
                customer: Some(customer),
                number,
                date: Some(date),
                due_date,
                your_ref,
                payment_reference,
                description,
                lines: sale_lines(core, division, lines)?,
                ..SaleDraft::default()
            };
            Ok((Deed::EnterSale(Box::new(draft)), Some(id)))
        }
        Order::EditEntry {
            entry,
            your_ref,
            description,
            date,
            due_date,
            customer,
            lines,
        } => {
            let company = core.books.company(division).ok_or(BooksError::NotFound)?;
            let known = company.entries.get(entry).ok_or(BooksError::NotFound)?;
            let mut draft = known.draft.clone();
            if let Some(code) = customer {
                draft.customer = Some(
                    company
                        .account_by_code(&code)
                        .ok_or(BooksError::NotFound)?
                        .id,
                );
            }
            draft.your_ref = your_ref.unwrap_or(draft.your_ref);
            draft.description = description.unwrap_or(draft.description);
            draft.date = date.or(draft.date);
            draft.due_date = due_date.or(draft.due_date);
            if let Some(lines) = lines {
                draft.lines = sale_lines(core, division, lines)?;
            }
            Ok((Deed::EditSale(Box::new(draft)), Some(entry)))
        }
        _ => Err(BooksError::NotFound),
    }
}

fn sale_lines(
    core: &mut Core,
    division: i32,
    lines: Vec<OrderLine>,
) -> Result<Vec<SaleLine>, BooksError> {
    let mut made = Vec::new();
    for line in lines {
        let id = core.new_id();
        let company = core.books.company(division).ok_or(BooksError::NotFound)?;
        let gl = company
            .gl_by_code(&line.gl_account)
            .ok_or(BooksError::NotFound)?;
        made.push(SaleLine {
            id,
            gl_account: Some(gl.id),
            amount: Money::from_decimal(line.amount),
            vat_code: line.vat_code,
            vat_amount: line.vat_amount.and_then(Money::from_decimal),
            description: line.description,
            ..SaleLine::default()
        });
    }
    Ok(made)
}
