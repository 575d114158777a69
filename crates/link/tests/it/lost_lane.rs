//! A lane that was lost between two steps writes nothing any more, not even a line of a run.

use std::time::Duration;

use link::{Parts, worker};
use testing::db::TestDb;

use crate::shop::{Shop, month};

#[tokio::test]
async fn a_customer_is_not_marked() {
    let test = TestDb::sqlite().await.unwrap();
    let shop = Shop::open(test.db()).await;
    shop.invoice("A1-1", 0, 10_000).await;
    shop.export().await;
    let run = link::export::start(&shop.link, &shop.actor, &month(), Parts::Customers)
        .await
        .unwrap();
    let outcome = async || {
        let view = link::export::run(&shop.link, &shop.actor, run, None).await;
        view.unwrap().items.rows.remove(0).outcome
    };
    // The booking is compared once more, and with that step the lane is another node's.
    shop.sql("UPDATE booking SET look_after = 0").await;
    shop.sql(
        "CREATE TRIGGER taken_over AFTER UPDATE ON booking BEGIN \
         UPDATE named_lease SET fence = fence + 1, lease_until = 0 WHERE name LIKE 'lane:%'; END",
    )
    .await;
    worker::run_until_idle(&shop.link).await.unwrap();
    assert_eq!(outcome().await, "waiting");

    shop.sql("DROP TRIGGER taken_over").await;
    shop.link.office.clock.advance(Duration::from_mins(10));
    worker::run_until_idle(&shop.other_node("second"))
        .await
        .unwrap();
    assert_eq!(outcome().await, "linked");
}
