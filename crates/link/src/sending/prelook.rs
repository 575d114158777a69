//! What Exact already has under our references, from the mirrored transaction lines.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AdministrationId, BookingId, Place, Refusal};
use store::{Tx, transact};
use uuid::Uuid;

use super::{BookingChange, Lane, LaneError, apply, attempt::is_stale, recheck::Work, write};
use crate::{
    LinkError,
    booking::{
        equality::{Difference, Verdict, judge, words},
        intended::Intended,
        standing::{MirroredLine, Standing, assemble, reference_key},
        state::BookingState,
    },
    check::{
        mirrored::{AT_ONCE, filled_up},
        rows::LineRow,
    },
    reasons,
};

/// Everything that stands in the division under these references, by their key.
pub(crate) async fn standing_under(
    tx: &mut Tx,
    administration: AdministrationId,
    references: &[String],
) -> Result<BTreeMap<String, Vec<Standing>>, LinkError> {
    let mut lines: BTreeMap<String, Vec<MirroredLine>> = BTreeMap::new();
    for chunk in references.chunks(AT_ONCE) {
        let rows: Vec<LineRow> = tx
            .all(
                "SELECT l.entry_id, l.line_number, l.entry_number, l.kind, l.journal, l.relation, l.gl_account, \
                 l.entry_date, l.due_date, l.amount, l.vat_amount, l.vat_code, l.vat_kind, l.currency, l.status, \
                 h.reference_key FROM exact_line h JOIN exact_line l \
                 ON l.administration_id = h.administration_id AND l.entry_id = h.entry_id \
                 WHERE h.administration_id = $1 AND h.line_number = 0 AND h.reference_key IN ( \
                 $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
                 $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
                 $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
                filled_up(administration.get(), chunk),
            )
            .await?;
        for row in rows {
            lines.entry(row.reference).or_default().push(row.line);
        }
    }
    Ok(lines
        .into_iter()
        .map(|(key, lines)| (key, assemble(&lines)))
        .collect())
}

/// Which of these entries belong to bookings of ours already: one entry belongs to at most one.
pub(crate) async fn taken<'a>(
    tx: &mut Tx,
    administration: AdministrationId,
    standing: impl IntoIterator<Item = &'a Standing>,
) -> Result<BTreeMap<Uuid, BookingId>, LinkError> {
    let entries: Vec<String> = standing
        .into_iter()
        .map(|entry| entry.entry_id.to_string())
        .collect();
    let mut taken = BTreeMap::new();
    for chunk in entries.chunks(AT_ONCE) {
        let rows: Vec<(Uuid, i64)> = tx
            .all(
                "SELECT entry_id, id FROM booking WHERE administration_id = $1 AND entry_id IN ( \
                 $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
                 $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
                 $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
                filled_up(administration.get(), chunk),
            )
            .await?;
        let rows = rows.into_iter();
        taken.extend(rows.map(|(entry, booking)| (entry, BookingId::new(booking))));
    }
    Ok(taken)
}

/// What the look found.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// Nothing stands under their references: they may be sent.
    pub(super) absent: Vec<Work>,
    /// Whether something stands under the reference of one that was coded anew since it was checked: it stays queued, to
    /// be checked and looked for again.
    pub(super) stale: bool,
}

/// Looks for every queued booking: absent stays in the work; equal is adopted; different is a conflict.
pub(super) async fn run(lane: &Lane<'_>, works: Vec<Work>) -> Result<Looked, LaneError> {
    let references: Vec<String> = works
        .iter()
        .map(|work| reference_key(&work.intended.reference))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    // Read in a snapshot: only this lane writes what is read here. What changes is written by compare-and-swap.
    let (standing, taken) = {
        let mut tx = lane.link.office.db.read().await?;
        let standing = standing_under(&mut tx, lane.administration, &references).await?;
        let taken = taken(&mut tx, lane.administration, standing.values().flatten()).await?;
        (standing, taken)
    };
    let (mut looked, mut found) = (Looked::default(), Vec::new());
    let none = Vec::new();
    for work in works {
        let under = standing
            .get(&reference_key(&work.intended.reference))
            .unwrap_or(&none);
        let conclusion = conclude(&work.intended, under, (work.booking, &taken));
        let ids = (work.booking, work.invoice);
        match conclusion.change(ids, BookingState::Queued) {
            Some(change) => found.push((work, change.shown_as_adopted())),
            None => looked.absent.push(work),
        }
    }
    for batch in found.chunks(lane.link.settings.limits.written_at_once.max(1)) {
        looked.stale |= conclude_all(lane, batch).await?;
    }
    Ok(looked)
}

/// Writes what was concluded; true when one of them was coded anew since it was checked, which stays as it was.
async fn conclude_all(lane: &Lane<'_>, batch: &[(Work, BookingChange)]) -> Result<bool, LaneError> {
    let stale = transact!(lane.link.office.db, |tx| -> Result<bool, LinkError> {
        lane.guard(tx).await?;
        let mut stale = false;
        for (work, change) in batch {
            if is_stale(tx, work).await? {
                stale = true;
                continue;
            }
            let adopted = change.to == BookingState::Booked;
            if apply(lane.link, tx, change).await? && adopted {
                write::adopted(lane, tx, work.booking, &work.intended).await?;
            }
        }
        Ok(stale)
    })?;
    Ok(stale)
}

/// What is to be done after a look.
#[derive(Debug)]
pub(crate) enum Conclusion {
    /// Nothing stands there.
    Absent,
    /// It is ours.
    Adopt(Box<Standing>),
    /// Something stands there that is not what we meant; `entry` when it is to be linked all the same.
    Conflict(Refusal, Option<(Uuid, i64)>),
}

/// Concludes from what stands under the reference.
pub(crate) fn conclude(
    intended: &Intended,
    found: &[Standing],
    (booking, taken): (BookingId, &BTreeMap<Uuid, BookingId>),
) -> Conclusion {
    let refusal =
        |code: &'static str| Refusal::new(code, Place::Nowhere).with("number", &intended.reference);
    match judge(intended, found) {
        Verdict::Absent => Conclusion::Absent,
        Verdict::Equal(entry) => match taken.get(&entry.entry_id) {
            Some(other) if *other != booking => Conclusion::Conflict(
                refusal(reasons::ENTRY_TAKEN).with("entry_number", entry.entry_number),
                None,
            ),
            _ => Conclusion::Adopt(entry),
        },
        Verdict::Different(entry, differences) => Conclusion::Conflict(
            differing(refusal(reasons::ENTRY_DIFFERS), &entry, &differences),
            None,
        ),
        Verdict::OtherJournal(entry) => Conclusion::Conflict(
            refusal(reasons::REFERENCE_IN_OTHER_JOURNAL)
                .with("journal", &entry.journal)
                .with("entry_number", entry.entry_number),
            None,
        ),
        Verdict::Double(_) => Conclusion::Conflict(
            booked_twice(&intended.reference, &intended.journal, found),
            None,
        ),
    }
}

/// More than one entry of the journal bears the reference; tells the number of each.
pub(crate) fn booked_twice(reference: &str, journal: &str, found: &[Standing]) -> Refusal {
    let mut numbers: Vec<i64> = found
        .iter()
        .filter(|entry| entry.journal == journal)
        .map(|entry| entry.entry_number)
        .collect();
    numbers.sort_unstable();
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    Refusal::new(reasons::BOOKED_TWICE, Place::Nowhere)
        .with("number", reference)
        .with("entries", numbers.join(", "))
}

/// The parameters that tell both sides.
pub(crate) fn differing(refusal: Refusal, entry: &Standing, differences: &[Difference]) -> Refusal {
    let refusal = refusal
        .with("entry_number", entry.entry_number)
        .with("differences", words(differences));
    differences
        .iter()
        .fold(refusal, |refusal, difference| match difference {
            Difference::Total { ours, theirs } => {
                refusal.with("total", ours).with("exact_total", theirs)
            }
            Difference::Date { ours, theirs } => {
                refusal.with("date", ours).with("exact_date", theirs)
            }
            _ => refusal,
        })
}

impl Conclusion {
    /// The step that follows; `None` when nothing stands there.
    pub(crate) fn change(
        self,
        ids: (BookingId, domain::InvoiceId),
        from: BookingState,
    ) -> Option<BookingChange> {
        match self {
            Self::Absent => None,
            Self::Adopt(entry) => Some(
                BookingChange::new(ids, from, BookingState::Booked)
                    .linked_to(entry.entry_id, entry.entry_number),
            ),
            Self::Conflict(refusal, entry) => {
                let mut change =
                    BookingChange::new(ids, from, BookingState::Conflict).because(refusal);
                change.entry = entry;
                Some(change)
            }
        }
    }
}

impl BookingChange {
    /// A booking that was found before it was sent shows as adopted.
    fn shown_as_adopted(self) -> Self {
        if self.to == BookingState::Booked {
            self.shown_as("adopted")
        } else {
            self
        }
    }
}
