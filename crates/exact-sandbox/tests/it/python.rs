//! A client that others wrote, as it is: `exactonline` 0.4.0 of PyPI signs in, refreshes, lists, books and reads back.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use exact_sandbox::admin::{Order, Party};
use exact_sandbox::{Sandbox, Switches};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::driver::{A, sandbox, seed};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python");

/// Where a Python may be; the first in the path may be one that somebody built without environments.
const PYTHONS: &[&str] = &["python3", "/usr/bin/python3"];

/// A Python that can make environments of its own.
async fn python<'a>(names: &[&'a str]) -> Result<&'a str, String> {
    for name in names {
        let mut command = Command::new(name);
        command
            .args(["-c", "import venv, ensurepip"])
            .stderr(Stdio::null());
        if command.status().await.is_ok_and(|status| status.success()) {
            return Ok(*name);
        }
    }
    Err("the Python client cannot be tried: python3 with venv is missing (apt-get install python3 python3-venv)".to_owned())
}

async fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().await.map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    Err(told.trim().lines().last().unwrap_or_default().to_owned())
}

/// An environment with exactly the client in it; made once per build folder.
async fn environment() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exactonline-0.4.0");
    let (interpreter, ready) = (folder.join("bin/python"), folder.join("ready"));
    if ready.exists() {
        return Ok(interpreter);
    }
    let python = python(PYTHONS).await?;
    let made = run(Command::new(python)
        .args(["-m", "venv", "--clear"])
        .arg(&folder))
    .await;
    made.map_err(|why| format!("the Python client cannot be tried: {python} -m venv: {why}"))?;
    let mut pip = Command::new(&interpreter);
    pip.args([
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
    ]);
    pip.args(["--require-hashes", "--no-deps", "-r"]);
    let installed = run(pip.arg(format!("{FOLDER}/requirements.txt"))).await;
    installed.map_err(|why| {
        format!("the Python client cannot be tried: pip cannot install exactonline 0.4.0, is the network there? {why}")
    })?;
    std::fs::write(&ready, "").map_err(|error| error.to_string())?;
    Ok(interpreter)
}

/// The demo companies with 133 customers in the first, an app with a public address, and the payment condition that the
/// client names; all rules as they are by default.
fn strict() -> Sandbox {
    let mut apps = seed().apps;
    apps[0].redirect_uris = vec!["https://app.example.com/exact".to_owned()];
    let sandbox = sandbox(Switches::default(), None);
    let only_apps = exact_sandbox::Seed {
        apps,
        ..exact_sandbox::Seed::empty()
    };
    sandbox.load(only_apps).unwrap();
    let condition =
        json!({"act": "add_condition", "code": "15", "description": "Binnen 15 dagen", "days": 15});
    sandbox
        .order(A, serde_json::from_value(condition).unwrap())
        .unwrap();
    for number in 0..130 {
        let party = Party {
            code: (1_000 + number).to_string(),
            name: format!("Klant {number}"),
            ..Party::default()
        };
        sandbox.order(A, Order::CreateCustomer(party)).unwrap();
    }
    sandbox
}

/// What the script printed, while the sandbox was served on a free port.
async fn tried(sandbox: &Sandbox) -> Value {
    let interpreter = environment().await.unwrap_or_else(|why| panic!("{why}"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut script = Command::new(interpreter);
    script.args(["-I", &format!("{FOLDER}/client.py"), &base]);
    script
        .arg(folder.path().join("exact.ini"))
        .kill_on_drop(true);
    script.env("no_proxy", "127.0.0.1");
    let output = tokio::select! {
        served = sandbox.serve(listener, std::future::pending()) => panic!("{served:?}"),
        output = script.output() => output.unwrap(),
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"))
}

#[tokio::test]
async fn what_is_missing_is_named_in_one_line() {
    let told = python(&["/nowhere/python3"]).await.unwrap_err();
    assert_eq!(
        told,
        "the Python client cannot be tried: python3 with venv is missing (apt-get install python3 python3-venv)"
    );
}

#[tokio::test]
async fn the_python_client_signs_in_refreshes_lists_books_and_reads_back() {
    let sandbox = strict();
    let told = tried(&sandbox).await;
    assert_eq!(
        told["second_use"],
        json!([400, r#"{"error":"invalid_grant"}"#])
    );
    assert_eq!(
        told["divisions"],
        json!([{"123456": "Proefbedrijf NV", "234567": "Voorbeeld BV"}, A])
    );
    refreshed(&told["refresh"], &sandbox);
    listed(&told["lists"]);
    booked(&told["books"], &sandbox);
    elements(&told["elements"], &sandbox);
}

fn refreshed(told: &Value, sandbox: &Sandbox) {
    assert_eq!(told["early"][0], 400);
    assert!(
        told["early"][1]
            .to_string()
            .contains("Rate limit exceeded: access_token not expired")
    );
    assert_eq!(
        (&told["rotated"], &told["me"]),
        (&json!(true), &json!("els@example.com"))
    );
    assert_eq!(told["reused"][0], 401);
    assert!(
        told["reused"][1]
            .to_string()
            .contains("Old refresh token used.")
    );
    let calls = sandbox.calls();
    let tokens = calls.iter().filter(|call| call.path == "/api/oauth2/token");
    let statuses: Vec<u16> = tokens.map(|call| call.status).collect();
    // The code, its second use, too early, in time, after the 401, an old one.
    assert_eq!(statuses, [200, 400, 400, 200, 200, 401]);
    assert_eq!(calls.iter().filter(|call| call.status == 401).count(), 2);
}

fn listed(told: &Value) {
    assert_eq!(
        (&told["listed"], &told["different"]),
        (&json!(133), &json!(133))
    );
    assert_eq!(
        told["first"],
        json!(["               101", "Fictieve Garage BV"])
    );
    assert_eq!(
        (&told["missing"], &told["vat"]),
        (&Value::Null, &json!(0.21))
    );
    assert_eq!(told["unfiltered"][0], 400);
    assert!(
        told["unfiltered"][1]
            .to_string()
            .contains("mandatory filtering")
    );
}

fn booked(told: &Value, sandbox: &Sandbox) {
    let books = sandbox.books(A).unwrap();
    let account = books.accounts.iter().find(|it| it.code == "5001").unwrap();
    assert_eq!(told["created"], json!([account.id, "Testgem"]));
    assert_eq!(account.name, "Nieuwe Klant NV");
    let entry = books
        .entries
        .iter()
        .find(|it| it.your_ref == "PY-1")
        .unwrap();
    assert_eq!(
        (entry.net.as_str(), entry.vat.as_str(), entry.total.as_str()),
        ("622.49", "126.98", "749.47")
    );
    let read = &told["read"];
    assert_eq!(
        (&told["number"], &read["EntryNumber"]),
        (&json!(entry.number), &json!(entry.number))
    );
    assert_eq!(read["EntryID"], json!(entry.id));
    assert_eq!(
        (&read["AmountFC"], &read["VATAmountFC"]),
        (&json!(749.47), &json!(126.98))
    );
    let lines = read["SalesEntryLines"].as_array().unwrap();
    let net: Vec<f64> = lines
        .iter()
        .map(|it| it["AmountFC"].as_f64().unwrap())
        .collect();
    assert_eq!(net, [382.50, 214.99, 25.0]);
    assert_eq!(
        told["open"],
        json!([{"Amount": 749.47, "InvoiceNumber": entry.number, "YourRef": "PY-1", "__metadata": told["open"][0]["__metadata"]}])
    );
    assert_eq!(told["map"], json!({"PY-1": entry.number, "PY-9": null}));
}

fn elements(told: &Value, sandbox: &Sandbox) {
    assert_eq!(told["strict"][0], 400);
    assert!(
        told["strict"][1]
            .to_string()
            .contains("Please add a $select")
    );
    assert_eq!(told["booked"]["AmountFC"], json!(161.45));
    assert_eq!(
        told["booked"]["SalesEntryLines"].as_array().unwrap().len(),
        2
    );
    let books = sandbox.books(A).unwrap();
    let customer = books.accounts.iter().find(|it| it.code == "4711").unwrap();
    assert_eq!(
        (customer.name.as_str(), customer.address_line1.as_str()),
        ("Carrosserie 't Hoekje", "Proefweg 9")
    );
    let entry = books
        .entries
        .iter()
        .find(|it| it.your_ref == "PY-2")
        .unwrap();
    assert_eq!(
        told["told"],
        json!([entry.total, entry.vat]),
        "both sides say the same"
    );
    assert_eq!(entry.total, "120.94");
    assert_eq!(
        told["changed"]["SalesEntryLines"].as_array().unwrap().len(),
        1
    );
    assert_eq!(told["changed"]["EntryID"], told["booked"]["EntryID"]);
    assert_eq!(
        (entry.customer_id, entry.journal.as_str()),
        (customer.id, "70")
    );
}
