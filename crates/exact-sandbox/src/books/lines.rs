//! The lines of the general ledger, millions of them in large books. Those of an entry are kept together, packed, and
//! what they can be found by is kept once per entry: nearly all of it is the same for all its lines. Whoever asks gets
//! lines that are unpacked for him.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::balance::{BalanceKey, Balances};
use super::index::{Finder, Index, Slot};
use super::pack::Pack;
use super::shelf::{Shelves, Sum, SumKey, Total};
use super::table::Record;
use super::transaction::TransactionLine;

/// Where the lines of an entry lie in [`Lines::packs`].
type Seat = u32;

/// All ledger lines of a company.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    packs: Vec<Pack<TransactionLine>>,
    free: Vec<Seat>,
    entries: BTreeMap<Uuid, Seat>,
    /// By keys as numbers, which are compared faster.
    ids: BTreeMap<u128, Seat>,
    /// The first of the row versions that follow each other within an entry.
    runs: BTreeMap<u64, Seat>,
    modified: BTreeSet<(Timestamp, Seat)>,
    found: Finder<Seat>,
    shelves: Shelves,
    balances: Balances,
}

/// Everything that leads to the lines of one entry; sorted, each once.
#[derive(Default)]
struct Ways {
    ids: Vec<Uuid>,
    runs: Vec<u64>,
    modified: Vec<Timestamp>,
    values: Vec<(Index, Slot)>,
}

impl Ways {
    fn to(lines: &[TransactionLine]) -> Ways {
        let mut versions: Vec<u64> = lines.iter().map(|line| line.stamp.version).collect();
        versions.sort_unstable();
        let before = std::iter::once(None).chain(versions.iter().map(|it| Some(*it)));
        let pairs = versions.iter().zip(before);
        let first = pairs.filter(|(version, before)| before.is_none_or(|it| it + 1 != **version));
        // Neighbours have nearly all values in common.
        let (mut values, mut last) = (Vec::new(), Vec::new());
        for line in lines {
            let keys = line.keys();
            values.extend(keys.iter().filter(|key| !last.contains(*key)));
            last = keys;
        }
        Ways {
            ids: sorted(lines.iter().map(|line| line.id)),
            runs: first.map(|(version, _)| *version).collect(),
            modified: sorted(lines.iter().map(|line| line.stamp.modified)),
            values: sorted(values.into_iter()),
        }
    }
}

/// The values in their order, each once.
fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The values that are not among the others, which are sorted.
fn without<'a, T: Ord>(values: &'a [T], others: &'a [T]) -> impl Iterator<Item = &'a T> {
    let apart = |value: &&T| others.binary_search(*value).is_err();
    values.iter().filter(apart)
}

impl Lines {
    /// Changes the lines of an entry, whichever it has. A line whose key another entry's line has takes its place.
    pub(super) fn change(&mut self, entry: Uuid, edit: impl FnOnce(&mut Vec<TransactionLine>)) {
        let packed = self.entries.get(&entry).and_then(|seat| self.pack(*seat));
        // Lines that cannot be read stay as they are: what is written back would lack them for good.
        let Some(mut lines) = packed.map_or(Some(Vec::new()), Pack::whole) else {
            return;
        };
        let before = Ways::to(&lines);
        for line in &lines {
            self.shelves.remove(line.id, Vec::new(), line.sums());
            self.balances.remove(line);
        }
        edit(&mut lines);
        lines.sort_by_key(|line| (line.number, line.id));
        let after = Ways::to(&lines);
        for line in &lines {
            self.shelves.put(line.id, Vec::new(), line.sums());
            self.balances.put(line);
        }
        let seat = match self.entries.get(&entry) {
            Some(seat) => *seat,
            None if lines.is_empty() => return,
            None => self.new_seat(entry),
        };
        self.close(seat, &before, &after);
        self.open(seat, &before, &after);
        if lines.is_empty() {
            self.entries.remove(&entry);
            self.free.push(seat);
        }
        if let Some(pack) = self.pack_mut(seat) {
            *pack = Pack::of(&lines);
        }
    }

    /// Adds lines of one entry, or replaces those with their keys.
    pub(super) fn put_all(&mut self, lines: Vec<TransactionLine>) {
        let Some(entry) = lines.first().map(|line| line.entry) else {
            return;
        };
        self.change(entry, |known| {
            let all = known.drain(..).chain(lines).map(|line| (line.id, line));
            let all: BTreeMap<Uuid, TransactionLine> = all.collect();
            known.extend(all.into_values());
        });
    }

    /// Takes a line out.
    pub(super) fn remove(&mut self, id: Uuid) {
        if let Some(line) = self.get(id) {
            self.change(line.entry, |lines| lines.retain(|line| line.id != id));
        }
    }

    fn new_seat(&mut self, entry: Uuid) -> Seat {
        let seat = self.free.pop().unwrap_or_else(|| {
            self.packs.push(Pack::default());
            Seat::try_from(self.packs.len() - 1).unwrap_or(Seat::MAX)
        });
        self.entries.insert(entry, seat);
        seat
    }

    fn close(&mut self, seat: Seat, before: &Ways, after: &Ways) {
        for id in without(&before.ids, &after.ids) {
            self.ids.remove(&id.as_u128());
        }
        for version in without(&before.runs, &after.runs) {
            self.runs.remove(version);
        }
        for modified in without(&before.modified, &after.modified) {
            self.modified.remove(&(*modified, seat));
        }
        for (index, slot) in without(&before.values, &after.values) {
            self.found.remove(*index, *slot, seat);
        }
    }

    fn open(&mut self, seat: Seat, before: &Ways, after: &Ways) {
        for id in without(&after.ids, &before.ids) {
            if let Some(other) = self.ids.insert(id.as_u128(), seat) {
                self.ids.insert(id.as_u128(), other);
                self.remove(*id);
                self.ids.insert(id.as_u128(), seat);
            }
        }
        for version in without(&after.runs, &before.runs) {
            self.runs.insert(*version, seat);
        }
        for modified in without(&after.modified, &before.modified) {
            self.modified.insert((*modified, seat));
        }
        for (index, slot) in without(&after.values, &before.values) {
            self.found.insert(*index, *slot, seat);
        }
    }

    fn pack(&self, seat: Seat) -> Option<&Pack<TransactionLine>> {
        self.packs.get(usize::try_from(seat).ok()?)
    }

    fn pack_mut(&mut self, seat: Seat) -> Option<&mut Pack<TransactionLine>> {
        self.packs.get_mut(usize::try_from(seat).ok()?)
    }

    fn unpacked(&self, seat: Seat) -> Vec<TransactionLine> {
        self.pack(seat).map(Pack::to_vec).unwrap_or_default()
    }

    /// The lines at a seat that are wanted, in the order of their keys.
    fn wanted(
        &self,
        seat: Seat,
        wanted: impl Fn(&TransactionLine) -> bool,
    ) -> Vec<TransactionLine> {
        let mut lines = self.unpacked(seat);
        lines.retain(|line| wanted(line));
        lines.sort_by_key(|line| line.id);
        lines
    }

    /// The line with this key.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<TransactionLine> {
        let seat = *self.ids.get(&id.as_u128())?;
        self.pack(seat)?.find(|line| line.id == id)
    }

    /// Whether there is a line with this key.
    #[must_use]
    pub fn contains(&self, id: Uuid) -> bool {
        self.ids.contains_key(&id.as_u128())
    }

    /// The lines of an entry, header line first.
    #[must_use]
    pub fn of(&self, entry: Uuid) -> Vec<TransactionLine> {
        let seat = self.entries.get(&entry);
        seat.map(|seat| self.unpacked(*seat)).unwrap_or_default()
    }

    /// Whether an entry has lines.
    #[must_use]
    pub fn has_entry(&self, entry: Uuid) -> bool {
        self.entries.contains_key(&entry)
    }

    /// The lines whose indexed field equals `key`: those of an entry together, in the order of their keys.
    pub fn find(&self, index: Index, key: &str) -> impl Iterator<Item = TransactionLine> + use<'_> {
        let slot = Slot::from(key);
        let entry = (index == Index::Entry).then(|| self.entries.get(&slot.key()));
        let of_entry = entry.flatten().map(|seat| self.wanted(*seat, |_| true));
        let seats = self.found.equal(index, slot);
        let found = seats.flat_map(move |seat| self.with(seat, (index, slot)));
        of_entry.into_iter().flatten().chain(found)
    }

    /// Those of [`find`] that come after the line with this key, or all when there is no such line; not for
    /// [`Index::Entry`].
    ///
    /// [`find`]: Lines::find
    pub fn find_after(
        &self,
        index: Index,
        key: &str,
        after: Uuid,
    ) -> impl Iterator<Item = TransactionLine> + use<'_> {
        let slot = Slot::from(key);
        let begin = self.ids.get(&after.as_u128()).copied();
        let first = begin.unwrap_or(Seat::MIN);
        let seats = self.found.equal_from(index, slot, first);
        let lines = seats.flat_map(move |seat| {
            let lines = self.with(seat, (index, slot)).into_iter();
            lines.map(move |line| (seat, line))
        });
        let after =
            move |(seat, line): &(Seat, TransactionLine)| Some(*seat) != begin || line.id > after;
        lines.filter(after).map(|(_, line)| line)
    }

    /// The lines whose indexed field lies between the two texts, both included, of at most fifteen bytes each.
    pub fn between(
        &self,
        index: Index,
        (from, to): (&str, &str),
    ) -> impl Iterator<Item = TransactionLine> + use<'_> {
        let seats = self.found.between(index, (from.into(), to.into()));
        seats.flat_map(move |(slot, seat)| self.with(seat, (index, slot)))
    }

    /// The lines at a seat that have this value.
    fn with(&self, seat: Seat, (index, slot): (Index, Slot)) -> Vec<TransactionLine> {
        self.wanted(seat, |line| line.slot(index) == slot)
    }

    /// The lines that were last changed at this time or later, oldest change first.
    pub fn modified_since(
        &self,
        from: Timestamp,
    ) -> impl Iterator<Item = TransactionLine> + use<'_> {
        let seats = self.modified.range((from, Seat::MIN)..);
        seats.flat_map(|(at, seat)| self.wanted(*seat, |line| line.stamp.modified == *at))
    }

    /// All lines with a key above `after`, in the order of their keys.
    pub fn iter_after(
        &self,
        after: Option<Uuid>,
    ) -> impl Iterator<Item = TransactionLine> + use<'_> {
        let from = after.map_or(Unbounded, |id| Excluded(id.as_u128()));
        let ids = self.ids.range((from, Unbounded));
        ids.filter_map(|(id, seat)| {
            let id = Uuid::from_u128(*id);
            self.pack(*seat)?.find(|line| line.id == id)
        })
    }

    /// All lines, those of an entry together.
    pub fn iter(&self) -> impl Iterator<Item = TransactionLine> + use<'_> {
        self.entries.values().flat_map(|seat| self.unpacked(*seat))
    }

    /// The lines that changed after the row version, oldest change first.
    pub fn changed_after(&self, version: u64) -> impl Iterator<Item = TransactionLine> + use<'_> {
        let within = self.runs.range(..=version).next_back();
        let later = self.runs.range((Excluded(version), Unbounded));
        let runs = within.into_iter().chain(later);
        let lines = runs.flat_map(|(first, seat)| self.run(*first, *seat));
        lines.filter(move |line| line.stamp.version > version)
    }

    /// The lines whose row versions follow each other, from the first.
    fn run(&self, first: u64, seat: Seat) -> impl Iterator<Item = TransactionLine> + use<> {
        let mut lines = self.unpacked(seat);
        lines.sort_by_key(|line| line.stamp.version);
        let from_first = lines
            .into_iter()
            .skip_while(move |line| line.stamp.version < first);
        (first..)
            .zip(from_first)
            .take_while(|(version, line)| line.stamp.version == *version)
            .map(|(_, line)| line)
    }

    /// The sums of an owner from one date to another, both included, in the order of their dates.
    pub fn sums(
        &self,
        of: (Sum, Uuid),
        days: (Date, Date),
    ) -> impl DoubleEndedIterator<Item = (&SumKey, &Total)> + use<'_> {
        self.shelves.sums(of, days)
    }

    /// What the lines come to, per account, period and what else a balance tells apart.
    pub fn balances(&self) -> impl Iterator<Item = (&BalanceKey, &Total)> {
        self.balances.iter()
    }

    /// The row versions in use.
    pub(super) fn versions(&self) -> Vec<u64> {
        self.iter().map(|line| line.stamp.version).collect()
    }

    /// Gives every line the row version that `next` names for its present one.
    pub(super) fn renumber(&mut self, next: impl Fn(u64) -> u64) {
        self.runs.clear();
        for seat in self.entries.values() {
            let pack = usize::try_from(*seat).ok();
            let Some(pack) = pack.and_then(|seat| self.packs.get_mut(seat)) else {
                continue;
            };
            let Some(mut lines) = pack.whole() else {
                continue;
            };
            for line in &mut lines {
                line.stamp.version = next(line.stamp.version);
            }
            let runs = Ways::to(&lines).runs;
            self.runs.extend(runs.into_iter().map(|run| (run, *seat)));
            *pack = Pack::of(&lines);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

#[cfg(test)]
mod tests;
