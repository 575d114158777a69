//! The demo group: three body shops, each a company of its own with an administration of its own.
//!
//! Invented: enterprise numbers from a block that is not given out, bank codes that do not exist.

mod journals;
mod vat_codes;

use domain::Language;

pub use journals::{JournalRole, ShopJournal};
pub use vat_codes::VatCodeRow;

/// A shop: one location here, one administration in Exact.
#[derive(Debug)]
pub struct Shop {
    /// The letter that its journals and numbers bear.
    pub letter: char,
    /// The location's name.
    pub name: &'static str,
    /// The company's name.
    pub legal_name: &'static str,
    /// The number of its administration.
    pub division: i32,
    /// `BE` and ten digits.
    pub enterprise_number: &'static str,
    /// Street and number.
    pub street: &'static str,
    /// Postcode.
    pub postcode: &'static str,
    /// Town.
    pub city: &'static str,
    /// Where it is paid.
    pub iban: &'static str,
    /// The language of its documents.
    pub language: Language,
    /// Its journals.
    pub journals: &'static [ShopJournal],
    /// The VAT codes of its administration.
    pub vat_codes: &'static [VatCodeRow],
}

/// The three.
pub const SHOPS: [Shop; 3] = [
    Shop {
        letter: 'A',
        name: "Bodystop A",
        legal_name: "Bodystop A NV",
        division: 101_001,
        enterprise_number: "BE0001010085",
        street: "Voorbeeldlaan 1",
        postcode: "9999",
        city: "Testgem",
        iban: "BE68539007547034",
        language: Language::Nl,
        journals: journals::A,
        vat_codes: vat_codes::A,
    },
    Shop {
        letter: 'B',
        name: "Bodystop B",
        legal_name: "Bodystop B BV",
        division: 101_002,
        enterprise_number: "BE0001010184",
        street: "Proefweg 22 bus 3",
        postcode: "9998",
        city: "Proefdorp",
        iban: "BE04539000000131",
        language: Language::Nl,
        journals: journals::B,
        vat_codes: vat_codes::B,
    },
    Shop {
        letter: 'C',
        name: "Bodystop C",
        legal_name: "Bodystop C SRL",
        division: 101_003,
        enterprise_number: "BE0001010283",
        street: "Rue de l'Exemple 7",
        postcode: "4999",
        city: "Testville",
        iban: "BE90539000000232",
        language: Language::Fr,
        journals: journals::C,
        vat_codes: vat_codes::C,
    },
];

impl Shop {
    /// The journal with this role that stands first.
    #[must_use]
    pub fn journal(&self, role: JournalRole) -> Option<&'static ShopJournal> {
        self.journals.iter().find(|journal| journal.role == role)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{EnterpriseNumber, Iban};

    use super::*;

    #[test]
    fn numbers_are_well_formed() {
        for shop in &SHOPS {
            assert!(
                EnterpriseNumber::parse(shop.enterprise_number).is_ok(),
                "{}",
                shop.name
            );
            assert!(Iban::parse(shop.iban).is_ok(), "{}", shop.name);
        }
    }

    #[test]
    fn codes_are_unique_within_a_shop_and_repeat_between_shops() {
        let codes = |shop: &Shop| {
            shop.journals
                .iter()
                .map(|journal| journal.code)
                .collect::<BTreeSet<_>>()
        };
        for shop in &SHOPS {
            assert_eq!(codes(shop).len(), shop.journals.len());
        }
        assert!(codes(&SHOPS[0]).intersection(&codes(&SHOPS[1])).count() > 3);
        let standard = |shop: &Shop| {
            let row = shop
                .vat_codes
                .iter()
                .find(|row| row.hundredths == 2100 && row.stands_for.is_some());
            row.map(|row| row.code)
        };
        assert_ne!(standard(&SHOPS[0]), standard(&SHOPS[1]));
        assert_ne!(standard(&SHOPS[1]), standard(&SHOPS[2]));
    }
}
