//! Point 39: every order of `/_sandbox/act` over HTTP, with what the API tells afterwards.

use http::Request;
use serde_json::{Value, json};

use crate::driver::{A, Exact, Reply};

async fn act(exact: &Exact, mut order: Value) -> Reply {
    order["division"] = json!(A);
    let request = Request::post("/_sandbox/act")
        .body(order.to_string().into())
        .unwrap();
    exact.send(request).await
}

async fn done(exact: &Exact, order: Value) -> Value {
    let reply = act(exact, order.clone()).await;
    assert_eq!(reply.status, 200, "{order}: {}", reply.text);
    reply.json()
}

/// The first row of a read.
async fn row(exact: &Exact, path: &str) -> Value {
    let rows = exact.get(path).await.rows();
    rows.into_iter().next().unwrap_or_default()
}

async fn sale(exact: &Exact, your_ref: &str) -> Reply {
    exact
        .post("salesentry/SalesEntries", &exact.sale(your_ref))
        .await
}

#[tokio::test]
async fn point_39_relations() {
    let exact = Exact::start().await;
    done(
        &exact,
        json!({"act": "create_customer", "code": "300", "name": "Nieuw", "country": "BE"}),
    )
    .await;
    done(
        &exact,
        json!({"act": "rename_customer", "code": "300", "name": "Anders"}),
    )
    .await;
    done(&exact, json!({"act": "move_customer", "code": "300", "address_line1": "Weg 1", "postcode": "9000", "city": "Gent"})).await;
    done(
        &exact,
        json!({"act": "set_status", "customer": "300", "status": "P"}),
    )
    .await;
    let path = "crm/Accounts?$select=Name,City,Status,Blocked&$filter=trim(Code) eq '300'";
    let told = row(&exact, path).await;
    assert_eq!(
        (&told["Name"], &told["City"], &told["Status"]),
        (&json!("Anders"), &json!("Gent"), &json!("P"))
    );
    done(&exact, json!({"act": "block_account", "customer": "101"})).await;
    assert_eq!(
        sale(&exact, "X").await.message(),
        "Geblokkeerd: Relatie: 101"
    );
    done(&exact, json!({"act": "unblock_account", "customer": "101"})).await;
    done(
        &exact,
        json!({"act": "merge_accounts", "from": "102", "into": "300"}),
    )
    .await;
    assert_eq!(
        row(&exact, path).await["Status"],
        "C",
        "it has a customer's entries now"
    );
    done(
        &exact,
        json!({"act": "create_customer", "code": "301", "name": "Kort"}),
    )
    .await;
    done(&exact, json!({"act": "delete_customer", "code": "301"})).await;
    assert_eq!(
        act(&exact, json!({"act": "delete_customer", "code": "301"}))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn point_39_ledger_and_periods() {
    let exact = Exact::start().await;
    done(
        &exact,
        json!({"act": "add_gl_account", "code": "704600", "description": "Huur", "type": 110}),
    )
    .await;
    done(
        &exact,
        json!({"act": "delete_gl_account", "code": "704600"}),
    )
    .await;
    done(
        &exact,
        json!({"act": "add_condition", "code": "60", "description": "60 dagen", "days": 60}),
    )
    .await;
    done(
        &exact,
        json!({"act": "add_cost_centre", "code": "KP", "description": "Plaats"}),
    )
    .await;
    done(
        &exact,
        json!({"act": "add_cost_centre", "code": "KD", "description": "Drager", "unit": true}),
    )
    .await;
    assert_eq!(
        row(&exact, "hrm/Costcenters?$select=Code").await["Code"],
        "KP"
    );
    assert_eq!(
        row(&exact, "hrm/Costunits?$select=Code").await["Code"],
        "KD"
    );
    for (shut, open, text) in [
        (
            json!({"act": "block_account", "gl_account": "704000"}),
            json!({"act": "unblock", "gl_account": "704000"}),
            "Geblokkeerd: Grootboekrekening: 704000",
        ),
        (
            json!({"act": "block_vat_code", "code": "2"}),
            json!({"act": "unblock_vat_code", "code": "2"}),
            "Niet toegestaan: Btw-code",
        ),
        (
            json!({"act": "block_journal", "code": "70"}),
            json!({"act": "unblock_journal", "code": "70"}),
            "Geblokkeerd: Dagboek: 70",
        ),
        (
            json!({"act": "close_period", "journal": "70", "year": 2026, "period": 11}),
            json!({"act": "open_period", "year": 2026, "period": 11}),
            "Periode is afgesloten: 2026 – 11",
        ),
    ] {
        done(&exact, shut).await;
        let refused = sale(&exact, "X").await;
        assert_eq!(
            (refused.status.as_u16(), refused.message().as_str()),
            (500, text)
        );
        done(&exact, open).await;
        assert_eq!(sale(&exact, "X").await.status, 201, "after {text}");
    }
    let all = exact
        .get("read/financial/JournalStatusList?$select=Journal,Status")
        .await
        .rows();
    assert!(all.len() == 5 && all.iter().all(|row| row["Status"] == 0));
}

#[tokio::test]
async fn point_39_money() {
    let exact = Exact::start().await;
    let lines = json!([{"gl_account": "704000", "amount": "100", "vat_code": "2"}]);
    let sale = json!({"act": "enter_entry", "journal": "70", "customer": "101", "date": "2026-11-20", "your_ref": "M-1", "lines": lines});
    let entry = done(&exact, sale).await["id"].clone();
    let receipt =
        json!({"act": "book_receipt", "journal": "20", "account": "101", "amount": "120.00"});
    let receipt = done(&exact, receipt).await["id"].clone();
    let status = async || {
        row(
            &exact,
            "cashflow/Receivables?$select=Status&$filter=YourRef eq 'M-1' and Status eq 50",
        )
        .await["Status"]
            .clone()
    };
    done(&exact, json!({"act": "match", "entries": [entry, receipt]})).await;
    assert_eq!(status().await, 50);
    done(&exact, json!({"act": "unmatch", "id": entry})).await;
    assert_eq!(status().await, Value::Null);
    done(
        &exact,
        json!({"act": "write_off", "entries": [entry, receipt], "gl_account": "640200"}),
    )
    .await;
    let open = "cashflow/Receivables?$select=ID&$filter=YourRef eq 'M-1' and Status eq 20";
    assert_eq!(row(&exact, open).await, Value::Null, "all of it");
    done(
        &exact,
        json!({"act": "recode_entry", "entry": entry, "from": "704000", "into": "705000"}),
    )
    .await;
    let path = format!(
        "salesentry/SalesEntryLines?$select=GLAccountCode&$filter=EntryID eq guid'{}'",
        entry.as_str().unwrap()
    );
    assert_eq!(row(&exact, &path).await["GLAccountCode"], "705000");
    done(
        &exact,
        json!({"act": "process_entries", "entries": [entry, receipt]}),
    )
    .await;
    let refused = act(&exact, json!({"act": "delete_entry", "entry": entry})).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["error"].as_str()),
        (409, Some("Reeds verwerkt"))
    );
    let general = json!({"act": "book_general", "journal": "90", "lines": [
        {"gl_account": "499000", "amount": "5"}, {"gl_account": "640200", "amount": "-5"}]});
    let general = done(&exact, general).await["id"].clone();
    done(&exact, json!({"act": "delete_entry", "entry": general})).await;
    let unbalanced = json!({"act": "book_general", "journal": "90", "lines": [
        {"gl_account": "499000", "amount": "5"}, {"gl_account": "640200", "amount": "-4"}]});
    assert_eq!(
        act(&exact, unbalanced).await.json()["error"],
        "Ongeldig: Saldo"
    );
}

#[tokio::test]
async fn point_39_moving_the_company_begins_row_versions_anew() {
    let exact = Exact::start().await;
    let sync = "sync/Financial/TransactionLines?$select=ID,Timestamp&$filter=Timestamp gt 0L";
    let stamps = |rows: Vec<Value>| -> Vec<(String, i64)> {
        let pair = |row: &Value| (row["ID"].to_string(), row["Timestamp"].as_i64().unwrap());
        rows.iter().map(pair).collect()
    };
    let before = stamps(exact.get(sync).await.rows());
    done(
        &exact,
        json!({"act": "rename_customer", "code": "101", "name": "Anders"}),
    )
    .await;
    exact
        .delete("salesentry/SalesEntries(guid'00000000-0000-0000-0000-000000000001')")
        .await;
    done(&exact, json!({"act": "move_division"})).await;
    let after = stamps(exact.get(sync).await.rows());
    let keys = |stamps: &[(String, i64)]| stamps.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    assert_eq!(
        keys(&before),
        keys(&after),
        "the same rows in the same order"
    );
    assert!(
        after
            .iter()
            .zip(&before)
            .all(|(after, before)| after.1 <= before.1)
    );
    let moved = row(
        &exact,
        "system/Divisions?$select=DivisionMoveDate&$filter=Code eq 123456",
    )
    .await;
    assert_eq!(moved["DivisionMoveDate"], "/Date(1795510830000)/");
    let (_, last) = after.last().unwrap();
    assert_eq!(sale(&exact, "NA").await.status, 201);
    let path =
        format!("sync/Financial/TransactionLines?$select=Timestamp&$filter=Timestamp gt {last}L");
    assert_eq!(
        exact.get(&path).await.rows().len(),
        3,
        "and they grow on from there"
    );
}
