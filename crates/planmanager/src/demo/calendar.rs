//! The twelve months of the demo, counted back from today.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::chance::Chance;

/// How many months the demo has; the last one is open.
pub const MONTHS: i64 = 12;

/// One month: from the day after the same day of the month before, to that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Nothing of it was booked yet.
    pub open: bool,
}

/// The months that end today, the oldest first.
#[must_use]
pub fn months(today: Date) -> Vec<Month> {
    let back = |months: i64| today.saturating_sub(months.months());
    let month = |at: i64| Month {
        first: back(MONTHS - at).saturating_add(1.day()),
        last: back(MONTHS - at - 1),
        open: at == MONTHS - 1,
    };
    (0..MONTHS).map(month).collect()
}

impl Month {
    /// So many working days of the month, in order; some days come often.
    pub fn days(&self, count: usize, chance: &mut Chance) -> Vec<Date> {
        let length = i64::from((self.last - self.first).get_days());
        let mut days: Vec<Date> = (0..count)
            .map(|_| self.working_day(self.first.saturating_add(chance.between(0, length).days())))
            .collect();
        days.sort_unstable();
        days
    }

    /// The day itself, or the Friday before a weekend where that is still this month.
    fn working_day(&self, day: Date) -> Date {
        let back = match day.weekday() {
            Weekday::Saturday => 1,
            Weekday::Sunday => 2,
            _ => 0,
        };
        let moved = day.saturating_sub(back.days());
        if moved < self.first { day } else { moved }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_meet_and_end_today() {
        for today in [date(2026, 3, 31), date(2028, 2, 29), date(2026, 12, 1)] {
            let months = months(today);
            assert_eq!(months.len(), 12);
            assert_eq!(months[11].last, today);
            for pair in months.windows(2) {
                assert_eq!(pair[0].last.tomorrow().unwrap(), pair[1].first);
                assert!(pair[0].first <= pair[0].last);
            }
            assert_eq!(months.iter().filter(|month| month.open).count(), 1);
        }
    }

    #[test]
    fn days_are_in_order_and_inside() {
        let month = months(date(2026, 11, 24))[11];
        let days = month.days(100, &mut Chance::of(1, 1));
        assert!(days.is_sorted());
        assert!(
            days.iter()
                .all(|day| (month.first..=month.last).contains(day))
        );
    }
}
