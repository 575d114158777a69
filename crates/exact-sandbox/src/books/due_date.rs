//! The due date that a payment condition gives.

use jiff::ToSpan;
use jiff::civil::Date;

use super::ledger::PaymentCondition;

/// First the month-ends, then the days: 17 January with two month-ends and 15 days is 31 March, then 15 April
/// (the example of Exact's documentation counts so: 17/01, 2, 15 → 31/03 → 15/04).
#[must_use]
pub fn due_date(date: Date, condition: &PaymentCondition) -> Date {
    let months = i64::from(condition.end_of_months.clamp(0, MAX_MONTHS));
    let days = i64::from(condition.days.clamp(0, MAX_DAYS));
    let start = if months > 0 {
        date.first_of_month()
            .saturating_add(months.months())
            .last_of_month()
    } else {
        date
    };
    start.saturating_add(days.days())
}

/// More month-ends than this are taken as this many.
const MAX_MONTHS: i32 = 120;
/// More days than this are taken as this many.
const MAX_DAYS: i32 = 3_650;

#[cfg(test)]
mod tests {
    use super::{PaymentCondition, due_date};
    use jiff::civil::date;

    #[test]
    fn the_published_example() {
        let condition = PaymentCondition {
            end_of_months: 2,
            days: 15,
            ..PaymentCondition::default()
        };
        assert_eq!(due_date(date(2026, 1, 17), &condition), date(2026, 4, 15));
        let thirty = PaymentCondition {
            days: 30,
            ..PaymentCondition::default()
        };
        assert_eq!(due_date(date(2026, 1, 31), &thirty), date(2026, 3, 2));
    }
}
