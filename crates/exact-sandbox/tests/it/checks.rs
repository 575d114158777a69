//! Points 23 to 26: what is refused, in which words and order.

use exact_sandbox::admin::{Order, Receipt};
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

/// A ledger account of this type, with rules for cost centre and cost unit; gives back its key.
async fn ledger_account(exact: &Exact, code: &str, kind: i32, rules: (u8, u8)) -> String {
    let account = json!({
        "Code": code, "Description": code, "Type": kind, "UseCostcenter": rules.0, "UseCostunit": rules.1,
    });
    let made = exact.post("financial/GLAccounts", &account).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["d"]["ID"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn point_24_every_check_of_a_line_by_its_ledger_account() {
    let exact = Exact::start().await;
    let must = ledger_account(&exact, "706000", 110, (1, 1)).await;
    let must_not = ledger_account(&exact, "707000", 110, (2, 2)).await;
    let vat = exact.gl("451000").to_string();
    for path in ["hrm/Costcenters", "hrm/Costunits"] {
        let made = json!({"Code": "K1", "Description": "Een"});
        assert_eq!(exact.post(path, &made).await.status, 201);
    }
    let codes = |centre: &str, unit: &str| json!({"CostCenter": centre, "CostUnit": unit});
    let cases = [
        (
            &must,
            json!({}),
            "Verplicht: Kostenplaats\r\nVerplicht: Kostendrager",
        ),
        (
            &must,
            codes("K9", "K9"),
            "Ongeldige referentie: Kostenplaats\r\nOngeldige referentie: Kostendrager",
        ),
        (
            &must_not,
            codes("K1", "K1"),
            "Niet toegestaan: Kostenplaats\r\nNiet toegestaan: Kostendrager",
        ),
        (&vat, json!({}), "Ongeldig: Grootboekrekeningtype"),
        (&must, codes("K1", "K1"), ""),
        (&must_not, json!({}), ""),
    ];
    for (gl, more, text) in cases {
        let mut sale = exact.sale("G-1");
        let line = sale["SalesEntryLines"][0].as_object_mut().unwrap();
        line.insert("GLAccount".to_owned(), json!(gl));
        line.extend(more.as_object().unwrap().clone());
        let reply = exact.post(SALES, &sale).await;
        let told = if text.is_empty() { 201 } else { 500 };
        assert_eq!(reply.status, told, "{}", reply.text);
        assert!(text.is_empty() || reply.message() == text, "{}", reply.text);
    }
}

#[tokio::test]
async fn point_24_everything_at_once_is_told_in_the_order_of_the_checks() {
    let exact = Exact::start().await;
    let everything = json!({
        "Journal": "60", "Customer": exact.customer("201"), "EntryDate": "2020-01-31", "EntryNumber": 26_700_001,
        "YourRef": "x".repeat(31), "Currency": "GBP", "PaymentCondition": "99",
        "SalesEntryLines": [
            { "AmountFC": 1, "GLAccount": exact.customer("101"), "VATCode": "99" },
            { "AmountFC": 1, "VATCode": "2", "VATPercentage": 0.06 },
            { "GLAccount": exact.gl("704000"), "CostCenter": "X" },
        ],
    });
    let told = refused(&exact, &everything).await;
    let order = [
        "Ongeldig: Dagboek (Type)",
        "Ongeldig: Klant (Type)",
        "Verplicht: Boekjaar",
        "Ongeldige referentie: Grootboekrekening",
        "Ongeldige referentie: Btw-code",
        "Verplicht: Grootboekrekening",
        "Ongeldig: Btw-percentage []",
        "Ongeldige referentie: Kostenplaats",
        "Verplicht: Bedrag",
        "Ongeldige referentie: Betalingsconditie",
        "Ongeldig: Uw ref.",
        "Ongeldige referentie: Valuta",
    ];
    assert_eq!(told.split("\r\n").collect::<Vec<_>>(), order);
    let mut in_use = exact.sale("x");
    in_use["EntryNumber"] = json!(26_700_001);
    in_use["SalesEntryLines"][0]["CostCenter"] = json!("X");
    assert_eq!(
        refused(&exact, &in_use).await,
        "Ongeldige referentie: Kostenplaats\r\nIn gebruik: Boekstuknummer",
        "the number comes last"
    );
}

#[tokio::test]
async fn point_24_the_receivable_account_and_codes_for_purchases() {
    let exact = Exact::start().await;
    let other = ledger_account(&exact, "400100", 20, (0, 0)).await;
    let account = format!("crm/Accounts(guid'{}')", exact.customer("103"));
    assert_eq!(
        exact.put(&account, &json!({"GLAR": other})).await.status,
        204
    );
    let mut sale = exact.sale("A-1");
    sale["Customer"] = json!(exact.customer("103"));
    assert_eq!(
        refused(&exact, &sale).await,
        "De klantenrekening van deze relatie is niet gelijk aan de rekening van het gebruikte verkoopdagboek"
    );
    let code = json!({"Code": "8", "Description": "Aankoop", "Type": "E", "VATTransactionType": "P", "GLToPay": exact.gl("451000")});
    let made = exact.post("vat/VATCodes", &code).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let mut sale = exact.sale("A-2");
    sale["SalesEntryLines"][0]["VATCode"] = json!("8");
    assert_eq!(refused(&exact, &sale).await, "Niet toegestaan: Btw-code");
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
async fn point_24_ledger_accounts_that_a_booking_uses_unnamed_may_not_be_blocked_either() {
    let exact = Exact::start().await;
    let receipt = || {
        let receipt = Receipt {
            journal: "20".into(),
            account: "101".into(),
            amount: 5.into(),
            ..Receipt::default()
        };
        exact.sandbox.order(A, Order::BookReceipt(receipt))
    };
    for (code, sale) in [("400000", true), ("451000", true), ("550000", false)] {
        let block = Order::BlockAccount {
            gl_account: Some(code.to_owned()),
            customer: None,
        };
        exact.sandbox.order(A, block).unwrap();
        if sale {
            assert_eq!(
                refused(&exact, &exact.sale("U-1")).await,
                format!("Geblokkeerd: Grootboekrekening: {code}")
            );
        } else {
            assert!(receipt().is_err());
        }
        let free = Order::UnblockAccount {
            gl_account: Some(code.to_owned()),
            customer: None,
        };
        exact.sandbox.order(A, free).unwrap();
    }
    assert!(receipt().is_ok());
}

#[tokio::test]
async fn point_24_relations_and_cost_centres_are_not_booked_on_after_their_end() {
    let exact = Exact::start().await;
    let centre = json!({"Code": "OUD", "Description": "Oud", "EndDate": "2026-11-19"});
    let made = exact.post("hrm/Costcenters", &centre).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let mut sale = exact.sale("T-1");
    sale["SalesEntryLines"][0]["CostCenter"] = json!("OUD");
    assert_eq!(refused(&exact, &sale).await, "Ongeldig: Kostenplaats");
    sale["EntryDate"] = json!("2026-11-19");
    assert_eq!(exact.post(SALES, &sale).await.status, 201);
    let account = format!("crm/Accounts(guid'{}')", exact.customer("101"));
    let ended = json!({"EndDate": "2026-11-19"});
    assert_eq!(exact.put(&account, &ended).await.status, 204);
    let mut sale = exact.sale("T-2");
    assert_eq!(refused(&exact, &sale).await, "Ongeldig: Relatie");
    sale["EntryDate"] = json!("2026-11-19");
    assert_eq!(exact.post(SALES, &sale).await.status, 201);
    let begins = json!({"StartDate": "2026-11-21", "EndDate": null});
    assert_eq!(exact.put(&account, &begins).await.status, 204);
    assert_eq!(
        refused(&exact, &exact.sale("T-3")).await,
        "Ongeldig: Relatie"
    );
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
