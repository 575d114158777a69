//! The exact request of every endpoint.

#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use exact_api::endpoints::{
    AccountChanges, CreateAccount, CreateGlAccount, CreateSalesEntry, DeleteSalesEntry, GetMe,
    ListAccounts, ListDivisions, ListFinancialPeriods, ListGlAccounts, ListJournalStatus,
    ListJournals, ListPaymentConditions, ListSalesEntries, ListSalesEntryLines,
    ListTransactionLines, ListVatCodes, NewSalesEntryLine, SyncAccounts, SyncDeleted,
    SyncGlAccounts, SyncTransactionLines, UpdateAccount,
};
use exact_api::odata::MAX_OR_TERMS;
use exact_api::{Amount, Code, Division, Endpoint, Fraction, Rowversion, Trimmed, VatCode};
use jiff::civil::date;
use url::Url;
use uuid::Uuid;

/// The request as text, after a check that a URL parser would not change it.
fn shown<E: Endpoint>(endpoint: &E) -> String {
    let target = endpoint.target(Division::new(123_456));
    let url = Url::parse(&format!("https://start.exactonline.be{target}")).expect("a URL");
    let parsed = url
        .query()
        .map_or(url.path().to_owned(), |q| format!("{}?{q}", url.path()));
    assert_eq!(parsed, target);
    let prefer = if endpoint.wants_representation() {
        " (representation)"
    } else {
        ""
    };
    let body = endpoint
        .body()
        .map(|body| format!("\n{body}"))
        .unwrap_or_default();
    if let Some(json) = endpoint.body() {
        serde_json::from_str::<serde_json::Value>(&json).expect("a JSON body");
    }
    format!("{} {target}{prefer}{body}", endpoint.method())
}

const ID: Uuid = Uuid::from_u128(0x0b);

#[test]
fn lists() {
    insta::assert_snapshot!(shown(&GetMe), @"GET /api/v1/current/Me?$select=UserID,UserName,FullName,Email,CurrentDivision,DivisionCustomer,DivisionCustomerName,LanguageCode,Legislation");
    insta::assert_snapshot!(shown(&ListDivisions::new()), @"GET /api/v1/123456/system/Divisions?$select=Code,Description,Hid,Current,Status,BlockingStatus,Currency,Country,VATNumber,ChamberOfCommerceNumber,Customer,CustomerName,DivisionMoveDate");
    insta::assert_snapshot!(shown(&ListJournals::new()), @"GET /api/v1/123456/financial/Journals?$select=ID,Code,Description,Type,IsBlocked,GLAccount,GLAccountCode,Currency");
    insta::assert_snapshot!(shown(&ListAccounts::by_codes(&[Code::new("255"), Code::new("256")]).expect("two")), @"GET /api/v1/123456/crm/Accounts?$select=ID,Code,Name,AddressLine1,AddressLine2,AddressLine3,Postcode,City,Country,Status,Type,Blocked,StartDate,EndDate,VATNumber,ChamberOfCommerce,Email,Phone,Language,GLAR,PaymentConditionSales,IsSupplier,Modified&$filter=Code%20eq%20%27%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20255%27%20or%20Code%20eq%20%27%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20256%27");
    insta::assert_snapshot!(shown(&SyncAccounts::after(Rowversion::new(123))), @"GET /api/v1/123456/sync/CRM/Accounts?$select=Timestamp,ID,Code,Name,AddressLine1,AddressLine2,AddressLine3,Postcode,City,Country,Status,Type,Blocked,StartDate,EndDate,VATNumber,ChamberOfCommerce,Email,Phone,Language,GLAR,PaymentConditionSales,IsSupplier,Modified&$filter=Timestamp%20gt%20123L");
    insta::assert_snapshot!(shown(&ListTransactionLines::by_entries(&[ID]).expect("one")), @"GET /api/v1/123456/financialtransaction/TransactionLines?$select=ID,EntryID,EntryNumber,LineNumber,LineType,Type,JournalCode,Date,DueDate,YourRef,PaymentReference,InvoiceNumber,Account,AccountCode,GLAccount,GLAccountCode,AmountDC,AmountFC,AmountVATFC,AmountVATBaseFC,VATCode,VATType,VATPercentage,Currency,Status,Description,Document,FinancialYear,FinancialPeriod,CostCenter,OffsetID,Modified&$filter=EntryID%20eq%20guid%2700000000-0000-0000-0000-00000000000b%27");
    insta::assert_snapshot!(shown(&ListSalesEntries::by_your_refs(&["O'N & Co"]).expect("one")), @"GET /api/v1/123456/salesentry/SalesEntries?$select=EntryID,EntryNumber,InvoiceNumber,Journal,Customer,YourRef,EntryDate,DueDate,Currency,AmountDC,AmountFC,VATAmountFC,Type,Status,Description,PaymentReference,PaymentCondition,ReportingYear,ReportingPeriod,Reversal,Document,ExternalLinkReference,Modified&$filter=YourRef%20eq%20%27O%27%27N%20%26%20Co%27");
    insta::assert_snapshot!(shown(&ListSalesEntryLines::by_entries(&[ID]).expect("one")), @"GET /api/v1/123456/salesentry/SalesEntryLines?$select=ID,EntryID,LineNumber,GLAccount,GLAccountCode,AmountFC,VATAmountFC,VATCode,VATPercentage,Description,CostCenter,Type&$filter=EntryID%20eq%20guid%2700000000-0000-0000-0000-00000000000b%27");
}

#[test]
fn lists_that_are_read_whole() {
    insta::assert_snapshot!(shown(&ListGlAccounts::new()), @"GET /api/v1/123456/financial/GLAccounts?$select=ID,Code,Description,Type,TypeDescription,BalanceType,BalanceSide,IsBlocked,UseCostcenter,VATCode,Modified");
    insta::assert_snapshot!(shown(&ListGlAccounts::by_codes(&[Trimmed::new("640200")]).expect("one")), @"GET /api/v1/123456/financial/GLAccounts?$select=ID,Code,Description,Type,TypeDescription,BalanceType,BalanceSide,IsBlocked,UseCostcenter,VATCode,Modified&$filter=Code%20eq%20%27640200%27");
    insta::assert_snapshot!(shown(&ListVatCodes::new()), @"GET /api/v1/123456/vat/VATCodes?$select=ID,Code,Description,Percentage,Type,VATTransactionType,IsBlocked,Charged,EUSalesListing,ExcludeVATListing,GLToPay");
    insta::assert_snapshot!(shown(&ListPaymentConditions::new()), @"GET /api/v1/123456/cashflow/PaymentConditions?$select=ID,Code,Description,PaymentDays,PaymentEndOfMonths,PaymentMethod,Percentage");
    insta::assert_snapshot!(shown(&ListFinancialPeriods::new()), @"GET /api/v1/123456/financial/FinancialPeriods?$select=ID,FinYear,FinPeriod,StartDate,EndDate");
    insta::assert_snapshot!(shown(&ListJournalStatus::new()), @"GET /api/v1/123456/read/financial/JournalStatusList?$select=Journal,Year,Period,Status,StatusDescription,JournalType");
    insta::assert_snapshot!(shown(&ListSalesEntries::by_id(ID)), @"GET /api/v1/123456/salesentry/SalesEntries?$select=EntryID,EntryNumber,InvoiceNumber,Journal,Customer,YourRef,EntryDate,DueDate,Currency,AmountDC,AmountFC,VATAmountFC,Type,Status,Description,PaymentReference,PaymentCondition,ReportingYear,ReportingPeriod,Reversal,Document,ExternalLinkReference,Modified&$filter=EntryID%20eq%20guid%2700000000-0000-0000-0000-00000000000b%27");
}

#[test]
fn deltas() {
    let start = Rowversion::START;
    insta::assert_snapshot!(shown(&SyncGlAccounts::after(start)), @"GET /api/v1/123456/sync/Financial/GLAccounts?$select=Timestamp,ID,Code,Description,Type,TypeDescription,BalanceType,BalanceSide,IsBlocked,UseCostcenter,VATCode,Modified&$filter=Timestamp%20gt%200L");
    insta::assert_snapshot!(shown(&SyncTransactionLines::after(start)), @"GET /api/v1/123456/sync/Financial/TransactionLines?$select=Timestamp,ID,EntryID,EntryNumber,LineNumber,LineType,Type,JournalCode,Date,DueDate,YourRef,PaymentReference,InvoiceNumber,Account,AccountCode,GLAccount,GLAccountCode,AmountDC,AmountFC,AmountVATFC,AmountVATBaseFC,VATCode,VATType,VATPercentage,Currency,Status,Description,Document,FinancialYear,FinancialPeriod,CostCenter,OffsetID,Modified&$filter=Timestamp%20gt%200L");
    insta::assert_snapshot!(shown(&SyncDeleted::after(start)), @"GET /api/v1/123456/sync/Deleted?$select=Timestamp,EntityKey,EntityType,DeletedDate&$filter=Timestamp%20gt%200L");
}

#[test]
fn writes() {
    let account = CreateAccount::new("Carrosserie \"Ünal\"")
        .with_code("255")
        .with_address_line1("Dorpsstraat 1")
        .with_address_line2("")
        .with_country("BE")
        .with_status("C")
        .with_is_supplier(false);
    insta::assert_snapshot!(shown(&account), @r#"
    POST /api/v1/123456/crm/Accounts (representation)
    {"Name":"Carrosserie \"Ünal\"","Code":"255","AddressLine1":"Dorpsstraat 1","Country":"BE","Status":"C","IsSupplier":false}
    "#);
    let changes = AccountChanges::default()
        .with_city("Gent")
        .with_address_line2("");
    insta::assert_snapshot!(shown(&UpdateAccount::new(ID, changes)), @r#"
    PUT /api/v1/123456/crm/Accounts(guid'00000000-0000-0000-0000-00000000000b')
    {"AddressLine2":null,"City":"Gent"}
    "#);
    let gl = CreateGlAccount::new("640200", "Diverse kosten").with_type(110);
    insta::assert_snapshot!(shown(&gl), @r#"
    POST /api/v1/123456/financial/GLAccounts (representation)
    {"Code":"640200","Description":"Diverse kosten","Type":110}
    "#);
    insta::assert_snapshot!(shown(&DeleteSalesEntry::new(ID)), @"DELETE /api/v1/123456/salesentry/SalesEntries(guid'00000000-0000-0000-0000-00000000000b')");
}

#[test]
fn a_sales_entry_with_its_lines() {
    let line = NewSalesEntryLine::new(ID, Amount::from_cents(-12_345))
        .with_vat_amount_fc(Amount::from_cents(-2_592))
        .with_vat_code(VatCode::new("2  "))
        .with_vat_percentage(Fraction::from_basis_points(2100))
        .with_description("Arbeidsloon");
    let entry = CreateSalesEntry::new(ID, "70", vec![line])
        .with_your_ref("2026-000123")
        .with_entry_date(date(2026, 1, 31))
        .with_due_date(date(2026, 3, 2))
        .with_currency("EUR")
        .with_description("2026-000123 1-ABC-123 Peeters");
    insta::assert_snapshot!(shown(&entry), @r#"
    POST /api/v1/123456/salesentry/SalesEntries (representation)
    {"Customer":"00000000-0000-0000-0000-00000000000b","Journal":"70","SalesEntryLines":[{"GLAccount":"00000000-0000-0000-0000-00000000000b","AmountFC":-123.45,"VATAmountFC":-25.92,"VATCode":"2  ","VATPercentage":0.21,"Description":"Arbeidsloon"}],"YourRef":"2026-000123","EntryDate":"2026-01-31","DueDate":"2026-03-02","Currency":"EUR","Description":"2026-000123 1-ABC-123 Peeters"}
    "#);
}

#[test]
fn the_longest_look_up_stays_far_below_twelve_kilobytes() {
    let refs = vec!["é".repeat(30); MAX_OR_TERMS];
    let target = ListTransactionLines::by_your_refs(&refs)
        .expect("forty")
        .target(Division::new(1));
    assert!(target.len() < 11_000, "{}", target.len());
}
