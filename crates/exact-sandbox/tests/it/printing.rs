//! Printing invoices: it books them, as any sales entry is booked, and it is refused like one.

use exact_sandbox::Switches;
use exact_sandbox::admin::Order;
use serde_json::{Value, json};

use crate::driver::{A, Exact};
use crate::sales_invoices::{INVOICES, body, invoice, item, make, read, refused};
use crate::webhooks::{is, listening, start, told};

const PRINTED: &str = "salesinvoice/PrintedSalesInvoices";

async fn print(exact: &Exact, invoice: &str) -> Value {
    let printed = exact
        .post_full(PRINTED, &json!({"InvoiceID": invoice}))
        .await;
    assert_eq!(printed.status, 201, "{}", printed.text);
    printed.json()["d"].clone()
}

#[tokio::test]
async fn printing_gives_the_invoice_its_number_and_says_what_did_not_leave() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-1").await;
    let sent = json!({"InvoiceID": id, "InvoiceDate": "2026-11-20", "SendEmailToCustomer": true,
        "EmailCreationSuccess": "not so", "ExtraText": "Dank u"});
    let printed = exact.post(PRINTED, &sent).await;
    assert_eq!(printed.status, 201, "{}", printed.text);
    let told = printed.json()["d"].clone();
    assert_eq!(
        (
            &told["InvoiceID"],
            &told["EmailCreationError"],
            &told["EmailCreationSuccess"]
        ),
        (
            &json!(id),
            &json!("The sandbox sends no mail."),
            &Value::Null
        )
    );
    let invoice = read(&exact, &id).await;
    assert_eq!(
        (
            &invoice["Status"],
            &invoice["StatusDescription"],
            &invoice["InvoiceNumber"]
        ),
        (&json!(50), &json!("Verwerkt"), &json!(26_700_004))
    );
    assert_eq!(invoice["InvoiceDate"], "/Date(1795132800000)/");
    assert_eq!(
        invoice["DueDate"], "/Date(1797724800000)/",
        "thirty days later"
    );
}

#[tokio::test]
async fn a_printed_invoice_is_an_entry_with_ledger_lines_and_an_open_item() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-1").await;
    let printed = print(&exact, &id).await;
    assert_eq!(
        (
            &printed["ReportingYear"],
            &printed["ReportingPeriod"],
            &printed["Division"]
        ),
        (&json!(2026), &json!(11), &json!(A))
    );
    let entry = exact.entry_of("G-1");
    assert_eq!(
        (
            entry.number,
            entry.total.as_str(),
            entry.customer_code.as_str()
        ),
        (26_700_004, "151.25", "101")
    );
    let path = format!(
        "salesentry/SalesEntries(guid'{}')?$expand=SalesEntryLines",
        entry.id
    );
    let told = exact.get(&path).await.json()["d"].clone();
    assert_eq!((&told["Status"], &told["Type"]), (&json!(50), &json!(20)));
    let line = &told["SalesEntryLines"]["results"][0];
    assert_eq!(
        (&line["AmountFC"], &line["Description"], &line["Quantity"]),
        (&json!(125), &json!("Arbeidsloon per uur"), &json!(2))
    );
    let of_entry = format!("$filter=EntryID eq guid'{}'", entry.id);
    let ledger = format!("financialtransaction/TransactionLines?$select=AmountDC&{of_entry}");
    let rows = exact.get(&ledger).await.rows();
    let mut amounts: Vec<f64> = rows
        .iter()
        .map(|row| row["AmountDC"].as_f64().unwrap())
        .collect();
    amounts.sort_by(f64::total_cmp);
    assert_eq!(amounts, [-125.0, -26.25, 151.25]);
    let open = "read/financial/ReceivablesList?$select=Amount&$filter=YourRef eq 'G-1'";
    assert_eq!(exact.get(open).await.rows()[0]["Amount"], 151.25);
}

#[tokio::test]
async fn nothing_of_a_printed_invoice_can_change() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-1").await;
    print(&exact, &id).await;
    let invoice = format!("{INVOICES}(guid'{id}')");
    let told = read(&exact, &id).await;
    let line = told["SalesInvoiceLines"]["results"][0]["ID"]
        .as_str()
        .unwrap();
    let line = format!("salesinvoice/SalesInvoiceLines(guid'{line}')");
    let entry = format!(
        "salesentry/SalesEntries(guid'{}')",
        exact.entry_of("G-1").id
    );
    let refusals = [
        exact.put(&invoice, &json!({"Description": "x"})).await,
        exact.delete(&invoice).await,
        exact.put(&line, &json!({"Quantity": 1})).await,
        exact.delete(&line).await,
        exact.post(PRINTED, &json!({"InvoiceID": id})).await,
        exact.delete(&entry).await,
    ];
    for refusal in refusals {
        let said = (refusal.status.as_u16(), refusal.message());
        assert_eq!(said, (500, "Reeds verwerkt".to_owned()));
    }
}

#[tokio::test]
async fn printing_is_refused_as_an_entry_is_and_then_changes_nothing() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-1").await;
    let on = |date: &str| json!({"InvoiceID": id, "InvoiceDate": date});
    let close = Order::ClosePeriod {
        journal: None,
        year: 2026,
        period: 10,
    };
    exact.sandbox.order(A, close).unwrap();
    assert_eq!(
        refused(&exact, PRINTED, on("2026-10-05")).await,
        "Periode is afgesloten: 2026 – 10"
    );
    assert_eq!(
        refused(&exact, PRINTED, on("1999-10-05")).await,
        "Verplicht: Boekjaar"
    );
    let year = json!({"InvoiceID": id, "ReportingYear": 99_999});
    assert_eq!(refused(&exact, PRINTED, year).await, "Verplicht: Boekjaar");
    let layout = json!({"InvoiceID": id, "DocumentLayout": id});
    assert_eq!(
        refused(&exact, PRINTED, layout).await,
        "Ongeldige referentie: Lay-out"
    );
    assert_eq!(
        refused(&exact, PRINTED, json!({})).await,
        "Verplicht: Factuur"
    );
    let unknown = json!({"InvoiceID": exact.gl("704000")});
    assert_eq!(
        refused(&exact, PRINTED, unknown).await,
        "Ongeldige referentie: Factuur"
    );
    let block = |customer: Option<&str>, gl_account: Option<&str>| Order::BlockAccount {
        customer: customer.map(str::to_owned),
        gl_account: gl_account.map(str::to_owned),
    };
    exact.sandbox.order(A, block(Some("101"), None)).unwrap();
    exact.sandbox.order(A, block(None, Some("704000"))).unwrap();
    assert_eq!(
        refused(&exact, PRINTED, on("2026-11-20")).await,
        "Geblokkeerd: Relatie: 101\r\nGeblokkeerd: Grootboekrekening: 704000"
    );
    let invoice = read(&exact, &id).await;
    assert_eq!(
        (&invoice["Status"], &invoice["InvoiceNumber"]),
        (&json!(20), &Value::Null)
    );
    let entries = exact.sandbox.books(A).unwrap().entries.len();
    assert_eq!(entries, 4, "nothing was booked");
}

#[tokio::test]
async fn a_credit_note_is_booked_as_one_whichever_sign_its_lines_have() {
    let exact = Exact::start().await;
    let hour = item(&exact, "UUR");
    for (your_ref, kind, quantity, told) in [
        ("G-1", json!(null), -2, 8021),
        ("G-2", json!(8021), 2, 8021),
        ("G-3", json!(8021), -2, 8021),
        ("G-4", json!(8020), -2, 8020),
        ("G-5", json!(8024), 2, 8024),
    ] {
        let mut body = body(&exact, your_ref);
        body["Type"] = kind;
        body["SalesInvoiceLines"] =
            json!([{ "Item": hour, "Quantity": quantity, "VATAmountFC": quantity * 13 }]);
        let id = make(&exact, &body).await;
        let before = read(&exact, &id).await;
        assert_eq!(
            (&before["Type"], &before["AmountFC"], &before["VATAmountFC"]),
            (&json!(told), &json!(-151), &json!(-26)),
            "{your_ref}"
        );
        print(&exact, &id).await;
        let select = "EntryNumber,AmountFC,Type";
        let path =
            format!("salesentry/SalesEntries?$select={select}&$filter=YourRef eq '{your_ref}'");
        let entry = exact.get(&path).await.rows().remove(0);
        assert_eq!(
            (&entry["AmountFC"], &entry["Type"]),
            (&json!(-151), &json!(21)),
            "{your_ref}"
        );
        let after = read(&exact, &id).await;
        assert_eq!(
            (&after["AmountFC"], &after["InvoiceNumber"]),
            (&json!(-151), &entry["EntryNumber"])
        );
    }
}

#[tokio::test]
async fn printed_invoices_cannot_be_read_and_rights_say_so() {
    let exact = Exact::start().await;
    let read = exact.get(&format!("{PRINTED}?$select=InvoiceID")).await;
    assert_eq!(read.status, 405);
    for (path, action, may) in [
        (PRINTED, "GET", false),
        (PRINTED, "POST", true),
        (PRINTED, "DELETE", false),
        (INVOICES, "DELETE", true),
        ("salesinvoice/Layouts", "POST", false),
        ("logistics/Items", "PUT", true),
    ] {
        let path = format!("users/UserHasRights?endpoint='{path}'&action='{action}'");
        assert_eq!(exact.get(&path).await.json()["d"], may, "{path}");
    }
    let layouts = exact
        .get("salesinvoice/Layouts?$select=Subject")
        .await
        .rows();
    assert_eq!(layouts[0]["Subject"], "Verkoopfactuur");
}

#[tokio::test]
async fn point_37_items_and_invoices_are_told_and_a_printed_one_as_an_entry_too() {
    let topics = ["Items", "SalesInvoices", "SalesEntries"];
    let (exact, post) = start(listening(), &topics).await;
    let glass = json!({"Code": "GLAS", "Description": "Voorruit"});
    let glass = exact.post("logistics/Items", &glass).await.json();
    let glass = format!(
        "logistics/Items(guid'{}')",
        glass["d"]["ID"].as_str().unwrap()
    );
    exact.put(&glass, &json!({"Description": "Ruit"})).await;
    exact.delete(&glass).await;
    let id = invoice(&exact, "W-9").await;
    is(
        &told(&exact, &post).await,
        &[
            ("Items Create logistics/Items", 1),
            ("Items Delete logistics/Items", 1),
            ("Items Update logistics/Items", 1),
            ("SalesInvoices Create salesinvoice/SalesInvoiceLines", 1),
            ("SalesInvoices Create salesinvoice/SalesInvoices", 1),
        ],
    );
    let other = invoice(&exact, "W-10").await;
    let switches = Switches {
        webhook_lines: false,
        ..listening()
    };
    exact.sandbox.set_switches(switches).unwrap();
    told(&exact, &post).await;
    let printed = json!({"InvoiceID": id});
    exact
        .post("salesinvoice/PrintedSalesInvoices", &printed)
        .await;
    let other = format!("salesinvoice/SalesInvoices(guid'{other}')");
    exact.delete(&other).await;
    is(
        &told(&exact, &post).await,
        &[
            ("SalesEntries Create salesentry/SalesEntries", 1),
            ("SalesInvoices Delete salesinvoice/SalesInvoices", 1),
            ("SalesInvoices Update salesinvoice/SalesInvoices", 1),
        ],
    );
}
