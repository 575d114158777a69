//! Our side: what was invoiced, and what we believe of its booking.

use std::collections::BTreeMap;

use anyhow::Result;
use domain::{Invoice, InvoiceId, LedgerAccountId, LocationId, Money};
use jiff::civil::Date;
use office::invoices::{self, InvoiceQuery, InvoiceRow};
use office::{Actor, Office};

use super::Which;
use crate::lookup;

/// An invoice of ours, in the words of the other side.
#[derive(Clone, Debug)]
pub struct Ours {
    /// Its number; empty while it has none.
    pub number: String,
    /// Journal code.
    pub journal: String,
    /// Customer number.
    pub customer: String,
    /// Invoice date.
    pub date: Date,
    /// The state of its booking; `ready` where there is none.
    pub state: String,
    /// Net, VAT and total.
    pub totals: [Money; 3],
    /// Account, net and VAT of each line with an amount.
    pub lines: Vec<(String, Money, Money)>,
}

/// All invoices of a location within the dates.
pub(super) async fn read(
    office: &Office,
    actor: &Actor,
    location: LocationId,
    which: &Which,
) -> Result<Vec<Ours>> {
    let numbers = account_numbers(office, actor).await?;
    let mut query = InvoiceQuery {
        location: Some(location),
        from: Some(which.from),
        to: Some(which.to),
        ..InvoiceQuery::default()
    };
    let mut all = Vec::new();
    loop {
        let page = invoices::list(office, actor, &query).await?;
        let ids: Vec<InvoiceId> = page.rows.iter().map(|row| row.id).collect();
        let invoices = invoices::load_many(office, actor, &ids).await?;
        let by_id: BTreeMap<InvoiceId, &Invoice> = invoices.iter().map(|it| (it.id, it)).collect();
        all.extend(
            page.rows
                .iter()
                .filter_map(|row| Some(ours(row, by_id.get(&row.id)?, &numbers))),
        );
        query.after = page.next;
        if query.after.is_none() {
            return Ok(all);
        }
    }
}

fn ours(row: &InvoiceRow, invoice: &Invoice, numbers: &BTreeMap<LedgerAccountId, String>) -> Ours {
    let lines = invoice.printed.lines.iter().zip(&invoice.coding);
    let account = |id: Option<LedgerAccountId>| {
        id.and_then(|id| numbers.get(&id))
            .cloned()
            .unwrap_or_default()
    };
    Ours {
        number: row
            .number
            .as_ref()
            .map(|number| number.as_str().to_owned())
            .unwrap_or_default(),
        journal: row.journal_code.clone(),
        customer: row.customer_number.to_string(),
        date: row.issue_date,
        state: row
            .booking
            .as_ref()
            .map_or_else(|| "ready".to_owned(), |booking| booking.state.clone()),
        totals: [row.net, row.vat, row.total],
        lines: lines
            .filter_map(|(line, coding)| {
                Some((account(coding.ledger_account), line.net?, line.vat))
            })
            .collect(),
    }
}

async fn account_numbers(
    office: &Office,
    actor: &Actor,
) -> Result<BTreeMap<LedgerAccountId, String>> {
    let all = lookup::accounts(office, actor).await?;
    Ok(all
        .into_iter()
        .map(|account| (account.id, account.number.to_string()))
        .collect())
}
