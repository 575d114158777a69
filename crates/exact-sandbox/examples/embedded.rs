//! A sandbox inside a test, without a socket: an app books an invoice, the answer is lost, and the books tell what
//! really happened. `cargo run -p exact-sandbox --example embedded`
#![expect(
    clippy::print_stdout,
    reason = "an example speaks on the standard output"
)]

use std::error::Error;
use std::sync::Arc;

use axum::body::Body;
use exact_sandbox::admin::{Order, Receipt};
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_USER, Dropped, Fault, FaultKind, Sandbox, demo};
use http::{Request, Response};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// A company of the demo.
const COMPANY: i32 = 123_456;

/// An app: it knows its token, and how to call.
struct App {
    sandbox: Sandbox,
    token: String,
}

impl App {
    async fn call(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Result<Response<Body>, Box<dyn Error>> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{COMPANY}/{path}"))
            .header("host", "exact.test")
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))?;
        Ok(self.sandbox.router().oneshot(request).await?)
    }

    async fn read(&self, path: &str) -> Result<Value, Box<dyn Error>> {
        let response = self.call("GET", path, &Value::Null).await?;
        let body = response.into_body().collect().await?.to_bytes();
        Ok(serde_json::from_slice(&body)?)
    }
}

/// Books, loses the answer, looks, and takes the money in; gives back what was told on the way.
pub(crate) async fn run() -> Result<Vec<String>, Box<dyn Error>> {
    let mut told = Vec::new();
    // Time comes in as an argument; the sandbox's own clock is moved by hand.
    let now = "2026-11-24T09:00:30Z".parse()?;
    let sandbox = Sandbox::builder(Arc::new(move || now))
        .seed(demo(now))
        .build()?;
    let els = sandbox.user(DEMO_USER).ok_or("the demo has no such user")?;
    let token = sandbox.sign_in(DEMO_CLIENT_ID, els, &[COMPANY])?.access;
    let app = App { sandbox, token };
    let relations = app
        .read("crm/Accounts?$select=ID&$filter=trim(Code)%20eq%20%27101%27")
        .await?;
    let ledger = app
        .read("financial/GLAccounts?$select=ID&$filter=Code%20eq%20%27704000%27")
        .await?;

    // The next booking is done, but its answer never arrives.
    let lost = Fault::new(FaultKind::Drop).on("POST", "SalesEntries");
    app.sandbox.fault(lost.after().times(1))?;
    let sale = json!({
        "Customer": relations["d"]["results"][0]["ID"], "Journal": "70", "YourRef": "F-1",
        "SalesEntryLines": [{ "AmountFC": 100.0, "GLAccount": ledger["d"]["results"][0]["ID"] }],
    });
    let answer = app.call("POST", "salesentry/SalesEntries", &sale).await?;
    let cut = answer.extensions().get::<Dropped>().is_some();
    told.push(format!("the connection was cut: {cut}"));

    // Unknown is resolved by looking, never by trying again.
    let found = app
        .read(
            "salesentry/SalesEntries?$select=EntryNumber,AmountFC&$filter=YourRef%20eq%20%27F-1%27",
        )
        .await?;
    let entry = &found["d"]["results"][0];
    told.push(format!(
        "booked as {} for {}",
        entry["EntryNumber"], entry["AmountFC"]
    ));

    // The bookkeeper takes money in, and matches it with the invoice.
    let receipt = Receipt {
        journal: "20".to_owned(),
        account: "101".to_owned(),
        amount: "121.00".parse()?,
        ..Receipt::default()
    };
    let receipt = app.sandbox.order(COMPANY, Order::BookReceipt(receipt))?;
    let books = app.sandbox.books(COMPANY).ok_or("no such company")?;
    let invoice = books.entries.iter().find(|entry| entry.your_ref == "F-1");
    let invoice = invoice.ok_or("the entry is not in the books")?;
    let entries = receipt.id.into_iter().chain([invoice.id]).collect();
    let terms = Vec::new();
    app.sandbox
        .order(COMPANY, Order::Match { entries, terms })?;
    let open = app
        .read("read/financial/ReceivablesList?$select=Amount&$filter=YourRef%20eq%20%27F-1%27")
        .await?;
    told.push(format!("still open: {}", open["d"]["results"]));

    // Ten minutes later the token is dead.
    app.sandbox.advance(600_000)?;
    let late = app
        .call("GET", "financial/Journals?$top=1", &Value::Null)
        .await?;
    told.push(format!("ten minutes later: {}", late.status()));
    Ok(told)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    for line in run().await? {
        println!("{line}");
    }
    Ok(())
}
