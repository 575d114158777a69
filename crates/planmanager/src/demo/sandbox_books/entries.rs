//! The entries of the past, as the link would have sent them; and those that the accountant typed in.

use std::collections::BTreeMap;

use domain::VatTreatment;
use exact_sandbox::Money;
use exact_sandbox::books::{EntrySeed, SaleDraft, SaleLine, Status};
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::ledger::Ledger;
use crate::demo::chance::Chance;
use crate::demo::dirty::Snag;
use crate::demo::group::SHOPS;
use crate::demo::world::{Entry, Planned, World};

/// Months after which the accountant has processed an entry.
const PROCESSED_AFTER: i64 = 2;

/// The entries of the shop at this place.
pub(super) fn of(
    world: &World,
    place: usize,
    ledger: &Ledger,
    chance: &mut Chance,
) -> Vec<EntrySeed> {
    let relations = world.relations.iter().filter(|it| it.shop == place);
    let customers: BTreeMap<usize, Uuid> = relations.map(|it| (it.person, it.id)).collect();
    let booked = world.invoices.iter().filter(|it| it.shop == place);
    let mut seeds: Vec<EntrySeed> = booked
        .filter_map(|planned| {
            let entry = planned.entry?;
            let customer = customers.get(&planned.person).copied();
            Some(entry_seed(
                world.today,
                planned,
                entry,
                (customer, ledger),
                chance,
            ))
        })
        .collect();
    // As they came in: row versions grow with time, and what changed last is read last.
    seeds.sort_by_key(|seed| seed.at);
    seeds
}

fn entry_seed(
    today: Date,
    planned: &Planned,
    entry: Entry,
    (customer, ledger): (Option<Uuid>, &Ledger),
    chance: &mut Chance,
) -> EntrySeed {
    let printed = &planned.printed;
    let number = printed
        .number
        .as_ref()
        .map(|number| number.as_str().to_owned())
        .unwrap_or_default();
    let mut lines: Vec<SaleLine> = printed
        .lines
        .iter()
        .zip(&planned.accounts)
        .filter_map(|(line, account)| {
            Some(SaleLine {
                id: chance.uuid(),
                gl_account: account.and_then(|code| ledger.key(code)),
                amount: Some(Money(line.net?.cents())),
                vat_code: vat_code(planned.shop, line.treatment),
                vat_amount: Some(Money(line.vat.cents())),
                description: line.description.clone(),
                quantity: Some(line.quantity),
                ..SaleLine::default()
            })
        })
        .collect();
    if planned.snag == Some(Snag::NumberUsed)
        && let Some(amount) = lines.first_mut().and_then(|line| line.amount.as_mut())
    {
        amount.0 += 10_000;
    }
    let processed = printed.issue_date < today.saturating_sub(PROCESSED_AFTER.months());
    EntrySeed {
        status: if processed {
            Status::Processed
        } else {
            Status::Open
        },
        at: evening(printed.issue_date),
        draft: SaleDraft {
            id: entry.id,
            journal: Some(planned.journal.to_owned()),
            customer,
            number: Some(entry.number),
            date: Some(printed.issue_date),
            due_date: printed.due_date,
            description: [&number, &printed.plate, &printed.buyer.name]
                .map(String::as_str)
                .join(" "),
            your_ref: number,
            payment_reference: printed.payment_reference.clone(),
            lines,
            ..SaleDraft::default()
        },
    }
}

/// The VAT code that stands for this treatment in the shop's administration.
fn vat_code(shop: usize, treatment: VatTreatment) -> Option<String> {
    let codes = SHOPS.get(shop)?.vat_codes;
    codes
        .iter()
        .find(|row| row.stands_for == Some(treatment))
        .map(|row| row.code.to_owned())
}

/// When the office exports: at the end of the day.
fn evening(day: Date) -> jiff::Timestamp {
    TimeZone::UTC
        .to_timestamp(day.at(17, 30, 0, 0))
        .unwrap_or_default()
}
