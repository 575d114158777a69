//! The product in a box, on both databases: one invoice, from the desk into the other books.

use anyhow::Result;
use domain::VatRate;
use store::Db;
use testing::app::TestApp;

#[testing_macros::db_test]
async fn an_issued_invoice_is_booked_with_the_vat_of_the_law(db: Db) -> Result<()> {
    let app = TestApp::start(db).await?;
    // Three lines of 10.03: 6.32 of VAT on the sum, 6.33 line by line.
    let line = VatRate::PERCENT_21;
    let invoice = app
        .invoice()
        .line("704000", 1003, line)
        .line("704000", 1003, line)
        .line("704000", 1003, line);
    let invoice = invoice.issue().await?;
    let number = invoice
        .printed
        .number
        .map(|number| number.as_str().to_owned())
        .unwrap_or_default();
    app.press().await?;
    app.run_jobs().await?;
    let entry = app.entry(&number)?;
    assert_eq!(
        (entry.net.as_str(), entry.vat.as_str(), entry.total.as_str()),
        ("30.09", "6.32", "36.41")
    );
    let shares: Vec<&str> = entry.lines.iter().map(|line| line.vat.as_str()).collect();
    assert_eq!(shares, ["2.11", "2.11", "2.10"]);
    assert_eq!((app.posts("Accounts"), app.posts("SalesEntries")), (1, 1));
    app.finish().await
}

#[testing_macros::db_test]
async fn a_customer_without_address_costs_no_call_and_exports_once_mended(db: Db) -> Result<()> {
    let app = TestApp::start(db).await?;
    let customer = app.customer().without_address().make().await?;
    let invoice = app.invoice().to(&customer).issue().await?;
    let number = invoice
        .printed
        .number
        .map(|number| number.as_str().to_owned())
        .unwrap_or_default();
    app.press().await?;
    app.run_jobs().await?;
    assert_eq!(app.posts(""), 0, "refused before any call about it");
    let mended = office::customers::CustomerForm {
        address_line: "Dorpsstraat 1".to_owned(),
        ..office::customers::CustomerForm::of(&customer)
    };
    office::customers::save(&app.office, &app.admin, &mended).await?;
    app.press().await?;
    app.run_jobs().await?;
    app.entry(&number)?;
    app.finish().await
}
