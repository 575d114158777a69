//! What an order means for the books: codes become keys.

use uuid::Uuid;

use super::orders::{Order, Party};
use super::typed_money::money;
use super::typed_sale::sale;
use crate::books::{
    Account, BooksError, Company, Deed, GlAccount, InvoiceDeed, Journal, List, Printing, Record,
    Shelf, Status, gl_type, journal_type,
};
use crate::state::Core;

/// A deed, and the key of what it makes or changes.
pub(super) type Meant = Result<(Deed, Option<Uuid>), BooksError>;

/// The deed that an order means, and the key of what it makes or changes.
pub(super) fn deed(core: &mut Core, division: i32, order: Order, id: Uuid) -> Meant {
    if matches!(order, Order::EnterSale { .. } | Order::EditEntry { .. }) {
        return sale(core, division, order, id);
    }
    if let Some(meant) = money(core, division, &order, id) {
        return meant;
    }
    let company = core.books.company(division).ok_or(BooksError::NotFound)?;
    let deed = match order {
        Order::DeleteEntry { entry } if company.postings.get(entry).is_some() => {
            Deed::DeletePosting(entry)
        }
        Order::DeleteEntry { entry } => Deed::DeleteSale(entry),
        Order::DeleteInvoice { invoice } => Deed::Invoice(InvoiceDeed::Delete(invoice)),
        Order::PrintInvoice { invoice, date } => {
            let printing = Printing {
                invoice,
                date,
                ..Printing::default()
            };
            let made = Some(printing.entry());
            return Ok((Deed::Invoice(InvoiceDeed::Print(Box::new(printing))), made));
        }
        Order::ProcessEntries { entries, journal } => {
            Deed::Process(open_entries(company, entries, journal)?)
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
        other => return master_data(company, other, id),
    };
    Ok((deed, None))
}

/// Orders about journals, ledger accounts and relations.
fn master_data(company: &Company, order: Order, id: Uuid) -> Meant {
    let deed = match order {
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
            let account = company.gl_by_code(&code).ok_or(BooksError::NotFound)?;
            Deed::DeleteGlAccount(account.id)
        }
        other => return relation(company, other, id),
    };
    Ok((deed, None))
}

fn open_entries(
    company: &Company,
    mut entries: Vec<Uuid>,
    journal: Option<String>,
) -> Result<Vec<Uuid>, BooksError> {
    if let Some(journal) = journal {
        let journal = company.journal(&journal).ok_or(BooksError::NotFound)?;
        let open = Shelf::of(List::Entries, (&*journal.code, Status::Open));
        let sales = company.entries.listed(open, None);
        entries.extend(sales.map(Record::id));
        entries.extend(company.postings.listed(open, None).map(Record::id));
    }
    Ok(entries)
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
        journal_type::BANK | journal_type::PAYMENT_SERVICE => gl_type::BANK,
        journal_type::CASH => gl_type::CASH,
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
fn relation(company: &Company, order: Order, id: Uuid) -> Meant {
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

fn block_gl(company: &Company, code: &str, blocked: bool) -> Meant {
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
