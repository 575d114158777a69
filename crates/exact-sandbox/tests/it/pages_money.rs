//! Receipts and matching on the pages, by clicking through as a bookkeeper does.

use exact_sandbox::Money;
use exact_sandbox::admin::{Order, OrderLine};
use exact_sandbox::books::{Index, Shelf, TermStatus};
use jiff::civil::date;
use rust_decimal::Decimal;

use crate::browser::Browser;
use crate::driver::{A, Exact};

const FIRST: &str = "/administratie/123456/boekingen";

/// What a customer owes, in cents.
fn owed(exact: &Exact, code: &str) -> i64 {
    let account = exact.customer(code);
    exact.sandbox.with_books(|books| {
        let company = books.company(A).unwrap();
        let today = date(2026, 11, 24);
        company.receivable(Some(account), today).total().0
    })
}

fn bank(exact: &Exact) -> i64 {
    exact.sandbox.with_books(|books| {
        let balances = &books.company(A).unwrap().balances;
        balances.get("20").copied().unwrap_or(Money::ZERO).0
    })
}

/// How many items of a customer are open.
fn open(exact: &Exact, code: &str) -> usize {
    let account = exact.customer(code);
    exact.sandbox.with_books(|books| {
        let terms = &books.company(A).unwrap().terms;
        let own = terms.find(Index::Account, &account.to_string());
        own.filter(|term| term.status == TermStatus::Open).count()
    })
}

fn sell(exact: &Exact, customer: &str, cents: i64, your_ref: &str) {
    let line = OrderLine {
        gl_account: "704900".into(),
        amount: Decimal::new(cents, 2),
        ..OrderLine::default()
    };
    let order = Order::EnterSale {
        journal: "70".into(),
        customer: customer.into(),
        date: date(2026, 11, 2),
        due_date: None,
        your_ref: your_ref.into(),
        payment_reference: String::new(),
        description: String::new(),
        number: None,
        lines: vec![line],
    };
    exact.sandbox.order(A, order).unwrap();
}

#[tokio::test]
async fn a_receipt_is_booked_and_matched_in_three_clicks() {
    let exact = Exact::start().await;
    let before = owed(&exact, "102");
    assert!(before > 0 && bank(&exact) == 0);
    let mut browser = Browser::open(&exact, FIRST).await;
    browser.click("Openstaande posten", "").await;
    browser.click("Ontvangst", "Amélie").await;
    // The form is filled: bank journal, today by the sandbox's clock, what is open, the reference.
    for (field, value) in [
        ("dagboek", "20"),
        ("datum", "24-11-2026"),
        ("relatie", "102"),
        ("bedrag", "840,10"),
        ("uwref", "P-0002"),
    ] {
        assert_eq!(browser.value(field), value, "{field}");
    }
    browser.press("Boeken en afpunten", &[]).await;
    assert_eq!(browser.clicks, 3);
    browser.sees("Ontvangst 26200001 is geboekt en afgepunt.");
    browser.sees("Er staat niets open.");
    assert_eq!((owed(&exact, "102"), open(&exact, "102")), (0, 0));
    assert_eq!(bank(&exact), before);
    // By the item itself it is three clicks, too.
    let mut browser = Browser::open(&exact, FIRST).await;
    browser.click("Vervallen", "").await;
    browser.click("Ontvangst", "P-0003").await;
    browser.press("Boeken en afpunten", &[]).await;
    assert_eq!((browser.clicks, owed(&exact, "103")), (3, 0));
}

#[tokio::test]
async fn a_partial_payment_leaves_the_rest_open_and_un_matching_opens_all_again() {
    let exact = Exact::start().await;
    let before = owed(&exact, "102");
    let mut browser = Browser::open(&exact, FIRST).await;
    browser.click("Openstaande posten", "").await;
    browser.click("Ontvangst", "Amélie").await;
    browser
        .press("Boeken en afpunten", &[("bedrag", "€ 340,10")])
        .await;
    browser.sees("500,00");
    assert_eq!(owed(&exact, "102"), before - 34_010);
    assert_eq!(open(&exact, "102"), 1);
    browser.click("Afgepunt", "").await;
    browser.sees("340,10");
    browser.press("Ongedaan maken", &[]).await;
    browser.sees("ongedaan gemaakt");
    assert_eq!(owed(&exact, "102"), before - 34_010);
    assert_eq!(
        open(&exact, "102"),
        3,
        "the invoice in two parts, and the receipt"
    );
}

#[tokio::test]
async fn one_receipt_pays_several_invoices() {
    let exact = Exact::start().await;
    sell(&exact, "103", 10_000, "S-1");
    sell(&exact, "103", 2_500, "S-2");
    let mut browser = Browser::open(&exact, "/administratie/123456/debiteuren").await;
    browser.click("Ontvangst", "LeaseDemo").await;
    let keys = browser.boxes(&["S-1", "S-2"]);
    let both = [("kies", keys[0].as_str()), ("kies", keys[1].as_str())];
    browser.press("Bedrag uit keuze", &both).await;
    assert_eq!(browser.value("bedrag"), "125,00");
    let before = owed(&exact, "103");
    browser.press("Boeken en afpunten", &both).await;
    browser.sees("geboekt en afgepunt");
    assert_eq!(owed(&exact, "103"), before - 12_500);
    let sets = exact.sandbox.with_books(|books| {
        let matches = &books.company(A).unwrap().matches;
        matches
            .values()
            .map(|set| set.terms.len())
            .collect::<Vec<_>>()
    });
    assert_eq!(sets, [3], "two invoices and the receipt in one set");
}

#[tokio::test]
async fn a_difference_is_written_off_with_the_receipt_or_later() {
    let exact = Exact::start().await;
    let mut browser = Browser::open(&exact, "/administratie/123456/debiteuren").await;
    browser.click("Ontvangst", "Amélie").await;
    let typed = [("bedrag", "840,00"), ("rekening", "640200")];
    browser.press("Boeken en afpunten", &typed).await;
    browser.sees("Er staat niets open.");
    assert_eq!(owed(&exact, "102"), 0);
    let costs = exact.gl("640200");
    let booked = exact.sandbox.with_books(|books| {
        let days = (date(2026, 1, 1), date(2026, 12, 31));
        books
            .company(A)
            .unwrap()
            .ledger_total(costs, days)
            .balance()
    });
    assert_eq!(booked, Money(10));
    // Later: a receipt on account, and a small rest.
    browser.go("/administratie/123456/ontvangst").await;
    let typed = [("relatie", "103"), ("bedrag", "1381,00")];
    browser.press("Boeken zonder afpunten", &typed).await;
    browser.sees("is gemaakt");
    browser.click("Afpunten", "").await;
    let keys = browser.boxes(&["26710001", "26200002"]);
    let typed = [
        ("kies", keys[0].as_str()),
        ("kies", keys[1].as_str()),
        ("rekening", "640200"),
    ];
    let rest = owed(&exact, "103");
    assert!(rest > 0 && rest < 1_000, "{rest}");
    browser.press("Afboeken", &typed).await;
    browser.sees("het verschil is afgeboekt");
    assert_eq!(owed(&exact, "103"), 0);
}

#[tokio::test]
async fn bank_afpunten_matches_loose_receipts_by_reference_and_by_amount() {
    let exact = Exact::start().await;
    sell(&exact, "103", 10_000, "S-1");
    sell(&exact, "103", 30_000, "S-2");
    let receipt = |amount: i64, your_ref: &str| {
        let receipt = exact_sandbox::admin::Receipt {
            journal: "20".into(),
            account: "103".into(),
            amount: Decimal::new(amount, 2),
            your_ref: your_ref.into(),
            imported: true,
            ..exact_sandbox::admin::Receipt::default()
        };
        exact.sandbox.order(A, Order::BookReceipt(receipt)).unwrap();
    };
    receipt(10_000, "");
    receipt(12_000, "S-2");
    receipt(77_700, "");
    let mut browser = Browser::open(&exact, FIRST).await;
    browser.click("Bank afpunten", "").await;
    let rows: Vec<String> = browser
        .page
        .every("tr")
        .iter()
        .map(|it| it.text())
        .collect();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert_eq!(rows.iter().filter(|it| it.contains("geen")).count(), 1);
    let before = owed(&exact, "103");
    browser.press("volgens voorstel afpunten", &[]).await;
    browser.sees("afgepunt");
    browser.sees("777,00");
    let rows = browser.page.every("tr").len();
    assert_eq!(
        (rows, owed(&exact, "103")),
        (2, before),
        "matching moves no money"
    );
    let loose = exact.sandbox.with_books(|books| {
        let shelf = Shelf::of(exact_sandbox::books::List::LooseReceipts, ());
        books.company(A).unwrap().terms.listed(shelf, None).count()
    });
    assert_eq!(loose, 1);
    // The one without a suggestion is matched by hand, with whatever is left of S-2.
    browser.click("Kiezen", "777,00").await;
    let keys = browser.boxes(&["S-2", "−777,00"]);
    let typed = [("kies", keys[0].as_str()), ("kies", keys[1].as_str())];
    browser.press("Afpunten", &typed).await;
    browser.sees("De posten zijn afgepunt.");
    assert_eq!(owed(&exact, "103"), before);
}

#[tokio::test]
async fn what_cannot_be_booked_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let exact = Exact::start().await;
    let mut browser = Browser::open(&exact, "/administratie/123456/ontvangst").await;
    let typed = [
        ("relatie", "onbekend"),
        ("bedrag", "12,345"),
        ("datum", "31-02-2026"),
        ("omschrijving", "Overschrijving <b>"),
    ];
    browser.press("Boeken zonder afpunten", &typed).await;
    assert_eq!(browser.status, 422);
    for sentence in [
        "Ongeldige referentie: Relatie",
        "Ongeldig: Bedrag",
        "Ongeldig: Datum",
    ] {
        browser.sees(sentence);
    }
    for (name, value) in typed {
        assert_eq!(browser.value(name), value);
    }
    assert_eq!(bank(&exact), 0);
    // A relation may be named by a part of its name, as long as it is the only one.
    browser
        .press("Posten tonen", &[("relatie", "amélie"), ("bedrag", "")])
        .await;
    browser.sees("P-0002");
}

#[tokio::test]
async fn when_the_difference_cannot_be_written_off_nothing_is_booked() {
    let exact = Exact::start().await;
    let period = Order::ClosePeriod {
        journal: Some("90".into()),
        year: 2026,
        period: 11,
    };
    exact.sandbox.order(A, period).unwrap();
    let before = owed(&exact, "102");
    let mut browser = Browser::open(&exact, "/administratie/123456/debiteuren").await;
    browser.click("Ontvangst", "Amélie").await;
    let typed = [("bedrag", "840,00"), ("rekening", "640200")];
    browser.press("Boeken en afpunten", &typed).await;
    assert_eq!(browser.status, 422);
    browser.sees("Periode is afgesloten");
    assert_eq!((bank(&exact), owed(&exact, "102")), (0, before));
    // A closed bank period is told at the date.
    let period = Order::ClosePeriod {
        journal: None,
        year: 2026,
        period: 11,
    };
    exact.sandbox.order(A, period).unwrap();
    browser.press("Boeken zonder afpunten", &[]).await;
    browser.sees("Periode is afgesloten: 2026 – 11");
}
