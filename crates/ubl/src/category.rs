//! From UBL's VAT categories to the regimes of the books.

use domain::{Party, VatRate, VatRegime, VatTreatment};
use roxmltree::Node;
use rust_decimal::Decimal;

use crate::findings::{Findings, refusal};
use crate::number::{about, decimal, required};
use crate::party::country;
use crate::reasons;
use crate::tree::{at, children, shown, text, text_at};

/// Exemption reasons of the margin scheme: second-hand goods, works of art, antiques.
const MARGIN: [&str; 3] = ["VATEX-EU-F", "VATEX-EU-I", "VATEX-EU-J"];
/// Exemption reason of amounts paid in name and for account of the customer.
const DISBURSEMENT: &str = "VATEX-EU-79-C";

/// What two categories mean in this file.
#[derive(Clone, Copy)]
pub(crate) struct Categories {
    /// AE: a co-contractor at home, a service within the EU otherwise.
    reverse_charge: VatRegime,
    /// E: by the reason that the VAT table gives.
    exempt: VatRegime,
}

impl Categories {
    /// Reads what the file says about reverse charge and exemption.
    pub(crate) fn of(root: Node<'_, '_>, seller: &Party, buyer: &Party) -> Self {
        let abroad = match (country(seller), country(buyer)) {
            (Some(from), Some(to)) => from != to,
            _ => false,
        };
        let reverse_charge = if abroad {
            VatRegime::IntraCommunityService
        } else {
            VatRegime::CoContractor
        };
        Self {
            reverse_charge,
            exempt: exemption(root),
        }
    }

    /// The treatment in a `TaxCategory` or `ClassifiedTaxCategory` below `node`.
    pub(crate) fn treatment(
        self,
        node: Node<'_, '_>,
        name: &'static str,
        findings: &mut Findings,
    ) -> Option<VatTreatment> {
        let category = required(node, name, findings)?;
        let id = required(category, "ID", findings)?;
        let Some(regime) = self.regime(&text(id)) else {
            let told = refusal(reasons::UNKNOWN_VAT_CATEGORY).with("category", shown(&text(id)));
            findings.add(id, told);
            return None;
        };
        let percent = if regime == VatRegime::Standard {
            Some(required(category, "Percent", findings)?)
        } else {
            at(category, &["Percent"])
        };
        let rate = percent.map_or(Some(VatRate::ZERO), |percent| rate(percent, findings))?;
        Some(VatTreatment { regime, rate })
    }

    /// The regime of a category (UNCL 5305 as EN 16931 uses it).
    fn regime(self, category: &str) -> Option<VatRegime> {
        match category {
            "S" => Some(VatRegime::Standard),
            "Z" => Some(VatRegime::Zero),
            "E" => Some(self.exempt),
            "AE" => Some(self.reverse_charge),
            "K" => Some(VatRegime::IntraCommunityGoods),
            "G" => Some(VatRegime::Export),
            "O" => Some(VatRegime::OutOfScope),
            _ => None,
        }
    }
}

/// What E means: the lines do not say, so the first reason in the VAT table does.
fn exemption(root: Node<'_, '_>) -> VatRegime {
    let code = children(root, "TaxTotal")
        .flat_map(|total| children(total, "TaxSubtotal"))
        .filter_map(|row| at(row, &["TaxCategory"]))
        .filter(|category| text_at(*category, &["ID"]).as_deref() == Some("E"))
        .find_map(|category| text_at(category, &["TaxExemptionReasonCode"]))
        .map(|code| code.to_uppercase());
    match code.as_deref() {
        Some(DISBURSEMENT) => VatRegime::Disbursement,
        Some(code) if MARGIN.contains(&code) => VatRegime::Margin,
        _ => VatRegime::Exempt,
    }
}

/// The rate in a `Percent`.
fn rate(percent: Node<'_, '_>, findings: &mut Findings) -> Option<VatRate> {
    let written: Decimal = decimal(percent, findings)?;
    let rate = VatRate::from_percent(written).ok();
    if rate.is_none() {
        findings.add(percent, about(reasons::VALUE_MALFORMED, percent));
    }
    rate
}
