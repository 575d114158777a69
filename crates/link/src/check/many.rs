//! The check of many invoices of any locations: loads in bulk, decides per invoice.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AdministrationId, CustomerId, Invoice, InvoiceId, Place, Refusal};
use store::Tx;

use super::{
    Checked, Subject,
    books::{Administration, Books},
    check,
    load::{self, Subjects},
    mirrored::{self, AT_ONCE, filled_up},
};
use crate::{Link, LinkError, booking::standing::reference_key, reasons};

/// What the check says of one invoice.
#[derive(Debug)]
pub(crate) struct CheckedInvoice {
    pub(crate) invoice: Invoice,
    /// Where it would be booked.
    pub(crate) administration: Option<AdministrationId>,
    pub(crate) checked: Checked,
}

/// Many checked invoices, with what was loaded for them.
#[derive(Debug, Default)]
pub(crate) struct CheckedMany {
    pub(crate) invoices: Vec<CheckedInvoice>,
    pub(crate) subjects: Subjects,
    pub(crate) administrations: BTreeMap<AdministrationId, (Administration, Books)>,
}

/// Checks a chunk of many in a snapshot of its own, which holds up nobody; for whoever does not write in the same
/// transaction. The chunk bounds the memory.
pub(crate) async fn check_chunk(
    link: &Link,
    ids: &[InvoiceId],
    pinned: &BTreeMap<InvoiceId, AdministrationId>,
) -> Result<CheckedMany, LinkError> {
    let mut tx = link.office.db.read().await?;
    check_many(link, &mut tx, ids, pinned).await
}

/// Checks them, in the order given. `pinned` says where an invoice that has a booking already is booked; the others
/// go where their location books now.
async fn check_many(
    link: &Link,
    tx: &mut Tx,
    ids: &[InvoiceId],
    pinned: &BTreeMap<InvoiceId, AdministrationId>,
) -> Result<CheckedMany, LinkError> {
    let mut subjects = load::load(tx, ids).await?;
    let invoices = std::mem::take(&mut subjects.invoices);
    let of = |invoice: &Invoice| {
        let now = subjects
            .locations
            .get(&invoice.location)
            .and_then(|(_, chosen)| *chosen);
        pinned.get(&invoice.id).copied().or(now)
    };
    let wanted: BTreeSet<AdministrationId> = invoices.iter().filter_map(of).collect();
    let mut administrations = BTreeMap::new();
    for id in wanted {
        let administration = load::administration(tx, id).await?;
        let customers = invoices
            .iter()
            .filter(|invoice| of(invoice) == Some(id))
            .filter_map(|invoice| subjects.customers.get(&invoice.customer))
            .map(|customer| (customer.id, customer.clone()))
            .collect::<BTreeMap<CustomerId, _>>();
        let books = mirrored::load(tx, id, &customers).await?;
        administrations.insert(id, (administration, books));
    }
    let twice = used_twice(tx, &invoices, &subjects).await?;
    let checked = invoices
        .into_iter()
        .map(|invoice| {
            let administration = of(&invoice);
            let mut checked = one(
                link,
                &subjects,
                &invoice,
                administration.and_then(|id| administrations.get(&id)),
            );
            if let Some(refusal) = twice.get(&invoice.id) {
                checked.refusals.push(refusal.clone());
                checked.intended = None;
            }
            CheckedInvoice {
                invoice,
                administration,
                checked,
            }
        })
        .collect();
    Ok(CheckedMany {
        invoices: checked,
        subjects,
        administrations,
    })
}

fn one(
    link: &Link,
    subjects: &Subjects,
    invoice: &Invoice,
    books: Option<&(Administration, Books)>,
) -> Checked {
    let refused = |refusal: Refusal| Checked {
        refusals: vec![refusal],
        parked: None,
        customer: None,
        intended: None,
    };
    let Some((administration, books)) = books else {
        let name = subjects
            .locations
            .get(&invoice.location)
            .map_or("", |(name, _)| name.as_str());
        return refused(
            Refusal::new(
                reasons::LOCATION_WITHOUT_ADMINISTRATION,
                Place::Location(invoice.location),
            )
            .with("location", name),
        );
    };
    if !administration.mirrored {
        return refused(
            Refusal::new(reasons::NOT_MIRRORED_YET, Place::Location(invoice.location))
                .with("administration", &administration.name),
        );
    }
    let (Some(customer), Some(journal)) = (
        subjects.customers.get(&invoice.customer),
        subjects.journals.get(&invoice.journal),
    ) else {
        return refused(Refusal::new(
            domain::reasons::INVOICE_WITHOUT_LINES,
            Place::Invoice(invoice.id),
        ));
    };
    let url = link.settings.public_url.as_ref().map(|public| {
        format!(
            "{}/facturatie/facturen/{}",
            public.trim_end_matches('/'),
            invoice.id
        )
    });
    let subject = Subject {
        invoice,
        customer,
        journal,
        link: url.as_deref(),
        account_number: &subjects.account_numbers,
    };
    check(books, administration, &subject)
}

/// Numbers that another invoice bears in a journal of the same code and administration: both are refused, because
/// Exact would hold one reference twice.
async fn used_twice(
    tx: &mut Tx,
    invoices: &[Invoice],
    subjects: &Subjects,
) -> Result<BTreeMap<InvoiceId, Refusal>, LinkError> {
    let administration = |location, journal| {
        let journal = subjects.journals.get(&journal)?;
        let chosen = subjects
            .locations
            .get(&location)
            .and_then(|(_, chosen)| *chosen);
        Some((chosen?, journal.code.trim().to_owned()))
    };
    let keys: Vec<String> = invoices
        .iter()
        .filter_map(|invoice| invoice.printed.number.as_ref())
        .map(|number| reference_key(number.as_str()))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut bearers: BTreeMap<(AdministrationId, String, String), Vec<i64>> = BTreeMap::new();
    for chunk in keys.chunks(AT_ONCE) {
        for (id, location, journal, key) in numbered(tx, chunk).await? {
            let place = administration(
                domain::LocationId::new(location),
                domain::JournalId::new(journal),
            );
            if let Some((administration, code)) = place {
                bearers
                    .entry((administration, code, key))
                    .or_default()
                    .push(id);
            }
        }
    }
    let mut twice = BTreeMap::new();
    for invoice in invoices {
        let Some(number) = &invoice.printed.number else {
            continue;
        };
        let Some((administration, code)) = administration(invoice.location, invoice.journal) else {
            continue;
        };
        let shared = bearers
            .get(&(administration, code.clone(), reference_key(number.as_str())))
            .is_some_and(|ids| ids.len() > 1);
        if shared {
            let refusal = Refusal::new(reasons::REFERENCE_USED_TWICE, Place::Invoice(invoice.id))
                .with("number", number)
                .with("journal", code);
            twice.insert(invoice.id, refusal);
        }
    }
    Ok(twice)
}

async fn numbered(tx: &mut Tx, keys: &[String]) -> Result<Vec<(i64, i64, i64, String)>, LinkError> {
    Ok(tx
        .all(
            "SELECT id, location_id, journal_id, number_key FROM invoice WHERE id > $1 AND number_key IN ( \
             $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
             $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
             $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
            filled_up(0, keys),
        )
        .await?)
}
