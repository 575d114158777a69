//! How the books stand: what is open by age, what a ledger account comes to, what a journal still has to process. All
//! from sums that are kept, without reading the rows.

use jiff::civil::Date;
use uuid::Uuid;

use super::company::Company;
use super::shelf::{Sum, Total, code_owner};
use crate::money::Money;

/// Last day of each age group, counted from the due date; a fourth has no end.
pub const AGES: [i32; 3] = [30, 60, 90];

/// Open amounts by the days since their due date; what is not due yet is in the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ages {
    /// 0–30, 31–60, 61–90, more than 90 days.
    pub groups: [Money; 4],
    /// What is past its due date.
    pub overdue: Money,
    /// How many items.
    pub count: u64,
}

impl Ages {
    /// The sum of all groups.
    #[must_use]
    pub fn total(&self) -> Money {
        self.groups.into_iter().sum()
    }

    /// Adds a number of items that fell due on one date.
    pub(crate) fn add(&mut self, (due, amount, count): (Date, Money, u64), today: Date) {
        if let Some(group) = self.groups.get_mut(Ages::group(due, today)) {
            *group += amount;
        }
        if due < today {
            self.overdue += amount;
        }
        self.count += count;
    }

    /// The place among the groups of what fell due on this date.
    #[must_use]
    pub fn group(due: Date, today: Date) -> usize {
        let days = today.since(due).map_or(0, |span| span.get_days());
        AGES.iter().filter(|last| days > **last).count()
    }
}

/// How a journal stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalStanding {
    /// Entries to be processed.
    pub open: u64,
    /// Entries that are processed.
    pub processed: u64,
    /// The date of the latest entry.
    pub last: Option<Date>,
}

impl Company {
    /// What is to be received by age: of a relation, or of all.
    #[must_use]
    pub fn receivable(&self, account: Option<Uuid>, today: Date) -> Ages {
        let mut ages = Ages::default();
        let of = (Sum::Receivable, account.unwrap_or_default());
        for (key, total) in self.terms.sums(of, (Date::MIN, Date::MAX)) {
            ages.add((key.date(), total.balance(), total.count), today);
        }
        ages
    }

    /// Whether the relation has open receivable items.
    #[must_use]
    pub fn has_receivables(&self, account: Uuid) -> bool {
        let of = (Sum::Receivable, account);
        let mut sums = self.terms.sums(of, (Date::MIN, Date::MAX));
        sums.next().is_some()
    }

    /// What a ledger account comes to between two dates, both included.
    #[must_use]
    pub fn ledger_total(&self, gl_account: Uuid, days: (Date, Date)) -> Total {
        let sums = self.lines.sums((Sum::Ledger, gl_account), days);
        sums.fold(Total::default(), |sum, (_, total)| sum.with(total))
    }

    /// How a journal stands.
    #[must_use]
    pub fn journal_standing(&self, code: &str) -> JournalStanding {
        let (sales, rest) = (&self.entries, &self.postings);
        let all = (Date::MIN, Date::MAX);
        let sums = |sum| {
            let of = (sum, code_owner(code));
            sales.sums(of, all).chain(rest.sums(of, all))
        };
        let count = |sum| sums(sum).map(|(_, total)| total.count).sum();
        let both = sums(Sum::ToProcess).chain(sums(Sum::Processed));
        JournalStanding {
            open: count(Sum::ToProcess),
            processed: count(Sum::Processed),
            last: both.map(|(key, _)| key.date()).max(),
        }
    }
}
