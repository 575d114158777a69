//! The customers of the demo: invented people, companies, insurers, leasing firms and garages abroad.

use std::collections::BTreeSet;

use domain::{Address, Language, party_key};

use super::chance::Chance;
use super::group::Shop;

/// What kind of customer; decides how he is taxed and how often he comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A private person.
    Private,
    /// A private person whose car is taxed at 6 % (a certificate of disability).
    Reduced,
    /// A company with cars or vans.
    Company,
    /// A leasing company.
    Leasing,
    /// An insurer.
    Insurer,
    /// A garage in the Netherlands.
    Abroad,
}

/// An invented customer.
#[derive(Clone, Debug)]
pub struct Person {
    /// The customer number, unique in the group.
    pub number: i64,
    /// What kind.
    pub kind: Kind,
    /// Name, as printed.
    pub name: String,
    /// Address.
    pub address: Address,
    /// VAT number, empty for private persons.
    pub vat_number: String,
    /// E-mail, always at example.com.
    pub email: String,
    /// Language.
    pub language: Language,
}

const DUTCH: [&str; 8] = [
    "An", "Bart", "Els", "Joris", "Katrien", "Lotte", "Stijn", "Wout",
];
const FRENCH: [&str; 8] = [
    "Amélie", "Benoît", "Chloé", "Étienne", "Gaëlle", "Jérôme", "Maëlys", "Noël",
];
const SURNAMES: [&str; 12] = [
    "Vandeproef",
    "De Testere",
    "Van Voorbeeck",
    "Proefmans",
    "Fictiers",
    "Dutestois",
    "Lexemple",
    "D'Essai",
    "Vander Mockx",
    "L'Échantillon",
    "Verzonnen-Van den Bedachten Bossche",
    "Demoor-Testaert",
];
const TRADES: [&str; 10] = [
    "Bouwwerken",
    "Transport",
    "Dakwerken",
    "Tuinaanleg",
    "Elektro",
    "Verhuur",
    "Schilderwerken",
    "Interieur",
    "Sanitair",
    "Keukens",
];
const STREETS: [&str; 6] = [
    "Voorbeeldlaan",
    "Proefweg",
    "Rue de l'Exemple",
    "Chaussée du Test",
    "Demostraat",
    "Modelplein",
];
const TOWNS: [(&str, &str); 3] = [
    ("9999", "Testgem"),
    ("9998", "Proefdorp"),
    ("4999", "Testville"),
];
const LEASING: [&str; 3] = ["LeaseDemo NV", "FleetProef BV", "AutoHuur Test NV"];
const INSURERS: [&str; 4] = [
    "Noordzee Verzekeringen NV",
    "Assurances du Parc SA",
    "Polis Plus NV",
    "Belmut Demo OV",
];
const ABROAD: [&str; 2] = ["Fictieve Garage BV", "Autoschade Testdam BV"];

/// Private persons of a shop, enough that most come once or twice in a year.
const PRIVATE: i64 = 420;
/// Companies of a shop.
const COMPANIES: i64 = 70;

/// The customers that only this shop has, the group's `place`-th.
pub fn of_shop(shop: &Shop, place: i64, chance: &mut Chance) -> Vec<Person> {
    let first = (place + 1) * 10_000;
    let private = (0..PRIVATE).map(|at| {
        let kind = if at % 40 == 7 {
            Kind::Reduced
        } else {
            Kind::Private
        };
        private(first + at, kind, shop.language, chance)
    });
    let mut all: Vec<Person> = private.collect();
    all.extend(
        (0..COMPANIES).map(|at| company(first + 5_000 + at, place * 100 + at, shop, chance)),
    );
    all
}

/// The customers that all shops share.
pub fn of_group(chance: &mut Chance) -> Vec<Person> {
    let mut all = Vec::new();
    let mut number = 1_000;
    for (names, kind) in [
        (&LEASING[..], Kind::Leasing),
        (&INSURERS[..], Kind::Insurer),
        (&ABROAD[..], Kind::Abroad),
    ] {
        for (at, name) in (0..).zip(names) {
            number += 1;
            let abroad = kind == Kind::Abroad;
            let vat_number = match (kind, at) {
                (Kind::Abroad, 0) => "NL000099998B57".to_owned(),
                (Kind::Abroad, _) => "NL002455799B11".to_owned(),
                _ => belgian_number(300 + number - 1_000),
            };
            let mut address = address(chance);
            if abroad {
                "1234 AB".clone_into(&mut address.postcode);
                "Testdam".clone_into(&mut address.city);
                "NL".clone_into(&mut address.country);
            }
            let email = format!("facturen{number}@example.com");
            let name = (*name).to_owned();
            all.push(Person {
                number,
                kind,
                name,
                address,
                vat_number,
                email,
                language: Language::Nl,
            });
        }
    }
    all
}

/// Whoever has the name and the address of somebody before him lives in another flat of that house: the same firm or
/// person under two numbers is what the link asks about, and not what the demo is about.
pub fn tell_apart(people: &mut [Person]) {
    let mut known = BTreeSet::new();
    for person in people {
        let street = person.address.line.clone();
        let mut flat = 1;
        while let Some(key) = party_key(&person.name, &person.address)
            && !known.insert(key)
        {
            flat += 1;
            person.address.line = format!("{street} bus {flat}");
        }
    }
}

fn private(number: i64, kind: Kind, language: Language, chance: &mut Chance) -> Person {
    let french = if language == Language::Fr { 850 } else { 80 };
    let language = if chance.permille(french) {
        Language::Fr
    } else {
        Language::Nl
    };
    let first = chance.pick(if language == Language::Fr {
        &FRENCH
    } else {
        &DUTCH
    });
    let name = format!(
        "{} {}",
        first.unwrap_or(&""),
        chance.pick(&SURNAMES).unwrap_or(&"")
    );
    let email = format!("klant{number}@example.com");
    let address = address(chance);
    Person {
        number,
        kind,
        name,
        address,
        vat_number: String::new(),
        email,
        language,
    }
}

fn company(number: i64, place: i64, shop: &Shop, chance: &mut Chance) -> Person {
    let trade = chance.pick(&TRADES).unwrap_or(&"");
    let surname = chance.pick(&SURNAMES).unwrap_or(&"");
    Person {
        number,
        kind: Kind::Company,
        name: format!(
            "{trade} {surname} {}",
            if place % 3 == 0 { "NV" } else { "BV" }
        ),
        address: address(chance),
        vat_number: belgian_number(400 + place),
        email: format!("boekhouding{number}@example.com"),
        language: shop.language,
    }
}

/// A valid number of the block that is not given out: `BE`, eight digits, two that check them.
fn belgian_number(place: i64) -> String {
    let base = 10_100 + place;
    format!("BE{base:08}{:02}", 97 - base % 97)
}

fn address(chance: &mut Chance) -> Address {
    let (postcode, city) = chance.pick(&TOWNS).copied().unwrap_or_default();
    let street = chance.pick(&STREETS).unwrap_or(&"");
    let house = chance.between(1, 240);
    let line = if chance.permille(150) {
        format!("{street} {house} bus {}", chance.between(1, 40))
    } else {
        format!("{street} {house}")
    };
    Address {
        line,
        line2: String::new(),
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        country: "BE".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::VatNumber;

    use super::*;
    use crate::demo::group::SHOPS;

    #[test]
    fn numbers_are_unique_and_valid() {
        let mut chance = Chance::of(1, 1);
        let mut all = of_group(&mut chance);
        for (place, shop) in (0..).zip(&SHOPS) {
            all.extend(of_shop(shop, place, &mut chance));
        }
        tell_apart(&mut all);
        let parties: BTreeSet<_> = all
            .iter()
            .map(|one| party_key(&one.name, &one.address))
            .collect();
        assert_eq!(parties.len(), all.len());
        let numbers: BTreeSet<i64> = all.iter().map(|person| person.number).collect();
        assert_eq!(numbers.len(), all.len());
        let vat: Vec<&str> = all
            .iter()
            .map(|p| p.vat_number.as_str())
            .filter(|v| !v.is_empty())
            .collect();
        assert_eq!(vat.iter().collect::<BTreeSet<_>>().len(), vat.len());
        for number in vat {
            assert!(VatNumber::parse(number).is_ok(), "{number}");
        }
        assert!(all.iter().all(|person| person.address.is_complete()));
    }
}
