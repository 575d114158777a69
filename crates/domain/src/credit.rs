//! What is left of an invoice to be credited, and credit notes that take from it.
//!
//! Crediting in parts must end at zero to the cent: the part that takes the last of a treatment's
//! net takes the last of its VAT too.

use crate::compute::{about, assemble, check_draft, taxed};
use crate::invoice::{Draft, Printed};
use crate::money::Money;
use crate::reasons;
use crate::refusal::Refusal;
use crate::vat::{VatTotal, VatTreatment, totals, vat_on};

/// What is left of an invoice, per treatment, signed like the invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remaining {
    rows: Vec<VatTotal>,
}

impl Remaining {
    /// What is left of an invoice after its credit notes so far.
    #[must_use]
    pub fn of<'a>(original: &Printed, credits: impl IntoIterator<Item = &'a Printed>) -> Self {
        let mut rows = original.vat.clone();
        for credit in credits {
            for taken in &credit.vat {
                if let Some(row) = rows.iter_mut().find(|row| row.treatment == taken.treatment) {
                    row.net += taken.net;
                    row.vat += taken.vat;
                }
            }
        }
        Self { rows }
    }

    /// The rows, in order of treatment.
    #[must_use]
    pub fn rows(&self) -> &[VatTotal] {
        &self.rows
    }

    /// Net and VAT that are left together.
    #[must_use]
    pub fn total(&self) -> Money {
        self.rows.iter().map(|row| row.net + row.vat).sum()
    }

    /// The VAT table of a credit note with these lines (signed: negative).
    ///
    /// # Errors
    /// [`reasons::CREDIT_MORE_THAN_REMAINING`] per treatment of which too little is left.
    pub fn take(&self, lines: &[(VatTreatment, Money)]) -> Result<Vec<VatTotal>, Vec<Refusal>> {
        let mut refused = Vec::new();
        let mut table = Vec::new();
        for asked in totals(lines) {
            match self.row(asked) {
                Ok(row) => table.push(row),
                Err(refusal) => refused.push(refusal),
            }
        }
        if refused.is_empty() {
            Ok(table)
        } else {
            Err(refused)
        }
    }

    /// One row of the credit note's table.
    fn row(&self, asked: VatTotal) -> Result<VatTotal, Refusal> {
        let left = self
            .rows
            .iter()
            .find(|row| row.treatment == asked.treatment);
        let (net_left, vat_left) =
            left.map_or((Money::ZERO, Money::ZERO), |row| (row.net, row.vat));
        let after = net_left + asked.net;
        // Neither past zero nor away from it: a row of the invoice may itself be negative.
        let fits = if net_left.is_negative() {
            net_left <= after && after <= Money::ZERO
        } else {
            Money::ZERO <= after && after <= net_left
        };
        if !fits {
            return Err(about(reasons::CREDIT_MORE_THAN_REMAINING, asked.treatment)
                .with("left", net_left)
                .with("asked", -asked.net));
        }
        let vat = if after.is_zero() {
            -vat_left
        } else {
            bounded(asked, vat_left)
        };
        Ok(VatTotal { vat, ..asked })
    }
}

/// VAT by our rule, but never more than is left.
fn bounded(asked: VatTotal, vat_left: Money) -> Money {
    let vat = vat_on(asked.net, asked.treatment.rate);
    if vat.abs() > vat_left.abs() {
        -vat_left
    } else {
        vat
    }
}

impl Printed {
    /// Prints a credit note that takes from what is left of its invoice.
    ///
    /// # Errors
    /// As [`Printed::compute`], and [`reasons::CREDIT_MORE_THAN_REMAINING`].
    pub fn compute_credit(draft: Draft, remaining: &Remaining) -> Result<Self, Vec<Refusal>> {
        check_draft(&draft)?;
        let vat = remaining.take(&taxed(&draft))?;
        Ok(assemble(draft, vat))
    }
}
