//! Twenty-six years of invoices, the newest open and the others booked, written in bulk.

use anyhow::{Context as _, Result};
use domain::{
    Coding, CustomerId, Draft, DraftLine, Invoice, InvoiceId, InvoiceKind, InvoiceNumber, Money,
    Printed, Source, VatRate, VatTreatment,
};
use jiff::civil::{Date, date};
use link::past::{self, BookedBefore};
use office::{OfficeError, invoices};
use rust_decimal::Decimal;
use testing::app::TestApp;

/// The first day, and how many days there are.
const FIRST: Date = date(2000, 1, 1);
const DAYS: usize = 9_800;
/// How many customers they have.
const CUSTOMERS: usize = 200;
/// Invoices that are stored in one transaction.
const AT_ONCE: usize = 1_000;

/// Writes so many invoices, of which the newest so many are open.
pub(crate) async fn write(app: &TestApp, count: usize, open: usize) -> Result<()> {
    let mut customers = Vec::with_capacity(CUSTOMERS);
    for _ in 0..CUSTOMERS {
        customers.push(app.customer().make().await?.id);
    }
    let places: Vec<usize> = (0..count).collect();
    for chunk in places.chunks(AT_ONCE) {
        let rows = chunk
            .iter()
            .map(|nth| invoice(app, *nth, count, &customers))
            .collect::<Result<Vec<Invoice>>>()?;
        let office = &app.office;
        store::transact!(office.db, |tx| -> Result<(), OfficeError> {
            invoices::store_many(tx, office.clock.now(), &rows).await
        })?;
        let booked: Vec<BookedBefore> = chunk
            .iter()
            .zip(&rows)
            .filter(|(nth, _)| **nth + open < count)
            .map(|(nth, row)| BookedBefore {
                invoice: row.id,
                administration: app.administration,
                entry_id: app.office.ids.uuid(),
                entry_number: i64::try_from(*nth).unwrap_or_default(),
            })
            .collect();
        past::store_booked(&app.link, &app.admin, &booked).await?;
    }
    Ok(())
}

fn invoice(app: &TestApp, nth: usize, count: usize, customers: &[CustomerId]) -> Result<Invoice> {
    let days = i64::try_from(nth * DAYS / count.max(1))?;
    let day = FIRST.saturating_add(jiff::Span::new().days(days));
    let account = |number: &str| {
        app.accounts
            .get(number)
            .copied()
            .with_context(|| format!("no account {number}"))
    };
    let standard = VatTreatment::standard(VatRate::PERCENT_21);
    let mut lines = Vec::new();
    let mut coding = Vec::new();
    for (text, number) in [("Arbeidsloon", "704000"), ("Onderdelen", "705000")] {
        let price = Decimal::from(100);
        lines.push(DraftLine::priced(
            text,
            Decimal::ONE,
            "st",
            price,
            standard,
        )?);
        coding.push(Coding {
            ledger_account: Some(account(number)?),
            cost_centre: String::new(),
        });
    }
    let draft = Draft {
        kind: InvoiceKind::Invoice,
        number: Some(InvoiceNumber::parse(&format!("W-{nth}"))?),
        issue_date: day,
        due_date: Some(day),
        supply_date: None,
        payment_reference: String::new(),
        plate: "1-DOO-417".to_owned(),
        note: String::new(),
        buyer: domain::Party {
            name: "Fictieve Garage BV".to_owned(),
            ..Default::default()
        },
        lines,
        prepaid: Money::ZERO,
        corrects: Vec::new(),
    };
    Ok(Invoice {
        id: InvoiceId::new(app.office.ids.next()),
        location: app.location.id,
        journal: app.journal.id,
        customer: *customers
            .get(nth % customers.len().max(1))
            .context("no customer")?,
        source: Source::Desk,
        printed: Printed::compute(draft).map_err(|refused| anyhow::anyhow!("{refused:?}"))?,
        coding,
    })
}
