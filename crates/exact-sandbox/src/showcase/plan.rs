//! What happens when: the invoices of the year, and how they are paid by the habit of whoever gets them.

use super::company::{CUSTOMERS, Habit};

/// Days of business that are shown.
const DAYS: i64 = 240;

/// What happens on a day.
pub(super) enum Event {
    Invoice(usize),
    /// The invoice, which share of it in percent, and whether it is the last payment.
    Payment(usize, i64, bool),
    /// The bank's costs of a month.
    Costs(i64),
    /// Money on account, for work that is still to be done.
    Advance,
}

/// Everything that happens, oldest first: days ago, and what.
pub(super) fn plan() -> Vec<(i64, Event)> {
    let mut plan = Vec::new();
    let mut number = 0;
    for ago in (1..=DAYS).rev() {
        // Three or four invoices a week.
        if ago % 7 > 4 || (ago * 5) % 11 > 7 {
            continue;
        }
        plan.push((ago, Event::Invoice(number)));
        let (_, _, _, _, condition, habit) = CUSTOMERS[customer_of(number)];
        let days: i64 = condition.parse().unwrap_or(30);
        let spread = i64::try_from(number % 5).unwrap_or(0);
        let payments: &[(i64, i64, bool)] = match habit {
            Habit::Prompt => &[(days - 3 + spread, 100, true)],
            Habit::Late => &[(days + 13 + spread * 2, 100, true)],
            Habit::InParts => &[(days + spread, 50, false), (days + 34 + spread, 100, true)],
            Habit::Cash => &[(0, 100, true)],
            Habit::Never if ago > 180 => &[(days + 20, 100, true)],
            Habit::Never => &[],
        };
        for (after, share, last) in payments {
            if *after < ago {
                plan.push((ago - after, Event::Payment(number, *share, *last)));
            }
        }
        number += 1;
    }
    plan.push((4, Event::Advance));
    plan.extend((1..DAYS / 30).map(|month| (month * 30, Event::Costs(month))));
    plan.sort_by_key(|(ago, _)| std::cmp::Reverse(*ago));
    plan
}

/// The first customers have the most work.
pub(super) fn customer_of(number: usize) -> usize {
    let spread = (number * 7 + number / 3) % 31;
    if spread < CUSTOMERS.len() {
        spread
    } else {
        (spread * spread) % 7
    }
}

/// `+++001/0123/45678+++`: ten digits and their remainder by 97.
pub(super) fn structured(number: usize) -> String {
    let digits = 10_260_000 + number;
    let check = match digits % 97 {
        0 => 97,
        rest => rest,
    };
    let all = format!("{digits:010}{check:02}");
    format!("+++{}/{}/{}+++", &all[..3], &all[3..7], &all[7..])
}
