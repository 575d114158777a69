//! What a filtered read and a booking cost with a small and with a large company, in process and over HTTP on one core;
//! how much memory the books take; how long a start takes: `--entries N`, `--restart` for a start from the log as well.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a program for measuring reads the clock, may fail loudly and speaks on its output"
)]

mod served;

use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use exact_sandbox::admin::{Order, OrderLine};
use exact_sandbox::books::{CompanySeed, EntrySeed, SaleDraft, SaleLine, Status};
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Money, Sandbox, Seed, Switches, demo};
use http::Request;
use http_body_util::BodyExt as _;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use tower::ServiceExt as _;
use uuid::Uuid;

#[derive(Debug, Parser)]
struct Arguments {
    /// Entries of twelve lines in the books.
    #[arg(long, default_value_t = 1_000)]
    entries: u64,
    /// Calls per figure.
    #[arg(long, default_value_t = 2_000)]
    calls: u64,
    /// Also keep the books in a folder, end, and start from what is kept there.
    #[arg(long)]
    restart: bool,
}

const REDIRECT: &str = "http://127.0.0.1:8080/oauth/callback";
const COMPANY: i32 = 123_456;
const SELECT: &str = "$select=EntryNumber&$filter";

fn day(number: u64) -> Date {
    let month = i8::try_from(number % 12).unwrap() + 1;
    date(2026, month, i8::try_from(number / 12 % 28).unwrap() + 1)
}

fn filled(template: &CompanySeed, count: u64) -> CompanySeed {
    let gl = template
        .gl_accounts
        .iter()
        .find(|gl| gl.code == "704000")
        .unwrap()
        .id;
    let line = |number: u64, line: u64| SaleLine {
        id: Uuid::from_u64_pair(number.wrapping_mul(0x9e37_79b9_7f4a_7c15), line),
        gl_account: Some(gl),
        amount: Some(Money(1_000)),
        vat_code: Some("2".into()),
        ..SaleLine::default()
    };
    let entry = |number: u64| EntrySeed {
        draft: SaleDraft {
            id: Uuid::from_u64_pair(number.wrapping_mul(0x9e37_79b9_7f4a_7c15), 99),
            journal: Some("70".into()),
            customer: Some(template.accounts[usize::try_from(number % 3).unwrap()].id),
            number: Some(i32::try_from(number).unwrap() + 100),
            date: Some(day(number)),
            your_ref: format!("G-{number}"),
            lines: (0..12).map(|index| line(number, index)).collect(),
            ..SaleDraft::default()
        },
        status: Status::Open,
        at: "2026-11-24T09:00:30Z".parse().unwrap(),
    };
    CompanySeed {
        entries: (0..count).map(entry).collect(),
        ..template.clone()
    }
}

async fn token(sandbox: &Sandbox, router: &axum::Router) -> String {
    let user = sandbox.with_books(|books| books.users[0].id);
    let code = sandbox
        .consent(DEMO_CLIENT_ID, user, &[COMPANY], REDIRECT)
        .unwrap();
    let form = format!(
        "grant_type=authorization_code&code={code}&redirect_uri={REDIRECT}&client_id={DEMO_CLIENT_ID}&client_secret={DEMO_CLIENT_SECRET}"
    );
    let request = Request::post("/api/oauth2/token")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = router
        .clone()
        .oneshot(request.body(axum::body::Body::from(form)).unwrap())
        .await
        .unwrap();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
    json["access_token"].as_str().unwrap().to_owned()
}

/// Microseconds per call, over `calls` calls of an address that the number chooses.
async fn reads(
    router: &axum::Router,
    token: &str,
    calls: u64,
    address: impl Fn(u64) -> String,
) -> u128 {
    let begun = Instant::now();
    for number in 0..calls {
        let uri = format!("/api/v1/{COMPANY}/{}", address(number))
            .replace(' ', "%20")
            .replace('\'', "%27");
        let request = Request::get(uri)
            .header("accept", "application/json")
            .header("authorization", format!("Bearer {token}"));
        let answer = router
            .clone()
            .oneshot(request.body(axum::body::Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        answer.into_body().collect().await.unwrap();
    }
    begun.elapsed().as_micros() / u128::from(calls.max(1))
}

fn bookings(sandbox: &Sandbox, calls: u64) -> u128 {
    let begun = Instant::now();
    for number in 0..calls {
        let line = OrderLine {
            gl_account: "704000".into(),
            amount: Decimal::new(1_000, 2),
            ..OrderLine::default()
        };
        let order = Order::EnterSale {
            journal: "71".into(),
            customer: "101".into(),
            date: day(number),
            due_date: None,
            your_ref: format!("N-{number}"),
            payment_reference: String::new(),
            description: String::new(),
            number: None,
            lines: vec![line; 12],
        };
        sandbox.order(COMPANY, order).unwrap();
    }
    begun.elapsed().as_micros() / u128::from(calls.max(1))
}

fn switches() -> Switches {
    Switches {
        minute_limit: u32::MAX,
        day_limit: u32::MAX,
        ..Switches::demo()
    }
}

/// What `/proc/self/status` says, in megabytes: memory now, and the most that it ever was.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let kilobytes = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    (kilobytes("VmRSS:") / 1_024, kilobytes("VmHWM:") / 1_024)
}

/// Loads the books; with a folder they are kept there.
fn load(entries: u64, folder: Option<&std::path::Path>) -> (Sandbox, Ids) {
    let now = "2026-11-24T09:00:30Z".parse().unwrap();
    let template = demo(now);
    let company = &template.companies[0];
    let gl = company.gl_accounts.iter().find(|gl| gl.code == "704000");
    let ids = Ids {
        customer: company.accounts[0].id,
        gl_account: gl.unwrap().id,
    };
    let seed = Seed {
        companies: vec![filled(company, entries)],
        ..template
    };
    let begun = Instant::now();
    let mut builder = Sandbox::builder(Arc::new(move || now))
        .seed(seed)
        .switches(switches());
    if let Some(folder) = folder {
        builder = builder.data_dir(folder);
    }
    let sandbox = builder.build().unwrap();
    let took = begun.elapsed().as_millis();
    let kept = if folder.is_some() { " and kept" } else { "" };
    println!("entries {entries}: loaded{kept} in {took} ms");
    (sandbox, ids)
}

/// Keys that a booking needs.
#[derive(Clone, Copy)]
struct Ids {
    customer: Uuid,
    gl_account: Uuid,
}

/// How long a start from the log takes.
fn restart(entries: u64) {
    let folder = tempfile::tempdir().unwrap();
    drop(load(entries, Some(folder.path())));
    let size = std::fs::metadata(folder.path().join(exact_sandbox::LOG_FILE)).unwrap();
    let now = "2026-11-24T09:00:30Z".parse().unwrap();
    let begun = Instant::now();
    let builder = Sandbox::builder(Arc::new(move || now)).data_dir(folder.path());
    let sandbox = builder.build().unwrap();
    println!(
        "  start from a log of {} MB: {} ms",
        size.len() / 1_048_576,
        begun.elapsed().as_millis()
    );
    assert!(!sandbox.is_fresh());
}

type Address = fn(u64, u64) -> String;

/// The reads that are measured: the number of the call, and how many entries there are.
const READS: [(&str, Address); 6] = [
    ("SalesEntries by YourRef", |n, all| {
        format!(
            "salesentry/SalesEntries?{SELECT}=YourRef eq 'G-{}'",
            at(n, all)
        )
    }),
    ("SalesEntries by EntryNumber", |n, all| {
        format!(
            "salesentry/SalesEntries?{SELECT}=EntryNumber eq {}",
            at(n, all) + 100
        )
    }),
    ("TransactionLines by YourRef", |n, all| {
        format!(
            "financialtransaction/TransactionLines?{SELECT}=YourRef eq 'G-{}'",
            at(n, all)
        )
    }),
    ("Receivables by InvoiceNumber", |n, all| {
        format!(
            "cashflow/Receivables?{SELECT}=InvoiceNumber eq {}",
            at(n, all) + 100
        )
    }),
    ("ReceivablesList by YourRef", |n, all| {
        format!(
            "read/financial/ReceivablesList?{SELECT}=YourRef eq 'G-{}'",
            at(n, all)
        )
    }),
    ("SalesEntries, one page", |_, _| {
        "salesentry/SalesEntries?$select=EntryNumber".to_owned()
    }),
];

/// The entry that a call asks for: any of them, in no order.
fn at(number: u64, entries: u64) -> u64 {
    number.wrapping_mul(7_919) % entries
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments = Arguments::parse();
    let (entries, calls) = (arguments.entries, arguments.calls);
    if arguments.restart {
        restart(entries);
        return;
    }
    let (before, _) = memory();
    let (sandbox, ids) = load(entries, None);
    let (after, most) = memory();
    println!(
        "  memory: {} MB for the books ({} bytes an entry), {most} MB at most while loading",
        after - before,
        (after - before) * 1_048_576 / entries
    );
    let router = sandbox.router();
    let token = token(&sandbox, &router).await;
    for (name, address) in READS {
        let took = reads(&router, &token, calls, |n| address(n, entries)).await;
        println!("  {name}: {took} us in process");
    }
    println!(
        "  booking of 12 lines: {} us in process",
        bookings(&sandbox, calls)
    );
    let served = served::Served::start(&sandbox, token);
    let tell = |name: &str, figure: served::Figure| {
        println!(
            "  {name}: {:.0} a second over HTTP, half within {} us, 99 of 100 within {} us",
            figure.rate,
            figure.median.as_micros(),
            figure.slowest_but_one_percent.as_micros()
        );
    };
    // The first calls open the connections.
    served.reads(200, move |n| READS[0].1(n, entries)).await;
    for index in [0, 2] {
        let figure = served
            .reads(calls * 5, move |n| READS[index].1(n, entries))
            .await;
        tell(READS[index].0, figure);
    }
    let figure = served
        .bookings(calls * 2, ids.customer, ids.gl_account)
        .await;
    tell("SalesEntry of 12 lines", figure);
}
