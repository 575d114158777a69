//! Takes a file over.

use domain::{Customer, CustomerId, Invoice, InvoiceId, Source};
use store::{Tx, lock, transact};
use ubl::Document;

use super::{Buyer, Choice, Imported, buyer::customer_of, coding, known_as, plan::plan, reading};
use crate::{
    Actor, Office, OfficeError, Right, customers,
    error::refuse_any,
    invoices::{Issued, store_many},
    journals, locks,
    trail::{self, Change},
};

/// How often an import begins again because someone else stored the same number or customer at the same
/// moment; the second time it is seen.
const ATTEMPTS: u32 = 3;

/// Takes a UBL file over as an invoice of the location, with the customer when there is none yet. The same
/// content under the same number is told and left alone.
///
/// # Errors
/// [`OfficeError::Denied`] without [`Right::ImportInvoices`]; [`OfficeError::NotFound`] when there is no such
/// location or journal; [`OfficeError::Refused`] with everything that is wrong with the file or the choice,
/// in which case nothing is stored.
pub async fn import(
    office: &Office,
    actor: &Actor,
    bytes: &[u8],
    choice: &Choice,
) -> Result<Imported, OfficeError> {
    actor.require(Right::ImportInvoices)?;
    let document = reading::read(bytes).await?;
    let mut attempt = 1;
    loop {
        let outcome = transact!(office.db, |tx| -> Result<Imported, OfficeError> {
            store(office, actor, tx, (&document, choice)).await
        });
        match outcome {
            Err(error) if error.is_unique_violation() && attempt < ATTEMPTS => attempt += 1,
            outcome => return outcome,
        }
    }
}

async fn store(
    office: &Office,
    actor: &Actor,
    tx: &mut Tx,
    (document, choice): (&Document, &Choice),
) -> Result<Imported, OfficeError> {
    // A firm is one customer, and a journal is numbered elsewhere or here, whoever else is at it.
    lock::take(tx, locks::CUSTOMERS).await?;
    journals::load_alone(tx, choice.journal).await?;
    let plan = plan(tx, document, choice).await?;
    if let Some(invoice) = plan.same {
        return Ok(Imported::AlreadyImported { invoice });
    }
    refuse_any(plan.refusals)?;
    let new_customer = matches!(plan.buyer, Buyer::New { .. });
    let customer = match plan.buyer {
        // Refused above, with what is asked.
        Buyer::Asked { .. } => return Err(OfficeError::Conflict),
        Buyer::Known { customer, .. } => customer.id,
        Buyer::New { number, .. } => {
            let id = CustomerId::new(office.ids.next());
            let customer = customer_of(document, id, number, plan.location.language);
            create(office, actor, tx, &customer).await?
        }
    };
    if let Some(number) = &plan.known_as {
        let noted = (choice.location, customer, number.as_str());
        known_as::note(office, actor, tx, noted).await?;
    }
    let invoice = Invoice {
        id: InvoiceId::new(office.ids.next()),
        location: choice.location,
        journal: choice.journal,
        customer,
        source: Source::Ubl,
        coding: coding::codings(&plan.accounts),
        printed: plan.printed,
    };
    store_many(tx, office.clock.now(), std::slice::from_ref(&invoice)).await?;
    coding::remember(tx, choice.location, &invoice.printed.lines, &plan.accounts).await?;
    let change = Change::created("invoice", invoice.id, &Issued::of(&invoice)).by("import");
    trail::record(office, actor, tx, change).await?;
    Ok(Imported::Imported {
        invoice: invoice.id,
        customer,
        new_customer,
        notes: plan.notes,
    })
}

async fn create(
    office: &Office,
    actor: &Actor,
    tx: &mut Tx,
    customer: &Customer,
) -> Result<CustomerId, OfficeError> {
    let now = office.clock.now();
    customers::store_many(tx, now, std::slice::from_ref(customer)).await?;
    let change = Change::created("customer", customer.id, customer).by("import");
    trail::record(office, actor, tx, change).await?;
    Ok(customer.id)
}
