//! Items, and invoices that are made from them: what they come to, what is refused, what their lines do.

use exact_sandbox::admin::Order;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::driver::{A, Exact};

pub(crate) const INVOICES: &str = "salesinvoice/SalesInvoices";
const LINES: &str = "salesinvoice/SalesInvoiceLines";

pub(crate) fn item(exact: &Exact, code: &str) -> Uuid {
    exact
        .sandbox
        .with_books(|books| books.company(A).unwrap().item_by_code(code).unwrap().id)
}

/// An invoice of two hours for customer 101, to be changed by the test.
pub(crate) fn body(exact: &Exact, your_ref: &str) -> Value {
    json!({
        "OrderedBy": exact.customer("101"), "Journal": "70", "YourRef": your_ref,
        "SalesInvoiceLines": [{ "Item": item(exact, "UUR"), "Quantity": 2 }],
    })
}

/// Makes what [`body`] describes; gives back its key.
pub(crate) async fn invoice(exact: &Exact, your_ref: &str) -> String {
    make(exact, &body(exact, your_ref)).await
}

pub(crate) async fn make(exact: &Exact, body: &Value) -> String {
    let made = exact.post(INVOICES, body).await;
    assert_eq!(made.status, 201, "{body}: {}", made.text);
    made.json()["d"]["InvoiceID"].as_str().unwrap().to_owned()
}

pub(crate) async fn refused(exact: &Exact, path: &str, body: Value) -> String {
    let reply = exact.post(path, &body).await;
    assert_eq!(reply.status, 500, "{path} {body}: {}", reply.text);
    reply.message()
}

/// The invoice, with all that is published of it and of its lines.
pub(crate) async fn read(exact: &Exact, id: &str) -> Value {
    let path = format!("{INVOICES}(guid'{id}')?$expand=SalesInvoiceLines");
    exact.get(&path).await.json()["d"].clone()
}

#[tokio::test]
async fn a_line_has_from_its_item_what_it_does_not_say() {
    let exact = Exact::start().await;
    let (hour, paint, charge) = (
        item(&exact, "UUR"),
        item(&exact, "VERF"),
        item(&exact, "MILIEU"),
    );
    let lines = json!([
        { "Item": hour, "Quantity": 1.5 },
        { "Item": paint, "Quantity": 3, "UnitPrice": 19.99, "Discount": 0.125, "Description": "Lak" },
        { "Item": charge, "VATAmountFC": 0.16 },
        { "Item": hour, "Quantity": 4, "NetPrice": 50, "GLAccount": exact.gl("705000"), "VATCode": "0" },
        { "Item": hour, "AmountFC": 99.99, "Quantity": 2 },
    ]);
    let mut body = body(&exact, "G-2");
    body["SalesInvoiceLines"] = lines;
    let invoice = read(&exact, &make(&exact, &body).await).await;
    let rows = invoice["SalesInvoiceLines"]["results"].as_array().unwrap();
    let told = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(
        told("AmountFC"),
        [93.75, 52.47, 2.5, 200.0, 99.99].map(|it| json!(decimal(it)))
    );
    assert_eq!(
        told("VATAmountFC"),
        [19.69, 11.02, 0.16, 0.0, 21.0].map(|it| json!(decimal(it)))
    );
    assert_eq!(told("LineNumber"), [1, 2, 3, 4, 5]);
    assert_eq!(
        told("Quantity"),
        [json!(1.5), json!(3), json!(1), json!(4), json!(2)]
    );
    assert_eq!(told("NetPrice")[4], 49.995);
    assert_eq!(told("UnitPrice")[0], 62.5);
    assert_eq!(
        (&told("Description")[0], &told("Description")[1]),
        (&json!("Arbeidsloon per uur"), &json!("Lak"))
    );
    assert_eq!(
        (&told("VATCode")[2], &told("UnitCode")[1]),
        (&json!("4  "), &json!("l"))
    );
    assert_eq!(
        (
            &invoice["AmountFCExclVat"],
            &invoice["VATAmountFC"],
            &invoice["AmountFC"]
        ),
        (&json!(448.71), &json!(51.87), &json!(500.58))
    );
    let expected = json!({
        "Status": 20, "StatusDescription": "Open", "Type": 8020, "InvoiceNumber": null, "InvoiceDate": null,
        "InvoiceToName": "Fictieve Garage BV", "DeliverTo": exact.customer("101"), "PaymentCondition": "30",
        "JournalDescription": "Verkopen", "Currency": "EUR",
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&invoice[name], value, "{name}");
    }
    assert!(
        exact
            .sandbox
            .with_books(|books| books.company(A).unwrap().entries.len())
            == 4,
        "nothing is booked"
    );
}

/// A whole number as the API writes it.
fn decimal(amount: f64) -> Value {
    if amount.fract() == 0.0 {
        json!(format!("{amount:.0}").parse::<i64>().unwrap())
    } else {
        json!(amount)
    }
}

/// What is said of an invoice with this property.
async fn said(exact: &Exact, name: &str, value: &Value) -> String {
    let mut body = body(exact, "G-3");
    body[name] = value.clone();
    refused(exact, INVOICES, body).await
}

#[tokio::test]
async fn what_is_wrong_with_the_head_of_an_invoice_is_told() {
    let exact = Exact::start().await;
    let nobody = json!({"Journal": "70", "SalesInvoiceLines": [{ "Item": item(&exact, "UUR") }]});
    assert_eq!(
        refused(&exact, INVOICES, nobody).await,
        "Verplicht: Factuur voor\r\nVerplicht: Besteld door"
    );
    let unknown = json!(Uuid::from_u128(5));
    let buyer = "Ongeldige referentie: Factuur voor\r\nOngeldige referentie: Besteld door";
    let cases = [
        ("OrderedBy", unknown.clone(), buyer),
        (
            "DeliverTo",
            unknown.clone(),
            "Ongeldige referentie: Leveren aan",
        ),
        (
            "InvoiceTo",
            json!(exact.customer("201")),
            "Ongeldig: Klant (Type)",
        ),
        ("Journal", json!("60"), "Ongeldig: Dagboek (Type)"),
        ("Journal", json!(null), "Verplicht: Dagboek"),
        ("Type", json!(20), "Ongeldig: Type"),
        ("Discount", json!(0.1), "Niet toegestaan: Korting"),
        ("Document", unknown, "Ongeldige referentie: Document"),
        (
            "PaymentCondition",
            json!("99"),
            "Ongeldige referentie: Betalingsconditie",
        ),
        ("Currency", json!("USD"), "Ongeldige referentie: Valuta"),
        ("YourRef", json!("x".repeat(31)), "Ongeldig: Uw ref."),
        ("SalesInvoiceLines", json!([]), "Verplicht: Regels"),
    ];
    for (name, value, text) in cases {
        assert_eq!(said(&exact, name, &value).await, text, "{name} {value}");
    }
    let order = Order::BlockAccount {
        customer: Some("101".into()),
        gl_account: None,
    };
    exact.sandbox.order(A, order).unwrap();
    assert_eq!(
        said(&exact, "Type", &json!(null)).await,
        "Geblokkeerd: Relatie: 101"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_line_of_an_invoice_is_told() {
    let exact = Exact::start().await;
    let (hour, bought) = (item(&exact, "UUR"), item(&exact, "POETS"));
    let ended = item(&exact, "VERF");
    let end = json!({"EndDate": "2026-11-23"});
    exact
        .put(&format!("logistics/Items(guid'{ended}')"), &end)
        .await;
    let huge = json!({"Item": hour, "Quantity": 1e20, "UnitPrice": 1e20});
    let cases = [
        (json!({"Quantity": 1}), "Verplicht: Artikel"),
        (
            json!({"Item": Uuid::from_u128(5)}),
            "Ongeldige referentie: Artikel",
        ),
        (json!({"Item": bought}), "Niet toegestaan: Artikel"),
        (json!({"Item": ended}), "Niet toegestaan: Artikel"),
        (json!({"Item": hour, "Discount": 2}), "Ongeldig: Korting"),
        (huge, "Ongeldig: Bedrag"),
        (json!({"Item": hour, "AmountFC": 1e20}), "Ongeldig: Bedrag"),
        (
            json!({"Item": hour, "VATCode": "77"}),
            "Ongeldige referentie: Btw-code",
        ),
        (
            json!({"Item": hour, "CostCenter": "K"}),
            "Ongeldige referentie: Kostenplaats",
        ),
    ];
    for (line, text) in cases {
        let lines = json!([line]);
        assert_eq!(
            said(&exact, "SalesInvoiceLines", &lines).await,
            text,
            "{line}"
        );
    }
}

/// Adds a line of two litres for 50 euro; gives back its key.
async fn add_paint(exact: &Exact, invoice: &str) -> String {
    let more =
        json!({ "InvoiceID": invoice, "Item": item(exact, "VERF"), "Quantity": 2, "AmountFC": 50 });
    let made = exact.post(LINES, &more).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["d"]["ID"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn another_quantity_makes_another_amount_and_another_item_brings_what_is_its_own() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-4").await;
    let line = format!("{LINES}(guid'{}')", add_paint(&exact, &id).await);
    assert_eq!(read(&exact, &id).await["AmountFCExclVat"], 175);
    assert_eq!(exact.put(&line, &json!({"Quantity": 3})).await.status, 204);
    assert_eq!(read(&exact, &id).await["AmountFCExclVat"], 241.7);
    let hour = json!({"Item": item(&exact, "UUR")});
    assert_eq!(exact.put(&line, &hour).await.status, 204);
    let path = format!("{line}?$select=UnitPrice,Description,GLAccount,AmountFC");
    let moved = exact.get(&path).await.json()["d"].clone();
    assert_eq!(
        (
            &moved["UnitPrice"],
            &moved["Description"],
            &moved["GLAccount"],
            &moved["AmountFC"]
        ),
        (
            &json!(62.5),
            &json!("Arbeidsloon per uur"),
            &json!(exact.gl("704000")),
            &json!(187.5)
        )
    );
}

#[tokio::test]
async fn what_may_not_be_changed_of_an_invoice_is_passed_over() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-4").await;
    let path = format!("{INVOICES}(guid'{id}')");
    let change = json!({"Description": "Herstelling", "Journal": "60", "Status": 50, "OrderedBy": exact.gl("704000")});
    assert_eq!(exact.put(&path, &change).await.status, 204);
    let changed = read(&exact, &id).await;
    assert_eq!(
        (
            &changed["Description"],
            &changed["Journal"],
            &changed["Status"]
        ),
        (&json!("Herstelling"), &json!("70"), &json!(20))
    );
    let bound = exact.put(&path, &json!({"SalesInvoiceLines": []})).await;
    assert_eq!(bound.status, 400);
}

#[tokio::test]
async fn the_last_line_takes_the_invoice_with_it() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-4").await;
    add_paint(&exact, &id).await;
    let nowhere = json!({ "InvoiceID": Uuid::from_u128(5), "Item": item(&exact, "UUR") });
    assert_eq!(
        refused(&exact, LINES, nowhere).await,
        "Ongeldige referentie: Factuur"
    );
    assert_eq!(
        refused(&exact, LINES, json!({})).await,
        "Verplicht: Factuur"
    );
    let lines = format!("{LINES}?$select=ID&$filter=InvoiceID eq guid'{id}'");
    let lines = exact.get(&lines).await.rows();
    let path = format!("{INVOICES}(guid'{id}')?$select=InvoiceID");
    assert_eq!(
        (lines.len(), exact.get(&path).await.status.as_u16()),
        (2, 200)
    );
    for line in &lines {
        let line = format!("{LINES}(guid'{}')", line["ID"].as_str().unwrap());
        assert_eq!(exact.delete(&line).await.status, 204);
    }
    assert_eq!(exact.get(&path).await.status, 404);
}
