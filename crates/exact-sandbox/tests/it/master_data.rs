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
