//! Which VAT codes of Exact can stand for a treatment, and which one by itself.

use domain::VatTreatment;

use crate::check::{books::VatCode, vat::unusable};

/// Every code that a person may choose for the treatment.
pub fn usable<'a>(
    codes: impl IntoIterator<Item = &'a VatCode>,
    treatment: VatTreatment,
) -> Vec<&'a VatCode> {
    codes
        .into_iter()
        .filter(|code| unusable(code, treatment).is_none())
        .collect()
}

/// The one code that needs no person: rate above zero, type E (excluding), for sales or both, not blocked, not
/// reversed, the same percentage, and no other code like it. Every 0 % regime is chosen by a person.
pub fn unique<'a>(
    codes: impl IntoIterator<Item = &'a VatCode>,
    treatment: VatTreatment,
) -> Option<&'a VatCode> {
    if treatment.rate.is_zero() {
        return None;
    }
    let mut fitting = usable(codes, treatment)
        .into_iter()
        .filter(|code| code.kind == "E" && !code.charged);
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::{VatRate, VatRegime};

    use super::*;

    fn code(code: &str, rate: VatRate, kind: &str, transaction: &str) -> VatCode {
        VatCode {
            code: code.to_owned(),
            as_read: code.to_owned(),
            description: String::new(),
            rate,
            kind: kind.to_owned(),
            transaction_kind: transaction.to_owned(),
            blocked: false,
            charged: false,
            eu_listing: "N".to_owned(),
        }
    }

    fn all() -> Vec<VatCode> {
        vec![
            code("1", VatRate::PERCENT_21, "E", "B"),
            code("2", VatRate::PERCENT_21, "I", "S"),
            code("3", VatRate::PERCENT_21, "E", "P"),
            code("4", VatRate::PERCENT_6, "E", "S"),
            code("5", VatRate::PERCENT_6, "E", "S"),
            code("6", VatRate::ZERO, "B", "S"),
            VatCode {
                blocked: true,
                ..code("7", VatRate::PERCENT_12, "E", "S")
            },
            VatCode {
                charged: true,
                ..code("8", VatRate::PERCENT_21, "E", "S")
            },
        ]
    }

    #[test]
    fn only_a_unique_fit_is_proposed() {
        let codes = all();
        let proposed =
            |rate| unique(&codes, VatTreatment::standard(rate)).map(|code| code.code.as_str());
        assert_eq!(proposed(VatRate::PERCENT_21), Some("1"));
        assert_eq!(proposed(VatRate::PERCENT_6), None);
        assert_eq!(proposed(VatRate::PERCENT_12), None);
        assert_eq!(proposed(VatRate::ZERO), None);
    }

    #[test]
    fn zero_regimes_are_offered_but_never_proposed() {
        let codes = all();
        let export = VatTreatment::untaxed(VatRegime::Export);
        let offered: Vec<&str> = usable(&codes, export)
            .iter()
            .map(|c| c.code.as_str())
            .collect();
        assert_eq!(offered, ["6", "8"]);
        assert_eq!(unique(&codes, export), None);
    }
}
