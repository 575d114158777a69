//! What the ledger comes to per account, period, kind and status of entry, cost centre and unit: sums that are kept, so
//! that the report on the whole ledger reads no lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::shelf::Total;
use super::transaction::TransactionLine;

/// What is summed together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BalanceKey {
    /// The ledger account.
    pub gl_account: Uuid,
    /// Financial year.
    pub year: i16,
    /// Financial period.
    pub period: i16,
    /// Kind of the entry.
    pub kind: i64,
    /// Status of the entry, Exact's number.
    pub status: i64,
    /// Code of the cost centre; empty for none.
    pub centre: Arc<str>,
    /// Code of the cost unit; empty for none.
    pub unit: Arc<str>,
}

impl BalanceKey {
    /// Where a line is summed.
    #[must_use]
    pub fn of(line: &TransactionLine) -> BalanceKey {
        BalanceKey {
            gl_account: line.gl_account,
            year: line.year,
            period: line.period,
            kind: line.kind,
            status: line.status.number(),
            centre: Arc::clone(&line.cost_centre),
            unit: Arc::clone(&line.cost_unit),
        }
    }
}

/// All sums of a ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Balances(BTreeMap<BalanceKey, Total>);

impl Balances {
    /// Takes a line in.
    pub(super) fn put(&mut self, line: &TransactionLine) {
        let total = self.0.entry(BalanceKey::of(line)).or_default();
        total.put(line.amount);
    }

    /// Takes it out again.
    pub(super) fn remove(&mut self, line: &TransactionLine) {
        let key = BalanceKey::of(line);
        let Some(total) = self.0.get_mut(&key) else {
            return;
        };
        total.take(line.amount);
        if total.count == 0 {
            self.0.remove(&key);
        }
    }

    /// The sums, in the order of what they are of.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&BalanceKey, &Total)> {
        self.0.iter()
    }
}
