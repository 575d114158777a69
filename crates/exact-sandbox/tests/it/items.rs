//! Points 14 and 30 to 34 where a plain booking and a plain receipt do not lead: credit notes, overpayments, part
//! payments, costs with VAT, and the switches.

use exact_sandbox::Switches;
use exact_sandbox::admin::Order;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::driver::{A, Exact};
use crate::money::{booked, matched, order, receive};

const SALES: &str = "salesentry/SalesEntries";

fn set(exact: &Exact, change: impl FnOnce(&mut Switches)) {
    let mut switches = exact.sandbox.switches();
    change(&mut switches);
    exact.sandbox.set_switches(switches).unwrap();
}

#[tokio::test]
async fn point_14_top_is_wrapped_or_bare_by_the_switch_and_ends_the_walk() {
    let exact = Exact::start().await;
    let path = "financial/FinancialPeriods?$select=ID&$top=5";
    assert!(exact.get(path).await.json()["d"].is_array());
    set(&exact, |it| it.bare_top = false);
    let wrapped = exact.get(path).await.json();
    assert_eq!(wrapped["d"]["results"].as_array().unwrap().len(), 5);
    assert!(wrapped["d"]["__next"].is_null(), "there are 36");
}

/// Number, ledger account, amount and VAT letter of an entry's ledger lines.
async fn ledger(exact: &Exact, entry: Uuid) -> Vec<String> {
    let select = "LineNumber,GLAccountCode,AmountDC,VATType,Type,CostCenter,CostCenterDescription";
    let path = format!(
        "financialtransaction/TransactionLines?$select={select}&$filter=EntryID eq guid'{entry}'&$orderby=LineNumber"
    );
    let line = |row: &Value| {
        let text = |name: &str| row[name].as_str().unwrap_or("-").trim().to_owned();
        format!(
            "{} {} {} {} {} {} {}",
            row["LineNumber"],
            text("GLAccountCode"),
            row["AmountDC"],
            text("VATType"),
            row["Type"],
            text("CostCenter"),
            text("CostCenterDescription"),
        )
    };
    exact.get(&path).await.rows().iter().map(line).collect()
}

#[tokio::test]
async fn point_30_credit_notes_and_lines_without_vat_have_letters_of_their_own() {
    let exact = Exact::start().await;
    let centre = json!({"Code": "WER", "Description": "Werkplaats"});
    assert_eq!(exact.post("hrm/Costcenters", &centre).await.status, 201);
    let gl = exact.gl("704900");
    let mut credit = exact.sale("C-1");
    credit["SalesEntryLines"] = json!([
        {"AmountFC": -100, "GLAccount": gl, "VATCode": "2", "CostCenter": "WER"},
        {"AmountFC": -10, "GLAccount": gl},
        {"AmountFC": -20, "GLAccount": gl, "VATCode": "0"},
    ]);
    let made = exact.post(SALES, &credit).await.json();
    let entry = made["d"]["EntryID"].as_str().unwrap().parse().unwrap();
    insta::assert_snapshot!(ledger(&exact, entry).await.join("\n"), @r"
    0 400000 -151 - 21 - -
    1 704900 100 X 21 WER Werkplaats
    2 704900 10 S 21 - -
    3 704900 20 X 21 - -
    4 451000 21 Z 21 - -
    ");
}

#[tokio::test]
async fn point_30_bank_lines_stand_against_the_bank_and_keep_their_vat_apart() {
    let exact = Exact::start().await;
    let (receivable, costs) = (exact.gl("400000"), exact.gl("640200"));
    let body = json!({"JournalCode": "20", "BankEntryLines": [
        {"AmountFC": 50, "GLAccount": receivable, "Account": exact.customer("101")},
        {"AmountFC": -12.1, "GLAccount": costs, "VATCode": "2", "Description": "Bankkosten"},
    ]});
    let made = exact
        .post_full("financialtransaction/BankEntries", &body)
        .await
        .json();
    assert_eq!(made["d"]["ClosingBalanceFC"].as_f64(), Some(37.9));
    let entry = made["d"]["EntryID"].as_str().unwrap().parse().unwrap();
    insta::assert_snapshot!(ledger(&exact, entry).await.join("\n"), @r"
    1 400000 -50 - 40 - -
    2 640200 10 I 40 - -
    3 550000 50 - 40 - -
    4 451000 2.1 O 40 - -
    5 550000 -12.1 - 40 - -
    ");
}

#[tokio::test]
async fn point_30_vat_of_bank_and_general_entries_is_that_of_a_sale_or_of_a_purchase() {
    let exact = Exact::start().await;
    let claim = json!({"Code": "411000", "Description": "Terug te vorderen btw", "Type": 24});
    exact.post("financial/GLAccounts", &claim).await;
    let code = exact
        .sandbox
        .with_books(|books| books.company(A).unwrap().vat_code("2").unwrap().id);
    let code = format!("vat/VATCodes(guid'{code}')");
    let claimed = json!({"GLToClaim": exact.gl("411000")});
    assert_eq!(exact.put(&code, &claimed).await.status, 204);
    let line = |gl: &str, amount: f64, code: Option<&str>| json!({"GLAccount": exact.gl(gl), "AmountFC": amount, "VATCode": code});
    let body = json!({"JournalCode": "90", "GeneralJournalEntryLines": [
        line("704000", -100.0, Some("2")),
        line("704000", 10.0, Some("2")),
        line("640200", 50.0, Some("2")),
        line("640200", -20.0, Some("2")),
        line("499000", 30.0, Some("2")),
        line("499000", 36.3, None),
    ]});
    let made = exact
        .post_full("generaljournalentry/GeneralJournalEntries", &body)
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let entry = made.json()["d"]["EntryID"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    insta::assert_snapshot!(ledger(&exact, entry).await.join("\n"), @r"
    1 704000 -100 V 90 - -
    2 704000 10 X 90 - -
    3 640200 50 I 90 - -
    4 640200 -20 W 90 - -
    5 499000 30 I 90 - -
    6 499000 36.3 - 90 - -
    7 451000 -21 A 90 - -
    8 451000 2.1 Z 90 - -
    9 411000 10.5 O 90 - -
    10 411000 -4.2 Y 90 - -
    11 411000 6.3 O 90 - -
    ");
}

#[tokio::test]
async fn point_30_and_35_a_document_is_named_wherever_its_booking_is() {
    let exact = Exact::start().await;
    let document = json!({"Subject": "Factuur D-1", "Type": 10});
    let document = exact
        .post_full("documents/Documents", &document)
        .await
        .json()["d"]
        .clone();
    let mut sale = exact.sale("D-1");
    sale["Document"] = document["ID"].clone();
    exact.post(SALES, &sale).await;
    for path in [
        SALES,
        "financialtransaction/TransactionLines",
        "cashflow/Receivables",
    ] {
        let filter = "$filter=YourRef eq 'D-1'";
        let row = exact
            .get(&format!(
                "{path}?$select=Document,DocumentNumber,DocumentSubject&{filter}"
            ))
            .await
            .rows()
            .remove(0);
        assert_eq!(row["Document"], document["ID"], "{path}");
        assert_eq!(row["DocumentNumber"], document["HID"], "{path}");
        assert_eq!(row["DocumentSubject"], "Factuur D-1", "{path}");
    }
}

#[tokio::test]
async fn point_14_rows_that_are_counted_are_wrapped_though_there_is_a_top() {
    let exact = Exact::start().await;
    let path = "salesentry/SalesEntries?$select=EntryNumber&$top=1&$inlinecount=allpages";
    let json = exact.get(path).await.json();
    assert_eq!(json["d"]["results"].as_array().unwrap().len(), 1);
    assert_eq!(json["d"]["__count"], "4");
    assert!(json["d"]["__next"].is_null());
}

/// What is open of relation 101 in ReceivablesList, by amount.
async fn open(exact: &Exact) -> Vec<(f64, String)> {
    let id = exact.customer("101");
    let path = format!(
        "read/financial/ReceivablesList?$select=Amount,JournalCode&$filter=AccountId eq guid'{id}'&$orderby=Amount"
    );
    let rows = exact.get(&path).await.rows();
    let item = |row: &Value| {
        let journal = row["JournalCode"].as_str().unwrap().to_owned();
        (row["Amount"].as_f64().unwrap(), journal)
    };
    rows.iter().map(item).collect()
}

#[tokio::test]
async fn point_32_what_is_left_stays_open_on_either_side() {
    let exact = Exact::start().await;
    let before = open(&exact).await;
    let is = |wanted: &[(f64, &str)]| {
        let mut all = before.clone();
        all.extend(
            wanted
                .iter()
                .map(|(amount, journal)| (*amount, (*journal).to_owned())),
        );
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        all
    };
    let (invoice, receipt) = (booked(&exact, "O-1").await, receive(&exact, 15_000));
    assert_eq!(open(&exact).await, is(&[(121.0, "70"), (-150.0, "20")]));
    order(&exact, matched(&[invoice, receipt]));
    assert_eq!(open(&exact).await, is(&[(-29.0, "20")]), "an overpayment");
    let second = booked(&exact, "O-2").await;
    order(&exact, matched(&[second, receipt]));
    assert_eq!(
        open(&exact).await,
        is(&[(92.0, "70")]),
        "a part payment with what was left"
    );
    order(&exact, Order::Unmatch { id: second });
    assert_eq!(
        open(&exact).await,
        is(&[(-29.0, "20"), (29.0, "70"), (92.0, "70")])
    );
    let rows = exact
        .get("cashflow/Receivables?$select=AmountDC,TransactionAmountDC,Status,EntryID&$filter=YourRef eq 'O-2'")
        .await
        .rows();
    assert!(
        rows.iter()
            .all(|row| row["TransactionAmountDC"].as_f64() == Some(121.0))
    );
    assert_ne!(
        rows[0]["EntryID"], rows[1]["EntryID"],
        "parts of one term are groups of their own"
    );
}

#[tokio::test]
async fn point_32_an_item_of_nothing_can_be_settled_by_itself() {
    let exact = Exact::start().await;
    let mut sale = exact.sale("NIL");
    sale["SalesEntryLines"][0]["AmountFC"] = 0.into();
    exact.post("salesentry/SalesEntries", &sale).await;
    let status = async || {
        let path = "cashflow/Receivables?$select=Status,IsFullyPaid&$filter=YourRef eq 'NIL'";
        let row = exact.get(path).await.rows().remove(0);
        (row["Status"].as_i64().unwrap(), row["IsFullyPaid"].clone())
    };
    assert_eq!(status().await, (20, false.into()));
    let id = exact.entry_of("NIL").id;
    order(&exact, matched(&[id]));
    assert_eq!(status().await, (50, true.into()));
    order(&exact, Order::Unmatch { id });
    assert_eq!(status().await, (20, false.into()));
}

#[tokio::test]
async fn point_18_bank_entries_can_be_deleted_and_all_that_they_made_is_told() {
    let exact = Exact::start().await;
    let invoice = booked(&exact, "B-1").await;
    let receipt = receive(&exact, 12_100);
    let path = |place: &str| format!("{place}(guid'{receipt}')");
    let (bank, cash) = (
        path("financialtransaction/BankEntries"),
        path("financialtransaction/CashEntries"),
    );
    assert_eq!(exact.delete(&cash).await.status, 404, "it is no cash entry");
    order(&exact, matched(&[invoice, receipt]));
    assert_eq!(
        exact.delete(&bank).await.message(),
        "Kan niet verwijderen: Boekingen - Gebruikt in: Afletteringen"
    );
    order(&exact, Order::Unmatch { id: receipt });
    assert_eq!(exact.delete(&bank).await.status, 204);
    let gone = exact.get("sync/Deleted?$select=EntityType").await.rows();
    let mut kinds: Vec<_> = gone.iter().map(|row| row["EntityType"].as_i64()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [Some(1), Some(1), Some(10)]);
    assert_eq!(exact.delete(&bank).await.status, 404);
}

#[tokio::test]
async fn point_33_receipts_keep_or_lose_their_reference_by_the_switch() {
    let exact = Exact::start().await;
    receive(&exact, 1_000);
    let path = "read/financial/ReceivablesList?$select=YourRef,Amount&$filter=Amount lt 0";
    let with = exact.get(path).await.rows();
    let receipt = |rows: &[Value]| {
        let found = rows
            .iter()
            .find(|row| row["Amount"].as_f64() == Some(-10.0));
        found.unwrap()["YourRef"].clone()
    };
    assert_eq!(receipt(&with), "betaling");
    set(&exact, |it| it.your_ref_on_receipts = false);
    assert_eq!(receipt(&exact.get(path).await.rows()), Value::Null);
}

#[tokio::test]
async fn point_33_imported_receipts_may_be_missing_from_receivables_but_not_from_the_list() {
    let exact = Exact::start().await;
    let imported = exact_sandbox::admin::Receipt {
        journal: "20".into(),
        account: "101".into(),
        amount: rust_decimal::Decimal::new(1_000, 2),
        your_ref: "IMP".into(),
        imported: true,
        ..exact_sandbox::admin::Receipt::default()
    };
    order(&exact, Order::BookReceipt(imported));
    let count = async |path: &str| {
        let rows = exact.get(&format!("{path}&$filter=YourRef eq 'IMP'")).await;
        rows.rows().len()
    };
    let (receivables, list) = (
        "cashflow/Receivables?$select=ID",
        "read/financial/ReceivablesList?$select=HID",
    );
    assert_eq!((count(receivables).await, count(list).await), (1, 1));
    set(&exact, |it| it.hide_imported_receipts = true);
    assert_eq!((count(receivables).await, count(list).await), (0, 1));
}

#[tokio::test]
async fn point_34_the_sign_holds_wherever_the_term_is_told() {
    let exact = Exact::start().await;
    booked(&exact, "S-1").await;
    let told = async || {
        let of = async |path: &str| {
            let rows = exact.get(path).await.rows();
            let row = rows
                .iter()
                .find(|row| row["YourRef"] == "S-1")
                .unwrap()
                .clone();
            (
                row["AmountDC"].as_f64().unwrap(),
                row["TransactionAmountDC"].as_f64().unwrap(),
            )
        };
        let select = "$select=YourRef,AmountDC,TransactionAmountDC";
        [
            of(&format!(
                "cashflow/Receivables?{select}&$filter=YourRef eq 'S-1'"
            ))
            .await,
            of(&format!(
                "bulk/Cashflow/Receivables?{select}&$filter=Status eq 20"
            ))
            .await,
            of(&format!(
                "sync/Cashflow/PaymentTerms?{select}&$filter=Timestamp gt 0L"
            ))
            .await,
        ]
    };
    assert_eq!(told().await, [(-121.0, 121.0); 3]);
    set(&exact, |it| it.amount_dc_negative = false);
    assert_eq!(told().await, [(121.0, 121.0); 3]);
}
