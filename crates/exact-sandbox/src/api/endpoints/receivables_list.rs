//! The open items as reports: `read/financial/ReceivablesList` and its three variants, `AgingReceivablesList`,
//! `OutstandingInvoicesOverview` (point 33), `PayablesList`. Only what is open; invoices positive, receipts negative.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::tables;
use crate::books::{Index, PaymentTerm};
use crate::money::Money;
use crate::odata::Value;

use super::shared::Names;

const SCOPE: &str = "financial.receivables";

const fn list(
    path: &'static str,
    rows: for<'a> fn(&'a View<'a>, &Wanted<'_>) -> Rows<'a>,
) -> Endpoint {
    Endpoint {
        key: &["HID"],
        ..Endpoint::reading(path, &tables::receivables_list::TABLE, SCOPE, rows)
    }
}

pub(crate) static ALL: Endpoint = list("read/financial/ReceivablesList", all);
pub(crate) static BY_ACCOUNT: Endpoint = list("read/financial/ReceivablesListByAccount", chosen);
pub(crate) static BY_AGE: Endpoint = list("read/financial/ReceivablesListByAgeGroup", chosen);
pub(crate) static BY_BOTH: Endpoint =
    list("read/financial/ReceivablesListByAccountAndAgeGroup", chosen);

/// What is to be paid to suppliers.
pub(crate) static PAYABLES: Endpoint = Endpoint {
    key: &["HID"],
    ..Endpoint::reading(
        "read/financial/PayablesList",
        &tables::payables_list::TABLE,
        "financial.payables",
        |view, wanted| listed_items(view, wanted, true),
    )
};

/// The relations that owe anything in the age group of the parameter, with all their groups.
pub(crate) static AGING_BY_AGE: Endpoint = Endpoint {
    key: &["AccountId"],
    ..Endpoint::reading(
        "read/financial/AgingReceivablesListByAgeGroup",
        &tables::aging_receivables_list_by_age_group::TABLE,
        SCOPE,
        aging,
    )
};

pub(crate) static AGING: Endpoint = Endpoint {
    key: &["AccountId"],
    ..Endpoint::reading(
        "read/financial/AgingReceivablesList",
        &tables::aging_receivables_list::TABLE,
        SCOPE,
        aging,
    )
};

pub(crate) static OVERVIEW: Endpoint = Endpoint {
    key: &["CurrencyCode"],
    ..Endpoint::reading(
        "read/financial/OutstandingInvoicesOverview",
        &tables::outstanding_invoices_overview::TABLE,
        "financial.receivables financial.payables",
        overview,
    )
};

/// Last day of each age group, counted from the due date; the fourth has no end.
const AGES: [i32; 3] = [30, 60, 90];

struct OpenItem<'a> {
    view: &'a View<'a>,
    term: &'a PaymentTerm,
}

/// The items that are open, in the order of their row numbers.
fn open<'a>(view: &'a View<'a>, payable: bool) -> Vec<&'a PaymentTerm> {
    let open = view.company.terms.find(Index::Status, "20");
    let seen = open.filter(|term| term.payable == payable && view.sees(&term.stamp));
    seen.collect()
}

fn listed<'a>(view: &'a View<'a>, mut terms: Vec<&'a PaymentTerm>) -> Rows<'a> {
    terms.sort_by_key(|term| hid(term));
    let rows = terms.into_iter();
    Box::new(rows.map(move |term| Box::new(OpenItem { view, term }) as Box<dyn Row>))
}

fn all<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    listed_items(view, wanted, false)
}

/// Open items of customers or of suppliers.
fn listed_items<'a>(view: &'a View<'a>, wanted: &Wanted<'_>, payable: bool) -> Rows<'a> {
    // Links ask for a dozen references at a time: those are looked up.
    const INDEXED: [(&str, Index); 3] = [
        ("YourRef", Index::YourRef),
        ("InvoiceNumber", Index::InvoiceNumber),
        ("EntryNumber", Index::EntryNumber),
    ];
    for (property, index) in INDEXED {
        let Some(values) = wanted.texts(property) else {
            continue;
        };
        return listed(view, found(view, index, &values, payable));
    }
    let terms = match wanted.key("AccountId") {
        Some(accounts) => of_accounts(view, &accounts, payable),
        None => open(view, payable),
    };
    listed(view, terms)
}

fn found<'a>(
    view: &'a View<'a>,
    index: Index,
    values: &[String],
    payable: bool,
) -> Vec<&'a PaymentTerm> {
    let found = values
        .iter()
        .flat_map(|value| view.company.terms.find(index, value));
    let open = found.filter(|term| {
        term.status.number() == 20 && term.payable == payable && view.sees(&term.stamp)
    });
    open.collect()
}

fn of_accounts<'a>(view: &'a View<'a>, accounts: &[Uuid], payable: bool) -> Vec<&'a PaymentTerm> {
    let keys: Vec<String> = accounts.iter().map(Uuid::to_string).collect();
    found(view, Index::Account, &keys, payable)
}

/// The variants: a parameter that is missing chooses nothing out.
fn chosen<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let account = match view.argument("accountId") {
        Some(Value::Guid(id)) => Some(id),
        _ => None,
    };
    let age = match view.argument("ageGroup") {
        Some(Value::Int(group)) => Some(group),
        _ => None,
    };
    let mut terms = match account {
        Some(account) => of_accounts(view, &[account], false),
        None => open(view, false),
    };
    let today = today(view);
    terms.retain(|term| age.is_none_or(|age| age_group(term, today) == age));
    listed(view, terms)
}

fn today(view: &View<'_>) -> Date {
    TimeZone::UTC.to_datetime(view.now).date()
}

/// 1 to 4 by the days since the due date; what is not due yet is in the first.
fn age_group(term: &PaymentTerm, today: Date) -> i64 {
    let days = today.since(term.due_date).map_or(0, |span| span.get_days());
    let later = AGES.iter().filter(|last| days > **last).count();
    i64::try_from(later + 1).unwrap_or(1)
}

/// A number for the row that stays as long as the item: 47 bits of its key, which a double holds exactly.
fn hid(term: &PaymentTerm) -> i64 {
    i64::try_from(term.id.as_u128() >> 81).unwrap_or_default()
}

impl Row for OpenItem<'_> {
    fn get(&self, property: &str) -> Value {
        let (term, names) = (self.term, Names(self.view));
        match property {
            "HID" => hid(term).into(),
            "AccountId" => term.account.into(),
            "AccountCode" => names.account_code(term.account),
            "AccountName" => names.account(term.account),
            // To be received and to be paid are positive, each on its own list.
            "Amount" if term.payable => (-term.amount).into(),
            "Amount" => term.amount.into(),
            "ApprovalStatus" => Value::Int(1),
            "AmountInTransit" => Money::ZERO.into(),
            "CurrencyCode" => Value::text(self.view.company.currency()),
            "Description" => Value::text(&term.description),
            "DueDate" => term.due_date.into(),
            "EntryNumber" => term.entry_number.into(),
            "InvoiceDate" => term.date.into(),
            "InvoiceNumber" => term.invoice_number.into(),
            "JournalCode" => Value::text(&term.journal),
            "JournalDescription" => names.journal(&term.journal),
            "YourRef" if term.kind == 40 && !self.view.switches.your_ref_on_receipts => Value::Null,
            "YourRef" => Value::text(&term.your_ref),
            _ => Value::Null,
        }
    }
}

/// What one relation owes, by age.
struct Aging<'a> {
    view: &'a View<'a>,
    account: Uuid,
    groups: [Money; 4],
}

fn aging<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let mut accounts: BTreeMap<Uuid, [Money; 4]> = BTreeMap::new();
    let today = today(view);
    for term in open(view, false) {
        let groups = accounts.entry(term.account).or_default();
        let index = usize::try_from(age_group(term, today) - 1).unwrap_or(0);
        if let Some(group) = groups.get_mut(index) {
            *group += term.amount;
        }
    }
    let age = match view.argument("ageGroup") {
        Some(Value::Int(group)) => usize::try_from(group - 1).ok(),
        _ => None,
    };
    let has = move |groups: &[Money; 4]| {
        age.is_none_or(|age| groups.get(age).is_some_and(|sum| *sum != Money::ZERO))
    };
    let rows = accounts.into_iter().filter(move |(_, groups)| has(groups));
    Box::new(rows.map(move |(account, groups)| {
        Box::new(Aging {
            view,
            account,
            groups,
        }) as Box<dyn Row>
    }))
}

impl Row for Aging<'_> {
    fn get(&self, property: &str) -> Value {
        let [first, second, third, fourth] = self.groups;
        let names = Names(self.view);
        match property {
            "AccountId" => self.account.into(),
            "AccountCode" => names.account_code(self.account),
            "AccountName" => names.account(self.account),
            "AgeGroup1" => Value::Int(1),
            "AgeGroup2" => Value::Int(2),
            "AgeGroup3" => Value::Int(3),
            "AgeGroup4" => Value::Int(4),
            "AgeGroup1Amount" => first.into(),
            "AgeGroup2Amount" => second.into(),
            "AgeGroup3Amount" => third.into(),
            "AgeGroup4Amount" => fourth.into(),
            "AgeGroup1Description" => Value::text("0 - 30"),
            "AgeGroup2Description" => Value::text("31 - 60"),
            "AgeGroup3Description" => Value::text("61 - 90"),
            "AgeGroup4Description" => Value::text("> 90"),
            "CurrencyCode" => Value::text(self.view.company.currency()),
            "TotalAmount" => self.groups.into_iter().sum::<Money>().into(),
            _ => Value::Null,
        }
    }
}

struct Overview<'a>(&'a View<'a>);

fn overview<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    Box::new(std::iter::once(Box::new(Overview(view)) as Box<dyn Row>))
}

impl Overview<'_> {
    /// Number and sum of the open invoices.
    fn sum(&self, payable: bool, overdue: bool) -> (i64, Money) {
        let today = today(self.0);
        let mut items = open(self.0, payable);
        items.retain(|term| term.amount.is_negative() == payable);
        items.retain(|term| !overdue || term.due_date < today);
        let amount = items.iter().map(|term| term.amount.abs()).sum();
        (i64::try_from(items.len()).unwrap_or(i64::MAX), amount)
    }
}

impl Row for Overview<'_> {
    fn get(&self, property: &str) -> Value {
        match property {
            "CurrencyCode" => Value::text(self.0.company.currency()),
            "OutstandingReceivableInvoiceAmount" => self.sum(false, false).1.into(),
            "OutstandingReceivableInvoiceCount" => self.sum(false, false).0.into(),
            "OverdueReceivableInvoiceAmount" => self.sum(false, true).1.into(),
            "OverdueReceivableInvoiceCount" => self.sum(false, true).0.into(),
            "OutstandingPayableInvoiceAmount" => self.sum(true, false).1.into(),
            "OutstandingPayableInvoiceCount" => self.sum(true, false).0.into(),
            "OverduePayableInvoiceAmount" => self.sum(true, true).1.into(),
            "OverduePayableInvoiceCount" => self.sum(true, true).0.into(),
            _ => Value::Null,
        }
    }
}
