//! What hangs on relations: `crm/Addresses`, `crm/Contacts`, `crm/BankAccounts`, with their sync and bulk twins.

use uuid::Uuid;

use crate::api::endpoint::{Endpoint, Row, Rows, View, Wanted, Writer, candidates};
use crate::api::failure::Failure;
use crate::api::fields::{Fields, shown};
use crate::api::tables;
use crate::books::{Card, CardKind, Deed, Field, Index};
use crate::odata::Value;
use crate::state::Core;

use super::shared::{Names, act, audit, chosen_key, company, country, keep};

const SCOPE: &str = "crm.accounts";

macro_rules! writable {
    ($path:literal, $table:ident, $kind:expr, $rows:ident) => {
        Endpoint {
            post: Some(|core, writer, fields| post(core, writer, fields, $kind)),
            put: Some(|core, writer, id, fields| put(core, writer, ($kind, id), fields)),
            delete: Some(|core, writer, id| delete(core, writer, $kind, id)),
            ..Endpoint::reading($path, &tables::$table::TABLE, SCOPE, $rows)
        }
    };
}

pub(crate) static ADDRESSES: Endpoint =
    writable!("crm/Addresses", addresses, CardKind::Address, addresses);
pub(crate) static CONTACTS: Endpoint =
    writable!("crm/Contacts", contacts, CardKind::Contact, contacts);
pub(crate) static BANK_ACCOUNTS: Endpoint = writable!(
    "crm/BankAccounts",
    bank_accounts,
    CardKind::BankAccount,
    bank_accounts
);

pub(crate) static SYNC_ADDRESSES: Endpoint = Endpoint::syncing(
    "sync/CRM/Addresses",
    &tables::sync_addresses::TABLE,
    SCOPE,
    |view, wanted| changes(view, wanted, CardKind::Address),
);
pub(crate) static SYNC_CONTACTS: Endpoint = Endpoint::syncing(
    "sync/CRM/Contacts",
    &tables::sync_contacts::TABLE,
    SCOPE,
    |view, wanted| changes(view, wanted, CardKind::Contact),
);

pub(crate) static BULK_ADDRESSES: Endpoint = Endpoint::bulk(
    "bulk/CRM/Addresses",
    &tables::bulk_addresses::TABLE,
    (
        SCOPE,
        &["Account", "Contact", "ID", "Main", "Type", "Warehouse"],
    ),
    addresses,
);
pub(crate) static BULK_CONTACTS: Endpoint = Endpoint::bulk(
    "bulk/CRM/Contacts",
    &tables::bulk_contacts::TABLE,
    (
        SCOPE,
        &[
            "Account",
            "ID",
            "IdentificationDocument",
            "IdentificationUser",
            "Person",
        ],
    ),
    contacts,
);

struct Shown<'a> {
    view: &'a View<'a>,
    card: &'a Card,
}

fn rows<'a>(view: &'a View<'a>, wanted: &Wanted<'_>, kind: CardKind) -> Rows<'a> {
    let indexed = [("Account", Index::Account)];
    let found = candidates(view.company.cards(kind), wanted, "ID", &indexed);
    let seen = found.filter(|card| view.sees(&card.stamp));
    Box::new(seen.map(move |card| Box::new(Shown { view, card }) as Box<dyn Row>))
}

fn addresses<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    rows(view, wanted, CardKind::Address)
}

fn contacts<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    rows(view, wanted, CardKind::Contact)
}

fn bank_accounts<'a>(view: &'a View<'a>, wanted: &Wanted<'_>) -> Rows<'a> {
    rows(view, wanted, CardKind::BankAccount)
}

fn changes<'a>(view: &'a View<'a>, wanted: &Wanted<'_>, kind: CardKind) -> Rows<'a> {
    let changed = view.company.cards(kind).changed_after(wanted.since());
    let seen = view.seen_changes(changed, |card| &card.stamp);
    Box::new(seen.map(move |card| Box::new(Shown { view, card }) as Box<dyn Row>))
}

impl Row for Shown<'_> {
    fn get(&self, property: &str) -> Value {
        let (card, names) = (self.card, Names(self.view));
        let account = card.account.unwrap_or_default();
        let relation = self.view.company.accounts.get(account);
        match property {
            "ID" => card.id.into(),
            "Account" => account.into(),
            "AccountName" => names.account(account),
            "AccountIsCustomer" => relation.map(crate::books::Account::is_customer).into(),
            "AccountIsSupplier" => relation
                .map(|it| it.other.get("IsSupplier") == Some(&Field::Bool(true)))
                .into(),
            "Code" if card.kind == CardKind::Contact => names.account_code(account),
            "Country" => country(card.text("Country"), self.view.switches),
            "FullName" => self.full_name(),
            "IBAN" => Value::text(card.text("BankAccount")),
            "Type" if card.kind == CardKind::BankAccount => Value::text("A"),
            "ContactName" => Value::Null,
            other => audit(self.view, &card.stamp, other)
                .unwrap_or_else(|| shown(card.values.get(other))),
        }
    }
}

impl Shown<'_> {
    fn full_name(&self) -> Value {
        let parts = ["FirstName", "MiddleName", "LastName"].map(|part| self.card.text(part));
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        Value::text(&parts.collect::<Vec<_>>().join(" "))
    }
}

fn fill(card: &mut Card, fields: &Fields) {
    for (name, value) in fields.ones() {
        match name {
            "ID" => {}
            "Account" => card.account = fields.guid(name),
            "Country" => {
                let code = fields.text(name).unwrap_or_default();
                keep(&mut card.values, name, &Value::text(code.trim()));
            }
            other => keep(&mut card.values, other, value),
        }
    }
}

/// An address that is there already, word for word, is not made again: its key is the answer (facts 4.4).
fn equal_address(core: &Core, writer: &Writer, card: &Card) -> Option<Uuid> {
    let company = core.books.company(writer.division)?;
    let account = card.account?.to_string();
    let mut known = company.addresses.find(Index::Account, &account);
    known.find(|it| it.values == card.values).map(|it| it.id)
}

fn post(
    core: &mut Core,
    writer: &Writer,
    fields: &Fields,
    kind: CardKind,
) -> Result<Uuid, Failure> {
    let id = chosen_key(core, fields, "ID")?;
    let mut card = Card {
        id,
        kind,
        ..Card::default()
    };
    if kind == CardKind::Address {
        card.values.insert("Type".to_owned(), Field::Int(1));
        card.values.insert("Main".to_owned(), Field::Bool(false));
    }
    fill(&mut card, fields);
    if kind == CardKind::Address
        && let Some(known) = equal_address(core, writer, &card)
    {
        return Ok(known);
    }
    act(core, writer, Deed::CreateCard(Box::new(card)))?;
    Ok(id)
}

fn put(
    core: &mut Core,
    writer: &Writer,
    (kind, id): (CardKind, Uuid),
    fields: &Fields,
) -> Result<(), Failure> {
    let known = company(core, writer)?.cards(kind).get(id);
    let mut card = known.ok_or(Failure::NotFound)?.clone();
    fill(&mut card, fields);
    act(core, writer, Deed::ChangeCard(Box::new(card)))
}

fn delete(core: &mut Core, writer: &Writer, kind: CardKind, id: Uuid) -> Result<(), Failure> {
    act(core, writer, Deed::DeleteCard { kind, id })
}
