//! A month with one of everything, and what must become of each.

use domain::{Coding, CustomerId, Draft, DraftLine, Invoice, VatRate, VatRegime, VatTreatment};
use exact_sandbox::admin::{Order, OrderLine};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use store::{StoreError, transact};

use crate::{
    desk,
    shop::{DAY, DIVISION, Shop, draft, line},
};

/// What must become of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Booked by us, once.
    Booked,
    /// Typed by hand before, equal: linked, never sent.
    Adopted,
    /// Typed by hand before, different: shown, never sent.
    Conflict(&'static str),
    /// Not booked, for this reason.
    Refused(&'static str),
}

/// An invoice and its fate.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) invoice: Invoice,
    pub(super) fate: Fate,
}

impl Planned {
    /// Its number.
    pub(super) fn reference(&self) -> &str {
        let number = self.invoice.printed.number.as_ref();
        number.map_or("", |number| number.as_str())
    }
}

/// Customers: known to Exact under the same number, new, and two that cannot be made.
const KNOWN: i64 = 101;
const ALSO_KNOWN: i64 = 102;
const LEASE: i64 = 103;
const NEW: i64 = 900;
const INSURER: i64 = 901;
const WITHOUT_ADDRESS: i64 = 904;
const BAD_VAT_NUMBER: i64 = 905;

/// As long as a reference may be.
const LONGEST: &str = "A1-2026-VERZEKERING-MET-EEN-14";
/// A structured reference with its check digits.
const STRUCTURED: &str = "+++090/9337/55493+++";

/// Stores the month and lets people in Exact do what they do.
pub(super) async fn store(shop: &Shop) -> Vec<Planned> {
    store_customers(shop).await;
    let planned = plan(shop);
    for one in &planned {
        shop.store(&one.invoice).await;
    }
    type_by_hand(shop, "a1-2026-000010", 10_000);
    type_by_hand(shop, "A1-2026-000011", 10_001);
    let closed = Order::ClosePeriod {
        journal: None,
        year: 2026,
        period: 10,
    };
    shop.sandbox.order(DIVISION, closed).unwrap();
    planned
}

/// Two more, for a second press.
pub(super) async fn store_more(shop: &Shop) -> Vec<Planned> {
    let more = [("A1-2026-000020", NEW), ("A1-2026-000021", LEASE)];
    let mut planned = Vec::new();
    for (number, customer) in more {
        let one = plain(shop, number, customer, Fate::Booked);
        shop.store(&one.invoice).await;
        planned.push(one);
    }
    planned
}

async fn store_customers(shop: &Shop) {
    let now = shop.link.office.clock.now();
    let rows = [
        (INSURER, "Verzekeraar Demo NV", "Kantorenlaan 1", ""),
        (WITHOUT_ADDRESS, "Zonder Adres", " ", ""),
        (
            BAD_VAT_NUMBER,
            "Foute Btw BV",
            "Dorpsstraat 9",
            "BE0123456789",
        ),
    ];
    transact!(shop.link.office.db, |tx| -> Result<(), StoreError> {
        for (number, name, street, vat_number) in rows {
            let customer = desk::customer(number, name, street, vat_number);
            desk::insert_customer(tx, &customer, now).await?;
        }
        Ok(())
    })
    .unwrap();
    for regime in [VatRegime::Exempt, VatRegime::CoContractor] {
        let key = link::vat::MappingKey {
            administration: shop.administration,
            journal: String::new(),
            treatment: VatTreatment::untaxed(regime),
        };
        link::vat::map(&shop.link, &shop.actor, &key, Some("0"))
            .await
            .unwrap();
    }
}

fn plan(shop: &Shop) -> Vec<Planned> {
    let (high, low) = (VatRate::PERCENT_21, VatRate::PERCENT_6);
    let coded =
        |text: &str, cents, rate, account: &str| (line(text, cents, rate), shop.coding(account));
    let mixed = vec![
        coded("Arbeidsloon", 33_333, high, "704000"),
        coded("Onderdelen", 12_345, high, "705000"),
        coded("Milieubijdrage", 250, low, "704900"),
        (DraftLine::text("Dank u"), Coding::default()),
    ];
    // Three lines of 10.03: 6.32 of VAT on the sum, 6.33 line by line.
    let spread = vec![coded("Arbeidsloon", 1_003, high, "704000"); 3];
    // One repair, two invoices: the insurer pays the work, the owner his own risk.
    let insured = vec![
        coded("Plaatwerk", 123_456, high, "704000"),
        coded("Eigen risico", -25_000, high, "704900"),
    ];
    let own_risk = vec![coded("Eigen risico", 25_000, high, "704900")];
    let credit = vec![coded("Te veel uren", -4_500, high, "704000")];
    let exempt = vec![coded("Keuring", 6_000, VatRate::ZERO, "704900")];
    let reversed = vec![(untaxed("Werk derden", 80_000), shop.coding("704000"))];
    let booked = |draft, customer, lines| of(shop, draft, (customer, DAY), (lines, Fate::Booked));
    let mut planned = vec![
        booked("A1-2026-000001", KNOWN, mixed),
        booked("A1-2026-000003", NEW, spread),
        booked("A1-2026-000004", INSURER, insured),
        booked("A1-2026-000005", ALSO_KNOWN, own_risk),
        booked("A1-2026-000006", KNOWN, credit),
        booked("A1-2026-000007", LEASE, exempt),
        booked("A1-2026-000008", LEASE, reversed),
        structured(shop),
    ];
    let fates = [
        ("A1-2026-000002", NEW, Fate::Booked),
        ("A1-2026-000010", KNOWN, Fate::Adopted),
        ("A1-2026-000011", KNOWN, Fate::Conflict("entry-differs")),
        (
            "A1-2026-000012",
            WITHOUT_ADDRESS,
            Fate::Refused("customer-without-address"),
        ),
        (
            "A1-2026-000013",
            BAD_VAT_NUMBER,
            Fate::Refused("exact-refused-customer"),
        ),
        (LONGEST, KNOWN, Fate::Booked),
    ];
    planned.extend(fates.map(|(number, customer, fate)| plain(shop, number, customer, fate)));
    let late = vec![coded("Arbeidsloon", 10_000, high, "704000")];
    let fate = Fate::Refused("period-closed");
    let october = (KNOWN, date(2026, 10, 15));
    planned.push(of(shop, "A1-2026-000015", october, (late, fate)));
    planned
}

fn untaxed(text: &str, cents: i64) -> DraftLine {
    let price = domain::Money::from_cents(cents).to_decimal();
    let treatment = VatTreatment::untaxed(VatRegime::CoContractor);
    DraftLine::priced(text, Decimal::ONE, "stuk", price, treatment).unwrap()
}

/// An invoice of 100.00 of labour.
fn plain(shop: &Shop, number: &str, customer: i64, fate: Fate) -> Planned {
    let labour = line("Arbeidsloon", 10_000, VatRate::PERCENT_21);
    let lines = vec![(labour, shop.coding("704000"))];
    of(shop, number, (customer, DAY), (lines, fate))
}

fn of(
    shop: &Shop,
    number: &str,
    (customer, day): (i64, Date),
    (lines, fate): (Vec<(DraftLine, Coding)>, Fate),
) -> Planned {
    let (lines, coding) = lines.into_iter().unzip();
    from(shop, draft(number, day, lines), customer, (coding, fate))
}

fn from(shop: &Shop, draft: Draft, customer: i64, (coding, fate): (Vec<Coding>, Fate)) -> Planned {
    Planned {
        invoice: shop.invoice_from(draft, CustomerId::new(customer), coding),
        fate,
    }
}

fn structured(shop: &Shop) -> Planned {
    let labour = line("Arbeidsloon", 45_045, VatRate::PERCENT_21);
    let draft = Draft {
        payment_reference: STRUCTURED.to_owned(),
        ..draft("A1-2026-000009", DAY, vec![labour])
    };
    let coding = vec![shop.coding("704000")];
    from(shop, draft, KNOWN, (coding, Fate::Booked))
}

/// A bookkeeper types an invoice of one line of labour.
fn type_by_hand(shop: &Shop, reference: &str, cents: i64) {
    let sale = Order::EnterSale {
        journal: "70".to_owned(),
        customer: KNOWN.to_string(),
        date: DAY,
        due_date: None,
        your_ref: reference.to_owned(),
        payment_reference: String::new(),
        description: "met de hand".to_owned(),
        number: None,
        lines: vec![OrderLine {
            gl_account: "704000".to_owned(),
            amount: Decimal::new(cents, 2),
            vat_code: Some("2".to_owned()),
            ..OrderLine::default()
        }],
    };
    shop.sandbox.order(DIVISION, sale).unwrap();
}
