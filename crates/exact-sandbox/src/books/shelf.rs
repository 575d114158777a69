//! What stands beside the records of a table: lists that are kept in order, and sums that are kept up to date. With
//! them a page of a list, a balance or a count costs the same however many records there are.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;
use uuid::Uuid;

use crate::money::Money;

/// A list that is kept in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// The entries of a journal with one status, by year and number.
    Entries,
    /// The items of a relation with one status, by due date.
    Items,
    /// Open receivable items that are no money received, by due date.
    OpenReceivables,
    /// Money received that is not matched, by date.
    LooseReceipts,
    /// Relations, by number.
    Accounts,
    /// Documents, by date.
    Documents,
    /// The documents of a relation, by date.
    DocumentsOfAccount,
    /// The invoices of one status, by date.
    Invoices,
}

/// One list of one owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shelf(u64);

impl Shelf {
    /// The list of this owner; `()` where a list has none.
    #[must_use]
    pub fn of(list: List, owner: impl Hash) -> Shelf {
        Shelf(hash(&(list, owner)))
    }

    /// The place on this list at which a record with this order stands.
    #[must_use]
    pub fn at(self, order: u64) -> Place {
        Place { shelf: self, order }
    }
}

/// Where a record stands on a list; records with one order stand in that of their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    shelf: Shelf,
    order: u64,
}

/// A point between the records of a list: after (or, backwards, before) the one with this order and key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The order of the record.
    pub order: u64,
    /// Its key.
    pub id: Uuid,
}

/// The order of a date.
#[must_use]
pub fn date_order(date: Date) -> u64 {
    let year = u64::try_from(i32::from(date.year()) + 10_000).unwrap_or_default();
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    year * 10_000 + u64::from(month) * 100 + u64::from(day)
}

/// The date with this order.
#[must_use]
pub fn ordered_date(order: u64) -> Option<Date> {
    let year = i64::try_from(order / 10_000).ok()? - 10_000;
    let part = |value: u64| i8::try_from(value % 100).ok();
    Date::new(i16::try_from(year).ok()?, part(order / 100)?, part(order)?).ok()
}

/// The order of a year and a number in it.
#[must_use]
pub fn number_order(year: i16, number: i32) -> u64 {
    let from_lowest = |value: i64, lowest: i64| u64::try_from(value - lowest).unwrap_or_default();
    let year = from_lowest(i64::from(year), i64::from(i16::MIN));
    year << 32 | from_lowest(i64::from(number), i64::from(i32::MIN))
}

/// A sum that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sum {
    /// Open receivable items of a relation by due date; those of all relations under the nil key.
    Receivable,
    /// The lines of a ledger account by date, per journal.
    Ledger,
    /// The entries of a journal that are to be processed, by date.
    ToProcess,
    /// The entries of a journal that are processed, by date.
    Processed,
    /// The lines and relations that name a VAT code; without dates.
    VatCode,
    /// The documents in a folder; without dates.
    Folder,
    /// The lines that name a cost centre; without dates.
    CostCentre,
    /// The lines that name a cost unit; without dates.
    CostUnit,
}

/// What a sum is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SumKey {
    sum: Sum,
    owner: Uuid,
    date: Date,
    part: u64,
}

impl SumKey {
    /// The sum of an owner on a date.
    #[must_use]
    pub fn new(sum: Sum, owner: Uuid, date: Date) -> SumKey {
        let part = 0;
        SumKey {
            sum,
            owner,
            date,
            part,
        }
    }

    /// How often a code is named, without regard to case; none for an empty code.
    #[must_use]
    pub fn of_code(sum: Sum, code: &str) -> Option<SumKey> {
        let code = code.trim().to_lowercase();
        let named = !code.is_empty();
        named.then(|| SumKey::new(sum, code_owner(&code), Date::ZERO))
    }

    /// The part of it that a journal has.
    #[must_use]
    pub fn in_journal(self, code: &str) -> SumKey {
        let part = hash(&code);
        SumKey { part, ..self }
    }

    /// The date.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// Whether it is the part of this journal.
    #[must_use]
    pub fn is_of(&self, code: &str) -> bool {
        self.part == hash(&code)
    }
}

/// The owner of the sums of what is named by a code: a journal, a VAT code, a cost centre or unit.
#[must_use]
pub fn code_owner(code: &str) -> Uuid {
    Uuid::from_u64_pair(0, hash(&code))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// How many records, and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// How many.
    pub count: u64,
    /// The positive amounts.
    pub debit: Money,
    /// The negative amounts, without their sign.
    pub credit: Money,
}

impl Total {
    /// Debit less credit.
    #[must_use]
    pub fn balance(&self) -> Money {
        self.debit - self.credit
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: &Total) -> Total {
        Total {
            count: self.count + other.count,
            debit: self.debit + other.debit,
            credit: self.credit + other.credit,
        }
    }

    /// Adds a record.
    pub(crate) fn put(&mut self, amount: Money) {
        self.add(amount, 1);
    }

    /// Takes a record away that was added.
    pub(crate) fn take(&mut self, amount: Money) {
        self.add(amount, -1);
    }

    fn add(&mut self, amount: Money, sign: i64) {
        let side = if amount.is_negative() {
            &mut self.credit
        } else {
            &mut self.debit
        };
        *side += Money(amount.abs().0.saturating_mul(sign));
        self.count = self.count.saturating_add_signed(sign);
    }
}

/// The lists and sums of one kind of records.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelves {
    places: BTreeSet<(Place, Uuid)>,
    sums: BTreeMap<SumKey, Total>,
}

impl Shelves {
    /// Takes a record in.
    pub(super) fn put(&mut self, id: Uuid, places: Vec<Place>, sums: Vec<(SumKey, Money)>) {
        self.places
            .extend(places.into_iter().map(|place| (place, id)));
        for (key, amount) in sums {
            self.sums.entry(key).or_default().put(amount);
        }
    }

    /// Takes it out again; places and sums must be those with which it came in.
    pub(super) fn remove(&mut self, id: Uuid, places: Vec<Place>, sums: Vec<(SumKey, Money)>) {
        for place in places {
            self.places.remove(&(place, id));
        }
        for (key, amount) in sums {
            let total = self.sums.entry(key).or_default();
            total.take(amount);
            if total.count == 0 {
                self.sums.remove(&key);
            }
        }
    }

    /// The keys on a list after a position, in order.
    pub(super) fn after(
        &self,
        shelf: Shelf,
        after: Option<Position>,
    ) -> impl Iterator<Item = Uuid> + use<'_> {
        use std::ops::Bound::{Excluded, Included};
        let first = Included((shelf.at(u64::MIN), Uuid::nil()));
        let from = after.map_or(first, |it| Excluded((shelf.at(it.order), it.id)));
        let to = Included((shelf.at(u64::MAX), Uuid::max()));
        self.places.range((from, to)).map(|(_, id)| *id)
    }

    /// The keys on a list before a position, last first.
    pub(super) fn before(
        &self,
        shelf: Shelf,
        before: Option<Position>,
    ) -> impl Iterator<Item = Uuid> + use<'_> {
        use std::ops::Bound::{Excluded, Included};
        let last = Included((shelf.at(u64::MAX), Uuid::max()));
        let to = before.map_or(last, |it| Excluded((shelf.at(it.order), it.id)));
        let from = Included((shelf.at(u64::MIN), Uuid::nil()));
        self.places.range((from, to)).rev().map(|(_, id)| *id)
    }

    /// The sums of an owner from one date to another, both included, in the order of their dates.
    pub(super) fn sums(
        &self,
        (sum, owner): (Sum, Uuid),
        (from, to): (Date, Date),
    ) -> impl DoubleEndedIterator<Item = (&SumKey, &Total)> + use<'_> {
        let low = SumKey::new(sum, owner, from.min(to));
        let high = SumKey {
            part: u64::MAX,
            ..SumKey::new(sum, owner, to)
        };
        let none = from > to;
        self.sums.range(low..=high.max(low)).filter(move |_| !none)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{
        List, Position, Shelf, Shelves, Sum, SumKey, date_order, number_order, ordered_date,
    };
    use crate::money::Money;
    use uuid::Uuid;

    #[test]
    fn orders_follow_dates_and_numbers() {
        assert!(date_order(date(2025, 12, 31)) < date_order(date(2026, 1, 1)));
        assert!(date_order(date(-1, 1, 1)) < date_order(date(1, 1, 1)));
        for day in [date(-9999, 1, 1), date(2024, 2, 29), date(9999, 12, 31)] {
            assert_eq!(ordered_date(date_order(day)), Some(day));
        }
        assert!(
            [0, 120_260_230, u64::MAX]
                .map(ordered_date)
                .iter()
                .all(Option::is_none)
        );
        assert!(number_order(2026, -1) < number_order(2026, 1));
        assert!(number_order(2026, i32::MAX) < number_order(2027, 1));
    }

    #[test]
    fn a_list_goes_on_after_a_record_and_sums_forget_what_is_gone() {
        let mut shelves = Shelves::default();
        let shelf = Shelf::of(List::Documents, ());
        let other = Shelf::of(List::DocumentsOfAccount, 1);
        let key = |day| SumKey::new(Sum::Receivable, Uuid::nil(), date(2026, 1, day));
        let ids: Vec<Uuid> = (1..=4).map(Uuid::from_u128).collect();
        for (order, id) in (1_u64..).zip(&ids) {
            let day = i8::try_from(order).unwrap();
            let places = vec![shelf.at(order / 2), other.at(order)];
            shelves.put(
                *id,
                places,
                vec![(key(day), Money(100 - 60 * i64::from(day)))],
            );
        }
        assert_eq!(shelves.after(shelf, None).collect::<Vec<_>>(), ids);
        let position = Position {
            order: 1,
            id: ids[1],
        };
        assert_eq!(
            shelves.after(shelf, Some(position)).collect::<Vec<_>>(),
            ids[2..]
        );
        assert_eq!(
            shelves.before(shelf, Some(position)).collect::<Vec<_>>(),
            ids[..1]
        );
        let days = (date(2026, 1, 1), date(2026, 1, 3));
        let of = (Sum::Receivable, Uuid::nil());
        let found: Vec<i64> = shelves
            .sums(of, days)
            .map(|(_, it)| it.balance().0)
            .collect();
        assert_eq!(found, [40, -20, -80]);
        shelves.remove(
            ids[0],
            vec![shelf.at(0), other.at(1)],
            vec![(key(1), Money(40))],
        );
        assert_eq!(shelves.sums(of, days).count(), 2);
        assert_eq!(shelves.after(shelf, None).count(), 3);
        assert_eq!(shelves.sums(of, (days.1, days.0)).count(), 0);
    }
}
