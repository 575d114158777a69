//! The pages a bookkeeper sees.

use exact_sandbox::admin::{Order, OrderLine};
use http::Request;
use jiff::civil::date;
use rust_decimal::Decimal;

use crate::driver::{A, Exact, Reply};

async fn page(exact: &Exact, path: &str) -> Reply {
    exact
        .send(Request::get(path).body(String::new().into()).unwrap())
        .await
}

#[tokio::test]
async fn from_the_overview_by_the_number_to_the_entry() {
    let exact = Exact::start().await;
    let home = page(&exact, "/").await;
    assert!(
        home.text.contains("/administratie/123456/boekingen")
            && home.text.contains("Proefbedrijf NV")
    );
    assert_eq!(home.header("x-exact-sandbox"), Some(exact_sandbox::VERSION));
    assert!(
        home.header("content-security-policy")
            .unwrap()
            .starts_with("default-src 'none'; style-src 'self'")
    );
    let overview = page(&exact, "/administratie/123456/boekingen").await.text;
    assert!(
        overview.contains("Aantal te verwerken boekingen") && overview.contains("70 - Verkopen")
    );
    assert!(
        overview.contains(r#"<a class="count" href="/administratie/123456/boekingen/70">2</a>"#)
    );
    let list = page(&exact, "/administratie/123456/boekingen/70")
        .await
        .text;
    let id = exact.entry_of("P-0002").id;
    assert!(
        list.contains(&format!("/administratie/123456/boeking/{id}"))
            && list.contains("D&#39;Essai Amélie")
    );
    let entry = page(&exact, &format!("/administratie/123456/boeking/{id}"))
        .await
        .text;
    for text in [
        "P-0002",
        "382,50",
        "694,29",
        "145,81",
        "840,10",
        "te verwerken",
        "451000",
    ] {
        assert!(entry.contains(text), "{text}");
    }
    for nothing in [
        "/administratie/1/boekingen",
        "/administratie/123456/boekingen/99",
        "/administratie/123456/boeking/6f9619ff-8b86-4011-b42d-00cf4fc964ff",
    ] {
        assert_eq!(page(&exact, nothing).await.status, 404, "{nothing}");
    }
    assert!(
        page(&exact, "/assets/sandbox.css")
            .await
            .header("content-type")
            .unwrap()
            .starts_with("text/css")
    );
}

#[tokio::test]
async fn long_lists_have_pages_and_what_is_typed_is_escaped() {
    let exact = Exact::start().await;
    for index in 0..60 {
        let line = OrderLine {
            gl_account: "704000".into(),
            amount: Decimal::ONE,
            ..OrderLine::default()
        };
        let order = Order::EnterSale {
            journal: "71".into(),
            customer: "101".into(),
            date: date(2026, 11, 2),
            due_date: None,
            your_ref: format!("<b>{index}"),
            payment_reference: String::new(),
            description: String::new(),
            number: None,
            lines: vec![line],
        };
        exact.sandbox.order(A, order).unwrap();
    }
    let first = page(&exact, "/administratie/123456/boekingen/71")
        .await
        .text;
    assert!(
        first.contains(">26710050<") && !first.contains(">26710051<") && !first.contains("<b>1"),
        "fifty on a page, escaped"
    );
    let (before, _) = first.split_once("\" rel=\"next\"").unwrap();
    let (_, next) = before.rsplit_once("href=\"").unwrap();
    let next = next.replace("&#38;", "&");
    let second = page(&exact, &format!("/administratie/123456/boekingen/71{next}")).await;
    let second = second.text;
    assert!(
        second.contains(">26710061<") && !second.contains(">26710050<"),
        "the rest"
    );
    assert!(second.contains("Eerste") && !second.contains("Volgende"));
}
