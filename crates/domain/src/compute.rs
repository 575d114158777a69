//! From draft to printed: VAT by our rule, by a file's table, or by what is left of an invoice.

use crate::invoice::{Draft, InvoiceKind, Printed};
use crate::line::Line;
use crate::money::Money;
use crate::reasons;
use crate::refusal::{Place, Refusal};
use crate::spread::spread;
use crate::vat::{VatRegime, VatTotal, VatTreatment, totals, vat_on};

impl Printed {
    /// Prints a draft with VAT by our rule: once per treatment on the summed net.
    ///
    /// # Errors
    /// What is wrong with the draft: no line with an amount, amounts too large, or a rate that
    /// contradicts its regime. Places are [`Place::Nowhere`]; the caller knows where it stands.
    pub fn compute(draft: Draft) -> Result<Self, Vec<Refusal>> {
        check_draft(&draft)?;
        let vat = totals(&taxed(&draft));
        Ok(assemble(draft, vat))
    }

    /// Prints a draft with the VAT table that a file bears, which stays as it is.
    ///
    /// A row may differ from our rule by at most one cent per line with an amount; that comes back
    /// as a note ([`reasons::VAT_DIFFERS_BY_CENTS`]). Zero rates may not differ at all.
    ///
    /// # Errors
    /// As [`Printed::compute`], and [`reasons::VAT_TABLE_DIFFERS`],
    /// [`reasons::AMOUNTS_DO_NOT_ADD_UP`] (the bases) or [`reasons::VAT_DIFFERS`].
    pub fn with_vat(
        draft: Draft,
        vat: Vec<VatTotal>,
    ) -> Result<(Self, Vec<Refusal>), Vec<Refusal>> {
        check_draft(&draft)?;
        let lines = taxed(&draft);
        let ours = totals(&lines);
        let mut refused = Vec::new();
        let mut notes = Vec::new();
        let mut table = vat;
        table.sort_by_key(|row| row.treatment);

        for (index, row) in table.iter().enumerate() {
            let twice = index > 0 && table[index - 1].treatment == row.treatment;
            match ours.iter().find(|own| own.treatment == row.treatment) {
                Some(own) if !twice => match compare(*row, *own, &lines) {
                    Verdict::Equal => {}
                    Verdict::Note(note) => notes.push(note),
                    Verdict::Refused(refusal) => refused.push(refusal),
                },
                _ => refused.push(about(reasons::VAT_TABLE_DIFFERS, row.treatment)),
            }
        }
        for own in &ours {
            if !table.iter().any(|row| row.treatment == own.treatment) {
                refused.push(about(reasons::VAT_TABLE_DIFFERS, own.treatment));
            }
        }
        if refused.is_empty() {
            Ok((assemble(draft, table), notes))
        } else {
            Err(refused)
        }
    }
}

/// What a row of a file's VAT table is worth.
enum Verdict {
    Equal,
    Note(Refusal),
    Refused(Refusal),
}

/// Compares a row of the file with ours: the base exactly, the VAT by a cent per line.
fn compare(row: VatTotal, own: VatTotal, lines: &[(VatTreatment, Money)]) -> Verdict {
    if row.net != own.net {
        let refusal = Refusal::new(reasons::AMOUNTS_DO_NOT_ADD_UP, Place::Nowhere)
            .with("what", "vat-base")
            .with("expected", own.net)
            .with("found", row.net);
        return Verdict::Refused(refusal);
    }
    let expected = vat_on(row.net, row.treatment.rate);
    if row.vat == expected {
        return Verdict::Equal;
    }
    let count = lines
        .iter()
        .filter(|(treatment, _)| *treatment == row.treatment)
        .count();
    let tell = |code| {
        about(code, row.treatment)
            .with("net", row.net)
            .with("expected", expected)
            .with("found", row.vat)
            .with("lines", count)
    };
    let cents = i64::try_from(count).unwrap_or(i64::MAX);
    let difference = (row.vat - expected).abs().cents();
    if difference <= cents && !row.treatment.rate.is_zero() {
        Verdict::Note(tell(reasons::VAT_DIFFERS_BY_CENTS))
    } else {
        Verdict::Refused(tell(reasons::VAT_DIFFERS))
    }
}

/// A refusal about one treatment.
pub(crate) fn about(code: &'static str, treatment: VatTreatment) -> Refusal {
    Refusal::new(code, Place::Nowhere)
        .with("rate", treatment.rate)
        .with("regime", treatment.regime)
}

/// The treatment and net of each line with an amount.
pub(crate) fn taxed(draft: &Draft) -> Vec<(VatTreatment, Money)> {
    draft
        .lines
        .iter()
        .filter_map(|line| Some((line.treatment, line.net?)))
        .collect()
}

/// What must hold before any VAT is computed.
pub(crate) fn check_draft(draft: &Draft) -> Result<(), Vec<Refusal>> {
    let mut refused = Vec::new();
    let lines = taxed(draft);
    if lines.is_empty() {
        refused.push(Refusal::new(reasons::INVOICE_WITHOUT_LINES, Place::Nowhere));
    }
    for (index, line) in draft.lines.iter().enumerate() {
        let Some(net) = line.net else { continue };
        if net.abs().cents() > Money::MAX_CENTS {
            refused.push(
                Refusal::new(reasons::AMOUNT_TOO_LARGE, Place::Nowhere).with("line", index + 1),
            );
        }
        let standard = line.treatment.regime == VatRegime::Standard;
        if standard == line.treatment.rate.is_zero() {
            refused.push(
                about(reasons::RATE_CONTRADICTS_REGIME, line.treatment).with("line", index + 1),
            );
        }
    }
    if refused.is_empty() {
        Ok(())
    } else {
        Err(refused)
    }
}

/// Spreads the VAT over the lines and sums up.
pub(crate) fn assemble(draft: Draft, vat: Vec<VatTotal>) -> Printed {
    let shares = shares(&draft, &vat);
    let net: Money = draft.lines.iter().filter_map(|line| line.net).sum();
    let vat_total: Money = vat.iter().map(|row| row.vat).sum();
    let lines = draft
        .lines
        .into_iter()
        .zip(shares)
        .map(|(line, vat)| Line {
            description: line.description,
            quantity: line.quantity,
            unit: line.unit,
            unit_price: line.unit_price,
            net: line.net,
            treatment: line.treatment,
            vat,
        })
        .collect();
    Printed {
        kind: draft.kind,
        number: draft.number,
        issue_date: draft.issue_date,
        due_date: draft.due_date,
        supply_date: draft.supply_date,
        payment_reference: draft.payment_reference,
        plate: draft.plate,
        note: draft.note,
        buyer: draft.buyer,
        lines,
        vat,
        net,
        vat_total,
        total: net + vat_total,
        prepaid: draft.prepaid,
        corrects: draft.corrects,
    }
}

/// The VAT share of every line; a credit note is spread positive and negated.
fn shares(draft: &Draft, vat: &[VatTotal]) -> Vec<Money> {
    let flip = |amount: Money| {
        if draft.kind == InvoiceKind::CreditNote {
            -amount
        } else {
            amount
        }
    };
    let mut shares = vec![Money::ZERO; draft.lines.len()];
    for row in vat {
        let (indices, nets): (Vec<usize>, Vec<Money>) = draft
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.treatment == row.treatment)
            .filter_map(|(index, line)| Some((index, flip(line.net?))))
            .unzip();
        let parts = spread(flip(row.vat), &nets, row.treatment.rate);
        for (index, part) in indices.into_iter().zip(parts) {
            shares[index] = flip(part);
        }
    }
    shares
}
