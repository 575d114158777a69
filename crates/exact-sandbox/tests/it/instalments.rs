//! Point 31: conditions with several instalments; and the master data that the API makes and changes.

use serde_json::json;

use crate::driver::Exact;

#[tokio::test]
async fn point_31_a_condition_with_instalments_makes_several_terms() {
    let exact = Exact::start().await;
    for (share, days) in [(0.3, 14), (0.3, 30), (0.4, 60)] {
        let condition = json!({ "Code": "3T", "Description": "In drie keer", "PaymentDays": days, "Percentage": share });
        assert_eq!(
            exact
                .post("cashflow/PaymentConditions", &condition)
                .await
                .status,
            201
        );
    }
    let more =
        json!({ "Code": "3T", "Description": "Nog een", "PaymentDays": 90, "Percentage": 0.1 });
    assert_eq!(
        exact
            .post("cashflow/PaymentConditions", &more)
            .await
            .message(),
        "Bestaat al: Betalingsconditie"
    );
    let mut sale = exact.sale("T-3T");
    sale["PaymentCondition"] = json!("3T");
    sale["SalesEntryLines"][0]["AmountFC"] = json!(100.01);
    assert_eq!(
        exact.post("salesentry/SalesEntries", &sale).await.status,
        201
    );
    let path = "cashflow/Receivables?$select=AmountDC,DueDate,EntryID,TransactionID&$filter=YourRef eq 'T-3T'&$orderby=DueDate";
    let rows = exact.get(path).await.rows();
    let amounts: Vec<f64> = rows
        .iter()
        .map(|row| row["AmountDC"].as_f64().unwrap())
        .collect();
    assert_eq!(
        amounts,
        [-36.3, -36.3, -48.41],
        "the last one takes the cents"
    );
    let dates: Vec<&str> = rows
        .iter()
        .map(|row| row["DueDate"].as_str().unwrap())
        .collect();
    assert_eq!(
        dates,
        [
            "/Date(1796342400000)/",
            "/Date(1797724800000)/",
            "/Date(1800316800000)/"
        ]
    );
    assert!(
        rows.iter()
            .all(|row| row["TransactionID"] == rows[0]["TransactionID"])
    );
    assert_ne!(rows[0]["EntryID"], rows[1]["EntryID"]);
}

/// Bodies for everything that can be made, with references of the first company.
fn bodies(exact: &Exact) -> Vec<(&'static str, serde_json::Value)> {
    let (account, general, vat) = (
        exact.customer("101"),
        exact.gl("499000"),
        exact.gl("451000"),
    );
    vec![
        (
            "financial/Journals",
            json!({ "Code": "91", "Description": "Beginbalans", "Type": 90, "GLAccount": general }),
        ),
        (
            "vat/VATCodes",
            json!({ "Code": "9", "Description": "Btw 9 %", "Type": "E", "GLToPay": vat,
                "VATPercentages": [{ "Percentage": 0.09 }] }),
        ),
        (
            "hrm/Costcenters",
            json!({ "Code": "LAK", "Description": "Lakkerij" }),
        ),
        (
            "hrm/Costunits",
            json!({ "Code": "P1", "Description": "Project 1" }),
        ),
        (
            "crm/Addresses",
            json!({ "Account": account, "Type": 3, "AddressLine1": "Postbus 9", "Country": "BE" }),
        ),
        (
            "crm/Contacts",
            json!({ "Account": account, "FirstName": "An", "LastName": "Proef" }),
        ),
        (
            "crm/BankAccounts",
            json!({ "Account": account, "BankAccount": "BE68539007547034" }),
        ),
    ]
}

#[tokio::test]
async fn master_data_can_be_made_and_changed() {
    let exact = Exact::start().await;
    let bodies = bodies(&exact);
    for (path, body) in &bodies {
        let reply = exact.post(path, body).await;
        assert_eq!(reply.status, 201, "{path}: {}", reply.text);
        let id = reply.json()["d"]["ID"].as_str().unwrap().to_owned();
        let put = exact.put(&format!("{path}(guid'{id}')"), &json!({})).await;
        assert_eq!(put.status, 204, "{path}: {}", put.text);
        let one = format!("{path}?$select=ID&$filter=ID eq guid'{id}'");
        assert_eq!(exact.get(&one).await.rows().len(), 1);
    }
    let rate = "vat/VATCodes?$select=Percentage&$filter=trim(Code) eq '9'";
    assert_eq!(
        exact.get(rate).await.rows()[0]["Percentage"].as_f64(),
        Some(0.09)
    );
    let again = exact.post("crm/Addresses", &bodies[4].1).await.json();
    let all = exact.get("crm/Addresses?$select=ID").await.rows();
    assert_eq!(
        (all.len(), &all[0]["ID"]),
        (1, &again["d"]["ID"]),
        "an equal address is not made twice"
    );
    let synced = "sync/CRM/Contacts?$select=FullName,Timestamp";
    assert_eq!(exact.get(synced).await.rows()[0]["FullName"], "An Proef");
}

#[tokio::test]
async fn a_journal_with_entries_stays() {
    let exact = Exact::start().await;
    let id = exact.sandbox.with_books(|books| {
        let company = books.company(crate::driver::A).unwrap();
        company.journal("70").unwrap().id
    });
    let used = exact
        .delete(&format!("financial/Journals(guid'{id}')"))
        .await;
    assert_eq!(
        used.message(),
        "Kan niet verwijderen: Dagboek - Gebruikt in: Boekingen"
    );
}

#[tokio::test]
async fn every_endpoint_answers_a_plain_read() {
    let exact = Exact::start().await;
    for (path, props) in exact_sandbox::published() {
        let Some((name, _, _)) = props.iter().find(|(_, kind, _)| *kind != "Collection") else {
            continue;
        };
        let filter = match path.as_str() {
            "crm/Accounts" | "bulk/CRM/Accounts" => "&$filter=Status eq 'C'",
            "salesinvoice/PrintedSalesInvoices" => continue,
            "financialtransaction/TransactionLines"
            | "bulk/Financial/TransactionLines"
            | "salesinvoice/SalesInvoices"
            | "bulk/SalesInvoice/SalesInvoices" => "&$filter=Type eq 20",
            _ => "",
        };
        let full = if path.starts_with("current/") {
            format!("/api/v1/{path}?$select={name}")
        } else {
            format!("/api/v1/123456/{path}?$select={name}{filter}")
        };
        let reply = exact.call(http::Method::GET, &full, None, &[]).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        reply.rows();
    }
}

/// Days after the booking at which the terms fall due, with their amounts in cents.
async fn due(exact: &Exact, your_ref: &str) -> Vec<(i64, f64)> {
    let path = format!(
        "cashflow/Receivables?$select=AmountDC,DueDate,EntryDate&$filter=YourRef eq '{your_ref}'&$orderby=DueDate"
    );
    let day = |date: &serde_json::Value| {
        let text = date.as_str().unwrap();
        let ms: i64 = text[6..text.len() - 2].parse().unwrap();
        ms / 86_400_000
    };
    let rows = exact.get(&path).await.rows();
    let term = |row: &serde_json::Value| {
        let cents = (row["AmountDC"].as_f64().unwrap() * -100.0).round();
        (day(&row["DueDate"]) - 20_777, cents)
    };
    rows.iter().map(term).collect()
}

async fn condition(exact: &Exact, code: &str, shares: &[f64]) {
    for (index, share) in shares.iter().enumerate() {
        let days = (index + 1) * 10;
        let body =
            json!({ "Code": code, "Description": code, "PaymentDays": days, "Percentage": share });
        let made = exact.post("cashflow/PaymentConditions", &body).await;
        assert_eq!(made.status, 201, "{}", made.text);
    }
}

#[tokio::test]
async fn point_31_the_terms_follow_the_condition_and_the_due_date_of_their_entry() {
    let exact = Exact::start().await;
    condition(&exact, "3T", &[0.25, 0.25, 0.5]).await;
    let mut sale = exact.sale("V-1");
    sale["PaymentCondition"] = json!("3T");
    exact.post("salesentry/SalesEntries", &sale).await;
    let three = [(10, 3_025.0), (20, 3_025.0), (30, 6_050.0)];
    assert_eq!(due(&exact, "V-1").await, three);
    let entry = exact.entry_of("V-1").id;
    let put = async |body: serde_json::Value| {
        let path = format!("salesentry/SalesEntries(guid'{entry}')");
        let reply = exact.put(&path, &body).await;
        assert_eq!(reply.status, 204, "{}", reply.text);
    };
    put(json!({ "PaymentCondition": "14" })).await;
    assert_eq!(due(&exact, "V-1").await, [(14, 12_100.0)], "one, not three");
    put(json!({ "PaymentCondition": "3T" })).await;
    assert_eq!(due(&exact, "V-1").await, three);
    put(json!({ "PaymentCondition": "14" })).await;
    let receipt = crate::money::receive(&exact, 2_100);
    crate::money::order(&exact, crate::money::matched(&[entry, receipt]));
    put(json!({ "DueDate": "2026-12-20" })).await;
    assert_eq!(
        due(&exact, "V-1").await,
        [(14, 2_100.0), (30, 10_000.0)],
        "what is still open falls due when the entry says"
    );
}

#[tokio::test]
async fn point_31_instalments_of_a_few_cents_are_never_more_than_there_is() {
    let exact = Exact::start().await;
    condition(&exact, "9T", &[0.1; 10]).await;
    for (cents, wanted) in [
        (5, [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]),
        (-5, [-1, -1, -1, -1, -1, 0, 0, 0, 0, 0]),
        (4, [0, 0, 0, 0, 0, 0, 0, 0, 0, 4]),
    ] {
        let your_ref = format!("C{cents}");
        let mut sale = exact.sale(&your_ref);
        sale["PaymentCondition"] = json!("9T");
        sale["SalesEntryLines"][0]["AmountFC"] = json!(f64::from(cents) / 100.0);
        sale["SalesEntryLines"][0]["VATCode"] = json!("0");
        exact.post("salesentry/SalesEntries", &sale).await;
        let amounts = due(&exact, &your_ref).await;
        let amounts: Vec<f64> = amounts.iter().map(|(_, cents)| *cents).collect();
        assert_eq!(amounts, wanted.map(f64::from));
    }
}

#[tokio::test]
async fn point_31_what_was_set_of_a_term_stays_until_its_entry_says_otherwise() {
    let exact = Exact::start().await;
    exact
        .post("salesentry/SalesEntries", &exact.sale("W-1"))
        .await;
    let entry = exact.entry_of("W-1").id;
    let sale = format!("salesentry/SalesEntries(guid'{entry}')");
    let terms = async || {
        let path = format!(
            "cashflow/Receivables?$select=ID,Description,PaymentReference,PaymentMethod&$filter=TransactionEntryID eq guid'{entry}'"
        );
        exact.get(&path).await.rows()
    };
    let told = async || {
        let mut all = terms().await;
        all.dedup_by_key(|row| row["PaymentReference"].clone());
        let text = |name: &str| all[0][name].as_str().unwrap_or_default().to_owned();
        assert_eq!(all.len(), 1, "every part tells the same");
        ["Description", "PaymentReference", "PaymentMethod"].map(text)
    };
    let id = terms().await[0]["ID"].as_str().unwrap().to_owned();
    let set = json!({ "Description": "eigen", "PaymentReference": "RF18", "PaymentMethod": "I" });
    let path = format!("cashflow/Receivables(guid'{id}')");
    assert_eq!(exact.put(&path, &set).await.status, 204);
    let put = async |body: serde_json::Value| {
        let reply = exact.put(&sale, &body).await;
        assert_eq!(reply.status, 204, "{}", reply.text);
    };
    put(json!({ "YourRef": "W-2" })).await;
    assert_eq!(told().await, ["eigen", "RF18", "I"]);
    put(json!({ "PaymentReference": "RF20" })).await;
    assert_eq!(told().await, ["eigen", "RF20", "I"]);
    let receipt = crate::money::receive(&exact, 100);
    crate::money::order(&exact, crate::money::matched(&[entry, receipt]));
    assert_eq!(terms().await.len(), 2);
    put(json!({ "YourRef": "W-3" })).await;
    assert_eq!(told().await, ["eigen", "RF20", "I"]);
    put(json!({ "PaymentReference": "RF22", "Description": "van de boeking" })).await;
    assert_eq!(told().await, ["van de boeking", "RF22", "I"]);
}
