//! What an invoice must become in Exact: the one description from which the request is written, hashed and
//! compared with what stands there.

use std::collections::BTreeMap;

use domain::Money;
use jiff::civil::Date;
use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The longest `Description` that every reader of Exact keeps whole (facts 4.11).
pub const DESCRIPTION_KEPT: usize = 60;

/// One sales entry as it is to be booked. Amounts have our sign: negative on a credit note.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Intended {
    /// `YourRef`: the invoice number.
    pub reference: String,
    /// The code of the Exact journal.
    pub journal: String,
    /// The relation; `None` while it must still be made.
    pub customer: Option<Uuid>,
    /// The invoice date, always.
    pub entry_date: Date,
    /// The due date; `None` leaves it to the relation's payment condition.
    pub due_date: Option<Date>,
    /// Number, plate and name, at most [`DESCRIPTION_KEPT`] characters.
    pub description: String,
    /// The structured reference, empty when there is none.
    pub payment_reference: String,
    /// A link back to our invoice, when the world can reach us.
    pub link: Option<String>,
    /// The lines that have an amount, in the order of the invoice.
    pub lines: Vec<IntendedLine>,
}

/// One line with an amount.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IntendedLine {
    /// The ledger account in Exact.
    pub account: Uuid,
    /// The VAT code, trimmed.
    pub vat_code: String,
    /// Without VAT.
    pub net: Money,
    /// The line's share of the VAT of its rate.
    pub vat: Money,
    /// The text of the line.
    pub description: String,
    /// Informative for Exact.
    pub quantity: Decimal,
    /// The code of the cost centre, empty when there is none.
    pub cost_centre: String,
}

/// What of an entry the books depend on: the sums per ledger account and VAT code, and the VAT per code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums {
    /// Net per account and VAT code; sums of zero are left out.
    pub net: BTreeMap<(Uuid, String), Money>,
    /// VAT per VAT code; sums of zero are left out.
    pub vat: BTreeMap<String, Money>,
}

impl Sums {
    /// Adds one line.
    pub fn add(&mut self, account: Uuid, vat_code: &str, net: Money) {
        *self.net.entry((account, vat_code.to_owned())).or_default() += net;
    }

    /// Adds the VAT of one code.
    pub fn add_vat(&mut self, vat_code: &str, vat: Money) {
        *self.vat.entry(vat_code.to_owned()).or_default() += vat;
    }

    /// Without the sums of zero, which say nothing.
    #[must_use]
    pub fn settled(mut self) -> Self {
        self.net.retain(|_, sum| !sum.is_zero());
        self.vat.retain(|_, sum| !sum.is_zero());
        self
    }
}

impl Intended {
    /// Net and VAT of all lines.
    #[must_use]
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.net + line.vat).sum()
    }

    /// The VAT of all lines.
    #[must_use]
    pub fn vat(&self) -> Money {
        self.lines.iter().map(|line| line.vat).sum()
    }

    /// What the books depend on.
    #[must_use]
    pub fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        for line in &self.lines {
            sums.add(line.account, &line.vat_code, line.net);
            sums.add_vat(&line.vat_code, line.vat);
        }
        sums.settled()
    }

    /// The type that Exact gives it: 20 entry, 21 credit note; it follows the sign.
    #[must_use]
    pub fn kind(&self) -> i64 {
        if self.total().is_negative() { 21 } else { 20 }
    }

    /// The hash of the canonical description, stored with the intent.
    #[must_use]
    pub fn hash(&self) -> String {
        // Serialising plain data to a text cannot fail; were it to, no hash would ever match, which is seen.
        let text = serde_json::to_string(self).unwrap_or_default();
        hex::encode(Sha256::digest(text.as_bytes()))
    }
}

/// `Description` = number, plate, name, cut at [`DESCRIPTION_KEPT`] characters.
#[must_use]
pub fn description(number: &str, plate: &str, name: &str) -> String {
    let parts: Vec<&str> = [number, plate, name]
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let text: String = parts.join(" ").chars().take(DESCRIPTION_KEPT).collect();
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(account: u128, code: &str, net: i64, vat: i64) -> IntendedLine {
        IntendedLine {
            account: Uuid::from_u128(account),
            vat_code: code.to_owned(),
            net: Money::from_cents(net),
            vat: Money::from_cents(vat),
            description: String::new(),
            quantity: Decimal::ONE,
            cost_centre: String::new(),
        }
    }

    fn entry(lines: Vec<IntendedLine>) -> Intended {
        Intended {
            reference: "A1-2026-000001".to_owned(),
            journal: "700".to_owned(),
            customer: None,
            entry_date: jiff::civil::date(2026, 11, 2),
            due_date: None,
            description: String::new(),
            payment_reference: String::new(),
            link: None,
            lines,
        }
    }

    #[test]
    fn sums_are_per_account_and_code() {
        let entry = entry(vec![
            line(1, "4", 10_000, 2_100),
            line(1, "4", 500, 105),
            line(2, "0", 700, 0),
            line(3, "4", 0, 0),
        ]);
        let sums = entry.sums();
        assert_eq!(sums.net.len(), 2);
        assert_eq!(
            sums.net.get(&(Uuid::from_u128(1), "4".to_owned())),
            Some(&Money::from_cents(10_500))
        );
        assert_eq!(sums.vat.get("4"), Some(&Money::from_cents(2_205)));
        assert_eq!(sums.vat.get("0"), None);
        assert_eq!(entry.total(), Money::from_cents(13_405));
    }

    #[test]
    fn the_type_follows_the_sign() {
        assert_eq!(entry(vec![line(1, "4", 100, 21)]).kind(), 20);
        assert_eq!(entry(vec![line(1, "4", -100, -21)]).kind(), 21);
    }

    #[test]
    fn the_hash_sees_every_cent() {
        let one = entry(vec![line(1, "4", 100, 21)]);
        assert_eq!(one.hash(), one.clone().hash());
        assert_ne!(one.hash(), entry(vec![line(1, "4", 100, 22)]).hash());
    }

    #[test]
    fn a_description_is_number_plate_and_name() {
        assert_eq!(
            description("A1-7", "1-ABC-234", "Janssens"),
            "A1-7 1-ABC-234 Janssens"
        );
        assert_eq!(description("A1-7", "", " Janssens "), "A1-7 Janssens");
        assert_eq!(description("A1-7", "", &"é".repeat(80)).chars().count(), 60);
    }
}
