//! Facturen: what waits to be printed, printing with a click, and the way from an invoice to its entry and back.

use exact_sandbox::admin::Order;
use http::{Method, Request};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::driver::{A, Exact};
use crate::sales_invoices::{body, invoice, make};

const LIST: &str = "/administratie/123456/facturen";

#[tokio::test]
async fn an_invoice_is_printed_with_a_click_and_leads_to_its_entry() {
    let exact = Exact::start().await;
    invoice(&exact, "G-1").await;
    let mut page = Browser::open(&exact, "/administratie/123456/boekingen").await;
    page.click("Facturen", "").await;
    for text in ["zonder nummer", "Fictieve Garage BV", "G-1", "151,25"] {
        page.sees(text);
    }
    page.click("zonder nummer", "G-1").await;
    for text in ["te printen", "nog niet geboekt", "UUR", "62,50", "26,25"] {
        page.sees(text);
    }
    page.press("Printen en boeken", &[]).await;
    page.sees("Factuur 26700004 is geprint en geboekt.");
    assert!(!page.text().contains("Verwijderen"), "it is final");
    page.click("26700004", "").await;
    page.sees("Verkoopboeking 26700004");
    page.sees("verwerkt");
    page.click("26700004", "").await;
    page.sees("Factuur 26700004");
    let page = Browser::open(&exact, &format!("{LIST}?status=50")).await;
    page.sees("24-12-2026");
}

#[tokio::test]
async fn what_the_books_refuse_is_said_and_an_invoice_can_go() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-1").await;
    let close = Order::ClosePeriod {
        journal: None,
        year: 2026,
        period: 11,
    };
    exact.sandbox.order(A, close).unwrap();
    let address = format!("/administratie/123456/factuur/{id}");
    let mut page = Browser::open(&exact, &address).await;
    page.press("Printen en boeken", &[]).await;
    page.sees("Periode is afgesloten: 2026 – 11");
    page.press("Ja, verwijderen", &[]).await;
    page.sees("De factuur is verwijderd.");
    page.sees("Geen facturen.");
    assert_eq!(Browser::open(&exact, &address).await.status, 404);
}

#[tokio::test]
async fn many_invoices_come_page_by_page() {
    let exact = Exact::start().await;
    for number in 0..60 {
        let mut body = body(&exact, &format!("G-{number}"));
        body["Description"] = json!(format!("Stuk {number}."));
        make(&exact, &body).await;
    }
    let mut page = Browser::open(&exact, LIST).await;
    let seen = |page: &Browser<'_>| {
        let text = page.text();
        let all = (0..60).filter(|number| text.contains(&format!("Stuk {number}.")));
        all.collect::<Vec<i32>>()
    };
    let first = seen(&page);
    page.click("Volgende", "").await;
    let second = seen(&page);
    assert_eq!((first.len(), second.len()), (50, 10));
    assert!(second.iter().all(|number| !first.contains(number)));
}

#[tokio::test]
async fn a_door_prints_and_deletes_too() {
    let exact = Exact::start().await;
    let (first, second) = (invoice(&exact, "G-1").await, invoice(&exact, "G-2").await);
    let act = async |order: Value| {
        let request = Request::builder().method(Method::POST).uri("/_sandbox/act");
        let body = order.to_string().into();
        exact.send(request.body(body).unwrap()).await
    };
    let print =
        json!({"act": "print_invoice", "division": A, "invoice": first, "date": "2026-11-20"});
    let printed = act(print.clone()).await;
    let entry = exact.entry_of("G-1");
    assert_eq!(
        printed.json(),
        json!({"id": entry.id, "number": "26700004"})
    );
    let again = act(print).await;
    assert_eq!(
        (again.status.as_u16(), &again.json()["error"]),
        (409, &json!("Reeds verwerkt"))
    );
    let delete = json!({"act": "delete_invoice", "division": A, "invoice": second});
    assert_eq!(act(delete.clone()).await.status, 200);
    assert_eq!(act(delete).await.status, 404);
}
