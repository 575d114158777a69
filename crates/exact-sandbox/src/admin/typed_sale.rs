//! Sales entries that a bookkeeper types in or changes by hand.

use uuid::Uuid;

use super::deeds::Meant;
use super::orders::{Order, OrderLine};
use crate::books::{BooksError, Deed, SaleDraft, SaleLine};
use crate::money::Money;
use crate::state::Core;

/// The deed of an order about a sales entry.
pub(super) fn sale(core: &mut Core, division: i32, order: Order, id: Uuid) -> Meant {
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
            let mut draft = known.as_entered();
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
