//! The conditions of an export: violated, the invoice is refused before any call about it; mended, it exports.

use domain::{InvoiceId, VatRate, VatTreatment};
use exact_sandbox::admin::Order;
use jiff::civil::date;
use link::{booking::state::BookingState, vat, worker};
use store::Db;

use crate::shop::{DAY, DIVISION, Shop, line};

/// Exports, and expects the invoice to be refused for this reason with nothing asked of Exact about it.
async fn refused(shop: &Shop, invoice: InvoiceId, reason: &str) {
    shop.export().await;
    let expected = (BookingState::Refused, Some(reason.to_owned()));
    assert_eq!(shop.state(invoice).await, expected);
    assert_eq!(shop.posts("salesentry"), 0, "{reason}");
    assert_eq!(shop.posts("crm"), 0, "{reason}");
    let asked = |path: &str| {
        shop.sandbox
            .calls()
            .iter()
            .any(|call| call.path.contains(path))
    };
    assert!(!asked("/salesentry/") && !asked("/crm/"), "{reason}");
}

/// Exports again, and expects the invoice to be booked once.
async fn booked(shop: &Shop, invoice: InvoiceId) {
    shop.export().await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("SalesEntries"), 1);
}

#[testing_macros::db_test]
async fn a_the_journal_exists(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sql("UPDATE journal SET code = '77' WHERE code = '70'")
        .await;
    refused(&shop, invoice, "journal-not-in-exact").await;
    let journal = Order::AddJournal {
        code: "77".to_owned(),
        description: "Nieuw".to_owned(),
        kind: 20,
        gl_account: None,
    };
    shop.sandbox.order(DIVISION, journal).unwrap();
    booked(&shop, invoice).await;
}

#[testing_macros::db_test]
async fn b_the_accounts_are_in_step(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sql("DELETE FROM account_link").await;
    refused(&shop, invoice, "account-not-linked").await;
    link::accounts::synchronise(&shop.link, &shop.actor, shop.administration)
        .await
        .unwrap();
    worker::run_until_idle(&shop.link).await.unwrap();
    booked(&shop, invoice).await;
}

#[testing_macros::db_test]
async fn c_the_invoice_has_a_number(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("", 0, 10_000).await;
    refused(&shop, invoice, "invoice-without-number").await;
    shop.sql("UPDATE invoice SET number = 'A1-1', number_key = 'a1-1'")
        .await;
    booked(&shop, invoice).await;
}

#[testing_macros::db_test]
async fn d_the_customer_has_an_address(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 3, 10_000).await;
    shop.sql("UPDATE customer SET address_line = ' ' WHERE number = 900")
        .await;
    refused(&shop, invoice, "customer-without-address").await;
    shop.sql("UPDATE customer SET address_line = 'Dorpsstraat 1' WHERE number = 900")
        .await;
    booked(&shop, invoice).await;
}

#[testing_macros::db_test]
async fn e_every_line_has_an_account(db: Db) {
    let shop = Shop::open(db).await;
    let lines = vec![
        (
            line("Arbeidsloon", 5_000, VatRate::PERCENT_21),
            shop.coding("704000"),
        ),
        (
            line("Onderdelen", 5_000, VatRate::PERCENT_21),
            domain::Coding::default(),
        ),
    ];
    let invoice = shop.invoice_of("A1-1", 0, DAY, lines).await;
    refused(&shop, invoice, "line-without-account").await;
    shop.sql(
        "UPDATE invoice_line SET ledger_account_id = (SELECT id FROM ledger_account WHERE number = '705000') \
         WHERE ledger_account_id IS NULL",
    )
    .await;
    booked(&shop, invoice).await;
}

#[testing_macros::db_test]
async fn f_the_vat_codes_agree(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    shop.sql("DELETE FROM vat_mapping").await;
    refused(&shop, invoice, "vat-not-mapped").await;
    let key = vat::MappingKey {
        administration: shop.administration,
        journal: "70".to_owned(),
        treatment: VatTreatment::standard(VatRate::PERCENT_21),
    };
    vat::map(&shop.link, &shop.actor, &key, Some("2"))
        .await
        .unwrap();
    booked(&shop, invoice).await;
}

#[testing_macros::db_test]
async fn g_the_customer_is_the_same_in_both(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 1, 10_000).await;
    shop.sql("UPDATE customer SET address_line = 'Andere Straat 5' WHERE number = 102")
        .await;
    refused(&shop, invoice, "customer-differs").await;
    let booking = link::bookings::of_invoice(&shop.link, &shop.actor, invoice)
        .await
        .unwrap()
        .unwrap();
    let params = booking.refusal.unwrap().params;
    assert!(params["address"].starts_with("Andere Straat 5"));
    assert!(params["exact_address"].starts_with("Rue de l'Exemple 7"));
    // Mended in Exact, case and blanks aside: no difference any more.
    let moved = Order::MoveCustomer {
        code: "102".to_owned(),
        address_line1: "ANDERE STRAAT 5 ".to_owned(),
        postcode: "4999".to_owned(),
        city: "testville".to_owned(),
    };
    shop.sandbox.order(DIVISION, moved).unwrap();
    booked(&shop, invoice).await;
}

/// What else is known beforehand: the order that breaks it, the reason, the order that mends it.
#[testing_macros::db_test]
async fn what_exact_would_refuse_is_known_beforehand(db: Db) {
    let account = |blocked: bool, gl: Option<&str>, customer: Option<&str>| {
        let (gl_account, customer) = (gl.map(str::to_owned), customer.map(str::to_owned));
        if blocked {
            Order::BlockAccount {
                gl_account,
                customer,
            }
        } else {
            Order::UnblockAccount {
                gl_account,
                customer,
            }
        }
    };
    let status = |status: &str| Order::SetStatus {
        customer: "101".to_owned(),
        status: status.to_owned(),
    };
    let code = || "2".to_owned();
    let journal = || "70".to_owned();
    let cases = vec![
        (
            account(true, Some("704000"), None),
            "account-blocked",
            account(false, Some("704000"), None),
        ),
        (
            account(true, None, Some("101")),
            "customer-blocked",
            account(false, None, Some("101")),
        ),
        (status("P"), "customer-not-customer", status("C")),
        (
            Order::BlockVatCode { code: code() },
            "vat-code-blocked",
            Order::UnblockVatCode { code: code() },
        ),
        (
            Order::BlockJournal { code: journal() },
            "journal-blocked",
            Order::UnblockJournal { code: journal() },
        ),
        (
            Order::ClosePeriod {
                journal: None,
                year: 2026,
                period: 11,
            },
            "period-closed",
            Order::OpenPeriod {
                journal: None,
                year: 2026,
                period: 11,
            },
        ),
    ];
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    for (broken, reason, mended) in cases {
        shop.sandbox.order(DIVISION, broken).unwrap();
        refused(&shop, invoice, reason).await;
        shop.sandbox.order(DIVISION, mended).unwrap();
    }
    booked(&shop, invoice).await;
}

#[testing_macros::db_test]
async fn dates_journals_and_doubles(db: Db) {
    let shop = Shop::open(db).await;
    let invoice = shop.invoice("A1-1", 0, 10_000).await;
    link::administrations::set_start_date(
        &shop.link,
        &shop.actor,
        shop.administration,
        date(2026, 11, 3),
    )
    .await
    .unwrap();
    refused(&shop, invoice, "before-start-date").await;
    link::administrations::set_start_date(&shop.link, &shop.actor, shop.administration, DAY)
        .await
        .unwrap();
    shop.sql("UPDATE journal SET internal = TRUE WHERE code = '70'")
        .await;
    refused(&shop, invoice, "journal-internal").await;
    shop.sql("UPDATE journal SET internal = FALSE, code = '60' WHERE code = '70'")
        .await;
    refused(&shop, invoice, "journal-not-sales").await;
    shop.sql("UPDATE journal SET code = '70' WHERE id = (SELECT journal_id FROM invoice LIMIT 1)")
        .await;
    link::administrations::set_vat_filed_up_to(
        &shop.link,
        &shop.actor,
        shop.administration,
        Some(DAY),
    )
    .await
    .unwrap();
    shop.export().await;
    assert_eq!(
        shop.state(invoice).await,
        (BookingState::Parked, Some("vat-filed".to_owned()))
    );
    link::administrations::set_vat_filed_up_to(&shop.link, &shop.actor, shop.administration, None)
        .await
        .unwrap();
    booked(&shop, invoice).await;
}

#[testing_macros::db_test]
async fn an_office_clerk_exports_but_maps_nothing(db: Db) {
    let shop = Shop::open(db).await;
    let clerk = office::Actor {
        role: office::Role::Office,
        ..shop.actor.clone()
    };
    let denied = |error: link::LinkError| {
        matches!(
            error,
            link::LinkError::Office(office::OfficeError::Denied { .. })
        )
    };
    let mapped = vat::propose(&shop.link, &clerk, shop.administration).await;
    assert!(denied(mapped.unwrap_err()));
    let consent = link::connect::start(&shop.link, &clerk).await;
    assert!(denied(consent.unwrap_err()));
    let started =
        link::export::start(&shop.link, &clerk, &crate::shop::month(), link::Parts::Both).await;
    assert!(started.is_ok());
}
