//! The company itself: its relations, and the accounts and journals beyond those of the demo.

use jiff::civil::Date;
use uuid::Uuid;

use super::DIVISION;
use crate::books::{Account, CompanySeed, Field, GlAccount, Journal, gl_type, journal_type};
use crate::seed::{self, Shape};

/// How a relation pays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// A few days before the due date.
    Prompt,
    /// Two or three weeks late.
    Late,
    /// Half of it, and the rest much later.
    InParts,
    /// In cash, at once.
    Cash,
    /// Not yet, since some months.
    Never,
}

/// Number, name, street, postcode and city, condition, habit. Companies have a VAT number, people have none.
type Customer = (
    u32,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Habit,
);

/// The customers, from the one with the most work down.
pub(super) const CUSTOMERS: [Customer; 14] = [
    (
        1001,
        "Verzekeringen Voorbeeld NV",
        "Proeflaan 210",
        "9999 Testgem",
        "30",
        Habit::Prompt,
    ),
    (
        1002,
        "LeaseDemo NV",
        "Voorbeeldlaan 100",
        "9999 Testgem",
        "30",
        Habit::Late,
    ),
    (
        1003,
        "Garage Denkbeeld BV",
        "Proefweg 12",
        "9998 Proefdorp",
        "30",
        Habit::Prompt,
    ),
    (
        1004,
        "Fictieve Transport BV",
        "Kadeproef 8",
        "9997 Voorbeeldhaven",
        "30",
        Habit::InParts,
    ),
    (
        1005,
        "Taxi Proefstad BV",
        "Stationsproef 3",
        "9998 Proefdorp",
        "14",
        Habit::Late,
    ),
    (
        1006,
        "Stad Testgem",
        "Grote Markt 1",
        "9999 Testgem",
        "30",
        Habit::Prompt,
    ),
    (
        1007,
        "Bakkerij Het Voorbeeld",
        "Oefenstraat 27",
        "9998 Proefdorp",
        "14",
        Habit::Prompt,
    ),
    (
        1008,
        "Autohandel Zogezegd BV",
        "Rue de l'Exemple 44",
        "4999 Testville",
        "30",
        Habit::Never,
    ),
    (
        1009,
        "Proefbouw NV",
        "Industrieproef 15",
        "9997 Voorbeeldhaven",
        "30",
        Habit::Late,
    ),
    (
        1010,
        "Janssens, Ann",
        "Oefenstraat 4",
        "9998 Proefdorp",
        "00",
        Habit::Cash,
    ),
    (
        1011,
        "Peeters, Jan",
        "Proefdreef 61",
        "9999 Testgem",
        "14",
        Habit::Prompt,
    ),
    (
        1012,
        "D'Essai, Amélie",
        "Rue de l'Exemple 7",
        "4999 Testville",
        "14",
        Habit::InParts,
    ),
    (
        1013,
        "Schilderwerken Schets",
        "Kladweg 9",
        "9997 Voorbeeldhaven",
        "30",
        Habit::Prompt,
    ),
    (
        1014,
        "Notaris Naamloos",
        "Zegelplein 2",
        "9999 Testgem",
        "14",
        Habit::Never,
    ),
];

/// A key of the company that follows from a name.
pub(super) fn key(name: &str) -> Uuid {
    seed::key(&DIVISION.to_string(), name)
}

/// The company without entries.
pub(super) fn company(today: Date) -> CompanySeed {
    let shape = Shape {
        division: DIVISION,
        name: "Carrosserie Voorbeeld BV",
        city: "Testgem",
        enterprise: "0001010679",
        codes: ["0", "2", "3", "4"],
    };
    let mut company = seed::company(&shape, today);
    company.gl_accounts.extend([
        ledger("570000", "Kas", gl_type::CASH, "B"),
        ledger("551000", "Spaarrekening", gl_type::BANK, "B"),
        ledger("657000", "Betalingsverschillen", gl_type::COSTS, "W"),
        ledger("650000", "Bankkosten", gl_type::COSTS, "W"),
    ]);
    company.journals.push(Journal {
        id: key("journal 10"),
        code: "10".to_owned(),
        description: "Kas".to_owned(),
        kind: journal_type::CASH,
        gl_account: key("gl 570000"),
        ..Journal::default()
    });
    for journal in &mut company.journals {
        if journal.kind == journal_type::BANK {
            "BE68539007547034".clone_into(&mut journal.iban);
        }
    }
    company.accounts = CUSTOMERS.iter().map(customer).collect();
    company.entries = Vec::new();
    company
}

fn ledger(code: &str, name: &str, kind: i32, balance: &str) -> GlAccount {
    GlAccount {
        id: key(&format!("gl {code}")),
        code: code.to_owned(),
        description: name.to_owned(),
        kind,
        balance_type: balance.to_owned(),
        balance_side: "D".to_owned(),
        ..GlAccount::default()
    }
}

fn customer((code, name, street, place, condition, habit): &Customer) -> Account {
    let (postcode, city) = place.split_once(' ').unwrap_or((place, ""));
    let person = name.contains(", ") || *habit == Habit::Cash;
    let number = 10_100 + code % 1_000;
    let number = format!("{number:08}{:02}", 97 - number % 97);
    let mail: String = name
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_lowercase();
    let mut account = Account {
        id: key(&format!("account {code}")),
        code: code.to_string(),
        name: (*name).to_owned(),
        status: "C".to_owned(),
        address_line1: (*street).to_owned(),
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        country: "BE".to_owned(),
        vat_number: if person {
            String::new()
        } else {
            format!("BE{number}")
        },
        email: format!("boekhouding@{mail}.example"),
        phone: format!("+32 9 000 {:02} {:02}", code % 100, (code * 7) % 100),
        language: if postcode.starts_with('4') {
            "FR"
        } else {
            "NL"
        }
        .to_owned(),
        payment_condition: (*condition).to_owned(),
        ..Account::default()
    };
    if !person {
        account.set("ChamberOfCommerce", Some(Field::Text(number)));
    }
    account
}
