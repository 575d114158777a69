//! The unknown is resolved by looking, never by trying again (protocol, section 5).
//!
//! The first look is the delta of transaction lines, read after the bounds have passed. What is absent is looked for
//! a second time, `MAX_STALENESS` later, by the delta and by asking for the reference itself. Only then may the next
//! generation be sent.

use domain::{BookingId, CustomerId, InvoiceId};
use exact_api::{
    Code,
    endpoints::{ListAccounts, ListSalesEntries, ListTransactionLines, SalesEntry},
};
use jiff::Timestamp;
use store::{Params, Tx, params, transact};

use super::{
    BookingChange, Lane, LaneError,
    change::apply_all,
    customers,
    prelook::{Conclusion, conclude, standing_under, taken},
    runs,
    write::Detail,
};
use crate::{
    LinkError,
    booking::{intended::Intended, standing::reference_key, state::BookingState},
    mirror,
};

/// How many references one question names.
const REFERENCES_AT_ONCE: usize = 40;
/// The most pages of one question.
const MAX_PAGES: u32 = 20;

/// A booking whose outcome nobody knows.
struct Unknown {
    booking: BookingId,
    invoice: InvoiceId,
    looks: i64,
    meant: Intended,
}

/// Looks for everything that is due; the mirror was read at `refreshed` or later.
pub(super) async fn run(lane: &mut Lane<'_>, refreshed: Timestamp) -> Result<(), LaneError> {
    customers_run(lane, refreshed).await?;
    let due = due(lane, refreshed).await?;
    if due.is_empty() {
        return Ok(());
    }
    let second: Vec<String> = due
        .iter()
        .filter(|unknown| unknown.looks > 0)
        .map(|unknown| unknown.meant.reference.clone())
        .collect();
    ask(lane, &second).await?;
    let references: Vec<String> = due
        .iter()
        .map(|unknown| reference_key(&unknown.meant.reference))
        .collect();
    let (standing, taken) = {
        let mut tx = lane.link.office.db.read().await?;
        let standing = standing_under(&mut tx, lane.administration, &references).await?;
        let taken = taken(&mut tx, lane.administration, standing.values().flatten()).await?;
        (standing, taken)
    };
    let none = Vec::new();
    let changes: Vec<BookingChange> = due
        .iter()
        .map(|unknown| {
            let found = standing
                .get(&reference_key(&unknown.meant.reference))
                .unwrap_or(&none);
            let conclusion = conclude(&unknown.meant, found, (unknown.booking, &taken));
            step(lane, unknown, conclusion)
        })
        .collect();
    apply_all(lane, &changes).await
}

fn step(lane: &Lane<'_>, unknown: &Unknown, conclusion: Conclusion) -> BookingChange {
    let ids = (unknown.booking, unknown.invoice);
    let from = BookingState::Unknown;
    if let Some(change) = conclusion.change(ids, from) {
        // A second send may still turn up: it is looked at once more, later.
        let later = Some(lane.look_after(lane.now()));
        return if change.to == BookingState::Booked {
            change.look_at(later, 0)
        } else {
            change
        };
    }
    if unknown.looks == 0 {
        BookingChange::new(ids, from, from).look_at(Some(lane.look_again()), 1)
    } else {
        BookingChange::new(ids, from, BookingState::Queued)
    }
}

async fn due(lane: &Lane<'_>, refreshed: Timestamp) -> Result<Vec<Unknown>, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let rows: Vec<(i64, i64, i64, Option<String>)> = tx
        .all(
            "SELECT b.id, b.invoice_id, b.looks, (SELECT c.detail FROM call_intent c \
             WHERE c.id = (SELECT MAX(d.id) FROM call_intent d WHERE d.booking_id = b.id)) \
             FROM booking b WHERE b.administration_id = $1 AND b.state = 'unknown' AND b.look_after <= $2 \
             ORDER BY b.id",
            params![lane.administration.get(), refreshed],
        )
        .await?;
    let mut due = Vec::new();
    for (booking, invoice, looks, detail) in rows {
        let detail: Detail = serde_json::from_str(detail.as_deref().unwrap_or("{}"))
            .map_err(|error| LinkError::Store(error.into()))?;
        let meant = detail.meant.ok_or(LinkError::Stored { what: "intent" })?;
        due.push(Unknown {
            booking: BookingId::new(booking),
            invoice: InvoiceId::new(invoice),
            looks,
            meant,
        });
    }
    Ok(due)
}

/// Asks for the references themselves; the lines of what is found go to the mirror.
async fn ask(lane: &mut Lane<'_>, references: &[String]) -> Result<(), LaneError> {
    for chunk in references.chunks(REFERENCES_AT_ONCE) {
        let Ok(question) = ListSalesEntries::by_your_refs(chunk) else {
            continue;
        };
        let found: Vec<SalesEntry> = lane.read_all(question, MAX_PAGES).await?;
        let entries: Vec<uuid::Uuid> = found.iter().map(|entry| entry.entry_id).collect();
        for entries in entries.chunks(REFERENCES_AT_ONCE) {
            let Ok(question) = ListTransactionLines::by_entries(entries) else {
                continue;
            };
            let lines = lane.read_all(question, MAX_PAGES).await?;
            let id = lane.administration.get();
            let values: Vec<Params> = lines
                .iter()
                .filter_map(|line| mirror::lines::line(id, line, 0))
                .collect();
            transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
                lane.guard(tx).await?;
                mirror::lines::upsert(tx, values.clone()).await
            })?;
        }
    }
    Ok(())
}

/// Customers of which nobody knows whether they were made: found by the delta of relations, or by asking.
async fn customers_run(lane: &mut Lane<'_>, refreshed: Timestamp) -> Result<(), LaneError> {
    let rows = {
        let mut tx = lane.link.office.db.read().await?;
        customers::rows_unknown(&mut tx, lane.administration.get()).await?
    };
    let due: Vec<(i64, CustomerId, bool)> = rows
        .into_iter()
        .filter(|row| row.look_after(lane) <= refreshed)
        .map(|row| (row.intent, row.customer, row.looked))
        .collect();
    for (intent, customer, looked) in due {
        let code = code_of(lane, customer).await?;
        let mut found = is_there(lane, &code).await?;
        if !found && looked {
            let question = ListAccounts::by_codes(&[Code::new(&code)]);
            if let Ok(question) = question {
                let accounts = lane.read_all(question, 1).await?;
                found = keep_found(lane, accounts).await?;
            }
        }
        let outcome = match (found, looked) {
            (true, _) => "found",
            (false, false) => "absent_once",
            (false, true) => "absent",
        };
        transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
            lane.guard(tx).await?;
            tx.execute_one(
                "UPDATE call_intent SET outcome = $2, closed_at = $3 WHERE id = $1",
                params![intent, outcome, lane.now()],
            )
            .await?;
            if outcome != "absent_once" {
                runs::ask_again(lane, tx, customer).await?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

async fn code_of(lane: &Lane<'_>, customer: CustomerId) -> Result<String, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let number: i64 = tx
        .one(
            "SELECT number FROM customer WHERE id = $1",
            params![customer.get()],
        )
        .await?;
    Ok(number.to_string())
}

async fn is_there(lane: &Lane<'_>, code: &str) -> Result<bool, LaneError> {
    let mut tx = lane.link.office.db.read().await?;
    let found: i64 = tx
        .one(
            "SELECT COUNT(*) FROM exact_relation WHERE administration_id = $1 AND code = $2",
            params![lane.administration.get(), code],
        )
        .await?;
    Ok(found > 0)
}

async fn keep_found(
    lane: &Lane<'_>,
    accounts: Vec<exact_api::endpoints::Account>,
) -> Result<bool, LaneError> {
    let id = lane.administration.get();
    let values: Vec<Params> = accounts
        .iter()
        .map(|account| mirror::relation_params(id, account))
        .collect();
    if values.is_empty() {
        return Ok(false);
    }
    transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
        lane.guard(tx).await?;
        mirror::upsert_relations(tx, values.clone()).await
    })?;
    Ok(true)
}

/// When the next look is due, of bookings and customers; `None` when nothing waits for one.
pub(super) async fn next(lane: &Lane<'_>, tx: &mut Tx) -> Result<Option<Timestamp>, LinkError> {
    let booking: Option<Timestamp> = tx
        .one(
            "SELECT MIN(look_after) FROM booking WHERE administration_id = $1 \
             AND state IN ('unknown', 'booked', 'conflict') AND look_after IS NOT NULL",
            params![lane.administration.get()],
        )
        .await?;
    let customers = customers::rows_unknown(tx, lane.administration.get()).await?;
    let customer = customers.iter().map(|row| row.look_after(lane)).min();
    Ok(booking.into_iter().chain(customer).min())
}
