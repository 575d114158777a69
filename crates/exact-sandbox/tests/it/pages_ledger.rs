//! The card of a ledger account with more lines on a day than a page holds, while lines come and go.

use exact_sandbox::admin::{Order, OrderLine};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::browser::Browser;
use crate::driver::{A, Exact};

const CARD: &str = "/administratie/123456/grootboek/704900";
const DAY: Date = date(2026, 11, 3);

/// Books two lines on the account, with their names, and one on another account.
fn sell(exact: &Exact, journal: &str, day: Date, name: &str) -> Uuid {
    let line = |gl_account: &str, description: String| OrderLine {
        gl_account: gl_account.to_owned(),
        amount: Decimal::TEN,
        description,
        ..OrderLine::default()
    };
    let order = Order::EnterSale {
        journal: journal.to_owned(),
        customer: "101".to_owned(),
        date: day,
        due_date: None,
        your_ref: name.to_owned(),
        payment_reference: String::new(),
        description: String::new(),
        number: None,
        lines: vec![
            line("704900", format!("{name}-a")),
            line("704000", format!("{name}-x")),
            line("704900", format!("{name}-b")),
        ],
    };
    exact.sandbox.order(A, order).unwrap().id.unwrap()
}

/// The names of the lines on a page, and the address of the next one.
fn read(browser: &Browser<'_>) -> (Vec<String>, Option<String>) {
    let text = browser.text();
    let names = text
        .split_whitespace()
        .filter(|word| word.starts_with("N-"));
    let next = browser.links().into_iter().find(|it| it.contains("na="));
    (names.map(str::to_owned).collect(), next)
}

/// The names on all pages; `between` is called with the name that was shown last.
async fn walk(exact: &Exact, mut between: impl FnMut(&str)) -> Vec<Vec<String>> {
    let (mut pages, mut next) = (Vec::new(), Some(CARD.to_owned()));
    while let Some(address) = next {
        let browser = Browser::open(exact, &address).await;
        let (names, more) = read(&browser);
        names
            .iter()
            .take(1)
            .for_each(|_| between(&names[names.len() - 1]));
        pages.push(names);
        next = more;
    }
    pages
}

#[tokio::test]
async fn the_card_goes_on_within_a_day_where_it_ended() {
    let exact = Exact::start().await;
    let mut wanted = Vec::new();
    for number in 0..130 {
        let journal = if number % 3 == 0 { "71" } else { "70" };
        let name = format!("N-{number}");
        sell(&exact, journal, DAY, &name);
        wanted.extend([format!("{name}-a"), format!("{name}-b")]);
    }
    let pages = walk(&exact, |_| ()).await;
    assert!(pages.len() > 5 && pages[..5].iter().all(|page| page.len() == 50));
    let mut seen = pages.concat();
    seen.sort();
    wanted.sort();
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn where_the_last_line_is_gone_its_day_is_shown_anew_and_no_earlier_one() {
    let exact = Exact::start().await;
    let book = |day: i8, numbers: std::ops::Range<usize>| {
        let day = date(2026, 11, day);
        let named = numbers.map(|number| format!("N-{number}"));
        named
            .map(|name| (sell(&exact, "70", day, &name), name))
            .collect::<Vec<_>>()
    };
    let (first, second) = (book(3, 0..20), book(4, 20..60));
    let mut gone = None;
    let pages = walk(&exact, |last| {
        if gone.is_none() {
            let name = last
                .trim_end_matches("-a")
                .trim_end_matches("-b")
                .to_owned();
            let (entry, _) = second.iter().find(|(_, it)| *it == name).unwrap();
            let order = Order::DeleteEntry { entry: *entry };
            exact.sandbox.order(A, order).unwrap();
            gone = Some(name);
        }
    })
    .await;
    let gone = gone.unwrap();
    let later = pages[1..].concat();
    let left = second.iter().filter(|(_, name)| *name != gone);
    for (_, name) in left {
        assert!(later.contains(&format!("{name}-a")) && later.contains(&format!("{name}-b")));
    }
    let again = first
        .iter()
        .any(|(_, name)| later.contains(&format!("{name}-a")));
    assert!(!again, "the day before was shown already");
}
