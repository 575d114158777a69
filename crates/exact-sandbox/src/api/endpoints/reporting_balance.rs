//! `financial/ReportingBalance`: what the ledger accounts come to per period, cost centre, kind and status of entry. A
//! report on the whole ledger, from sums that are kept: it reads no lines but those that are not seen yet.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::{SignedDuration, Timestamp};

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::{BalanceKey, Total, TransactionLine};
use crate::odata::Value;

use super::shared::Names;

pub(crate) static ENDPOINT: Endpoint = Endpoint::reading(
    "financial/ReportingBalance",
    &tables::reporting_balance::TABLE,
    "financial.accounting",
    rows,
);

struct Balance<'a> {
    view: &'a View<'a>,
    id: i64,
    key: BalanceKey,
    total: Total,
}

/// A number that stays as long as the key does: 47 bits, which a double holds exactly.
fn number(key: &BalanceKey) -> i64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    i64::try_from(hasher.finish() >> 17).unwrap_or_default()
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let accounts = wanted.key("GLAccount");
    let years = wanted.texts("ReportingYear");
    let is_wanted = |key: &BalanceKey| {
        let accounts = accounts.as_ref();
        let years = years.as_ref();
        accounts.is_none_or(|ids| ids.contains(&key.gl_account))
            && years.is_none_or(|years| years.contains(&key.year.to_string()))
    };
    let kept = view.company.lines.balances();
    let kept = kept.filter(|(key, _)| is_wanted(key));
    let mut totals: BTreeMap<BalanceKey, Total> =
        kept.map(|(key, total)| (key.clone(), *total)).collect();
    for line in unseen(view) {
        if let Some(total) = totals.get_mut(&BalanceKey::of(&line)) {
            total.take(line.amount);
        }
    }
    totals.retain(|_, total| total.count > 0);
    let balance = |(key, total): (BalanceKey, Total)| Balance {
        view,
        id: number(&key),
        key,
        total,
    };
    let mut all: Vec<Balance<'a>> = totals.into_iter().map(balance).collect();
    all.sort_by_key(|it| it.id);
    Box::new(all.into_iter().map(|it| Box::new(it) as Box<dyn Row>))
}

/// The lines that are in the sums already, but that reads do not see yet.
fn unseen(view: &View<'_>) -> impl Iterator<Item = TransactionLine> {
    let delay = SignedDuration::from_millis(view.delay_ms);
    let since = view.now.checked_sub(delay).unwrap_or(Timestamp::MIN);
    let delayed = (view.delay_ms > 0).then(|| view.company.lines.modified_since(since));
    let recent = delayed.into_iter().flatten();
    recent.filter(|line| !view.sees(&line.stamp))
}

impl Row for Balance<'_> {
    fn get(&self, property: &str) -> Value {
        let (key, total, names) = (&self.key, self.total, Names(self.view));
        let gl = self.view.company.gl_accounts.get(key.gl_account);
        match property {
            "ID" => self.id.into(),
            "Amount" => total.balance().into(),
            "AmountDebit" => total.debit.into(),
            "AmountCredit" => total.credit.into(),
            "BalanceType" => gl.map_or(Value::Null, |gl| Value::text(&gl.balance_type)),
            "CostCenterCode" => Value::text(&key.centre),
            "CostUnitCode" => Value::text(&key.unit),
            "Count" => Value::Int(i64::try_from(total.count).unwrap_or(i64::MAX)),
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
