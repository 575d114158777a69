//! Points 14 and 17: pages, and reading what changed.

use exact_sandbox::admin::{Order, Party};
use http::Method;
use serde_json::Value;

use crate::driver::{A, Exact};

/// Follows `__next` to the end, and gives the size of each page with all rows.
async fn walk(exact: &Exact, path: &str) -> (Vec<usize>, Vec<Value>) {
    let mut next = Some(format!("/api/v1/{A}/{path}"));
    let (mut sizes, mut rows) = (Vec::new(), Vec::new());
    while let Some(path) = next {
        let reply = exact.call(Method::GET, &path, None, &[]).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        sizes.push(reply.rows().len());
        rows.extend(reply.rows());
        let link = reply.json()["d"]["__next"].as_str().map(str::to_owned);
        next = link.map(|link| {
            assert!(
                link.starts_with("http://exact.test/api/v1/"),
                "absolute: {link}"
            );
            assert!(link.contains("$skiptoken="), "{link}");
            link["http://exact.test".len()..].to_owned()
        });
    }
    (sizes, rows)
}

fn many_customers(exact: &Exact, count: u32) {
    for index in 0..count {
        let party = Party {
            name: format!("Klant {index}"),
            country: "BE".into(),
            ..Party::default()
        };
        exact
            .sandbox
            .order(A, Order::CreateCustomer(party))
            .unwrap();
    }
}

#[tokio::test]
async fn point_14_pages_of_60_with_next_and_bare_arrays_for_top() {
    let exact = Exact::start().await;
    many_customers(&exact, 130);
    let (sizes, rows) = walk(&exact, "crm/Accounts?$select=ID,Code&$filter=Status eq 'C'").await;
    assert_eq!(sizes, [60, 60, 13]);
    let (sizes, ordered) = walk(
        &exact,
        "crm/Accounts?$select=Code,Name&$filter=Status eq 'C'&$orderby=Name desc",
    )
    .await;
    assert_eq!((sizes, ordered.len()), (vec![60, 60, 13], rows.len()));
    let names: Vec<&str> = ordered
        .iter()
        .map(|row| row["Name"].as_str().unwrap())
        .collect();
    assert!(names.windows(2).all(|pair| pair[0] >= pair[1]));
    let top = exact
        .get("crm/Accounts?$select=ID&$filter=Status eq 'C'&$top=5")
        .await
        .json();
    assert_eq!(top["d"].as_array().unwrap().len(), 5);
    let counted = exact
        .get("crm/Accounts?$select=ID&$filter=Status eq 'C'&$inlinecount=allpages")
        .await
        .json();
    assert_eq!(counted["d"]["__count"], "133", "a string");
    let (_, skipped) = walk(
        &exact,
        "crm/Accounts?$select=ID&$filter=Status eq 'C'&$skip=100",
    )
    .await;
    assert_eq!(skipped.len(), 33);
}

#[tokio::test]
async fn point_14_sync_pages_hold_1000_and_top_does_not_end_the_walk() {
    let exact = Exact::start().await;
    many_customers(&exact, 1_010);
    let (sizes, rows) = walk(
        &exact,
        "sync/CRM/Accounts?$select=ID,Timestamp&$filter=Timestamp gt 1L",
    )
    .await;
    assert_eq!(sizes, [1_000, 14]);
    let stamps: Vec<i64> = rows
        .iter()
        .map(|row| row["Timestamp"].as_i64().unwrap())
        .collect();
    assert!(
        stamps.windows(2).all(|pair| pair[0] < pair[1]),
        "ascending and unique"
    );
    let (sizes, _) = walk(&exact, "sync/CRM/Accounts?$select=ID&$top=500").await;
    assert_eq!(sizes, [500, 500, 14]);
}

#[tokio::test]
async fn point_17_sync_takes_timestamp_only_and_every_change_bumps_it() {
    let exact = Exact::start().await;
    let refused = exact
        .get("sync/CRM/Accounts?$select=ID&$filter=Code eq '101'")
        .await;
    assert_eq!(refused.status, 400);
    let last = |rows: &[Value]| {
        rows.last()
            .map_or(0, |row| row["Timestamp"].as_i64().unwrap())
    };
    let (_, before) = walk(&exact, "sync/CRM/Accounts?$select=ID,Name,Timestamp").await;
    let rename = Order::RenameCustomer {
        code: "102".into(),
        name: "Nieuwe naam".into(),
    };
    exact.sandbox.order(A, rename).unwrap();
    let since = format!(
        "sync/CRM/Accounts?$select=ID,Name,Timestamp&$filter=Timestamp gt {}L",
        last(&before)
    );
    let (_, changed) = walk(&exact, &since).await;
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["Name"], "Nieuwe naam");
    assert_eq!(
        changed[0]["ID"],
        exact.customer("102").to_string(),
        "the same row"
    );
    let without_suffix = exact
        .get("sync/CRM/Accounts?$select=ID&$filter=Timestamp gt 0")
        .await;
    assert_eq!(
        without_suffix.rows().len(),
        4,
        "a client sends plain numbers"
    );
}
