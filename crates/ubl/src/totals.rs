//! The totals of the file, and whether they add up (EN 16931, BR-CO-10 to BR-CO-16).

use domain::{DraftLine, Money};
use roxmltree::Node;

use crate::findings::{Findings, refusal};
use crate::lines::{Extras, VatTable};
use crate::number::{optional_money, required, required_money};
use crate::reasons;
use crate::tree::at;

/// The amounts of `LegalMonetaryTotal`, signed as in the file.
pub(crate) struct Totals {
    /// Sum of the lines.
    pub(crate) lines: Money,
    /// Sum of the document allowances.
    pub(crate) allowances: Money,
    /// Sum of the document charges.
    pub(crate) charges: Money,
    /// Without VAT.
    pub(crate) net: Money,
    /// With VAT.
    pub(crate) total: Money,
    /// Paid before.
    pub(crate) prepaid: Money,
    /// Rounding of what is to be paid.
    pub(crate) rounding: Money,
    /// What is still to be paid.
    pub(crate) payable: Money,
}

/// Reads the totals.
pub(crate) fn read(root: Node<'_, '_>, findings: &mut Findings) -> Option<Totals> {
    let node = required(root, "LegalMonetaryTotal", findings)?;
    let lines = required_money(node, "LineExtensionAmount", findings);
    let net = required_money(node, "TaxExclusiveAmount", findings);
    let total = required_money(node, "TaxInclusiveAmount", findings);
    let payable = required_money(node, "PayableAmount", findings);
    Some(Totals {
        lines: lines?,
        allowances: optional_money(node, "AllowanceTotalAmount", findings),
        charges: optional_money(node, "ChargeTotalAmount", findings),
        net: net?,
        total: total?,
        prepaid: optional_money(node, "PrepaidAmount", findings),
        rounding: optional_money(node, "PayableRoundingAmount", findings),
        payable: payable?,
    })
}

impl Totals {
    /// Compares every total with what it sums, to the cent.
    pub(crate) fn check(
        &self,
        root: Node<'_, '_>,
        (lines, extras): (&[DraftLine], &Extras),
        vat: &VatTable,
        findings: &mut Findings,
    ) {
        let line_sum: Money = lines.iter().filter_map(|line| line.net).sum();
        let stands = at(root, &["LegalMonetaryTotal"]).unwrap_or(root);
        let table_sum: Money = vat.rows.iter().map(|row| row.vat).sum();
        for (what, expected, found) in [
            ("lines", line_sum, self.lines),
            ("allowances", extras.allowances, self.allowances),
            ("charges", extras.charges, self.charges),
            ("net", self.lines - self.allowances + self.charges, self.net),
            ("vat", table_sum, vat.total),
            ("total", self.net + vat.total, self.total),
            (
                "payable",
                self.total - self.prepaid + self.rounding,
                self.payable,
            ),
        ] {
            if expected != found {
                let told = refusal(reasons::AMOUNTS_DO_NOT_ADD_UP)
                    .with("what", what)
                    .with("expected", expected)
                    .with("found", found);
                findings.add(stands, told);
            }
        }
    }
}
