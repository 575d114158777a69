//! The page of the webhooks' deliveries: page by page, by how they stand, while others come and go.

use exact_sandbox::admin::{Order, Party};
use exact_sandbox::hooks::DeliveryState;

use crate::developer_log::page;
use crate::driver::{A, Exact};
use crate::webhooks::{listening, start};

fn relations(exact: &Exact, count: usize) {
    for number in 0..count {
        let order = Order::CreateCustomer(Party {
            name: format!("Relation {number}"),
            ..Party::default()
        });
        exact.sandbox.order(A, order).unwrap();
    }
}

/// The numbers on a page, and the address of the next one.
fn read(text: &str) -> (Vec<u64>, Option<String>) {
    let begin = "<li><a href=\"/ontwikkelaar/webhooks/";
    let numbers = text.split(begin).skip(1);
    let numbers = numbers.map(|rest| rest.split('"').next().unwrap().parse().unwrap());
    let next = text.split("\" rel=\"next\"").next();
    let next = next.filter(|before| before.len() < text.len());
    let next = next.and_then(|before| before.rsplit_once("href=\"?"));
    let next =
        next.map(|(_, query)| format!("?{}", query.replace("&#38;", "&").replace("&amp;", "&")));
    (numbers.collect(), next)
}

#[tokio::test]
async fn pages_by_how_deliveries_stand_hold_each_once_while_others_come() {
    let (exact, _) = start(listening(), &["Accounts"]).await;
    relations(&exact, 70);
    exact.sandbox.deliver_webhooks().await.unwrap();
    relations(&exact, 60);
    let all = exact.sandbox.deliveries();
    let of = |state| {
        let found = all.iter().filter(|it| it.state == state);
        found.map(|it| it.id).collect::<Vec<u64>>()
    };
    let delivered = of(DeliveryState::Delivered);
    assert!(delivered.len() >= 70 && of(DeliveryState::Waiting).len() >= 60);
    for (query, wanted) in [
        ("?state=delivered", delivered),
        ("?state=waiting", of(DeliveryState::Waiting)),
        ("?state=", all.iter().map(|it| it.id).collect()),
        ("?state=lost", Vec::new()),
    ] {
        let (mut seen, mut next) = (Vec::new(), Some(query.to_owned()));
        while let Some(query) = next.take() {
            let text = page(&exact, &format!("/ontwikkelaar/webhooks{query}"))
                .await
                .text;
            assert!(text.contains("deliveries. A failed one"), "{text}");
            let (numbers, more) = read(&text);
            assert!(numbers.len() == 50 || more.is_none());
            seen.extend(numbers);
            next = more;
            // One that comes in between is on no older page.
            relations(&exact, 1);
        }
        let come = seen.iter().filter(|id| !all.iter().any(|it| it.id == **id));
        let come: Vec<u64> = come.copied().collect();
        assert!(
            seen.starts_with(&come),
            "newer ones stand first, on the first page"
        );
        assert_eq!(&seen[come.len()..], wanted, "{query}");
    }
}
