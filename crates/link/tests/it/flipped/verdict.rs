//! What must hold at the end: every invoice as it should be, both books equal, the limits kept, nothing left over.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Money, RunId};
use exact_sandbox::{CallRecord, admin::EntryView};
use link::booking::state::BookingState;
use store::params;

use super::{
    month::{Fate, Planned},
    table::Expected,
};
use crate::shop::{DIVISION, Shop};

/// The most reads that the story takes under the defaults.
const READS: usize = 80;
/// What the story asks for twice: an entry that was lost on its way, and what first refuses a proposed key.
const AGAIN: usize = 2;

/// What was written until now.
pub(super) struct Seen(usize);

impl Seen {
    pub(super) fn of(shop: &Shop) -> Self {
        Self(shop.posts("/api/v1/"))
    }

    /// A press on what is booked already sends nothing.
    pub(super) fn nothing_more_was_written(&self, shop: &Shop) {
        // Whom Exact refuses is asked for once more by each press.
        let again = shop.posts("/api/v1/") - self.0;
        assert!(again <= 1, "{again} writes by a press with nothing to book");
    }
}

/// Every invoice has its fate, and both books are equal.
pub(super) async fn month(shop: &Shop, planned: &[Planned]) {
    let mut books: BTreeMap<String, Vec<EntryView>> = BTreeMap::new();
    for entry in shop.sandbox.books(DIVISION).unwrap().entries {
        let key = entry.your_ref.trim().to_lowercase();
        books.entry(key).or_default().push(entry);
    }
    for one in planned {
        let none = Vec::new();
        let entries = books.get(&one.reference().to_lowercase()).unwrap_or(&none);
        let state = shop.state(one.invoice.id).await;
        let what = format!("{}: {state:?}", one.reference());
        let because = |code: &str| Some(code.to_owned());
        match one.fate {
            Fate::Booked | Fate::Adopted => {
                assert_eq!(state, (BookingState::Booked, None), "{what}");
                assert_eq!(entries.len(), 1, "{what}");
                equal(one, &entries[0]);
                linked(shop, one, &entries[0]).await;
            }
            Fate::Conflict(code) => {
                assert_eq!(state, (BookingState::Conflict, because(code)), "{what}");
                assert_eq!(entries.len(), 1, "{what}");
            }
            Fate::Refused(code) => {
                assert_eq!(state, (BookingState::Refused, because(code)), "{what}");
                assert_eq!(entries.len(), 0, "{what}");
            }
        }
    }
}

/// To the cent, in total and line by line.
fn equal(one: &Planned, entry: &EntryView) {
    let printed = &one.invoice.printed;
    let cents = |text: &str| Money::from_decimal(text.parse().unwrap()).unwrap();
    assert_eq!(
        (cents(&entry.net), cents(&entry.vat), cents(&entry.total)),
        (printed.net, printed.vat_total, printed.total),
        "{}",
        one.reference()
    );
    let ours: Vec<(Money, Money)> = printed
        .lines
        .iter()
        .filter_map(|line| line.net.map(|net| (net, line.vat)))
        .collect();
    let theirs: Vec<(Money, Money)> = entry
        .lines
        .iter()
        .map(|line| (cents(&line.net), cents(&line.vat)))
        .collect();
    assert_eq!(ours, theirs, "{}", one.reference());
    assert_eq!(
        (entry.date, entry.customer_code.trim()),
        (
            printed.issue_date,
            one.invoice.customer.to_string().as_str()
        )
    );
    let kind = if printed.total.is_negative() { 21 } else { 20 };
    assert_eq!(entry.kind, kind);
    if one.fate == Fate::Booked {
        assert_eq!(entry.your_ref, one.reference());
        assert_eq!(entry.payment_reference, printed.payment_reference);
        assert_eq!(Some(entry.due_date), printed.due_date);
    }
}

/// What we keep of the entry is the entry.
async fn linked(shop: &Shop, one: &Planned, entry: &EntryView) {
    let booking = link::bookings::of_invoice(&shop.link, &shop.actor, one.invoice.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(booking.entry_id, Some(entry.id));
    assert_eq!(booking.entry_number, Some(i64::from(entry.number)));
}

/// Every run has ended, and each invoice of the month is a line of one of the first two.
pub(super) async fn runs(shop: &Shop, runs: &[RunId], planned: &[Planned]) {
    let mut lines = 0;
    for run in runs {
        let view = link::export::run(&shop.link, &shop.actor, *run, None)
            .await
            .unwrap();
        assert!(view.finished_at.is_some(), "{:?}", view.counts);
        let good = |item: &&link::export::RunItem| {
            item.subject == "invoice" && matches!(item.outcome.as_str(), "booked" | "adopted")
        };
        lines += view.items.rows.iter().filter(good).count();
    }
    let good = |one: &&Planned| matches!(one.fate, Fate::Booked | Fate::Adopted);
    assert_eq!(lines, planned.iter().filter(good).count());
    let mut tx = shop.link.office.db.read().await.unwrap();
    for sql in [
        "SELECT COUNT(*) FROM job",
        "SELECT COUNT(*) FROM export_run WHERE finished_at IS NULL",
        "SELECT COUNT(*) FROM run_item WHERE outcome IN ('waiting', 'unknown')",
        "SELECT COUNT(*) FROM booking WHERE state IN ('queued', 'sending', 'unknown')",
        "SELECT COUNT(*) FROM call_intent WHERE outcome IS NULL",
    ] {
        let left: i64 = tx.one(sql, params![]).await.unwrap();
        assert_eq!(left, 0, "{sql}");
    }
}

/// The budget is kept: no window is overrun, and each invoice costs one call.
pub(super) fn calls(shop: &Shop, planned: &[Planned], expected: Expected) {
    let switches = shop.sandbox.switches();
    let calls = shop.sandbox.calls();
    let counted: Vec<&CallRecord> = calls
        .iter()
        .filter(|call| call.division == Some(DIVISION))
        .collect();
    for (seconds, limit) in [(60, switches.minute_limit), (86_400, switches.day_limit)] {
        let mut windows: BTreeMap<i64, u32> = BTreeMap::new();
        for call in counted.iter().filter(|call| call.status != 429) {
            *windows.entry(call.time.as_second() / seconds).or_default() += 1;
        }
        assert!(windows.values().all(|used| *used <= limit), "{windows:?}");
    }
    let booked = planned
        .iter()
        .filter(|one| one.fate == Fate::Booked)
        .count();
    assert!(shop.posts("SalesEntries") <= booked + AGAIN);
    let days: BTreeSet<i64> = counted
        .iter()
        .filter(|call| call.method == "POST" && call.path.contains("SalesEntries"))
        .map(|call| call.time.as_second() / 86_400)
        .collect();
    let runs_out = matches!(expected, Expected::LaterDay(_));
    assert_eq!(days.len() > 1, runs_out, "bookings on days {days:?}");
    let reads = counted.iter().filter(|call| call.method == "GET").count();
    let most = match expected {
        Expected::Same => READS,
        Expected::MoreLooks(most) | Expected::LaterDay(most) => most,
    };
    assert!(reads <= most, "{reads} reads");
}

/// Nothing that counts as a mistake was made, nothing is blocked, and the link goes on.
pub(super) async fn nobody_is_locked_out(shop: &Shop) {
    let wrong: Vec<CallRecord> = shop
        .sandbox
        .calls()
        .into_iter()
        .filter(|call| matches!(call.status, 400 | 401 | 403 | 404))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let mut tx = shop.link.office.db.read().await.unwrap();
    let (connections, paused): (i64, i64) = tx
        .one(
            "SELECT (SELECT COUNT(*) FROM connection WHERE state = 'connected'), \
             (SELECT COUNT(*) FROM administration WHERE paused IS NOT NULL)",
            params![],
        )
        .await
        .unwrap();
    assert_eq!((connections, paused), (1, 0));
}
