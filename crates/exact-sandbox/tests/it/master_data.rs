//! Relations and ledger accounts that a client makes, and the keys that it chooses.

use exact_sandbox::{ClientKeys, Switches};
use serde_json::{Value, json};

use crate::driver::{Exact, roomy};

const SALES: &str = "salesentry/SalesEntries";

async fn refused(exact: &Exact, body: &Value) -> String {
    let reply = exact.post(SALES, body).await;
    assert_eq!(reply.status, 500, "{}", reply.text);
    reply.message()
}

#[tokio::test]
async fn accounts_are_made_changed_and_removed() {
    let exact = Exact::start().await;
    let body = json!({"Name": "Nieuwe klant", "Status": "C", "Country": "NL", "AddressLine1": "Proefweg 3", "IsSales": true, "Website": "example.com"});
    let made = exact.post_full("crm/Accounts", &body).await.json()["d"].clone();
    assert_eq!(
        (made["Code"].as_str(), made["Website"].as_str()),
        (Some("               202"), Some("example.com")),
        "the next free number"
    );
    let path = format!("crm/Accounts(guid'{}')", made["ID"].as_str().unwrap());
    assert_eq!(
        exact
            .put(&path, &json!({"City": "Testdam", "Website": null}))
            .await
            .status,
        204
    );
    let read = exact
        .get(&format!("{path}?$select=City,Website,Name,IsSales"))
        .await
        .json()["d"]
        .clone();
    assert_eq!(
        (
            read["City"].as_str(),
            read["Website"].is_null(),
            read["IsSales"].as_bool()
        ),
        (Some("Testdam"), true, Some(true))
    );
    let refused = async |body: Value| exact.post("crm/Accounts", &body).await.message();
    assert_eq!(
        refused(json!({"Code": "101", "Name": "Dubbel"})).await,
        "Bestaat al: Relatie"
    );
    assert_eq!(
        refused(json!({"Code": "A1"})).await,
        "Verplicht: Naam\r\nOngeldig: Code"
    );
    assert_eq!(
        refused(json!({"Name": "x", "VATNumber": "BE0001010086"})).await,
        "Ongeldig: Btw-nummer"
    );
    assert_eq!(exact.delete(&path).await.status, 204);
    let used = exact
        .delete(&format!("crm/Accounts(guid'{}')", exact.customer("101")))
        .await;
    assert_eq!(
        used.message(),
        "Kan niet verwijderen: Relatie - Gebruikt in: Boekingen"
    );
}

#[tokio::test]
async fn ledger_accounts_are_made_and_refused_twice() {
    let exact = Exact::start().await;
    let body = json!({"Code": "704500", "Description": "Vervangwagens", "Type": 110, "BalanceType": "W", "SearchCode": "VW"});
    assert_eq!(exact.post("financial/GLAccounts", &body).await.status, 201);
    let again = exact.post("financial/GLAccounts", &body).await;
    assert_eq!(
        (again.status.as_u16(), again.message().as_str()),
        (500, "Bestaat al: Grootboekrekening")
    );
    let row = exact
        .get("financial/GLAccounts?$select=Description,SearchCode,Type&$filter=Code eq '704500'")
        .await
        .rows();
    assert_eq!(
        (row[0]["SearchCode"].as_str(), row[0]["Type"].as_i64()),
        (Some("VW"), Some(110))
    );
}
#[tokio::test]
async fn client_chosen_keys_are_ignored_honoured_or_refused() {
    let exact = Exact::start().await;
    let key = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    let mut sale = exact.sale("ID-1");
    sale["EntryID"] = json!(key);
    assert_ne!(exact.post(SALES, &sale).await.json()["d"]["EntryID"], key);
    exact
        .sandbox
        .set_switches(Switches {
            client_keys: ClientKeys::Honour,
            ..roomy()
        })
        .unwrap();
    assert_eq!(exact.post(SALES, &sale).await.json()["d"]["EntryID"], key);
    assert_eq!(refused(&exact, &sale).await, "Bestaat al: ID");
    exact
        .sandbox
        .set_switches(Switches {
            client_keys: ClientKeys::Refuse,
            ..roomy()
        })
        .unwrap();
    assert_eq!(refused(&exact, &sale).await, "Niet toegestaan: ID");
}

#[tokio::test]
async fn what_a_booking_names_stays_until_the_booking_is_gone() {
    let exact = Exact::start().await;
    let made = async |path: &str, body: Value| {
        let reply = exact.post(path, &body).await;
        assert_eq!(reply.status, 201, "{path}: {}", reply.text);
        let id = reply.json()["d"]["ID"].as_str().unwrap().to_owned();
        format!("{path}(guid'{id}')")
    };
    let gl = made(
        "financial/GLAccounts",
        json!({"Code": "704100", "Description": "Huur", "Type": 110}),
    )
    .await;
    let vat = json!({"Code": "H", "Description": "Hoog", "VATPercentages": [{"Percentage": 0.21}], "GLToPay": exact.gl("451000")});
    let vat = made("vat/VATCodes", vat).await;
    let centre = made(
        "hrm/Costcenters",
        json!({"Code": "kp", "Description": "Plaats"}),
    )
    .await;
    let unit = made(
        "hrm/Costunits",
        json!({"Code": "KD", "Description": "Drager"}),
    )
    .await;
    let mut sale = exact.sale("NAMES");
    sale["SalesEntryLines"] = json!([{
        "AmountFC": 10, "GLAccount": exact.gl("704100"), "VATCode": "H", "CostCenter": "KP", "CostUnit": "KD",
    }]);
    assert_eq!(exact.post(SALES, &sale).await.status, 201);
    for (path, what) in [
        (&gl, "Grootboekrekening"),
        (&vat, "Btw-code"),
        (&centre, "Kostenplaats"),
        (&unit, "Kostendrager"),
    ] {
        let refused = exact.delete(path).await;
        let text = format!("Kan niet verwijderen: {what} - Gebruikt in: Boekingen");
        assert_eq!((refused.status.as_u16(), refused.message()), (500, text));
    }
    let entry = exact.entry_of("NAMES").id;
    exact.delete(&format!("{SALES}(guid'{entry}')")).await;
    for path in [&gl, &vat, &centre, &unit] {
        assert_eq!(exact.delete(path).await.status, 204, "{path}");
    }
    let vat = json!({"Code": "Z", "Description": "Nul", "Type": "N"});
    let vat = made("vat/VATCodes", vat).await;
    let account = made(
        "crm/Accounts",
        json!({"Name": "Vaste code", "SalesVATCode": "Z"}),
    )
    .await;
    assert_eq!(exact.delete(&vat).await.status, 500, "a relation names it");
    exact.delete(&account).await;
    assert_eq!(exact.delete(&vat).await.status, 204);
}
