//! Nothing is sent whose reference had been read in Exact before: the look before the sending saw it, or should have.

use exact_sandbox::CallRecord;
use jiff::Timestamp;
use link::Bounds;
use store::params;

use crate::{image::DIVISION, world::World};

/// Looks for intents that were opened though an entry typed by hand had been read in the same lane before.
pub(crate) async fn check(world: &World) {
    let calls = world.sandbox.calls();
    let books = world.sandbox.books(DIVISION).unwrap();
    for planned in &world.invoices {
        let opened = opened(world, planned.invoice.id.get()).await;
        for entry in &books.entries {
            let same = entry.your_ref.trim().to_lowercase() == planned.reference().to_lowercase();
            let Some(typed) = world.hand.typed_at(entry.id).filter(|_| same) else {
                continue;
            };
            if world.hand.edited.contains(&entry.id) {
                continue;
            }
            if let Some(known) = known_from(&calls, typed)
                && opened.iter().any(|opened| *opened >= known)
            {
                let what = format!("{} was sent, though it had been read", planned.reference());
                world.journal.find(what);
            }
        }
    }
}

async fn opened(world: &World, invoice: i64) -> Vec<Timestamp> {
    let mut tx = world.db.read().await.unwrap();
    tx.all(
        "SELECT c.opened_at FROM call_intent c JOIN booking b ON b.id = c.booking_id WHERE b.invoice_id = $1 \
         AND c.outcome <> 'adopted'",
        params![invoice],
    )
    .await
    .unwrap()
}

/// The moment from which on a lane knows what was typed then: it read the lines when they had to be visible, and
/// after them the journals, as it does before it looks.
fn known_from(calls: &[CallRecord], typed: Timestamp) -> Option<Timestamp> {
    let visible = typed.checked_add(Bounds::default().max_staleness).ok()?;
    let read = |path: &str, from: Timestamp| {
        let found = calls.iter().find(|call| {
            call.method == "GET"
                && call.path.contains(path)
                && call.status == 200
                && call.time >= from
        });
        found.map(|call| call.time)
    };
    // One microsecond later: under a clock that stands still a lane may open an intent and read in one moment.
    let lines = read("sync/Financial/TransactionLines", visible)?;
    read("financial/Journals", lines)?
        .checked_add(jiff::SignedDuration::from_micros(1))
        .ok()
}
