//! The demo in our books: journals with their numbers, customers, a year of invoices, and what of it is booked.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use domain::{
    Coding, Customer, CustomerId, CustomerNumber, Invoice, InvoiceId, JournalId, LedgerAccountId,
    NumberSeries, Source,
};
use link::past::{self, BookedBefore};
use office::accounts::AccountForm;
use office::journals::{self, JournalForm, Marks};
use office::{Actor, OfficeError, customers, invoices};
use store::transact;

use super::dirty::{ACCOUNT_BLOCKED, ACCOUNT_NOT_THERE};
use super::group::{JournalRole, ShopJournal};
use super::people::Person;
use super::seeding::Place;
use super::world::{Planned, World};
use crate::lookup;
use crate::wiring::Wiring;

/// Invoices that are stored in one transaction.
const AT_ONCE: usize = 250;

/// What of ours has which id.
struct Ids {
    journals: BTreeMap<(usize, &'static str), JournalId>,
    accounts: BTreeMap<String, LedgerAccountId>,
    customers: Vec<CustomerId>,
}

/// Writes everything.
pub(super) async fn write(
    wiring: &Wiring,
    actor: &Actor,
    world: &World,
    places: &[Place],
) -> Result<()> {
    let ids = Ids {
        journals: set_journals(wiring, actor, world, places)
            .await
            .context("journals")?,
        accounts: make_accounts(wiring, actor)
            .await
            .context("ledger accounts")?,
        customers: store_customers(wiring, world).await.context("customers")?,
    };
    link_customers(wiring, actor, world, places, &ids)
        .await
        .context("links of customers")?;
    store_invoices(wiring, actor, world, places, &ids)
        .await
        .context("invoices")
}

/// Marks the imported journals, and makes the one that the administration does not have.
async fn set_journals(
    wiring: &Wiring,
    actor: &Actor,
    world: &World,
    places: &[Place],
) -> Result<BTreeMap<(usize, &'static str), JournalId>> {
    let known = journals::list(&wiring.office, actor).await?;
    let mut ids = BTreeMap::new();
    for (at, place) in places.iter().enumerate() {
        for journal in place.shop.journals {
            let marks = marks(place, journal);
            let imported = known.iter().find(|it| {
                it.administration == Some(place.administration) && it.code == journal.code
            });
            let id = if let Some(imported) = imported {
                journals::save_marks(&wiring.office, actor, imported.id, &marks)
                    .await?
                    .id
            } else {
                let (code, name) = (journal.code.to_owned(), journal.name.to_owned());
                let form = JournalForm {
                    code,
                    name,
                    administration: Some(place.administration),
                    marks,
                };
                journals::create(&wiring.office, actor, &form).await?.id
            };
            journals::set_series(&wiring.office, actor, id, &series(world, at, journal)).await?;
            ids.insert((at, journal.code), id);
        }
    }
    Ok(ids)
}

fn marks(place: &Place, journal: &ShopJournal) -> Marks {
    Marks {
        location: Some(place.location),
        internal: journal.role == JournalRole::Internal,
        credit_notes: journal.role == JournalRole::Credit,
        numbered_elsewhere: journal.role == JournalRole::Elsewhere,
        prefix: journal.prefix.to_owned(),
    }
}

/// Where the numbers of a journal go on.
fn series(world: &World, shop: usize, journal: &ShopJournal) -> NumberSeries {
    let numbered = world
        .invoices
        .iter()
        .filter(|it| it.shop == shop && it.journal == journal.code && it.printed.number.is_some());
    let (count, last_date) = numbered.fold((0, None), |(count, last), it| {
        (count + 1, last.max(Some(it.printed.issue_date)))
    });
    NumberSeries {
        prefix: journal.prefix.to_owned(),
        next: count + 1,
        last_date,
    }
}

/// Beside the imported revenue accounts: two that exist there too (no revenue; blocked), and one that does not.
async fn make_accounts(
    wiring: &Wiring,
    actor: &Actor,
) -> Result<BTreeMap<String, LedgerAccountId>> {
    let by_hand = [
        ("640200", "Diverse kosten"),
        (ACCOUNT_BLOCKED, "Milieubijdrage"),
        (ACCOUNT_NOT_THERE, "Nog niet in Exact"),
    ];
    for (number, name) in by_hand {
        let form = AccountForm {
            number: number.to_owned(),
            name: name.to_owned(),
            ..AccountForm::default()
        };
        link::accounts::save(&wiring.link, actor, &form).await?;
    }
    let all = lookup::accounts(&wiring.office, actor).await?;
    Ok(all
        .into_iter()
        .map(|account| (account.number.to_string(), account.id))
        .collect())
}

async fn store_customers(wiring: &Wiring, world: &World) -> Result<Vec<CustomerId>> {
    let all: Vec<Customer> = world
        .people
        .iter()
        .map(|person| customer(CustomerId::new(wiring.office.ids.next()), person))
        .collect::<Result<_>>()?;
    let office = &wiring.office;
    transact!(office.db, |tx| -> Result<(), OfficeError> {
        customers::store_many(tx, office.clock.now(), &all).await
    })?;
    Ok(all.into_iter().map(|customer| customer.id).collect())
}

fn customer(id: CustomerId, person: &Person) -> Result<Customer> {
    let endpoint = person
        .vat_number
        .strip_prefix("BE")
        .map(|digits| format!("0208:{digits}"));
    Ok(Customer {
        id,
        number: CustomerNumber::new(person.number)?,
        name: person.name.clone(),
        address: person.address.clone(),
        vat_number: person.vat_number.clone(),
        endpoint: endpoint.unwrap_or_default(),
        email: person.email.clone(),
        language: person.language,
        version: 1,
    })
}

async fn link_customers(
    wiring: &Wiring,
    actor: &Actor,
    world: &World,
    places: &[Place],
    ids: &Ids,
) -> Result<()> {
    for (at, place) in places.iter().enumerate() {
        let known = world
            .relations
            .iter()
            .filter(|it| it.shop == at && it.linked);
        let pairs: Vec<_> = known
            .filter_map(|it| Some((*ids.customers.get(it.person)?, it.id)))
            .collect();
        past::link_customers(&wiring.link, actor, place.administration, &pairs).await?;
    }
    Ok(())
}

async fn store_invoices(
    wiring: &Wiring,
    actor: &Actor,
    world: &World,
    places: &[Place],
    ids: &Ids,
) -> Result<()> {
    let office = &wiring.office;
    for chunk in world.invoices.chunks(AT_ONCE) {
        let mut rows = Vec::new();
        let mut booked = Vec::new();
        for planned in chunk {
            let place = places.get(planned.shop).context("an invoice of no shop")?;
            let id = InvoiceId::new(wiring.office.ids.next());
            rows.push(invoice(id, planned, place, ids)?);
            if let Some(entry) = planned.entry.filter(|entry| !entry.typed) {
                booked.push(BookedBefore {
                    invoice: id,
                    administration: place.administration,
                    entry_id: entry.id,
                    entry_number: i64::from(entry.number),
                });
            }
        }
        transact!(office.db, |tx| -> Result<(), OfficeError> {
            invoices::store_many(tx, office.clock.now(), &rows).await
        })?;
        past::store_booked(&wiring.link, actor, &booked).await?;
    }
    Ok(())
}

fn invoice(id: InvoiceId, planned: &Planned, place: &Place, ids: &Ids) -> Result<Invoice> {
    let account = |number: &str| {
        ids.accounts
            .get(number)
            .copied()
            .with_context(|| format!("no account {number}"))
    };
    let coding = planned.accounts.iter().map(|number| {
        let ledger_account = number.map(account).transpose()?;
        Ok(Coding {
            ledger_account,
            cost_centre: String::new(),
        })
    });
    Ok(Invoice {
        id,
        location: place.location,
        journal: *ids
            .journals
            .get(&(planned.shop, planned.journal))
            .context("no journal")?,
        customer: *ids.customers.get(planned.person).context("no customer")?,
        source: Source::Desk,
        printed: planned.printed.clone(),
        coding: coding.collect::<Result<_>>()?,
    })
}
