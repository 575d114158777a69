//! `crm/Accounts` and its sync and bulk twins: relations.

use uuid::Uuid;

use crate::api::endpoint::{
    Endpoint, ReadRule, Row, Rows, SYNC_PAGE, View, Wanted, Writer, candidates,
};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Account, Deed, Index, key_in};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{Names, account_code, act, audit, chosen_key, company, country, vat_code};

const SCOPE: &str = "crm.accounts";

/// Fields that satisfy the mandatory filter (facts 2.6).
const FILTERS: &[&str] = &[
    "ID",
    "Accountant",
    "AccountManager",
    "AddressLine1",
    "AddressLine2",
    "AddressLine3",
    "Blocked",
    "BRIN",
    "BSN",
    "ChamberOfCommerce",
    "City",
    "Classification",
    "Classification1",
    "Classification2",
    "Classification3",
    "Classification4",
    "Classification5",
    "Classification6",
    "Classification7",
    "Classification8",
    "Code",
    "CodeAtSupplier",
    "Country",
    "Created",
    "Email",
    "EndDate",
    "EORINumber",
    "Fax",
    "InvoiceAccount",
    "IsAccountant",
    "IsReseller",
    "IsSales",
    "IsSupplier",
    "MainContact",
    "Modified",
    "Name",
    "Parent",
    "Phone",
    "Postcode",
    "PriceList",
    "Reseller",
    "RSIN",
    "SearchCode",
    "StartDate",
    "Status",
    "Type",
    "VATNumber",
];

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    rule: ReadRule::Filtered(FILTERS),
    post: Some(post),
    put: Some(put),
    delete: Some(delete),
    ..Endpoint::reading("crm/Accounts", &tables::accounts::TABLE, SCOPE, rows)
};

pub(crate) static BULK: Endpoint = Endpoint {
    page: SYNC_PAGE,
    rule: ReadRule::Filtered(FILTERS),
    ..Endpoint::reading(
        "bulk/CRM/Accounts",
        &tables::bulk_accounts::TABLE,
        SCOPE,
        rows,
    )
};

pub(crate) static SYNC: Endpoint = Endpoint::syncing(
    "sync/CRM/Accounts",
    &tables::sync_accounts::TABLE,
    SCOPE,
    changes,
);

/// Where the filter can use an index.
const INDEXED: &[(&str, Index)] = &[
    ("Code", Index::Code),
    ("VATNumber", Index::VatNumber),
    ("ChamberOfCommerce", Index::Chamber),
    ("Email", Index::Email),
    ("Name", Index::Name),
];

struct Relation<'a> {
    view: &'a View<'a>,
    account: &'a Account,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(&view.company.accounts, wanted, "ID", INDEXED);
    let seen = found.filter(|account| view.sees(&account.stamp));
    Box::new(seen.map(move |account| Box::new(Relation { view, account }) as Box<dyn Row>))
}

fn changes<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let changed = view.company.accounts.changed_after(wanted.since());
    let seen = view.seen_changes(changed, |account| &account.stamp);
    Box::new(seen.map(move |account| Box::new(Relation { view, account }) as Box<dyn Row>))
}

impl Row for Relation<'_> {
    fn get(&self, property: &str) -> Value {
        let (account, view) = (self.account, self.view);
        match property {
            "ID" => account.id.into(),
            "Code" => account_code(&account.code),
            "Name" => Value::text(&account.name),
            "Status" => Value::text(&account.status),
            "Blocked" => account.blocked.into(),
            "AddressLine1" => Value::text(&account.address_line1),
            "Postcode" => Value::text(&account.postcode),
            "City" => Value::text(&account.city),
            "Country" => country(&account.country, view.switches),
            "VATNumber" => Value::text(&account.vat_number),
            "Email" => Value::text(&account.email),
            "Phone" => Value::text(&account.phone),
            "Language" => Value::text(&account.language),
            "PaymentConditionSales" => Value::text(&account.payment_condition),
            "PaymentConditionSalesDescription" => {
                let condition = view.company.condition(&account.payment_condition);
                condition.map_or(Value::Null, |it| Value::text(&it.description))
            }
            "SalesVATCode" => vat_code(&account.sales_vat_code, view.switches),
            "SalesVATCodeDescription" => Names(view).vat(&account.sales_vat_code),
            "InvoiceAccountCode" => Names(view).account_code(invoiced(account)),
            "InvoiceAccountName" => Names(view).account(invoiced(account)),
            "GLAR" => account.receivable.into(),
            "IsSales" => account.is_customer().into(),
            "Type" => Value::text("A"),
            "CustomerSince" if account.is_customer() => account.stamp.created.into(),
            "StatusSince" => account.stamp.created.into(),
            "IsSupplier" | "IsReseller" if !account.other.contains_key(property) => {
                Value::Bool(false)
            }
            other => audit(view, &account.stamp, other)
                .unwrap_or_else(|| shown(account.other.get(other))),
        }
    }
}

/// The relation that is billed instead.
fn invoiced(account: &Account) -> Uuid {
    key_in(&account.other, "InvoiceAccount").unwrap_or_default()
}

/// Takes the sent properties over.
fn fill(account: &mut Account, fields: &Fields) {
    for (name, value) in fields.ones().filter(|(name, _)| *name != "ID") {
        let value = match (name, value) {
            // Codes are kept without the padding that answers have.
            ("Code" | "Country" | "SalesVATCode" | "PaymentConditionSales", Value::Text(text)) => {
                Value::Text(text.trim().to_owned())
            }
            (_, value) => value.clone(),
        };
        account.set(name, Fields::kept(&value));
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut account = Account {
        id,
        ..Account::default()
    };
    fill(&mut account, fields);
    let deed = Deed::CreateAccount(Box::new(account));
    act(core, writer, deed)?;
    Ok(id)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let known = company(core, writer)?.accounts.get(id);
    let mut account = known.ok_or(Failure::NotFound)?.clone();
    fill(&mut account, fields);
    let deed = Deed::ChangeAccount(Box::new(account));
    act(core, writer, deed)
}

fn delete(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    let deed = Deed::DeleteAccount(id);
    act(core, writer, deed)
}
