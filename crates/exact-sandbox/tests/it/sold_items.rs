//! Items that are sold, and what invoices name: it stays as long as they do.

use exact_sandbox::admin::Order;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::driver::{A, Exact, roomy, sandbox};
use crate::sales_invoices::{body, invoice, item, make, read, refused};

const ITEMS: &str = "logistics/Items";

#[tokio::test]
async fn items_are_kept_with_their_accounts_and_stay_while_an_invoice_names_them() {
    let exact = Exact::start().await;
    assert_eq!(
        refused(&exact, ITEMS, json!({})).await,
        "Verplicht: Code\r\nVerplicht: Omschrijving"
    );
    let wrong = json!({"Code": "uur", "Description": "x", "GLRevenue": Uuid::from_u128(5),
        "GLCosts": Uuid::from_u128(5), "SalesVatCode": "77"});
    assert_eq!(
        refused(&exact, ITEMS, wrong).await,
        "Bestaat al: Artikel\r\nOngeldige referentie: Grootboekrekening\r\nOngeldige referentie: Btw-code"
    );
    let good = json!({"Code": "GLAS", "Description": "Voorruit", "GLRevenue": exact.gl("705000"), "SalesVatCode": "2",
        "IsSalesItem": true, "StandardSalesPrice": 12.5, "Barcode": "8712345"});
    let made = exact.post_full(ITEMS, &good).await.json()["d"].clone();
    assert_eq!(
        (
            &made["GLRevenueCode"],
            &made["SalesVatCode"],
            &made["Barcode"]
        ),
        (&json!("705000"), &json!("2  "), &json!("8712345"))
    );
    assert_eq!(made["StandardSalesPrice"], 0, "it cannot be written");
    let glass = format!("{ITEMS}(guid'{}')", made["ID"].as_str().unwrap());
    assert_eq!(
        exact
            .put(&glass, &json!({"Description": "Achterruit"}))
            .await
            .status,
        204
    );
    let path = format!("{ITEMS}?$select=Description&$filter=Code eq 'GLAS'");
    let found = exact.get(&path);
    assert_eq!(found.await.rows()[0]["Description"], "Achterruit");

    invoice(&exact, "G-1").await;
    let hours = exact
        .delete(&format!("{ITEMS}(guid'{}')", item(&exact, "UUR")))
        .await;
    assert_eq!(
        hours.message(),
        "Kan niet verwijderen: Artikel - Gebruikt in: Facturen"
    );
    let gone = "sync/Deleted?$select=EntityKey,EntityType&$filter=Timestamp gt 1L";
    assert_eq!(exact.delete(&glass).await.status, 204);
    let gone = exact.get(gone).await.rows();
    assert_eq!(
        (gone.len(), &gone[0]["EntityKey"], &gone[0]["EntityType"]),
        (1, &made["ID"], &json!(9))
    );
}

async fn made(exact: &Exact, path: &str, body: Value) -> String {
    let made = exact.post(path, &body).await;
    assert_eq!(made.status, 201, "{path}: {}", made.text);
    made.json()["d"]["ID"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_an_invoice_names_stays() {
    let exact = Exact::start().await;
    let customer = json!({"Name": "Nieuw", "Status": "C", "PaymentConditionSales": "30"});
    let customer = made(&exact, "crm/Accounts", customer).await;
    let revenue = json!({"Code": "704800", "Description": "Nieuw", "Type": 110});
    let revenue = made(&exact, "financial/GLAccounts", revenue).await;
    let journal =
        json!({"Code": "72", "Description": "Nieuw", "Type": 20, "GLAccount": exact.gl("400000")});
    let journal = made(&exact, "financial/Journals", journal).await;
    let vat = json!({"Code": "9", "Description": "Nieuw", "Type": "E", "Percentage": 0, "VATTransactionType": "B"});
    let vat = made(&exact, "vat/VATCodes", vat).await;
    let line = json!({"Item": item(&exact, "UUR"), "GLAccount": revenue, "VATCode": "9"});
    let body = json!({"OrderedBy": customer, "Journal": "72", "SalesInvoiceLines": [line]});
    let id = make(&exact, &body).await;
    let named = [
        (
            format!("crm/Accounts(guid'{customer}')"),
            "Relatie - Gebruikt in: Facturen",
        ),
        (
            format!("financial/GLAccounts(guid'{revenue}')"),
            "Grootboekrekening - Gebruikt in: Facturen",
        ),
        (
            format!("financial/Journals(guid'{journal}')"),
            "Dagboek - Gebruikt in: Boekingen",
        ),
        (
            format!("vat/VATCodes(guid'{vat}')"),
            "Btw-code - Gebruikt in: Boekingen",
        ),
    ];
    for (path, said) in &named {
        let said = format!("Kan niet verwijderen: {said}");
        assert_eq!(exact.delete(path).await.message(), said);
    }
    let invoice = format!("salesinvoice/SalesInvoices(guid'{id}')");
    assert_eq!(exact.delete(&invoice).await.status, 204);
    let mine = json!({"Code": "X", "Description": "x", "GLRevenue": revenue, "SalesVatCode": "9"});
    let mine = made(&exact, ITEMS, mine).await;
    assert_eq!(
        exact.delete(&named[1].0).await.message(),
        "Kan niet verwijderen: Grootboekrekening - Gebruikt in: Artikel"
    );
    assert_eq!(
        exact.delete(&named[3].0).await.status,
        500,
        "the item names it"
    );
    assert_eq!(
        exact.delete(&format!("{ITEMS}(guid'{mine}')")).await.status,
        204
    );
    for (path, _) in &named {
        assert_eq!(exact.delete(path).await.status, 204, "{path}");
    }
}

#[tokio::test]
async fn a_merged_relation_takes_its_invoices_along() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-5").await;
    let mut other = body(&exact, "G-6");
    other["OrderedBy"] = json!(exact.customer("103"));
    let other = make(&exact, &other).await;
    let timestamps = || async {
        let path =
            "sync/SalesInvoice/SalesInvoices?$select=Timestamp,YourRef&$filter=Timestamp gt 1L";
        exact.get(path).await.rows()
    };
    let before = timestamps().await;
    let order = Order::MergeAccounts {
        from: "103".into(),
        into: "101".into(),
    };
    exact.sandbox.order(A, order).unwrap();
    let after = read(&exact, &other).await;
    assert_eq!(after["OrderedByName"], "Fictieve Garage BV");
    assert_eq!(after["InvoiceTo"], read(&exact, &id).await["InvoiceTo"]);
    let moved = timestamps().await;
    assert_eq!(before[0], moved[0], "the invoice that was there already");
    assert_ne!(before[1], moved[1]);
}

#[tokio::test]
async fn items_and_invoices_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = Exact::on(sandbox(roomy(), Some(folder.path()))).await;
    let open = invoice(&first, "G-7").await;
    let printed = invoice(&first, "G-8").await;
    let done = json!({"InvoiceID": printed, "ExtraText": "Dank u"});
    let done = first.post("salesinvoice/PrintedSalesInvoices", &done).await;
    assert_eq!(done.status, 201, "{}", done.text);
    let gone = json!({"Code": "X", "Description": "x"});
    let gone = made(&first, ITEMS, gone).await;
    first.delete(&format!("{ITEMS}(guid'{gone}')")).await;
    let deleted = "sync/Deleted?$select=EntityKey,EntityType,Timestamp&$filter=Timestamp gt 1L";
    let before = (
        read(&first, &open).await,
        read(&first, &printed).await,
        first.get(deleted).await.rows(),
    );
    assert_eq!((&before.1["Status"], before.2.len()), (&json!(50), 1));
    let again = first.restarted(roomy(), folder.path());
    let after = (
        read(&again, &open).await,
        read(&again, &printed).await,
        again.get(deleted).await.rows(),
    );
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_log_from_before_there_were_items_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let first = Exact::on(sandbox(roomy(), Some(folder.path()))).await;
    let sale = first
        .post("salesentry/SalesEntries", &first.sale("OUD"))
        .await;
    assert_eq!(sale.status, 201);
    let (token, refresh) = (first.token.clone(), first.refresh.clone());
    drop(first);
    let log = folder.path().join(exact_sandbox::LOG_FILE);
    let lines = std::fs::read_to_string(&log).unwrap();
    let old = lines.lines().map(|line| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        let companies = line.pointer_mut("/load/1/companies");
        for company in companies
            .into_iter()
            .flat_map(|it| it.as_array_mut())
            .flatten()
        {
            company.as_object_mut().unwrap().remove("items").unwrap();
            let plains = company["plains"].as_array_mut().unwrap();
            plains.retain(|row| row["kind"] != "layout");
        }
        format!("{line}\n")
    });
    let old: String = old.collect();
    assert!(!old.contains("items") && old.len() < lines.len());
    std::fs::write(&log, old).unwrap();
    let again = Exact {
        sandbox: sandbox(roomy(), Some(folder.path())),
        token,
        refresh,
    };
    assert_eq!(again.entry_of("OUD").total, "121.00");
    let items = again.get("logistics/Items?$select=Code").await;
    assert!(items.rows().is_empty(), "{}", items.text);
}

/// Whether a value is of the published type, or not there.
fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        _ if value.is_null() => true,
        "Edm.Int16" | "Edm.Int32" | "Edm.Int64" | "Edm.Byte" => value.is_i64(),
        "Edm.Double" => value.is_number(),
        "Edm.Boolean" => value.is_boolean(),
        "Edm.Guid" => value.as_str().is_some_and(|it| Uuid::try_parse(it).is_ok()),
        "Edm.DateTime" => value.as_str().is_some_and(|it| it.starts_with("/Date(")),
        "Collection" => value["__deferred"]["uri"].is_string(),
        _ => value.is_string(),
    }
}

#[tokio::test]
async fn every_property_of_items_and_invoices_can_be_selected_and_has_its_type() {
    let exact = Exact::start().await;
    let id = invoice(&exact, "G-1").await;
    let sent = json!({"InvoiceID": id, "SendEmailToCustomer": true});
    let path = "salesinvoice/PrintedSalesInvoices";
    let printed = exact.post_full(path, &sent).await.json()["d"].clone();
    let mut checked = 0;
    for (path, props) in exact_sandbox::published() {
        let of_invoices = path.to_lowercase().contains("salesinvoice/");
        if !of_invoices && path != ITEMS {
            continue;
        }
        let filter = match path.as_str() {
            "salesinvoice/SalesInvoices" | "bulk/SalesInvoice/SalesInvoices" => {
                "&$filter=Status eq 50"
            }
            _ => "",
        };
        let names: Vec<&str> = props.iter().map(|it| it.0).collect();
        let row = if path.ends_with("/PrintedSalesInvoices") {
            printed.clone()
        } else {
            let query = format!("{path}?$select={}{filter}", names.join(","));
            let reply = exact.get(&query).await;
            assert_eq!(reply.status, 200, "{path}: {}", reply.text);
            reply.rows().remove(0)
        };
        assert_eq!(row.as_object().unwrap().len(), names.len() + 1, "{path}");
        for (name, kind, _) in props {
            assert!(fits(kind, &row[name]), "{path} {name}: {}", row[name]);
            checked += 1;
        }
    }
    assert!(checked > 500, "{checked}");
}
