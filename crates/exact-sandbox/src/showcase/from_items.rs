//! Invoices from items: one that was printed, one that waits for it, and one that somebody still works on.

use rust_decimal::Decimal;

use super::company::{CUSTOMERS, key};
use super::year::Year;
use crate::books::{Deed, InvoiceDeed, InvoiceDraft, InvoiceItem, Printing};
use crate::error::SandboxError;

/// Reference, customer, days ago, whether it is printed, whether somebody still works on it; and lines: item, hundredths,
/// discount in percent.
type Sold = (
    &'static str,
    usize,
    i64,
    bool,
    bool,
    &'static [(&'static str, i64, i64)],
);

const SOLD: [Sold; 3] = [
    (
        "Offerte 211",
        3,
        6,
        true,
        false,
        &[("UUR", 450, 0), ("VERF", 150, 10), ("MILIEU", 100, 0)],
    ),
    (
        "Offerte 214",
        1,
        2,
        false,
        false,
        &[("UUR", 800, 5), ("VERF", 300, 0)],
    ),
    ("Offerte 215", 4, 0, false, true, &[("UUR", 125, 0)]),
];

/// Makes them.
pub(super) fn sell(year: &mut Year<'_>) -> Result<(), SandboxError> {
    for (reference, customer, ago, printed, concept, lines) in SOLD {
        let id = key(reference);
        let lines = lines.iter().map(|(item, quantity, discount)| InvoiceItem {
            id: key(&format!("{reference} {item}")),
            item: Some(key(&format!("item {item}"))),
            quantity: Some(Decimal::new(*quantity, 2)),
            discount: Some(Decimal::new(*discount, 2)),
            ..InvoiceItem::default()
        });
        let draft = InvoiceDraft {
            id,
            journal: Some("70".to_owned()),
            concept,
            ordered_by: CUSTOMERS
                .get(customer)
                .map(|it| key(&format!("account {}", it.0))),
            your_ref: reference.to_owned(),
            description: "Herstelling volgens offerte".to_owned(),
            lines: lines.collect(),
            ..InvoiceDraft::default()
        };
        let enter = InvoiceDeed::Enter(Box::new(draft));
        year.act(ago, 9, Deed::Invoice(enter))?;
        if printed {
            let printing = Printing {
                invoice: id,
                date: Some(year.day(ago)),
                ..Printing::default()
            };
            let print = InvoiceDeed::Print(Box::new(printing));
            year.act(ago, 10, Deed::Invoice(print))?;
        }
    }
    Ok(())
}
