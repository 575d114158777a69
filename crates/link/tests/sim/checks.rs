//! What must hold: at every moment, and when everything has settled.

use std::collections::BTreeMap;

use exact_sandbox::admin::EntryView;
use store::{params, transact};
use uuid::Uuid;

use crate::{
    amounts,
    image::DIVISION,
    invoices::{Dirt, Planned},
    known,
    mode::Mode,
    world::World,
};

/// A booking as it is stored.
pub(crate) struct Booked {
    pub(crate) state: String,
    pub(crate) entry: Option<Uuid>,
    pub(crate) reason: Option<String>,
}

async fn bookings(world: &World) -> BTreeMap<i64, Booked> {
    let mut tx = world.db.read().await.unwrap();
    let rows: Vec<(i64, String, Option<Uuid>, Option<String>)> = tx
        .all(
            "SELECT invoice_id, state, entry_id, refusal FROM booking",
            params![],
        )
        .await
        .unwrap();
    rows.into_iter()
        .map(|(invoice, state, entry, refusal)| {
            let reason = refusal.and_then(|text| {
                let refusal: serde_json::Value = serde_json::from_str(&text).unwrap();
                refusal["code"].as_str().map(str::to_owned)
            });
            (
                invoice,
                Booked {
                    state,
                    entry,
                    reason,
                },
            )
        })
        .collect()
}

/// The entries that stand in Exact, by reference in lower case.
fn standing(world: &World) -> BTreeMap<String, Vec<EntryView>> {
    let mut standing: BTreeMap<String, Vec<EntryView>> = BTreeMap::new();
    for entry in world.sandbox.books(DIVISION).unwrap().entries {
        let key = entry.your_ref.trim().to_lowercase();
        standing.entry(key).or_default().push(entry);
    }
    standing
}

fn ours<'a>(world: &World, entries: &'a [EntryView]) -> Vec<&'a EntryView> {
    entries
        .iter()
        .filter(|entry| world.hand.is_ours(entry.id))
        .collect()
}

/// What holds at every moment, whatever is under way.
pub(crate) async fn always(world: &World) {
    let bookings = bookings(world).await;
    let standing = standing(world);
    for planned in &world.invoices {
        let reference = planned.reference();
        let none = Vec::new();
        let found = standing.get(&reference.to_lowercase()).unwrap_or(&none);
        let ours = ours(world, found);
        let stands = ours.len();
        let Some(booked) = bookings.get(&planned.invoice.id.get()) else {
            if stands > 0 {
                let what = format!("{reference} stands in Exact without a booking");
                world.journal.find(what);
            }
            continue;
        };
        let state = booked.state.as_str();
        if world.mode == Mode::Inside && stands > 1 {
            let what = format!("{reference} was booked {stands} times ({state})");
            world.journal.find(what);
        }
        // Beyond the bounds a late request of an earlier generation may stand beside any state.
        if world.mode == Mode::Inside
            && matches!(state, "ready" | "refused" | "parked" | "queued")
            && stands > 0
        {
            let what = format!("{reference} is {state} and stands in Exact");
            world.journal.find(what);
        }
        if state == "booked" {
            let there = found.iter().any(|entry| Some(entry.id) == booked.entry);
            let gone = booked
                .entry
                .is_some_and(|entry| world.hand.deleted.contains_key(&entry));
            if !there && !gone {
                let what = format!("{reference} is booked, and its entry does not stand in Exact");
                world.journal.find(what);
            }
        }
    }
}

/// What holds when the weather is calm, everything is mended and nothing is left to do.
pub(crate) async fn at_the_end(world: &World) {
    always(world).await;
    let bookings = bookings(world).await;
    let standing = standing(world);
    for planned in &world.invoices {
        let none = Vec::new();
        let key = planned.reference().to_lowercase();
        let entries = standing.get(&key).unwrap_or(&none);
        match bookings.get(&planned.invoice.id.get()) {
            Some(booked) => one(world, planned, booked, entries),
            None => without(world, planned),
        }
    }
    // It compares instants that nodes stored with Exact's own.
    if !world.sets_clocks() {
        known::check(world).await;
    }
    let conflicts = bookings
        .iter()
        .filter(|(_, booked)| booked.state == "conflict")
        .map(|(invoice, _)| *invoice)
        .collect();
    let entries = standing.into_values().flatten().collect();
    amounts::check(world, entries, &conflicts).await;
    machinery(world).await;
}

fn without(world: &World, planned: &Planned) {
    if planned.dirt.is_none() {
        let what = format!("{} was never taken up", planned.reference());
        world.journal.find(what);
    }
}

fn one(world: &World, planned: &Planned, booked: &Booked, entries: &[EntryView]) {
    let reference = planned.reference();
    let find = |what: &str| {
        let reason = booked.reason.as_deref().unwrap_or_default();
        world
            .journal
            .find(format!("{reference} ({} {reason}): {what}", booked.state));
    };
    let mended = planned.dirt == Some(Dirt::NoAddress) && world.hand.mended;
    let here: Vec<&EntryView> = entries
        .iter()
        .filter(|entry| entry.journal == planned.journal)
        .collect();
    if here.len() > 1 && !reference.is_empty() {
        world.journal.double();
        // Two that people typed of an invoice that we refuse are theirs alone.
        if booked.state != "conflict" && booked.state != "refused" {
            find("a double that is not shown");
        }
    }
    let told_twice = booked.reason.as_deref() == Some("booked-twice");
    if world.mode == Mode::Inside && told_twice && here.len() < 2 {
        find("a double that was mended has not come to rest");
    }
    match booked.state.as_str() {
        "booked" => {
            let edited = booked
                .entry
                .is_some_and(|entry| world.hand.edited.contains(&entry));
            let gone = !entries.iter().any(|entry| Some(entry.id) == booked.entry);
            if gone {
                find("what it is linked to was deleted, and that is not shown");
            }
            if edited && !gone && !amounts::equal(planned, entries, booked.entry) {
                find("what it is linked to was changed, and that is not shown");
            }
            if planned.dirt.is_some() && !mended {
                find("a dirty invoice is booked");
            }
        }
        "conflict" if world.hand.has_touched(reference) => {}
        "conflict" if world.mode == Mode::Beyond && here.len() > 1 => {}
        // Reads older than the bound did not show it, and so it was told; it is not a double.
        "conflict" if world.mode == Mode::Beyond && booked.reason.as_deref() == Some(ABSENT) => {}
        "conflict" => find("nobody gave a reason for a conflict"),
        "refused" if planned.dirt.is_some() && !mended => {
            let reason = booked.reason.as_deref().unwrap_or_default();
            if reason.starts_with("exact-") {
                find("a dirty invoice was sent to Exact");
            }
        }
        // An entry of another hand may make a customer's number somebody else's; nothing else may refuse.
        _ => find("it could be booked, and is not"),
    }
}

/// The reason of an entry that does not stand in Exact as it was booked, or not at all.
const ABSENT: &str = "changed-in-exact";

/// Jobs, runs, intents, audit, calls.
async fn machinery(world: &World) {
    let counts = transact!(world.db, |tx| -> Result<
        Vec<(String, i64)>,
        store::StoreError,
    > {
        let mut counts = Vec::new();
        for (what, sql) in COUNTS {
            counts.push(((*what).to_owned(), tx.one(sql, params![]).await?));
        }
        Ok(counts)
    })
    .unwrap();
    for (what, count) in counts {
        if count != 0 {
            world.journal.find(format!("{count} {what}"));
        }
    }
    let limit = world.sandbox.switches().minute_limit;
    let mut minutes: BTreeMap<i64, u32> = BTreeMap::new();
    let mut refused: u32 = 0;
    for call in world.sandbox.calls() {
        if call.status == 429 {
            refused += 1;
        } else if call.division == Some(DIVISION) && call.status != 401 {
            // Exact does not count a call whose token it does not know.
            *minutes
                .entry(call.time.as_second().div_euclid(60))
                .or_default() += 1;
        }
    }
    let most = minutes.values().max().copied().unwrap_or_default();
    if most > limit {
        let what = format!("{most} calls in a minute, {limit} are allowed");
        world.journal.find(what);
    }
    // A node that has just begun, or took over, does not know yet what the other one has used: it hears it once.
    let takeovers = u32::try_from(world.journal.told().acts).unwrap();
    if refused > takeovers {
        let what = format!("{refused} calls were over the limit");
        world.journal.find(what);
    }
}

/// What must not be left.
const COUNTS: &[(&str, &str)] = &[
    ("jobs are left", "SELECT COUNT(*) FROM job"),
    (
        "runs have not ended",
        "SELECT COUNT(*) FROM export_run WHERE finished_at IS NULL",
    ),
    (
        "items of runs wait",
        "SELECT COUNT(*) FROM run_item WHERE outcome IN ('waiting', 'unknown')",
    ),
    (
        "bookings are under way",
        "SELECT COUNT(*) FROM booking WHERE state IN ('queued', 'sending', 'unknown')",
    ),
    (
        "intents are open",
        "SELECT COUNT(*) FROM call_intent WHERE outcome IS NULL",
    ),
    (
        "customers are looked for",
        "SELECT COUNT(*) FROM call_intent WHERE kind = 'create_customer' AND outcome IN ('unknown', 'absent_once')",
    ),
    (
        "bookings whose state is not in the audit",
        "SELECT COUNT(*) FROM booking b WHERE NOT EXISTS (SELECT 1 FROM audit a \
         WHERE a.subject_kind = 'booking' AND a.subject_id = CAST(b.id AS TEXT) AND a.verb = b.state)",
    ),
    (
        "entries belong to two bookings",
        "SELECT COUNT(*) FROM (SELECT entry_id FROM booking WHERE entry_id IS NOT NULL \
         GROUP BY administration_id, entry_id HAVING COUNT(*) > 1) AS twice",
    ),
];
