//! Drafts with invented content, shared by the tests.
#![expect(
    dead_code,
    clippy::panic,
    reason = "each test file uses a part; helpers may fail loudly"
)]

use domain::{
    Address, Coding, Customer, CustomerId, CustomerNumber, Draft, DraftLine, Invoice, InvoiceId,
    InvoiceKind, InvoiceNumber, JournalId, Language, LedgerAccountId, LocationId, Money, Party,
    Printed, Source, VatTreatment,
};
use jiff::civil::date;
use rust_decimal::Decimal;

/// An amount.
pub(crate) fn eur(text: &str) -> Money {
    Money::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A line of one piece.
pub(crate) fn line(net: &str, treatment: VatTreatment) -> DraftLine {
    let price = eur(net).to_decimal();
    DraftLine::priced("Onderdelen", Decimal::ONE, "C62", price, treatment)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// A complete address.
pub(crate) fn address() -> Address {
    Address {
        line: "Voorbeeldlaan 12".into(),
        line2: "bus 3".into(),
        postcode: "9999".into(),
        city: "Testgem".into(),
        country: "BE".into(),
    }
}

/// A numbered draft of these lines.
pub(crate) fn draft(kind: InvoiceKind, lines: Vec<DraftLine>) -> Draft {
    Draft {
        kind,
        number: InvoiceNumber::parse("A1-2026-000417").ok(),
        issue_date: date(2026, 9, 1),
        due_date: Some(date(2026, 10, 1)),
        supply_date: None,
        payment_reference: "090933755493".into(),
        plate: "1-DOO-417".into(),
        note: String::new(),
        buyer: customer().as_party(),
        lines,
        prepaid: Money::ZERO,
        corrects: Vec::new(),
    }
}

/// A customer with an address.
pub(crate) fn customer() -> Customer {
    Customer {
        id: CustomerId::new(7),
        number: CustomerNumber::new(47_805).unwrap_or_else(|error| panic!("{error}")),
        name: "Fictiers & Zonen BV".into(),
        address: address(),
        vat_number: "BE0001010184".into(),
        endpoint: "0208:0001010184".into(),
        email: "an@example.com".into(),
        language: Language::Nl,
        version: 1,
    }
}

/// The invoice of this content, every line coded.
pub(crate) fn invoice(printed: Printed) -> Invoice {
    let coding = Coding {
        ledger_account: Some(LedgerAccountId::new(4)),
        cost_centre: String::new(),
    };
    Invoice {
        id: InvoiceId::new(9),
        location: LocationId::new(1),
        journal: JournalId::new(2),
        customer: CustomerId::new(7),
        source: Source::Desk,
        coding: vec![coding; printed.lines.len()],
        printed,
    }
}

/// The party of the customer.
pub(crate) fn party() -> Party {
    customer().as_party()
}
