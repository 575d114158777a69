//! What can happen next.

use std::time::Duration;

use domain::Coding;
use exact_sandbox::admin::{Order, OrderLine, Party};
use link::Parts;
use store::transact;

use crate::{
    customers,
    image::DIVISION,
    invoices::{ACCOUNTS, Planned, vat_code},
    world::{World, actor},
};

/// Does one thing.
pub(crate) async fn one(world: &mut World) {
    let node = world.chance.index(2);
    match world.chance.weighed(&[8, 24, 7, 12, 4, 1, 1, 1, 2, 2]) {
        0 => {
            let parts = *world.chance.pick(&[
                Parts::Both,
                Parts::Both,
                Parts::Both,
                Parts::Customers,
                Parts::Invoices,
            ]);
            world.press(node, parts);
        }
        1 => world.tick(node),
        2 => world.crash(node),
        3 => {
            let time = *world.chance.pick(&[1, 20, 61, 200, 480]);
            world.journal.act(&format!("{time} s pass"));
            world.scheduler.pass(Duration::from_secs(time)).await;
        }
        4 => types(world),
        5 => edits(world),
        6 => deletes(world),
        7 => blocks(world),
        8 => makes_customer(world),
        _ => at_our_desk(world).await,
    }
}

/// Tells the sandbox, and says whether it did it.
fn order(world: &World, order: Order) -> Option<exact_sandbox::admin::Done> {
    let what = format!("{order:?}");
    let done = world.sandbox.order(DIVISION, order);
    let outcome = if done.is_ok() { "done" } else { "refused" };
    world.journal.act(&format!("by hand, {outcome}: {what}"));
    done.ok()
}

fn any(world: &mut World) -> Planned {
    let index = world.chance.index(world.invoices.len());
    world.invoices[index].clone()
}

/// A bookkeeper types one of our invoices: equal, with another amount, or in the other journal.
fn types(world: &mut World) {
    let planned = any(world);
    let printed = &planned.invoice.printed;
    let (off, elsewhere) = match world.chance.below(4) {
        0 => (1, false),
        1 => (0, true),
        _ => (0, false),
    };
    let journal = match (planned.journal, elsewhere) {
        ("70", true) | ("71", false) => "71",
        _ => "70",
    };
    let lines = printed.lines.iter().zip(&planned.invoice.coding);
    let lines = lines
        .map(|(line, coding)| OrderLine {
            gl_account: account(world, coding),
            amount: line.net.unwrap_or_default().to_decimal() + rust_decimal::Decimal::new(off, 2),
            vat_code: Some(vat_code(line.treatment).to_owned()),
            vat_amount: Some(line.vat.to_decimal()),
            description: line.description.clone(),
        })
        .collect();
    let reference = if world.chance.percent(20) {
        format!(" {} ", planned.reference().to_lowercase())
    } else {
        planned.reference().to_owned()
    };
    let sale = Order::EnterSale {
        journal: journal.to_owned(),
        customer: planned.invoice.customer.to_string(),
        date: printed.issue_date,
        due_date: printed.due_date,
        your_ref: reference.clone(),
        payment_reference: String::new(),
        description: "met de hand".to_owned(),
        number: None,
        lines,
    };
    if let Some(entry) = order(world, sale).and_then(|done| done.id) {
        let now = world.sea.clock.now();
        world.hand.types(entry, &reference, now);
    }
}

fn account(world: &World, coding: &Coding) -> String {
    let found = world
        .desk
        .accounts
        .iter()
        .find(|(_, id)| Some(**id) == coding.ledger_account);
    found.map_or_else(|| ACCOUNTS[0].to_owned(), |(number, _)| number.clone())
}

/// An entry with one of our references, whoever made it.
fn any_entry(world: &mut World) -> Option<exact_sandbox::admin::EntryView> {
    let books = world.sandbox.books(DIVISION)?;
    let entries: Vec<_> = books
        .entries
        .into_iter()
        .filter(|entry| !entry.your_ref.starts_with("P-"))
        .collect();
    (!entries.is_empty()).then(|| entries[world.chance.index(entries.len())].clone())
}

/// A bookkeeper changes an entry: its text, or its amount.
fn edits(world: &mut World) {
    let Some(entry) = any_entry(world) else {
        return;
    };
    let lines = world.chance.percent(60).then(|| {
        vec![OrderLine {
            gl_account: "704000".to_owned(),
            amount: rust_decimal::Decimal::new(12_345, 2),
            vat_code: Some("2".to_owned()),
            vat_amount: None,
            description: "anders".to_owned(),
        }]
    });
    let edit = Order::EditEntry {
        entry: entry.id,
        your_ref: None,
        description: Some("bewerkt".to_owned()),
        date: None,
        due_date: None,
        customer: None,
        lines,
    };
    if order(world, edit).is_some() {
        world.hand.edited.insert(entry.id);
        world.hand.touch(&entry.your_ref);
    }
}

fn deletes(world: &mut World) {
    let Some(entry) = any_entry(world) else {
        return;
    };
    if order(world, Order::DeleteEntry { entry: entry.id }).is_some() {
        world.hand.touch(&entry.your_ref);
        world.hand.deleted.insert(entry.id, entry);
    }
}

/// Somebody closes or blocks something, or frees it again.
fn blocks(world: &mut World) {
    let frees = world.chance.percent(40);
    let orders = if frees { freeing() } else { blocking() };
    let index = world.chance.index(orders.len());
    order(world, orders[index].clone());
}

fn blocking() -> Vec<Order> {
    vec![
        Order::ClosePeriod {
            journal: None,
            year: 2026,
            period: 11,
        },
        Order::BlockAccount {
            gl_account: Some("705000".to_owned()),
            customer: None,
        },
        Order::BlockAccount {
            gl_account: None,
            customer: Some("102".to_owned()),
        },
        Order::BlockVatCode {
            code: "4".to_owned(),
        },
        Order::BlockJournal {
            code: "71".to_owned(),
        },
    ]
}

fn freeing() -> Vec<Order> {
    vec![
        Order::OpenPeriod {
            journal: None,
            year: 2026,
            period: 11,
        },
        Order::UnblockAccount {
            gl_account: Some("705000".to_owned()),
            customer: None,
        },
        Order::UnblockAccount {
            gl_account: None,
            customer: Some("102".to_owned()),
        },
        Order::UnblockVatCode {
            code: "4".to_owned(),
        },
        Order::UnblockJournal {
            code: "71".to_owned(),
        },
    ]
}

/// A bookkeeper makes a customer that we were about to make.
fn makes_customer(world: &mut World) {
    let number = *world.chance.pick(&[900, 901, 902]);
    let known = customers::ALL.iter().find(|one| one.number == number);
    if order(world, as_made_there(known.unwrap())).is_some() {
        world.hand.customers.insert(number);
    }
}

/// A customer of ours as a bookkeeper makes him in Exact.
fn as_made_there(known: &customers::Known) -> Order {
    Order::CreateCustomer(Party {
        code: known.number.to_string(),
        name: known.name.to_uppercase(),
        address_line1: known.street.to_owned(),
        postcode: known.postcode.to_owned(),
        city: known.city.to_owned(),
        country: "BE".to_owned(),
        ..Party::default()
    })
}

/// A bookkeeper deletes a relation that we made, with everything that is booked on him, and now and then makes him again.
pub(crate) fn deletes_relation(world: &mut World) {
    let Some(chance) = &mut world.relations else {
        return;
    };
    if !chance.percent(20) {
        return;
    }
    let number = *chance.pick(&[900, 901, 902]);
    let again = chance.percent(30);
    let code = number.to_string();
    let entries = world.sandbox.books(DIVISION).unwrap().entries;
    for entry in entries {
        if entry.customer_code.trim() == code
            && order(world, Order::DeleteEntry { entry: entry.id }).is_some()
        {
            world.hand.touch(&entry.your_ref);
            world.hand.deleted.insert(entry.id, entry);
        }
    }
    if order(world, Order::DeleteCustomer { code }).is_some() && again {
        let known = customers::ALL.iter().find(|one| one.number == number);
        order(world, as_made_there(known.unwrap()));
    }
}

/// The address is mended, or a line gets another account.
async fn at_our_desk(world: &mut World) {
    if world.chance.percent(40) {
        world.journal.act("the address is mended");
        world.hand.mended = true;
        let db = world.db.clone();
        world.scheduler.begin("mend", async move {
            transact!(db, |tx| -> Result<(), store::StoreError> {
                customers::mend(tx).await
            })
            .unwrap();
        });
        return;
    }
    let planned = any(world);
    let position = world.chance.index(planned.invoice.coding.len());
    let number = *world.chance.pick(ACCOUNTS);
    let coding = Coding {
        ledger_account: Some(world.desk.accounts[number]),
        cost_centre: String::new(),
    };
    if planned.invoice.coding[position].ledger_account.is_none() {
        return;
    }
    let id = planned.invoice.id;
    world.hand.recoded.insert(id.get());
    let (office, journal) = (world.nodes[0].link.office.clone(), world.journal.clone());
    world.scheduler.begin("recode", async move {
        let position = i64::try_from(position).unwrap() + 1;
        let done = office::invoices::recode(&office, &actor(), id, position, &coding).await;
        let outcome = if done.is_ok() { "done" } else { "refused" };
        journal.act(&format!(
            "line {position} of invoice {id} goes to {number}: {outcome}"
        ));
    });
}

/// Everything that a person can mend is mended.
pub(crate) async fn mend_everything(world: &mut World) {
    for free in freeing() {
        order(world, free);
    }
    world.journal.act("the address is mended");
    world.hand.mended = true;
    let db = world.db.clone();
    world.scheduler.begin("mend", async move {
        transact!(db, |tx| -> Result<(), store::StoreError> {
            customers::mend(tx).await
        })
        .unwrap();
    });
}
