//! `financial/GLAccounts` and its sync and bulk twins: ledger accounts.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Deed, GlAccount, Index};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{act, audit, chosen_key, company, keep, vat_code};

const SCOPE: &str = "financial.generalledgers";

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    post: Some(post),
    put: Some(put),
    delete: Some(delete),
    ..Endpoint::reading(
        "financial/GLAccounts",
        &tables::gl_accounts::TABLE,
        SCOPE,
        rows,
    )
};

pub(crate) static BULK: Endpoint = Endpoint::bulk(
    "bulk/Financial/GLAccounts",
    &tables::bulk_gl_accounts::TABLE,
    (SCOPE, FILTERS),
    rows,
);

/// What a bulk read may filter (facts 2.6).
const FILTERS: &[&str] = &[
    "AssimilatedVATBox",
    "BelcotaxType",
    "Code",
    "Costcenter",
    "Costunit",
    "Created",
    "Creator",
    "ID",
    "Modified",
    "Modifier",
    "PrivateGLAccount",
    "SearchCode",
    "Type",
    "VATNonDeductibleGLAccount",
    "YearEndCostGLAccount",
    "YearEndReflectionGLAccount",
];

pub(crate) static SYNC: Endpoint = Endpoint::syncing(
    "sync/Financial/GLAccounts",
    &tables::sync_gl_accounts::TABLE,
    SCOPE,
    changes,
);

struct Ledger<'a> {
    view: &'a View<'a>,
    account: &'a GlAccount,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let found = candidates(
        &view.company.gl_accounts,
        wanted,
        "ID",
        &[("Code", Index::Code)],
    );
    let seen = found.filter(|account| view.sees(&account.stamp));
    Box::new(seen.map(move |account| Box::new(Ledger { view, account }) as Box<dyn Row>))
}

fn changes<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    let changed = view.company.gl_accounts.changed_after(wanted.since());
    let seen = view.seen_changes(changed, |account| &account.stamp);
    Box::new(seen.map(move |account| Box::new(Ledger { view, account }) as Box<dyn Row>))
}

impl Row for Ledger<'_> {
    fn get(&self, property: &str) -> Value {
        let (account, view) = (self.account, self.view);
        match property {
            "ID" => account.id.into(),
            "Code" => Value::text(&account.code),
            "Description" => Value::text(&account.description),
            "Type" => account.kind.into(),
            "TypeDescription" => Value::text(type_text(account.kind)),
            "BalanceSide" => Value::text(&account.balance_side),
            "BalanceType" => Value::text(&account.balance_type),
            "VATCode" => vat_code(&account.vat_code, view.switches),
            "VATDescription" => view
                .company
                .vat_code(&account.vat_code)
                .map_or(Value::Null, |it| Value::text(&it.description)),
            "UseCostcenter" => Value::Int(i64::from(account.use_cost_centre)),
            "UseCostunit" => Value::Int(i64::from(account.use_cost_unit)),
            "IsBlocked" => account.blocked.into(),
            other => audit(view, &account.stamp, other)
                .unwrap_or_else(|| shown(account.other.get(other))),
        }
    }
}

/// Dutch names of the common kinds.
fn type_text(kind: i32) -> &'static str {
    match kind {
        10 => "Kas",
        12 => "Bank",
        20 => "Debiteuren",
        22 => "Crediteuren",
        24 => "Btw",
        90 => "Algemeen",
        110 => "Omzet",
        111 => "Kostprijs omzet",
        120 => "Overige kosten",
        121 => "Verkoop, algemene en beheerskosten",
        122 => "Afschrijvingskosten",
        125 => "Personeelskosten",
        140 => "Buitengewone baten",
        160 => "Rentebaten",
        _ => "",
    }
}

/// Takes the sent properties over.
fn fill(account: &mut GlAccount, fields: &Fields) {
    for (name, value) in fields.ones().filter(|(name, _)| *name != "ID") {
        let text = match value {
            Value::Text(text) => text.trim().to_owned(),
            _ => String::new(),
        };
        match name {
            "Code" => account.code = text,
            "Description" => account.description = text,
            "BalanceSide" => account.balance_side = text,
            "BalanceType" => account.balance_type = text,
            "VATCode" => account.vat_code = text,
            "Type" => account.kind = fields.int(name).unwrap_or(0),
            "UseCostcenter" => account.use_cost_centre = fields.int(name).unwrap_or(0),
            "UseCostunit" => account.use_cost_unit = fields.int(name).unwrap_or(0),
            "IsBlocked" => account.blocked = fields.flag(name),
            other => keep(&mut account.other, other, value),
        }
    }
}

fn post(core: &mut Core, writer: &Writer, fields: &Fields) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut account = GlAccount {
        id,
        kind: 90,
        balance_type: "B".into(),
        balance_side: "D".into(),
        ..GlAccount::default()
    };
    fill(&mut account, fields);
    let deed = Deed::CreateGlAccount(Box::new(account));
    act(core, writer, deed)?;
    Ok(id)
}

fn put(core: &mut Core, writer: &Writer, id: Uuid, fields: &Fields) -> Result<(), Failure> {
    let known = company(core, writer)?.gl_accounts.get(id);
    let mut account = known.ok_or(Failure::NotFound)?.clone();
    fill(&mut account, fields);
    let deed = Deed::ChangeGlAccount(Box::new(account));
    act(core, writer, deed)
}

fn delete(core: &mut Core, writer: &Writer, id: Uuid) -> Result<(), Failure> {
    let deed = Deed::DeleteGlAccount(id);
    act(core, writer, deed)
}
