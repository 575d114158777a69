//! Relations that go in Exact, and firms that stand there under another code: nobody is doubled, nobody is guessed.

use domain::{CustomerId, InvoiceId, VatRate};
use exact_sandbox::admin::{AccountView, Order, Party};
use link::{Parts, booking::state::BookingState, customers, worker};
use store::{Db, StoreError, params, transact};
use uuid::Uuid;

use crate::{
    desk,
    shop::{DAY, DIVISION, Shop, draft, line, month},
};

/// The customer of most tests.
const NUMBER: i64 = 770_001;
const NAME: &str = "Verwijderde Relatie BV";
const VAT: &str = "BE0019200159";

async fn add(shop: &Shop, number: i64, name: &str, vat: &str) {
    let now = shop.link.office.clock.now();
    let customer = desk::customer(number, name, "Demostraat 1", vat);
    transact!(shop.link.office.db, |tx| -> Result<(), StoreError> {
        desk::insert_customer(tx, &customer, now).await
    })
    .unwrap();
}

async fn invoice_for(shop: &Shop, number: &str, customer: i64) -> InvoiceId {
    let draft = draft(number, DAY, vec![line("Lijn", 10_000, VatRate::PERCENT_21)]);
    let coding = vec![shop.coding("704000")];
    let invoice = shop.invoice_from(draft, CustomerId::new(customer), coding);
    shop.store(&invoice).await;
    invoice.id
}

/// As a bookkeeper makes it: same place, other spelling.
fn party(code: &str, name: &str, vat: &str) -> Order {
    Order::CreateCustomer(Party {
        code: code.to_owned(),
        name: name.to_owned(),
        address_line1: "DEMOSTRAAT 1".to_owned(),
        postcode: "9000".to_owned(),
        city: "gent".to_owned(),
        country: "BE".to_owned(),
        vat_number: vat.to_owned(),
        ..Party::default()
    })
}

fn by_hand(shop: &Shop, order: Order) {
    shop.sandbox.order(DIVISION, order).unwrap();
}

fn relations(shop: &Shop, name: &str) -> Vec<AccountView> {
    let books = shop.sandbox.books(DIVISION).unwrap();
    let named = |one: &AccountView| one.name.to_lowercase() == name.to_lowercase();
    books.accounts.into_iter().filter(named).collect()
}

fn relation(shop: &Shop, code: &str) -> AccountView {
    let books = shop.sandbox.books(DIVISION).unwrap();
    let mut accounts = books.accounts.into_iter();
    accounts.find(|one| one.code.trim() == code).unwrap()
}

async fn linked(shop: &Shop, customer: i64) -> Option<Uuid> {
    let mut tx = shop.link.office.db.read().await.unwrap();
    tx.optional(
        "SELECT guid FROM customer_link WHERE customer_id = $1",
        params![customer],
    )
    .await
    .unwrap()
}

async fn export_customers(shop: &Shop) {
    link::export::start(&shop.link, &shop.actor, &month(), Parts::Customers)
        .await
        .unwrap();
    worker::run_until_idle(&shop.link).await.unwrap();
}

fn refused(code: &str) -> (BookingState, Option<String>) {
    (BookingState::Refused, Some(code.to_owned()))
}

async fn audited(shop: &Shop, verb: &str, before: &str) -> i64 {
    let mut tx = shop.link.office.db.read().await.unwrap();
    tx.one(
        "SELECT COUNT(*) FROM audit WHERE verb = $1 AND before_state LIKE $2",
        params![verb, format!("%{before}%")],
    )
    .await
    .unwrap()
}

#[testing_macros::db_test]
async fn a_relation_that_was_made_again_is_taken(db: Db) {
    let shop = Shop::open(db).await;
    add(&shop, NUMBER, NAME, VAT).await;
    let invoice = invoice_for(&shop, "DEL-1", NUMBER).await;
    export_customers(&shop).await;
    let first = linked(&shop, NUMBER).await.unwrap();
    let code = || NUMBER.to_string();
    by_hand(&shop, Order::DeleteCustomer { code: code() });
    by_hand(&shop, party(&code(), &NAME.to_uppercase(), ""));
    shop.export().await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    let again = relation(&shop, &code());
    assert_ne!(first, again.id);
    assert_eq!(linked(&shop, NUMBER).await, Some(again.id));
    assert_eq!(shop.entries("DEL-1").len(), 1);
    assert_eq!(relations(&shop, NAME).len(), 1);
    assert_eq!(audited(&shop, "link", &first.to_string()).await, 1);
}

#[testing_macros::db_test]
async fn a_relation_of_which_nothing_is_left_is_made_again(db: Db) {
    let shop = Shop::open(db).await;
    add(&shop, NUMBER, NAME, VAT).await;
    let invoice = invoice_for(&shop, "DEL-1", NUMBER).await;
    export_customers(&shop).await;
    let code = NUMBER.to_string();
    by_hand(&shop, Order::DeleteCustomer { code });
    shop.export().await;
    assert_eq!(shop.state(invoice).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("crm/Accounts"), 2);
    assert_eq!(relations(&shop, NAME).len(), 1);
    let id = relation(&shop, "770001").id;
    assert_eq!(linked(&shop, NUMBER).await, Some(id));
}

#[testing_macros::db_test]
async fn whoever_was_merged_into_an_equal_one_is_taken_and_his_entries_with_him(db: Db) {
    let shop = Shop::open(db).await;
    add(&shop, NUMBER, NAME, VAT).await;
    let before = invoice_for(&shop, "DEL-1", NUMBER).await;
    shop.export().await;
    by_hand(&shop, party("4711", NAME, "BE 0019.200.159"));
    let merge = Order::MergeAccounts {
        from: NUMBER.to_string(),
        into: "4711".to_owned(),
    };
    by_hand(&shop, merge);
    let after = invoice_for(&shop, "DEL-2", NUMBER).await;
    shop.export().await;
    for _ in 0..3 {
        shop.later(2).await;
    }
    assert_eq!(shop.state(after).await, (BookingState::Booked, None));
    assert_eq!(shop.state(before).await, (BookingState::Booked, None));
    let id = relation(&shop, "4711").id;
    assert_eq!(linked(&shop, NUMBER).await, Some(id));
    assert_eq!(relations(&shop, NAME).len(), 1);
}

#[testing_macros::db_test]
async fn whoever_was_merged_into_someone_else_is_asked_and_linked_by_the_answer(db: Db) {
    let shop = Shop::open(db).await;
    add(&shop, NUMBER, NAME, "").await;
    let before = invoice_for(&shop, "DEL-1", NUMBER).await;
    shop.export().await;
    // Neither number nor name nor VAT number: only that the entries are there now tells.
    by_hand(&shop, party("4711", "Nieuwe Naam NV", ""));
    let merge = Order::MergeAccounts {
        from: NUMBER.to_string(),
        into: "4711".to_owned(),
    };
    by_hand(&shop, merge);
    let after = invoice_for(&shop, "DEL-2", NUMBER).await;
    shop.export().await;
    assert_eq!(shop.state(after).await, refused("customer-lost"));
    let booking = link::bookings::of_invoice(&shop.link, &shop.actor, after)
        .await
        .unwrap()
        .unwrap();
    let told = booking.refusal.unwrap();
    assert!(told.params["relations"].contains("4711, Nieuwe Naam NV"));
    assert!(told.params["address"].contains("Demostraat 1"));
    assert_eq!(shop.posts("crm/Accounts"), 1, "nobody is made");
    let customer = CustomerId::new(NUMBER);
    let standing = customers::standing(&shop.link, &shop.actor, customer)
        .await
        .unwrap();
    let here = standing
        .iter()
        .find(|one| one.administration == shop.administration)
        .unwrap();
    assert!(here.lost && here.relation.is_none());
    let key = (shop.administration, customer);
    customers::link_to(&shop.link, &shop.actor, key, here.alike[0].guid)
        .await
        .unwrap();
    // He is who he is there: the same name is for a person to give.
    shop.sql("UPDATE customer SET name = 'Nieuwe Naam NV' WHERE id = 770001")
        .await;
    shop.export().await;
    for _ in 0..3 {
        shop.later(2).await;
    }
    assert_eq!(shop.state(after).await, (BookingState::Booked, None));
    assert_eq!(shop.state(before).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("crm/Accounts"), 1);
}

#[testing_macros::db_test]
async fn a_firm_under_another_code_is_asked_before_it_is_made_twice(db: Db) {
    let shop = Shop::open(db).await;
    // By VAT number alone, and by name and address alone.
    add(&shop, 900_001, "Dubbele Klant NV", "BE0019000122").await;
    add(&shop, 900_002, "Derde Firma", "").await;
    by_hand(&shop, party("4711", "Dubbele Klant", "BE 0019.000.122"));
    by_hand(&shop, party("4712", "DERDE FIRMA", ""));
    let first = invoice_for(&shop, "DUP-1", 900_001).await;
    let second = invoice_for(&shop, "DUP-2", 900_002).await;
    shop.export().await;
    let asked = || refused("customer-under-other-code");
    assert_eq!(shop.state(first).await, asked());
    assert_eq!(shop.state(second).await, asked());
    assert_eq!(shop.posts("crm/Accounts"), 0);
    // It is not settled by asking again, nor when customers are exported alone.
    export_customers(&shop).await;
    assert_eq!(shop.posts("crm/Accounts"), 0);

    let (link, actor) = (&shop.link, &shop.actor);
    let apart = (shop.administration, CustomerId::new(900_001));
    let other = relation(&shop, "4711").id;
    customers::keep_apart(link, actor, apart, &[other])
        .await
        .unwrap();
    let same = (shop.administration, CustomerId::new(900_002));
    let same_firm = relation(&shop, "4712").id;
    customers::link_to(link, actor, same, same_firm)
        .await
        .unwrap();
    shop.export().await;
    assert_eq!(shop.state(first).await, (BookingState::Booked, None));
    assert_eq!(shop.state(second).await, (BookingState::Booked, None));
    assert_eq!(shop.posts("crm/Accounts"), 1);
    assert_ne!(linked(&shop, 900_001).await, Some(other));
    assert_eq!(linked(&shop, 900_002).await, Some(same_firm));
}

#[testing_macros::db_test]
async fn a_relation_of_another_customer_is_never_taken(db: Db) {
    let shop = Shop::open(db).await;
    add(&shop, NUMBER, NAME, VAT).await;
    add(&shop, 770_002, NAME, VAT).await;
    invoice_for(&shop, "DEL-1", NUMBER).await;
    let second = invoice_for(&shop, "DEL-2", 770_002).await;
    // The one was there before the link came, the other bears the number.
    by_hand(&shop, party("770001", NAME, VAT));
    by_hand(&shop, party("770002", "Andere Naam", ""));
    shop.export().await;
    assert_eq!(shop.state(second).await, refused("customer-differs"));
    let theirs = relation(&shop, "770001").id;
    assert_eq!(linked(&shop, NUMBER).await, Some(theirs));
    let code = "770002".to_owned();
    by_hand(&shop, Order::DeleteCustomer { code });
    shop.export().await;
    assert_eq!(
        shop.state(second).await,
        refused("customer-under-other-code")
    );
    let key = (shop.administration, CustomerId::new(770_002));
    let answer = customers::link_to(&shop.link, &shop.actor, key, theirs).await;
    assert!(
        matches!(answer, Err(link::LinkError::Refused(told)) if told[0].code == "relation-linked-to-other")
    );
    assert_eq!(linked(&shop, 770_002).await, None);
    assert_eq!(linked(&shop, NUMBER).await, Some(theirs));
}

#[testing_macros::db_test]
async fn only_who_mends_bookings_answers(db: Db) {
    let shop = Shop::open(db).await;
    let clerk = office::Actor {
        role: office::Role::Office,
        ..shop.actor.clone()
    };
    let key = (shop.administration, CustomerId::new(101));
    let linked = customers::link_to(&shop.link, &clerk, key, Uuid::nil()).await;
    let kept = customers::keep_apart(&shop.link, &clerk, key, &[Uuid::nil()]).await;
    for denied in [linked, kept] {
        assert!(matches!(
            denied,
            Err(link::LinkError::Office(office::OfficeError::Denied { .. }))
        ));
    }
    let nobody = customers::link_to(&shop.link, &shop.actor, key, Uuid::nil()).await;
    assert!(matches!(nobody, Err(link::LinkError::NotFound { .. })));
}

#[testing_macros::db_test]
async fn relations_that_were_read_before_there_were_keys_are_recognised(db: Db) {
    let shop = Shop::open(db).await;
    by_hand(&shop, party("4712", "DERDE FIRMA", ""));
    invoice_for(&shop, "DUP-1", 101).await;
    shop.export().await;
    shop.sql("UPDATE exact_relation SET vat_key = NULL, party_key = NULL")
        .await;
    add(&shop, 900_002, "Derde Firma", "").await;
    let second = invoice_for(&shop, "DUP-2", 900_002).await;
    shop.export().await;
    assert_eq!(
        shop.state(second).await,
        refused("customer-under-other-code")
    );
}
