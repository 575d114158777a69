//! To the cent: what stands in Exact is what the invoice says, per account, per VAT code, and in total.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Invoice, InvoiceId, Money};
use exact_sandbox::admin::EntryView;
use store::transact;
use uuid::Uuid;

use crate::{
    invoices::{Planned, vat_code},
    world::World,
};

/// Net and VAT per account and VAT code.
type Sums = BTreeMap<(String, String), (Money, Money)>;

/// Compares every entry that we made and nobody touched with its invoice as it is coded now.
///
/// What is in conflict may be coded anew, so only its amounts are compared.
pub(crate) async fn check(world: &World, entries: Vec<EntryView>, conflicts: &BTreeSet<i64>) {
    let ids: Vec<InvoiceId> = world.invoices.iter().map(|one| one.invoice.id).collect();
    let invoices = transact!(
        world.db,
        |tx| -> Result<Vec<Invoice>, office::OfficeError> {
            office::invoices::load_many_in(tx, &ids).await
        }
    )
    .unwrap();
    for entry in entries {
        if !world.hand.is_ours(entry.id) || world.hand.edited.contains(&entry.id) {
            continue;
        }
        let key = entry.your_ref.to_lowercase();
        let planned = world
            .invoices
            .iter()
            .find(|one| one.reference().to_lowercase() == key);
        let Some(planned) = planned else {
            let what = format!(
                "an entry of ours bears {}, which nobody issued",
                entry.your_ref
            );
            world.journal.find(what);
            continue;
        };
        let invoice = invoices
            .iter()
            .find(|one| one.id == planned.invoice.id)
            .unwrap();
        compare(world, planned, invoice, &entry);
        let (theirs, ours) = (sums_of(&entry), sums(world, invoice));
        if theirs != ours && !conflicts.contains(&invoice.id.get()) {
            let what = format!("lines {theirs:?} in Exact, {ours:?} here");
            world
                .journal
                .find(format!("{}: {what}", planned.reference()));
        }
    }
}

fn compare(world: &World, planned: &Planned, invoice: &Invoice, entry: &EntryView) {
    let reference = planned.reference();
    let find = |what: String| world.journal.find(format!("{reference}: {what}"));
    let printed = &invoice.printed;
    let total = cents(&entry.total);
    if total != printed.total {
        find(format!("total {total} in Exact, {} here", printed.total));
    }
    let vat = cents(&entry.vat);
    if vat != printed.vat_total {
        find(format!("VAT {vat} in Exact, {} here", printed.vat_total));
    }
    if entry.customer_code.trim() != invoice.customer.to_string() {
        find(format!("customer {} in Exact", entry.customer_code));
    }
    if entry.journal != planned.journal || entry.date != printed.issue_date {
        find(format!("journal {} and date {}", entry.journal, entry.date));
    }
}

fn sums(world: &World, invoice: &Invoice) -> Sums {
    let mut sums = Sums::new();
    for (line, coding) in invoice.printed.lines.iter().zip(&invoice.coding) {
        let account = world
            .desk
            .accounts
            .iter()
            .find(|(_, id)| Some(**id) == coding.ledger_account);
        let account = account.map(|(number, _)| number.clone());
        let key = (
            account.unwrap_or_default(),
            vat_code(line.treatment).to_owned(),
        );
        let sum = sums.entry(key).or_default();
        sum.0 += line.net.unwrap_or_default();
        sum.1 += line.vat;
    }
    sums
}

fn sums_of(entry: &EntryView) -> Sums {
    let mut sums = Sums::new();
    for line in &entry.lines {
        let key = (line.gl_code.clone(), line.vat_code.trim().to_owned());
        let sum = sums.entry(key).or_default();
        sum.0 += cents(&line.net);
        sum.1 += cents(&line.vat);
    }
    sums
}

/// Whether the linked entry still has the invoice's amounts.
pub(crate) fn equal(planned: &Planned, entries: &[EntryView], linked: Option<Uuid>) -> bool {
    let printed = &planned.invoice.printed;
    entries
        .iter()
        .filter(|entry| Some(entry.id) == linked)
        .all(|entry| cents(&entry.total) == printed.total && cents(&entry.vat) == printed.vat_total)
}

fn cents(text: &str) -> Money {
    Money::parse(text).unwrap()
}
