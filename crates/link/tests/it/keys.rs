//! Whether Exact honours the keys that we propose is learned, and every way of it books once.

use exact_sandbox::{ClientKeys, Switches};
use link::booking::state::BookingState;
use store::{Db, params};

use crate::shop::Shop;

#[testing_macros::db_test]
async fn each_way_books_once_and_is_remembered(db: Db) {
    let shop = Shop::open(db).await;
    let ways = [
        (ClientKeys::Ignore, "ignored"),
        (ClientKeys::Honour, "honoured"),
        (ClientKeys::Refuse, "refused"),
    ];
    for (number, (client_keys, word)) in (1..).zip(ways) {
        let switches = Switches {
            client_keys,
            ..shop.sandbox.switches()
        };
        shop.sandbox.set_switches(switches).unwrap();
        shop.sql(
            "UPDATE customer SET number = number + 1, name = 'Klant ' || CAST(number AS TEXT) WHERE id = 900",
        )
        .await;
        shop.sql("DELETE FROM customer_link WHERE customer_id = 900")
            .await;
        let reference = format!("A1-{number}");
        let invoice = shop.invoice(&reference, 3, 10_000).await;
        shop.export().await;
        assert_eq!(
            shop.state(invoice).await,
            (BookingState::Booked, None),
            "{word}"
        );
        assert_eq!(shop.entries(&reference).len(), 1);
        let mut tx = shop.link.office.db.read().await.unwrap();
        let learned: String = tx
            .one(
                "SELECT value FROM app_option WHERE name LIKE 'exact_keys/%'",
                params![],
            )
            .await
            .unwrap();
        assert_eq!(learned, word);
    }
}
