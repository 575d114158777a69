//! Points 14 and 17: a walk from page to page stays right while rows are made, changed and removed between the pages.

use std::collections::{BTreeMap, BTreeSet};

use exact_sandbox::admin::{Order, Party};
use exact_sandbox::{Sandbox, Switches};
use http::Method;
use serde_json::{Value, json};

use crate::driver::{A, Exact, roomy};
use crate::random::dice::Dice;

const CUSTOMERS: &str = "crm/Accounts";

/// A relation, with a name that many others have and a city that some have.
fn make(sandbox: &Sandbox, number: usize) {
    let party = Party {
        name: format!("Naam {}", number % 7),
        city: ["", "Gent", "Brugge"][number % 3].into(),
        country: "BE".into(),
        ..Party::default()
    };
    sandbox.order(A, Order::CreateCustomer(party)).unwrap();
}

async fn with_customers(count: usize) -> Exact {
    let exact = Exact::with(Switches {
        minute_limit: 100_000,
        day_limit: 100_000,
        ..roomy()
    })
    .await;
    (0..count).for_each(|number| make(&exact.sandbox, number));
    exact
}

fn customers(exact: &Exact) -> Vec<String> {
    exact.sandbox.with_books(|books| {
        let accounts = books.company(A).unwrap().accounts.iter();
        accounts.map(|it| it.id.to_string()).collect()
    })
}

/// Makes, renames and removes a few relations; gives back the keys of those that it touched.
async fn meddle(exact: &Exact, dice: &mut Dice) -> BTreeSet<String> {
    let mut touched = BTreeSet::new();
    for _ in 0..dice.below(6) {
        let known = customers(exact);
        let id = dice.pick(&known).unwrap();
        let path = format!("{CUSTOMERS}(guid'{id}')");
        match dice.below(3) {
            0 => {
                let body = json!({"Name": format!("Naam {}", dice.below(7)), "Status": "C"});
                let made = exact.post(CUSTOMERS, &body).await.json();
                touched.insert(made["d"]["ID"].as_str().unwrap().to_owned());
            }
            1 => {
                let body = json!({"Name": format!("Naam {}", dice.below(7)), "City": null});
                assert_eq!(exact.put(&path, &body).await.status, 204);
                touched.insert(id);
            }
            // Those of the demo that have entries cannot go.
            _ => {
                if exact.delete(&path).await.status == 204 {
                    touched.insert(id);
                }
            }
        }
    }
    touched
}

/// One page: its rows and the path of the next one.
async fn page(exact: &Exact, path: &str) -> (Vec<Value>, Option<String>) {
    let reply = exact.call(Method::GET, path, None, &[]).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    let next = reply.json()["d"]["__next"].as_str().map(str::to_owned);
    let next = next.map(|it| it.strip_prefix("http://exact.test").unwrap().to_owned());
    (reply.rows(), next)
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().to_owned()
}

/// Walks while rows change; gives back what was seen, in order, and the keys that were touched on the way.
async fn walk(exact: &Exact, path: &str, dice: &mut Dice) -> (Vec<Value>, BTreeSet<String>) {
    let (mut seen, mut touched) = (Vec::new(), BTreeSet::new());
    let mut next = Some(format!("/api/v1/{A}/{path}"));
    while let Some(path) = next {
        let (rows, following) = page(exact, &path).await;
        seen.extend(rows);
        next = following;
        touched.append(&mut meddle(exact, dice).await);
    }
    (seen, touched)
}

#[tokio::test]
async fn point_14_no_row_comes_twice_and_none_is_lost_while_rows_change() {
    let exact = with_customers(260).await;
    let mut dice = Dice(14);
    for order in [
        "",
        "&$orderby=Name",
        "&$orderby=Name desc",
        "&$orderby=City,Name desc",
        "&$orderby=City desc",
        "&$orderby=Modified desc",
        "&$orderby=Code desc",
        "&$orderby=ID desc",
    ] {
        let before: BTreeSet<String> = customers(&exact).into_iter().collect();
        let path = format!("{CUSTOMERS}?$select=ID,Name,City&$filter=Status ne 'X'{order}");
        let (seen, touched) = walk(&exact, &path, &mut dice).await;
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for row in &seen {
            *times.entry(text(row, "ID")).or_default() += 1;
        }
        for id in before.difference(&touched) {
            assert_eq!(times.get(id), Some(&1), "{order}: untouched row {id}");
        }
        // A row whose place in the order was changed may be met at both places; by its key it has one place only.
        if order.is_empty() || order.contains("ID") {
            assert!(times.values().all(|times| *times == 1), "{order}");
        }
        if !touched.is_empty() {
            assert!(seen.len() > 60, "several pages");
        }
    }
}

#[tokio::test]
async fn point_14_rows_that_are_equal_in_the_order_are_told_apart_by_their_key() {
    let exact = with_customers(150).await;
    for order in ["Name", "Name desc", "City,Status", "Country desc,City"] {
        let path = format!(
            "/api/v1/{A}/{CUSTOMERS}?$select=ID,Name,City,Country&$filter=Status ne 'X'&$orderby={order}"
        );
        let (mut seen, mut next) = (Vec::new(), Some(path));
        while let Some(path) = next {
            let (rows, following) = page(&exact, &path).await;
            seen.extend(rows);
            next = following;
        }
        let keys: BTreeSet<String> = seen.iter().map(|row| text(row, "ID")).collect();
        assert_eq!((keys.len(), seen.len()), (154, 154), "{order}");
        let first = order.split([',', ' ']).next().unwrap();
        let values: Vec<String> = seen.iter().map(|row| text(row, first)).collect();
        let sorted = values.windows(2).all(|pair| {
            if order.starts_with(&format!("{first} desc")) {
                pair[0] >= pair[1]
            } else {
                pair[0] <= pair[1]
            }
        });
        assert!(sorted, "{order}: {values:?}");
    }
}

/// What a client keeps of a sync walk: the rows by key, without those that were told as deleted.
#[derive(Default)]
struct Mirror {
    rows: BTreeMap<String, Value>,
    cursor: i64,
    deleted: i64,
}

impl Mirror {
    /// One run from the cursors to the end, while rows change on the way when `dice` are given.
    async fn run(&mut self, exact: &Exact, mut dice: Option<&mut Dice>) {
        let (mut pages, mut stamps) = (0, Vec::new());
        let mut next = Some(format!(
            "/api/v1/{A}/sync/CRM/Accounts?$select=ID,Name,Timestamp&$filter=Timestamp gt {}L&$top=50",
            self.cursor
        ));
        while let Some(path) = next.filter(|_| pages < 40) {
            let (rows, following) = page(exact, &path).await;
            for row in rows {
                stamps.push(row["Timestamp"].as_i64().unwrap());
                self.rows.insert(text(&row, "ID"), row);
            }
            if let Some(dice) = dice.as_deref_mut() {
                meddle(exact, dice).await;
            }
            (next, pages) = (following, pages + 1);
        }
        assert!(
            stamps.windows(2).all(|pair| pair[0] < pair[1]),
            "ascending, and none twice"
        );
        self.cursor = stamps.last().copied().unwrap_or(self.cursor);
        let mut next = Some(format!(
            "/api/v1/{A}/sync/Deleted?$select=EntityKey,EntityType,Timestamp&$filter=Timestamp gt {}L",
            self.deleted
        ));
        while let Some(path) = next {
            let (rows, following) = page(exact, &path).await;
            for row in rows {
                self.deleted = row["Timestamp"].as_i64().unwrap();
                if row["EntityType"] == 2 {
                    self.rows.remove(&text(&row, "EntityKey"));
                }
            }
            next = following;
        }
    }
}

#[tokio::test]
async fn point_17_a_mirror_by_timestamp_ends_equal_to_the_books_whatever_changed_on_the_way() {
    let exact = with_customers(230).await;
    let (mut mirror, mut dice) = (Mirror::default(), Dice(17));
    for _ in 0..3 {
        mirror.run(&exact, Some(&mut dice)).await;
        mirror.run(&exact, None).await;
        let wanted: BTreeMap<String, String> = exact.sandbox.with_books(|books| {
            let accounts = books.company(A).unwrap().accounts.iter();
            accounts
                .map(|it| (it.id.to_string(), it.name.clone()))
                .collect()
        });
        let have = mirror.rows.iter();
        let have: BTreeMap<String, String> = have
            .map(|(id, row)| (id.clone(), text(row, "Name")))
            .collect();
        assert_eq!(have, wanted);
    }
}

#[tokio::test]
async fn point_14_bulk_pages_hold_1000_and_stay_right_while_rows_change() {
    let exact = with_customers(2_150).await;
    let before: BTreeSet<String> = customers(&exact).into_iter().collect();
    let (mut seen, mut touched, mut sizes) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    let mut dice = Dice(4);
    let path = "bulk/CRM/Accounts?$select=ID&$filter=Status ne 'X'";
    let mut next = Some(format!("/api/v1/{A}/{path}"));
    while let Some(path) = next {
        let (rows, following) = page(&exact, &path).await;
        sizes.push(rows.len());
        for row in rows {
            assert!(seen.insert(text(&row, "ID")), "a row came twice");
        }
        next = following;
        touched.append(&mut meddle(&exact, &mut dice).await);
    }
    assert_eq!(sizes[..2], [1_000, 1_000]);
    assert!(before.difference(&touched).all(|id| seen.contains(id)));
}

#[tokio::test]
async fn point_14_a_position_that_does_not_fit_the_order_is_refused() {
    let exact = with_customers(70).await;
    for (token, fits) in [
        ("guid'00000000-0000-0000-0000-000000000001'", true),
        ("null", false),
        ("5L", false),
        ("'Gent'", false),
        (
            "guid'00000000-0000-0000-0000-000000000001',guid'00000000-0000-0000-0000-000000000001'",
            false,
        ),
    ] {
        let reply = exact
            .get(&format!(
                "{CUSTOMERS}?$select=ID&$filter=Status ne 'X'&$skiptoken={token}"
            ))
            .await;
        let wanted = if fits { 200 } else { 400 };
        assert_eq!(reply.status, wanted, "{token}: {}", reply.text);
    }
    let ordered = "$select=ID&$filter=Status ne 'X'&$orderby=City";
    let key = "guid'00000000-0000-0000-0000-000000000001'";
    for (token, wanted) in [
        (format!("null,{key}"), 200),
        (format!("'Gent',{key}"), 200),
        (key.into(), 400),
        (format!("7L,{key}"), 400),
    ] {
        let reply = exact
            .get(&format!("{CUSTOMERS}?{ordered}&$skiptoken={token}"))
            .await;
        assert_eq!(reply.status, wanted, "{token}: {}", reply.text);
    }
}
