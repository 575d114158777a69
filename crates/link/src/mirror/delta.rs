//! Where a delta is read from: below everything that may not have been seen yet.
//!
//! Row versions grow with every change, but rows become visible within `MAX_STALENESS` and in any order. Whoever asks
//! only for what is newer than the newest he saw passes over what became visible behind his back. So the cursor is what
//! has *certainly* been seen: it follows the newest once a reading has begun `MAX_STALENESS` after that one was seen.
//! What lies between is read again; that it is told again changes nothing.

use std::time::Duration;

use exact_api::Rowversion;
use jiff::Timestamp;
use store::{Tx, params, transact};

use crate::{
    LinkError,
    lane::{Lane, LaneError},
};

/// Rows that were changed so long ago are visible, whatever zone Exact tells its times in: a first reading of a large
/// administration is not repeated.
const SETTLED: Duration = Duration::from_hours(24);

/// Which delta.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delta {
    /// Relations.
    Accounts,
    /// Ledger accounts.
    Ledger,
    /// Transaction lines.
    Lines,
    /// What no longer exists.
    Deleted,
}

impl Delta {
    const fn word(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Ledger => "ledger",
            Self::Lines => "lines",
            Self::Deleted => "deleted",
        }
    }

    const fn cursor(self) -> &'static str {
        match self {
            Self::Accounts => "SELECT accounts_cursor FROM administration WHERE id = $1",
            Self::Ledger => "SELECT ledger_cursor FROM administration WHERE id = $1",
            Self::Lines => "SELECT lines_cursor FROM administration WHERE id = $1",
            Self::Deleted => "SELECT deleted_cursor FROM administration WHERE id = $1",
        }
    }

    const fn move_cursor(self) -> &'static str {
        match self {
            Self::Accounts => "UPDATE administration SET accounts_cursor = $2 WHERE id = $1",
            Self::Ledger => "UPDATE administration SET ledger_cursor = $2 WHERE id = $1",
            Self::Lines => "UPDATE administration SET lines_cursor = $2 WHERE id = $1",
            Self::Deleted => "UPDATE administration SET deleted_cursor = $2 WHERE id = $1",
        }
    }
}

/// One reading of a delta, from its first page to its last.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    delta: Delta,
    place: Place,
}

impl Reading {
    /// Begins where the last one was certain.
    pub(super) async fn begin(lane: &Lane<'_>, delta: Delta) -> Result<Self, LinkError> {
        let id = lane.administration.get();
        let mut tx = lane.link.office.db.read().await?;
        let cursor: i64 = tx.one(delta.cursor(), params![id]).await?;
        let mark: Option<(i64, Timestamp)> = tx
            .optional(
                "SELECT version, seen_at FROM delta_mark WHERE administration_id = $1 AND delta = $2",
                params![id, delta.word()],
            )
            .await?;
        let staleness = lane.link.settings.bounds.max_staleness;
        let mark = mark.map(|(version, at)| Mark { version, at });
        Ok(Self {
            delta,
            place: Place::new(cursor, mark, (lane.now(), staleness)),
        })
    }

    /// What to ask for.
    pub(super) const fn after(&self) -> Rowversion {
        Rowversion::new(self.place.cursor)
    }

    /// Takes note of the row versions of a page and of when their rows were changed, in their order.
    pub(super) fn see(&mut self, rows: impl Iterator<Item = (Rowversion, Option<Timestamp>)>) {
        for (version, changed) in rows {
            self.place.see(version.get(), changed);
        }
    }

    /// Moves the cursor with the transaction that stores what was seen.
    pub(super) async fn store(&self, lane: &Lane<'_>, tx: &mut Tx) -> Result<(), LinkError> {
        let values = params![lane.administration.get(), self.place.cursor];
        Ok(tx.execute_one(self.delta.move_cursor(), values).await?)
    }

    /// The last page has been stored.
    pub(super) async fn end(mut self, lane: &Lane<'_>) -> Result<(), LaneError> {
        if !self.place.end(lane.now()) {
            return Ok(());
        }
        let (id, word) = (lane.administration.get(), self.delta.word());
        transact!(lane.link.office.db, |tx| -> Result<(), LinkError> {
            lane.guard(tx).await?;
            self.store(lane, tx).await?;
            match &self.place.mark {
                Some(mark) => tx
                    .execute(
                        "INSERT INTO delta_mark (administration_id, delta, version, seen_at) VALUES ($1, $2, $3, $4) \
                         ON CONFLICT (administration_id, delta) DO UPDATE SET version = excluded.version, \
                         seen_at = excluded.seen_at",
                        params![id, word, mark.version, mark.at],
                    )
                    .await?,
                None => tx
                    .execute(
                        "DELETE FROM delta_mark WHERE administration_id = $1 AND delta = $2",
                        params![id, word],
                    )
                    .await?,
            };
            Ok(())
        })?;
        Ok(())
    }
}

/// The newest row version that had been seen at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    version: i64,
    at: Timestamp,
}

/// Where a reading is. Pure.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// Everything up to here has been seen.
    cursor: i64,
    /// Everything up to here will have been seen when this reading has come so far; nothing more than the cursor while
    /// the mark is too young.
    sure: i64,
    mark: Option<Mark>,
    /// Whether the mark is old enough to be believed, or there is none.
    is_due: bool,
    /// Whether every row so far was changed long ago: one that was not may hide others, whatever comes after it.
    all_settled: bool,
    highest: i64,
    began: Timestamp,
}

impl Place {
    fn new(cursor: i64, mark: Option<Mark>, (began, staleness): (Timestamp, Duration)) -> Self {
        let is_due = mark.is_none_or(|mark| {
            let visible = mark.at.checked_add(staleness);
            visible.is_ok_and(|visible| visible <= began)
        });
        let sure = mark.filter(|_| is_due).map_or(cursor, |mark| mark.version);
        Self {
            cursor,
            sure: sure.max(cursor),
            mark,
            is_due,
            all_settled: true,
            highest: cursor,
            began,
        }
    }

    fn see(&mut self, version: i64, changed: Option<Timestamp>) {
        self.highest = self.highest.max(version);
        let settled = changed
            .and_then(|changed| changed.checked_add(SETTLED).ok())
            .is_some_and(|settled| settled <= self.began);
        self.all_settled &= settled;
        let seen = if self.all_settled {
            version
        } else {
            version.min(self.sure)
        };
        self.cursor = self.cursor.max(seen);
    }

    /// Whether something is to be stored.
    fn end(&mut self, now: Timestamp) -> bool {
        if !self.is_due {
            return false;
        }
        let before = (self.cursor, self.mark);
        self.cursor = self.cursor.max(self.sure);
        self.mark = (self.highest > self.cursor).then_some(Mark {
            version: self.highest,
            at: now,
        });
        before != (self.cursor, self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STALENESS: Duration = Duration::from_secs(60);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + second).unwrap()
    }

    /// Reads these versions from a place; gives back cursor and mark.
    fn read(
        (cursor, mark): (i64, Option<Mark>),
        second: i64,
        versions: &[i64],
    ) -> (i64, Option<Mark>) {
        let mut place = Place::new(cursor, mark, (at(second), STALENESS));
        for version in versions {
            assert!(*version > cursor, "it was asked for what is newer");
            place.see(*version, Some(at(second)));
        }
        place.end(at(second));
        (place.cursor, place.mark)
    }

    #[test]
    fn what_was_overtaken_within_the_bound_is_told_again() {
        let first = read((10, None), 0, &[12, 15]);
        assert_eq!(first.0, 10);
        // Half a minute later 13 is visible; 15 is not believed yet.
        let second = read(first, 30, &[12, 13, 15, 20]);
        assert_eq!(second, first);
        let third = read(second, 60, &[12, 13, 14, 15, 20]);
        assert_eq!(third.0, 15);
        let fourth = read(third, 120, &[20]);
        assert_eq!(fourth, (20, None));
        assert_eq!(read(fourth, 121, &[]), (20, None));
    }

    #[test]
    fn what_is_old_is_not_read_again() {
        let mut place = Place::new(0, None, (at(0), STALENESS));
        let day_before = at(-86_400);
        for version in 1..=5 {
            place.see(version, Some(day_before));
        }
        place.see(6, Some(at(-5)));
        place.see(7, None);
        place.see(8, Some(day_before));
        assert_eq!(place.cursor, 5, "6 may hide what is below 8");
        assert!(place.end(at(3)));
        let seen = Mark {
            version: 8,
            at: at(3),
        };
        assert_eq!((place.cursor, place.mark), (5, Some(seen)));
    }

    #[test]
    fn a_reading_that_breaks_off_is_sure_of_what_it_read_only() {
        let mark = Mark {
            version: 20,
            at: at(0),
        };
        let mut place = Place::new(10, Some(mark), (at(60), STALENESS));
        place.see(15, Some(at(0)));
        assert_eq!(place.cursor, 15);
        place.see(25, Some(at(59)));
        assert_eq!(place.cursor, 20);
    }
}
