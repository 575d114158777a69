//! The open items as reports: `read/financial/ReceivablesList` and its three variants, `AgingReceivablesList`,
//! `OutstandingInvoicesOverview` (point 33), `PayablesList`. Only what is open; invoices positive, receipts negative.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted};
use crate::api::parameters::{Parameter, Wants};
use crate::api::tables;
use crate::books::{Ages, Index, PaymentTerm};
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

const ACCOUNT: Parameter = ("accountId", Wants::Guid);
const AGE: Parameter = ("ageGroup", Wants::Int);

pub(crate) static ALL: Endpoint = list("read/financial/ReceivablesList", all);
pub(crate) static BY_ACCOUNT: Endpoint = Endpoint {
    parameters: &[ACCOUNT],
    ..list("read/financial/ReceivablesListByAccount", chosen)
};
pub(crate) static BY_AGE: Endpoint = Endpoint {
    parameters: &[AGE],
    ..list("read/financial/ReceivablesListByAgeGroup", chosen)
};
pub(crate) static BY_BOTH: Endpoint = Endpoint {
    parameters: &[ACCOUNT, AGE],
    ..list("read/financial/ReceivablesListByAccountAndAgeGroup", chosen)
};

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
    parameters: &[AGE],
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
    let today = today(view);
    let group = |term: &PaymentTerm| i64::try_from(Ages::group(term.due_date, today) + 1);
    let mut terms = match account {
        Some(account) => of_accounts(view, &[account], false),
        None => open(view, false),
    };
    terms.retain(|term| age.is_none_or(|age| group(term) == Ok(age)));
    listed(view, terms)
}

fn today(view: &View<'_>) -> Date {
    TimeZone::UTC.to_datetime(view.now).date()
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
    ages: Ages,
}

fn aging<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    // Not from the sums that are kept: those know nothing of rows that are not seen yet.
    let mut accounts: BTreeMap<Uuid, Ages> = BTreeMap::new();
    let today = today(view);
    for term in open(view, false) {
        let ages = accounts.entry(term.account).or_default();
        ages.add((term.due_date, term.amount, 1), today);
    }
    let age = match view.argument("ageGroup") {
        Some(Value::Int(group)) => usize::try_from(group - 1).ok(),
        _ => None,
    };
    let has = move |ages: &Ages| {
        let group = |age: usize| ages.groups.get(age);
        age.is_none_or(|age| group(age).is_some_and(|sum| *sum != Money::ZERO))
    };
    let rows = accounts.into_iter().filter(move |(_, ages)| has(ages));
    Box::new(rows.map(move |(account, ages)| {
        Box::new(Aging {
            view,
            account,
            ages,
        }) as Box<dyn Row>
    }))
}

impl Row for Aging<'_> {
    fn get(&self, property: &str) -> Value {
        let [first, second, third, fourth] = self.ages.groups;
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
            "TotalAmount" => self.ages.total().into(),
            _ => Value::Null,
        }
    }
}

/// Number and sum of invoices.
#[derive(Clone, Copy, Default)]
struct Invoices {
    count: i64,
    amount: Money,
}

impl Invoices {
    fn add(&mut self, amount: Money) {
        self.count += 1;
        self.amount += amount.abs();
    }
}

/// The invoices that are open, and those of them that are past their due date.
#[derive(Clone, Copy, Default)]
struct Outstanding {
    all: Invoices,
    overdue: Invoices,
}

impl Outstanding {
    fn of(view: &View<'_>, payable: bool) -> Outstanding {
        let (today, mut found) = (today(view), Outstanding::default());
        let items = open(view, payable).into_iter();
        for term in items.filter(|term| term.amount.is_negative() == payable) {
            found.all.add(term.amount);
            if term.due_date < today {
                found.overdue.add(term.amount);
            }
        }
        found
    }
}

struct Overview<'a> {
    view: &'a View<'a>,
    receivable: Outstanding,
    payable: Outstanding,
}

fn overview<'a>(view: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    let (receivable, payable) = (Outstanding::of(view, false), Outstanding::of(view, true));
    let row = Overview {
        view,
        receivable,
        payable,
    };
    Box::new(std::iter::once(Box::new(row) as Box<dyn Row>))
}

impl Row for Overview<'_> {
    fn get(&self, property: &str) -> Value {
        let (receivable, payable) = (self.receivable, self.payable);
        match property {
            "CurrencyCode" => Value::text(self.view.company.currency()),
            "OutstandingReceivableInvoiceAmount" => receivable.all.amount.into(),
            "OutstandingReceivableInvoiceCount" => receivable.all.count.into(),
            "OverdueReceivableInvoiceAmount" => receivable.overdue.amount.into(),
            "OverdueReceivableInvoiceCount" => receivable.overdue.count.into(),
            "OutstandingPayableInvoiceAmount" => payable.all.amount.into(),
            "OutstandingPayableInvoiceCount" => payable.all.count.into(),
            "OverduePayableInvoiceAmount" => payable.overdue.amount.into(),
            "OverduePayableInvoiceCount" => payable.overdue.count.into(),
            _ => Value::Null,
        }
    }
}
