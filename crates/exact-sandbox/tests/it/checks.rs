//! Points 23 to 26: what is refused, in which words and order.

use exact_sandbox::admin::Order;
use exact_sandbox::{Switches, TextLanguage};
use serde_json::{Value, json};

use crate::driver::{A, Exact, roomy};

const SALES: &str = "salesentry/SalesEntries";

async fn refused(exact: &Exact, body: &Value) -> String {
    let reply = exact.post(SALES, body).await;
    assert_eq!(reply.status, 500, "{}", reply.text);
    reply.message()
}

#[tokio::test]
async fn point_23_refusals_are_500_in_the_language_of_the_user() {
    let mut exact = Exact::start().await;
    let mut sale = exact.sale("R-1");
    sale["Journal"] = json!("99");
    sale["SalesEntryLines"][0]["VATCode"] = json!("99");
    assert_eq!(
        refused(&exact, &sale).await,
        "Ongeldige referentie: Journals\r\nOngeldige referentie: Btw-code"
    );
    exact.sign_in(1, &[A]).await;
    assert_eq!(
        refused(&exact, &sale).await,
        "Invalid reference: Journals\r\nInvalid reference: VAT code"
    );
    exact
        .sandbox
        .set_switches(Switches {
            language: TextLanguage::Nl,
            all_failures: false,
            ..roomy()
        })
        .unwrap();
    assert_eq!(
        refused(&exact, &sale).await,
        "Ongeldige referentie: Journals"
    );
}

#[tokio::test]
async fn point_24_every_check_of_what_is_named() {
    let exact = Exact::start().await;
    let nothing = refused(&exact, &json!({})).await;
    assert_eq!(
        nothing,
        "Verplicht: Dagboek\r\nVerplicht: Relatie\r\nVerplicht: Regels"
    );
    let (supplier, stranger) = (json!(exact.customer("201")), json!(exact.gl("704000")));
    let heads = [
        ("Journal", json!("60"), "Ongeldig: Dagboek (Type)"),
        ("Customer", supplier, "Ongeldig: Klant (Type)"),
        ("Customer", stranger, "Ongeldige referentie: Relatie"),
        ("EntryDate", json!("2020-01-31"), "Verplicht: Boekjaar"),
        ("SalesEntryLines", json!([]), "Verplicht: Regels"),
        (
            "PaymentCondition",
            json!("99"),
            "Ongeldige referentie: Betalingsconditie",
        ),
        ("Rate", json!(1.1), "Niet toegestaan: Wisselkoers"),
        ("Currency", json!("GBP"), "Ongeldige referentie: Valuta"),
        (
            "EntryNumber",
            json!(26_700_001),
            "In gebruik: Boekstuknummer",
        ),
    ];
    for (name, value, text) in heads {
        let mut sale = exact.sale("C-1");
        sale[name] = value;
        assert_eq!(refused(&exact, &sale).await, text);
    }
    let lines = [
        ("GLAccount", Value::Null, "Verplicht: Grootboekrekening"),
        (
            "GLAccount",
            json!(exact.customer("101")),
            "Ongeldige referentie: Grootboekrekening",
        ),
        ("VATPercentage", json!(0.06), "Ongeldig: Btw-percentage []"),
        (
            "CostCenter",
            json!("X"),
            "Ongeldige referentie: Kostenplaats",
        ),
    ];
    for (name, value, text) in lines {
        let mut sale = exact.sale("C-1");
        sale["SalesEntryLines"][0][name] = value;
        assert_eq!(refused(&exact, &sale).await, text);
    }
    assert_eq!(
        exact.sandbox.books(A).unwrap().entries.len(),
        4,
        "nothing was booked"
    );
}

#[tokio::test]
async fn point_24_every_check_of_what_is_blocked_or_closed() {
    let exact = Exact::start().await;
    let gl = || Some("704000".to_owned());
    let cases = [
        (
            Order::ClosePeriod {
                journal: None,
                year: 2026,
                period: 11,
            },
            "Periode is afgesloten: 2026 – 11",
            Order::OpenPeriod {
                journal: None,
                year: 2026,
                period: 11,
            },
        ),
        (
            Order::BlockAccount {
                gl_account: gl(),
                customer: None,
            },
            "Geblokkeerd: Grootboekrekening: 704000",
            Order::UnblockAccount {
                gl_account: gl(),
                customer: None,
            },
        ),
        (
            Order::BlockVatCode { code: "2".into() },
            "Niet toegestaan: Btw-code",
            Order::UnblockVatCode { code: "2".into() },
        ),
        (
            Order::BlockAccount {
                gl_account: None,
                customer: Some("101".into()),
            },
            "Geblokkeerd: Relatie: 101",
            Order::UnblockAccount {
                gl_account: None,
                customer: Some("101".into()),
            },
        ),
        (
            Order::BlockJournal { code: "70".into() },
            "Geblokkeerd: Dagboek: 70",
            Order::UnblockJournal { code: "70".into() },
        ),
    ];
    for (block, text, free) in cases {
        exact.sandbox.order(A, block).unwrap();
        assert_eq!(refused(&exact, &exact.sale("C-1")).await, text);
        exact.sandbox.order(A, free).unwrap();
    }
    assert_eq!(exact.post(SALES, &exact.sale("C-1")).await.status, 201);
}

#[tokio::test]
async fn point_25_own_numbers_are_taken_when_free_or_ignored_by_switch() {
    let exact = Exact::start().await;
    let mut sale = exact.sale("E-1");
    sale["EntryNumber"] = json!(4711);
    assert_eq!(
        exact.post(SALES, &sale).await.json()["d"]["EntryNumber"],
        4711
    );
    sale["YourRef"] = json!("E-2");
    assert_eq!(refused(&exact, &sale).await, "In gebruik: Boekstuknummer");
    exact
        .sandbox
        .set_switches(Switches {
            ignore_entry_number: true,
            ..roomy()
        })
        .unwrap();
    assert_eq!(
        exact.post(SALES, &sale).await.json()["d"]["EntryNumber"],
        26_700_004
    );
    sale["Journal"] = json!("71");
    assert_eq!(
        exact.post(SALES, &sale).await.json()["d"]["EntryNumber"],
        26_710_002,
        "a range per journal"
    );
    sale["EntryDate"] = json!("2025-12-31");
    assert_eq!(
        exact.post(SALES, &sale).await.json()["d"]["EntryNumber"],
        25_710_001,
        "and per year"
    );
}

#[tokio::test]
async fn point_26_your_ref_holds_30_characters_and_need_not_be_unique() {
    let exact = Exact::start().await;
    let longest = "é".repeat(30);
    for _ in 0..2 {
        assert_eq!(exact.post(SALES, &exact.sale(&longest)).await.status, 201);
    }
    assert_eq!(
        refused(&exact, &exact.sale(&"x".repeat(31))).await,
        "Ongeldig: Uw ref."
    );
    exact
        .sandbox
        .set_switches(Switches {
            truncate_your_ref: true,
            ..roomy()
        })
        .unwrap();
    assert_eq!(
        exact.post(SALES, &exact.sale(&"y".repeat(31))).await.status,
        201
    );
    assert_eq!(exact.entry_of(&"y".repeat(30)).your_ref.len(), 30);
}
