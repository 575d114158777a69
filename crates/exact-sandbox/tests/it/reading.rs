//! Points 15, 16 and 18 to 20.

use exact_sandbox::Switches;
use exact_sandbox::admin::Order;
use serde_json::{Value, json};

use crate::driver::{A, Exact, roomy};

#[tokio::test]
async fn point_15_select_or_top_1_is_needed() {
    let exact = Exact::start().await;
    let refused = exact.get("financial/GLAccounts").await;
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.message(),
        "Please add a $select or a $top=1 statement to the query string."
    );
    assert_eq!(exact.get("financial/GLAccounts?$top=1").await.status, 200);
    assert_eq!(exact.get("financial/GLAccounts?$top=2").await.status, 400);
    let unknown = exact.get("financial/GLAccounts?$select=ID,Nonsense").await;
    assert_eq!(unknown.status, 400);
    assert!(
        unknown.message().contains("'Nonsense'"),
        "{}",
        unknown.message()
    );
}

#[tokio::test]
async fn point_15_the_rule_is_a_switch_but_bulk_always_wants_a_selection() {
    let exact = Exact::with(Switches {
        require_select: false,
        ..roomy()
    })
    .await;
    let all = exact.get("financial/GLAccounts").await;
    assert_eq!((all.status.as_u16(), all.rows().len()), (200, 10));
    assert!(all.rows()[0].get("TypeDescription").is_some());
    let twins = [
        "bulk/Financial/GLAccounts",
        "bulk/Financial/GLAccounts?$top=1",
        "bulk/CRM/Accounts?$filter=Status eq 'C'",
        "bulk/Cashflow/Receivables",
    ];
    for path in twins {
        let refused = exact.get(path).await;
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.message().starts_with("Please add a $select"));
    }
    assert_eq!(
        exact
            .get("bulk/Financial/GLAccounts?$select=Code")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn point_16_mandatory_filtering() {
    let exact = Exact::start().await;
    let refused = exact.get("crm/Accounts?$select=ID").await;
    assert_eq!(refused.status, 400);
    assert!(refused.message().starts_with(
        "This endpoint has mandatory filtering applied. A GET request for this endpoint must have a $filter parameter \
         with one of the following fields in the url:ID,Accountant,AccountManager,"
    ));
    let invoices = exact
        .get("salesinvoice/SalesInvoices?$select=InvoiceID")
        .await;
    assert_eq!(
        invoices.message(),
        "This endpoint has mandatory filtering applied. A GET request for this endpoint must have a $filter parameter \
         with one of the following fields in the url:InvoiceID,Created,DeliverTo,DeliverToAddress,\
         DeliverToContactPerson,Description,Document,InvoiceDate,InvoiceNumber,InvoiceTo,InvoiceToContactPerson,\
         Journal,Modified,OrderedBy,OrderedByContactPerson,OrderNumber,PaymentReference,Salesperson,SelectionCode,\
         Status,TaxSchedule,Type,Warehouse,YourRef."
    );
    let unsupported = exact
        .get("financialtransaction/TransactionLines?$select=ID&$filter=AmountDC gt 0")
        .await;
    assert!(
        unsupported
            .message()
            .starts_with("This $filter parameter is not supported for this resource")
    );
    assert_eq!(
        exact
            .get("financialtransaction/TransactionLines?$select=ID&$filter=YourRef eq 'P-0002'")
            .await
            .rows()
            .len(),
        1
    );
}

#[tokio::test]
async fn point_18_deletions_are_told_for_two_months() {
    let mut exact = Exact::start().await;
    let entry = exact.entry_of("P-0002");
    exact
        .sandbox
        .order(A, Order::DeleteEntry { entry: entry.id })
        .unwrap();
    let path = "sync/Deleted?$select=EntityKey,EntityType,Timestamp&$filter=Timestamp gt 1L";
    let rows = exact.get(path).await.rows();
    let of = |kind: i64| rows.iter().filter(|row| row["EntityType"] == kind).count();
    assert_eq!(
        (of(1), of(10), rows.len()),
        (5, 1, 6),
        "five ledger lines and a payment term"
    );
    exact.sandbox.advance(62 * 86_400_000).unwrap();
    exact.sign_in(0, &[A]).await;
    assert!(exact.get(path).await.rows().is_empty());
}

#[tokio::test]
async fn point_19_dates_and_paddings() {
    let exact = Exact::start().await;
    let account = exact
        .get("crm/Accounts?$select=Code,Country,SalesVATCode&$filter=trim(Code) eq '101'")
        .await
        .rows();
    assert_eq!(
        (account[0]["Code"].as_str(), account[0]["Country"].as_str()),
        (Some("               101"), Some("BE "))
    );
    assert!(
        exact
            .get("crm/Accounts?$select=ID&$filter=Code eq '101'")
            .await
            .rows()
            .is_empty(),
        "blanks are part of it"
    );
    assert_eq!(
        exact
            .get("crm/Accounts?$select=ID&$filter=Code eq '               101'")
            .await
            .rows()
            .len(),
        1
    );
    let line = exact.get("financialtransaction/TransactionLines?$select=AccountCode,Date,VATCode&$filter=YourRef eq 'P-0002'").await;
    assert_eq!(line.rows()[0]["AccountCode"], "               102");
    assert_eq!(
        line.rows()[0]["Date"],
        "/Date(1794960000000)/",
        "2026-11-18, midnight UTC"
    );
    let vat = exact
        .get("vat/VATCodes?$select=Code,Percentage&$filter=trim(Code) eq '2'")
        .await
        .rows();
    assert_eq!(
        (vat[0]["Code"].as_str(), vat[0]["Percentage"].as_f64()),
        (Some("2  "), Some(0.21))
    );
    exact
        .sandbox
        .set_switches(Switches {
            pad_country: false,
            pad_vat_code: false,
            ..roomy()
        })
        .unwrap();
    let account = exact
        .get("crm/Accounts?$select=Country&$filter=trim(Code) eq '101'")
        .await
        .rows();
    assert_eq!(account[0]["Country"], "BE");
}

#[tokio::test]
async fn point_20_filters_over_the_wire() {
    let exact = Exact::start().await;
    let count = async |filter: &str| {
        let reply = exact
            .get(&format!("crm/Accounts?$select=ID&$filter={filter}"))
            .await;
        assert_eq!(reply.status, 200, "{filter}: {}", reply.text);
        reply.rows().len()
    };
    assert_eq!(count("Name eq 'D''Essai Amélie'").await, 1);
    assert_eq!(
        count("trim(Code) eq '101' or trim(Code) eq '103' or trim(Code) eq '999'").await,
        2
    );
    assert_eq!(
        count("Status eq 'C' and not (substringof('Lease',Name))").await,
        2
    );
    assert_eq!(
        count(&format!("ID eq guid'{}'", exact.customer("101"))).await,
        1
    );
    assert_eq!(
        count("Modified ge datetime'2026-11-24T00:00:00' and Blocked eq false").await,
        4
    );
    assert_eq!(
        count("VATNumber eq null and startswith(tolower(Name),'d')").await,
        1
    );
    for (bad, text) in [
        ("Name eq 'O'Neill'", "Syntax error at position 16."),
        (
            "ID eq 'x'",
            "Operator 'eq' incompatible with operand types 'Edm.Guid' and 'Edm.String'.",
        ),
        (
            "Naam eq 'x'",
            "No property 'Naam' exists in type 'Exact.Web.Api.Models.Account' at position 0.",
        ),
    ] {
        let reply = exact
            .get(&format!("crm/Accounts?$select=ID&$filter={bad}"))
            .await;
        assert_eq!(reply.status, 400);
        assert_eq!(
            reply.message(),
            format!("Bad Request - Error in query syntax. {text}")
        );
    }
    let long = "x".repeat(13_000);
    assert_eq!(
        exact
            .get(&format!("crm/Accounts?$select=ID&$filter=Name eq '{long}'"))
            .await
            .status,
        414
    );
}

#[tokio::test]
async fn lines_come_expanded_or_deferred_and_paths_ignore_case() {
    let exact = Exact::start().await;
    let expanded = exact.get("SALESENTRY/salesentries?$select=EntryID,SalesEntryLines/AmountFC&$expand=SalesEntryLines&$filter=YourRef eq 'P-0002'").await;
    let lines = expanded.rows()[0]["SalesEntryLines"]["results"].clone();
    let amounts: Vec<&Value> = lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["AmountFC"])
        .collect();
    assert_eq!(amounts, [&json!(382.5), &json!(214.99), &json!(96.8)]);
    let plain = exact
        .get("salesentry/SalesEntries?$select=SalesEntryLines&$filter=YourRef eq 'P-0002'")
        .await;
    let uri = plain.rows()[0]["SalesEntryLines"]["__deferred"]["uri"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(uri.ends_with(")/SalesEntryLines"), "{uri}");
    let link = format!("{}?$select=AmountFC", &uri["http://exact.test".len()..]);
    let followed = exact.call(http::Method::GET, &link, None, &[]).await;
    assert_eq!(followed.rows().len(), 3, "the link can be followed");
    let entry = exact.entry_of("P-0002").id;
    let lines = exact
        .get(&format!(
            "salesentry/SalesEntryLines?$select=ID,AmountFC&$filter=EntryID eq guid'{entry}'"
        ))
        .await;
    assert_eq!(lines.rows().len(), 3);
    let by_key = exact
        .get(&format!(
            "salesentry/SalesEntries(guid'{entry}')?$select=AmountFC,Type"
        ))
        .await
        .json();
    assert_eq!(
        (
            by_key["d"]["AmountFC"].as_f64(),
            by_key["d"]["Type"].as_i64()
        ),
        (Some(840.1), Some(20))
    );
}

#[tokio::test]
async fn periods_statuses_and_conditions_can_be_read() {
    let exact = Exact::start().await;
    assert_eq!(
        exact
            .get("financial/FinancialPeriods?$select=ID,FinYear,FinPeriod,StartDate,EndDate")
            .await
            .rows()
            .len(),
        36
    );
    assert!(
        exact
            .get("read/financial/JournalStatusList?$select=Journal,Year,Period,Status")
            .await
            .rows()
            .is_empty()
    );
    exact
        .sandbox
        .order(
            A,
            Order::ClosePeriod {
                journal: Some("70".into()),
                year: 2026,
                period: 10,
            },
        )
        .unwrap();
    let rows = exact
        .get("read/financial/JournalStatusList?$select=Journal,Year,Period,Status")
        .await
        .rows();
    assert_eq!(
        (
            rows[0]["Journal"].as_str(),
            rows[0]["Period"].as_i64(),
            rows[0]["Status"].as_i64()
        ),
        (Some("70"), Some(10), Some(1))
    );
    let days = exact
        .get("cashflow/PaymentConditions?$select=Code,PaymentDays&$filter=Code eq '30'")
        .await
        .rows();
    assert_eq!(days[0]["PaymentDays"], 30);
}

#[tokio::test]
async fn new_rows_appear_only_after_the_delay_of_the_switch() {
    let exact = Exact::with(Switches {
        visibility_delay_ms: 5_000,
        ..roomy()
    })
    .await;
    exact.sandbox.advance(60_000).unwrap();
    assert_eq!(
        exact
            .post("salesentry/SalesEntries", &exact.sale("LATE"))
            .await
            .status,
        201
    );
    let seen = async || {
        exact
            .get("salesentry/SalesEntries?$select=EntryID&$filter=YourRef eq 'LATE'")
            .await
            .rows()
            .len()
    };
    assert_eq!(seen().await, 0);
    exact.sandbox.advance(5_000).unwrap();
    assert_eq!(seen().await, 1);
}

#[tokio::test]
async fn point_20_and_22_whatever_is_sent_is_answered_in_form() {
    let statuses = crate::random::fuzz(3_000, 20).await.unwrap();
    let count = |status: u16| statuses.get(&status).copied().unwrap_or(0);
    assert!(count(400) > 1_500 && count(200) > 10, "{statuses:?}");
}

#[tokio::test]
async fn later_rows_are_told_first_where_the_delay_is_uneven() {
    let exact = Exact::with(Switches {
        visibility_delay_ms: 10_000,
        visibility_uneven: true,
        ..roomy()
    })
    .await;
    exact.sandbox.advance(60_000).unwrap();
    let versions = async || -> Vec<i64> {
        let lines = exact
            .get("sync/Financial/TransactionLines?$select=ID,Timestamp&$filter=Timestamp gt 0L")
            .await;
        let rows = lines.rows();
        rows.iter()
            .map(|row| row["Timestamp"].as_i64().unwrap())
            .collect()
    };
    let before = versions().await.len();
    for number in 0..10 {
        let sale = exact.sale(&format!("UNEVEN-{number}"));
        assert_eq!(
            exact.post("salesentry/SalesEntries", &sale).await.status,
            201
        );
        exact.sandbox.advance(100).unwrap();
    }
    exact.sandbox.advance(4_000).unwrap();
    let early = versions().await;
    exact.sandbox.advance(6_000).unwrap();
    let all = versions().await;
    assert!(all.is_sorted() && all.len() > before + 10, "{all:?}");
    let newest = early.last().unwrap();
    let passed_over = all
        .iter()
        .filter(|version| *version < newest && !early.contains(version));
    assert!(passed_over.count() > 0, "{early:?} {all:?}");
}
