//! The short lists beside the books, and the reports on the whole of them.

use exact_sandbox::books::{Deed, PostingDraft, PostingLine};
use exact_sandbox::{Money, Switches, admin::Order};
use http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::driver::{A, Exact, roomy};
use crate::money::order;

async fn made(exact: &Exact, path: &str, body: &Value) -> String {
    let reply = exact.post(path, body).await;
    assert_eq!(reply.status, 201, "{path} {body}: {}", reply.text);
    reply.json()["d"]["ID"].as_str().unwrap().to_owned()
}

async fn refused(exact: &Exact, path: &str, body: Value) -> String {
    let reply = exact.post(path, &body).await;
    assert_eq!(reply.status, 500, "{path} {body}: {}", reply.text);
    reply.message()
}

#[tokio::test]
async fn folders_hold_documents_and_stay_while_they_do() {
    const FOLDERS: &str = "documents/DocumentFolders";
    let exact = Exact::start().await;
    let top = made(
        &exact,
        FOLDERS,
        &json!({"Code": "A", "Description": "Archief"}),
    )
    .await;
    let inner = json!({"Code": "B", "Description": "Binnen", "ParentFolder": top});
    let inner = made(&exact, FOLDERS, &inner).await;
    assert_eq!(
        refused(&exact, FOLDERS, json!({})).await,
        "Verplicht: Code\r\nVerplicht: Omschrijving"
    );
    assert_eq!(
        refused(&exact, FOLDERS, json!({"Code": "a", "Description": "x"})).await,
        "Bestaat al: Map"
    );
    let circle = exact
        .put(
            &format!("{FOLDERS}(guid'{top}')"),
            &json!({"ParentFolder": inner}),
        )
        .await;
    assert_eq!(
        circle.message(),
        "Ongeldige referentie: Map",
        "a folder inside itself"
    );
    let category = exact
        .get("documents/DocumentCategories?$select=ID,Description")
        .await
        .rows();
    let category = category
        .iter()
        .find(|row| row["Description"] == "Facturen")
        .unwrap();
    let document =
        json!({"Subject": "x", "Type": 55, "DocumentFolder": inner, "Category": category["ID"]});
    let document = made(&exact, "documents/Documents", &document).await;
    let path = format!("documents/Documents(guid'{document}')");
    let select = "DocumentFolderCode,DocumentFolderDescription,CategoryDescription";
    let told = exact.get(&format!("{path}?$select={select}")).await.json()["d"].clone();
    assert_eq!(
        (
            &told["DocumentFolderCode"],
            &told["DocumentFolderDescription"],
            &told["CategoryDescription"]
        ),
        (&json!("B"), &json!("Binnen"), &json!("Facturen"))
    );
    let nowhere = json!({"DocumentFolder": Uuid::from_u128(5), "Category": Uuid::from_u128(5)});
    assert_eq!(
        exact.put(&path, &nowhere).await.message(),
        "Ongeldige referentie: Map\r\nOngeldige referentie: Categorie"
    );
    for folder in [&top, &inner] {
        let kept = exact.delete(&format!("{FOLDERS}(guid'{folder}')")).await;
        assert!(kept.message().starts_with("Kan niet verwijderen: Map"));
    }
    exact.delete(&path).await;
    for folder in [&inner, &top] {
        assert_eq!(
            exact
                .delete(&format!("{FOLDERS}(guid'{folder}')"))
                .await
                .status,
            204
        );
    }
}

#[tokio::test]
async fn documents_of_a_type_have_a_folder_of_their_own() {
    const FOLDERS: &str = "documents/DocumentFolders";
    let exact = Exact::start().await;
    let types = "documents/DocumentTypeFolders";
    let folder = exact.get(&format!("{FOLDERS}?$select=ID")).await.rows()[0]["ID"].clone();
    made(
        &exact,
        types,
        &json!({"DocumentType": 10, "DocumentFolder": folder}),
    )
    .await;
    let wrong = json!({"DocumentType": 9_999, "DocumentFolder": Uuid::from_u128(5)});
    assert_eq!(
        refused(&exact, types, wrong).await,
        "Ongeldige referentie: Type\r\nOngeldige referentie: Map"
    );
}

#[tokio::test]
async fn mandates_belong_to_a_bank_account_of_their_relation() {
    const MANDATES: &str = "cashflow/DirectDebitMandates";
    let exact = Exact::start().await;
    let (own, other) = (exact.customer("101"), exact.customer("102"));
    let bank = json!({"Account": own, "BankAccount": "BE68539007547034"});
    let bank = made(&exact, "crm/BankAccounts", &bank).await;
    let body = json!({"Account": own, "BankAccount": bank, "Reference": "M-1", "SignatureDate": "2026-01-02", "Type": 0});
    let mandate = made(&exact, MANDATES, &body).await;
    let foreign = json!({"Account": other, "BankAccount": bank});
    assert_eq!(
        refused(&exact, MANDATES, foreign).await,
        "Ongeldige referentie: Bankrekening"
    );
    assert_eq!(
        refused(&exact, MANDATES, json!({})).await,
        "Verplicht: Relatie\r\nVerplicht: Bankrekening"
    );
    let path = format!(
        "{MANDATES}?$select=Reference,SignatureDate,Account&$filter=Account eq guid'{own}'"
    );
    let row = exact.get(&path).await.rows().remove(0);
    assert_eq!(
        (&row["Reference"], &row["SignatureDate"]),
        (&json!("M-1"), &json!("/Date(1767312000000)/"))
    );
    let (from, into) = ("101".to_owned(), "103".to_owned());
    order(&exact, Order::MergeAccounts { from, into });
    let one = exact
        .get(&format!("{MANDATES}(guid'{mandate}')?$select=Account"))
        .await
        .json();
    assert_eq!(
        one["d"]["Account"],
        json!(exact.customer("103")),
        "merged along"
    );
}

#[tokio::test]
async fn rates_and_rules_for_bank_lines() {
    let exact = Exact::start().await;
    let rates = "financial/ExchangeRates";
    let rate = json!({"SourceCurrency": "USD", "Rate": 0.92, "StartDate": "2026-11-01"});
    made(&exact, rates, &rate).await;
    let row = exact
        .get(&format!("{rates}?$select=Rate,TargetCurrency"))
        .await
        .rows()
        .remove(0);
    assert_eq!(
        (row["Rate"].as_f64(), row["TargetCurrency"].as_str()),
        (Some(0.92), Some("EUR"))
    );
    let wrong = json!({"SourceCurrency": "EUR", "Rate": 0, "StartDate": "2026-11-01"});
    assert_eq!(
        refused(&exact, rates, wrong).await,
        "Ongeldige referentie: Valuta\r\nOngeldig: Wisselkoers"
    );
    // Beta: the word stands before the company.
    let path = format!("/api/v1/beta/{A}/cashflow/AllocationRule");
    let post = async |body: Value| {
        exact
            .call(Method::POST, &path, Some(&body.to_string()), &[])
            .await
    };
    let account = exact.customer("101");
    let body =
        json!({"Account": account, "Words": "fictieve garage", "GLAccount": exact.gl("400000")});
    let rule = post(body).await.json();
    let uri = rule["d"]["__metadata"]["uri"].as_str().unwrap().to_owned();
    assert!(
        uri.starts_with(&format!("http://exact.test{path}(guid'")),
        "{uri}"
    );
    let one = uri.strip_prefix("http://exact.test").unwrap();
    let read = exact
        .call(Method::GET, &format!("{one}?$select=Words"), None, &[])
        .await;
    assert_eq!(read.json()["d"]["Words"], "fictieve garage");
    let long = json!({"Account": account, "Words": "x".repeat(121), "VATCode": "??"});
    assert_eq!(
        post(long).await.message(),
        "Ongeldig: Woorden\r\nOngeldige referentie: Btw-code"
    );
    assert_eq!(exact.call(Method::DELETE, one, None, &[]).await.status, 204);
    assert_eq!(
        exact.get("cashflow/AllocationRule?$select=ID").await.status,
        404,
        "beta only"
    );
}

#[tokio::test]
async fn states_fit_their_country() {
    let exact = Exact::start().await;
    let states = exact
        .get("crm/AddressStates?$select=State,Country&$filter=Country eq 'NL '")
        .await;
    assert_eq!(states.rows().len(), 12);
    let body = |state: &str| json!({"Name": "Ergens", "Country": "NL", "State": state});
    assert_eq!(exact.post("crm/Accounts", &body("ZH")).await.status, 201);
    assert_eq!(
        refused(&exact, "crm/Accounts", body("VAN")).await,
        "Ongeldige referentie: Provincie"
    );
    let address = json!({"Account": exact.customer("101"), "Country": "BE", "State": "ZH"});
    assert_eq!(
        refused(&exact, "crm/Addresses", address).await,
        "Ongeldige referentie: Provincie"
    );
}

#[tokio::test]
async fn classifications_and_banks_come_from_the_seed_and_users_from_the_licence() {
    let exact = Exact::start().await;
    let count = async |path: &str| exact.get(path).await.rows().len();
    assert_eq!(count("financial/GLClassifications?$select=Code").await, 2);
    assert_eq!(
        count("bulk/Financial/GLClassifications?$select=Code").await,
        2
    );
    assert_eq!(
        count("sync/Financial/GLClassifications?$select=Code&$filter=Timestamp gt 0L").await,
        2
    );
    assert_eq!(count("cashflow/Banks?$select=BankName").await, 1);
    assert_eq!(count("crm/AccountClassifications?$select=Code").await, 0);
    let users = exact
        .get("system/Users?$select=UserName,UserDivisionList&$orderby=UserName")
        .await
        .rows();
    assert_eq!(users.len(), 2);
    assert_eq!(users[0]["UserDivisionList"], "123456,234567");
}

#[tokio::test]
async fn the_reporting_balance_is_the_ledger_in_sums() {
    let exact = Exact::start().await;
    let select = "GLAccountCode,Amount,AmountDebit,AmountCredit,Count,ReportingYear,ReportingPeriod,Status,Type";
    let path = format!("financial/ReportingBalance?$select={select}");
    let rows = exact.get(&path).await.rows();
    let sum = |name: &str| {
        rows.iter()
            .map(|row| row[name].as_f64().unwrap())
            .sum::<f64>()
    };
    assert!(sum("Amount").abs() < 0.005, "debit is credit");
    assert!((sum("AmountDebit") - sum("AmountCredit")).abs() < 0.005 && sum("AmountDebit") > 100.0);
    let lines = exact
        .sandbox
        .with_books(|books| books.company(A).unwrap().lines.len());
    assert_eq!(
        rows.iter()
            .map(|row| row["Count"].as_u64().unwrap())
            .sum::<u64>(),
        lines as u64
    );
    let gl = exact.gl("704000");
    let one = exact
        .get(&format!(
            "{path}&$filter=GLAccount eq guid'{gl}' and ReportingYear eq 2026"
        ))
        .await
        .rows();
    let wanted: Vec<&Value> = rows
        .iter()
        .filter(|row| row["GLAccountCode"] == "704000")
        .collect();
    assert!(one.len() == wanted.len() && !one.is_empty());
}

#[tokio::test]
async fn the_reporting_balance_leaves_out_what_is_not_seen_yet() {
    let exact = Exact::with(Switches {
        visibility_delay_ms: 5_000,
        ..roomy()
    })
    .await;
    exact.sandbox.advance(60_000).unwrap();
    let lines = || {
        let sandbox = &exact.sandbox;
        sandbox.with_books(|books| books.company(A).unwrap().lines.len() as u64)
    };
    let summed = async || {
        let path = "financial/ReportingBalance?$select=Count";
        let rows = exact.get(path).await.rows();
        let counts = rows.iter().map(|row| row["Count"].as_u64().unwrap());
        counts.sum::<u64>()
    };
    let before = lines();
    assert_eq!(summed().await, before);
    let made = exact
        .post("salesentry/SalesEntries", &exact.sale("LATE"))
        .await;
    assert_eq!(made.status, 201);
    assert_eq!(summed().await, before);
    exact.sandbox.advance(5_000).unwrap();
    assert!(lines() > before);
    assert_eq!(summed().await, lines());
}

#[tokio::test]
async fn the_payables_list_mirrors_the_receivables() {
    let exact = Exact::start().await;
    let supplier = exact.customer("201");
    let line = |number: u128, gl: Uuid, account: Option<Uuid>, cents: i64| PostingLine {
        id: Uuid::from_u128(number),
        gl_account: Some(gl),
        account,
        amount: Some(Money(cents)),
        your_ref: "LEV-1".into(),
        ..PostingLine::default()
    };
    let draft = PostingDraft {
        id: Uuid::from_u128(1),
        journal: Some("90".into()),
        lines: vec![
            line(2, exact.gl("440000"), Some(supplier), -5_000),
            line(3, exact.gl("640200"), None, 5_000),
        ],
        ..PostingDraft::default()
    };
    exact
        .sandbox
        .act(A, Deed::EnterPosting(Box::new(draft)))
        .unwrap();
    let path = "read/financial/PayablesList?$select=Amount,AccountId,YourRef,ApprovalStatus";
    for path in [
        path.to_owned(),
        format!("{path}&$filter=YourRef eq 'LEV-1'"),
    ] {
        let rows = exact.get(&path).await.rows();
        assert_eq!(rows.len(), 1, "{path}");
        assert_eq!(
            (rows[0]["Amount"].as_f64(), &rows[0]["AccountId"]),
            (Some(50.0), &json!(supplier))
        );
    }
    let by_age = async |group: u8| {
        let path = format!(
            "read/financial/AgingReceivablesListByAgeGroup?ageGroup={group}&$select=AccountId,TotalAmount"
        );
        exact.get(&path).await.rows().len()
    };
    let all = exact
        .get("read/financial/AgingReceivablesList?$select=AccountId")
        .await
        .rows()
        .len();
    assert_eq!(
        (by_age(1).await, by_age(4).await),
        (all, 0),
        "nothing is ninety days late"
    );
}
