//! An earlier invoice is credited, wholly or in part.

use domain::{Draft, DraftLine, InvoiceKind, Money, Printed};
use jiff::civil::Date;

use super::invoice::turned;
use super::{Year, later};
use crate::demo::group::JournalRole;
use crate::demo::world::Planned;

/// How far back an invoice may lie to be credited, in invoices of the shop.
const REACH: usize = 300;

impl Year<'_> {
    /// Credits one of the last invoices; none when there is none to credit.
    pub(super) fn credit(&mut self, day: Date, open: bool) -> Option<Planned> {
        let journal = self.shop.journal(JournalRole::Credit)?;
        let at = self.creditable()?;
        let original = self.invoices.get(at)?.clone();
        let whole = self.chance.permille(600);
        let (lines, accounts): (Vec<DraftLine>, Vec<_>) = credited(&original, whole).unzip();
        let number = self.numbers.take(journal.code, day);
        let draft = Draft {
            kind: InvoiceKind::CreditNote,
            number,
            issue_date: day,
            due_date: Some(later(day, 30)),
            supply_date: Some(day),
            payment_reference: String::new(),
            plate: original.printed.plate.clone(),
            note: String::new(),
            buyer: original.printed.buyer.clone(),
            lines,
            prepaid: Money::ZERO,
            corrects: original
                .printed
                .number
                .iter()
                .map(|number| number.as_str().to_owned())
                .collect(),
        };
        let printed = Printed::compute(draft).ok()?;
        if let Some(mark) = self.credited.get_mut(at) {
            *mark = true;
        }
        let entry = self.entry(day, journal.code, open, None);
        let (shop, journal, person) = (self.place, journal.code, original.person);
        Some(Planned {
            shop,
            journal,
            person,
            printed,
            accounts,
            entry,
            snag: None,
            internal: false,
        })
    }

    /// The place of an invoice that can be credited: booked, not credited before, nothing odd about it.
    fn creditable(&mut self) -> Option<usize> {
        let count = self.invoices.len();
        let at = count.saturating_sub(REACH) + self.chance.index(count.min(REACH));
        let free = self.invoices.get(at).is_some_and(|it| {
            it.printed.kind == InvoiceKind::Invoice
                && it.entry.is_some_and(|entry| !entry.typed)
                && it.snag.is_none()
        });
        (free && self.credited.get(at) == Some(&false)).then_some(at)
    }
}

/// All lines turned, or the text and the first half of those with a positive amount.
fn credited(
    original: &Planned,
    whole: bool,
) -> impl Iterator<Item = (DraftLine, Option<&'static str>)> {
    let lines = original.printed.lines.iter().zip(&original.accounts);
    let half = lines.len().div_ceil(2);
    lines
        .enumerate()
        .filter(move |(at, (line, _))| {
            whole || (*at < half && line.net.is_none_or(|net| !net.is_negative()))
        })
        .map(|(_, (line, account))| {
            let line = DraftLine {
                description: line.description.clone(),
                quantity: line.quantity,
                unit: line.unit.clone(),
                unit_price: line.unit_price,
                net: line.net,
                treatment: line.treatment,
            };
            (turned(&line), *account)
        })
}
