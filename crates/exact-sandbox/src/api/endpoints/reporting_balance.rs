//! `financial/ReportingBalance`: what the ledger accounts come to per period, cost centre, kind and status of entry. A
//! report on the whole ledger: it reads all lines, or those of the dates that the filter leaves.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::TransactionLine;
use crate::money::Money;
use crate::odata::Value;

use super::shared::Names;

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "financial/ReportingBalance",
    &tables::reporting_balance::TABLE,
    "financial.accounting",
    rows,
);

/// What is summed together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    gl_account: Uuid,
    year: i16,
    period: i16,
    kind: i64,
    status: i64,
    centre: Arc<str>,
    unit: Arc<str>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    debit: Money,
    credit: Money,
    count: i64,
}

struct Balance<'a> {
    view: &'a View<'a>,
    id: i64,
    key: Key,
    sums: Sums,
}

/// A number that stays as long as the key does: 47 bits, which a double holds exactly.
fn number(key: &Key) -> i64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    i64::try_from(hasher.finish() >> 17).unwrap_or_default()
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let accounts = wanted.key("GLAccount");
    let years = wanted.texts("ReportingYear");
    let is_wanted = |line: &TransactionLine| {
        let accounts = accounts.as_ref();
        let years = years.as_ref();
        accounts.is_none_or(|ids| ids.contains(&line.gl_account))
            && years.is_none_or(|years| years.contains(&line.year.to_string()))
            && view.sees(&line.stamp)
    };
    let mut sums: BTreeMap<Key, Sums> = BTreeMap::new();
    for line in view.company.lines.iter().filter(is_wanted) {
        let key = Key {
            gl_account: line.gl_account,
            year: line.year,
            period: line.period,
            kind: line.kind,
            status: line.status.number(),
            centre: line.cost_centre,
            unit: line.cost_unit,
        };
        let sums = sums.entry(key).or_default();
        let side = if line.amount.is_negative() {
            &mut sums.credit
        } else {
            &mut sums.debit
        };
        *side += line.amount.abs();
        sums.count += 1;
    }
    let balance = |(key, sums): (Key, Sums)| Balance {
        view,
        id: number(&key),
        key,
        sums,
    };
    let mut all: Vec<Balance<'a>> = sums.into_iter().map(balance).collect();
    all.sort_by_key(|it| it.id);
    Box::new(all.into_iter().map(|it| Box::new(it) as Box<dyn Row>))
}

impl Row for Balance<'_> {
    fn get(&self, property: &str) -> Value {
        let (key, sums, names) = (&self.key, self.sums, Names(self.view));
        let gl = self.view.company.gl_accounts.get(key.gl_account);
        match property {
            "ID" => self.id.into(),
            "Amount" => (sums.debit - sums.credit).into(),
            "AmountDebit" => sums.debit.into(),
            "AmountCredit" => sums.credit.into(),
            "BalanceType" => gl.map_or(Value::Null, |gl| Value::text(&gl.balance_type)),
            "CostCenterCode" => Value::text(&key.centre),
            "CostUnitCode" => Value::text(&key.unit),
            "Count" => sums.count.into(),
            "Division" => self.view.division.into(),
            "GLAccount" => key.gl_account.into(),
            "GLAccountCode" => names.gl_code(key.gl_account),
            "GLAccountDescription" => names.gl_name(key.gl_account),
            "ReportingYear" => key.year.into(),
            "ReportingPeriod" => key.period.into(),
            "Status" => key.status.into(),
            "Type" => key.kind.into(),
            other => names
                .beside(other, None, (&key.centre, &key.unit))
                .unwrap_or(Value::Null),
        }
    }
}
