//! What is coded anew after the check and before the sending goes as it is coded then, or is checked again; never as
//! it was coded before.

use std::time::Duration;

use domain::{InvoiceId, VatRate, VatTreatment};
use link::{booking::state::BookingState, vat, worker};
use office::accounts::AccountForm;
use store::Clock;
use testing::db::TestDb;

use crate::shop::{Shop, morning};

/// A minute has so few calls that the lane waits several times between the check and the last invoice.
const NARROW: u32 = 20;
/// So many invoices.
const INVOICES: usize = 30;

/// A shop with all invoices pressed; gives back the last.
async fn pressed(test: &TestDb) -> (Shop, InvoiceId) {
    let shop = Shop::open_with(test.db(), Clock::tokio(morning()), NARROW).await;
    let mut last = None;
    for number in 1..=INVOICES {
        last = Some(shop.invoice(&format!("A1-{number}"), 0, 10_000).await);
    }
    shop.press().await;
    (shop, last.unwrap())
}

/// Lets the lane work, and mends something once it has sent some, while it waits for room in the minute.
async fn mended_meanwhile(shop: &Shop, mending: impl Future<Output = ()>) {
    let mending = async {
        while shop.posts("SalesEntries") == 0 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert!(shop.posts("SalesEntries") < INVOICES);
        mending.await;
    };
    let (done, ()) = tokio::join!(
        worker::run_to_end(&shop.link, Duration::from_mins(10)),
        mending
    );
    done.unwrap();
}

/// The accounts of the one entry with this reference.
fn accounts(shop: &Shop, reference: &str) -> Vec<String> {
    let mut entries = shop.entries(reference);
    assert_eq!(entries.len(), 1, "{reference}");
    let lines = entries.remove(0).lines;
    lines.into_iter().map(|line| line.gl_code).collect()
}

#[tokio::test(start_paused = true)]
async fn a_line_on_another_account() {
    let test = TestDb::sqlite().await.unwrap();
    let (shop, last) = pressed(&test).await;
    let coding = shop.coding("705000");
    mended_meanwhile(&shop, async {
        office::invoices::recode(&shop.link.office, &shop.actor, last, 1, &coding)
            .await
            .unwrap();
    })
    .await;
    assert_eq!(shop.state(last).await, (BookingState::Booked, None));
    assert_eq!(accounts(&shop, "A1-30"), ["705000"]);
    assert_eq!(accounts(&shop, "A1-29"), ["704000"]);
    assert_eq!(shop.posts("SalesEntries"), INVOICES);
}

/// Gives the account that all invoices are booked on another number while the lane waits.
async fn renumbered(shop: &Shop, number: &str) -> Vec<domain::AdministrationId> {
    let form = AccountForm {
        id: Some(shop.accounts["704000"]),
        number: number.to_owned(),
        name: "Arbeidsloon".to_owned(),
        ..AccountForm::default()
    };
    let mut linked = Vec::new();
    mended_meanwhile(shop, async {
        let saved = link::accounts::save(&shop.link, &shop.actor, &form).await;
        linked = saved.unwrap().1;
    })
    .await;
    assert_eq!(accounts(shop, "A1-1"), ["704000"], "it was sent before");
    linked
}

#[tokio::test(start_paused = true)]
async fn an_account_of_another_number() {
    let test = TestDb::sqlite().await.unwrap();
    let (shop, last) = pressed(&test).await;
    assert_eq!(renumbered(&shop, "640200").await, [shop.administration]);
    assert_eq!(shop.state(last).await, (BookingState::Booked, None));
    assert_eq!(accounts(&shop, "A1-30"), ["640200"]);
    assert_eq!(shop.posts("SalesEntries"), INVOICES);
}

#[tokio::test(start_paused = true)]
async fn an_account_of_a_number_that_exact_lacks() {
    let test = TestDb::sqlite().await.unwrap();
    let (shop, last) = pressed(&test).await;
    assert_eq!(renumbered(&shop, "704999").await, []);
    let refused = (BookingState::Refused, Some("account-not-linked".to_owned()));
    assert_eq!(shop.state(last).await, refused);
    assert_eq!(shop.entries("A1-30").len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_rate_without_its_vat_code() {
    let test = TestDb::sqlite().await.unwrap();
    let (shop, last) = pressed(&test).await;
    let key = vat::MappingKey {
        administration: shop.administration,
        journal: String::new(),
        treatment: VatTreatment::standard(VatRate::PERCENT_21),
    };
    mended_meanwhile(&shop, async {
        vat::map(&shop.link, &shop.actor, &key, None).await.unwrap();
    })
    .await;
    let refused = (BookingState::Refused, Some("vat-not-mapped".to_owned()));
    assert_eq!(shop.state(last).await, refused);
    assert_eq!(shop.entries("A1-1").len(), 1, "it was sent before");
    assert_eq!(shop.entries("A1-30").len(), 0);
    assert!(shop.posts("SalesEntries") < INVOICES);
}
