//! The program itself with a seed of one's own: started, used over HTTP, ended as a service manager does it, and
//! started again.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use exact_sandbox::{COUNTERS_FILE, DEMO_CLIENT_ID, Sandbox, SandboxError, Seed};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::driver::{REDIRECT, morning};
use crate::socket::{Client, Heard};

/// A whole small company as a person would write it: no keys, everything by its code.
fn seed() -> Value {
    json!({
        "users": [{"user_name": "an@example.com", "full_name": "An Zaad", "language": "EN", "divisions": [777]}],
        "apps": [{
            "client_id": DEMO_CLIENT_ID, "secret": "geheim", "name": "Eigen app", "redirect_uris": [REDIRECT],
        }],
        "companies": [{
            "profile": {"division": 777, "name": "Zaad NV", "country": "BE"},
            "gl_accounts": [
                {"code": "400000", "description": "Klanten", "kind": 20},
                {"code": "451000", "description": "Btw", "kind": 24},
                {"code": "700000", "description": "Omzet", "kind": 110, "balance_type": "W"},
            ],
            "journals": [{"code": "V1", "description": "Verkoop", "kind": 20, "gl_account": "400000"}],
            "vat_codes": [{
                "code": "H", "description": "Hoog", "percentage": "0.21", "kind": "E", "transactions": "B",
                "gl_to_pay": "451000",
            }],
            "conditions": [{"code": "30", "description": "30 dagen", "days": 30, "method": "B"}],
            "accounts": [{"code": "1", "name": "Eerste klant", "status": "C", "payment_condition": "30"}],
            "entries": [{
                "status": "processed",
                "draft": {
                    "journal": "V1", "customer": "1", "your_ref": "OUD-1", "number": 7,
                    "lines": [{"gl_account": "700000", "amount": 10_000, "vat_code": "H"}],
                },
            }],
        }],
    })
}

/// The running program; it ends with the test.
struct Program {
    child: Child,
    client: Client,
}

impl Program {
    async fn start(folder: &Path, extra: &[&str]) -> Program {
        let address = {
            let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
            free.local_addr().unwrap()
        };
        let child = Command::new(env!("CARGO_BIN_EXE_exact-sandbox"))
            .args([
                "--loopback-callbacks",
                "--listen",
                &address.to_string(),
                "--data",
            ])
            .arg(folder.join("data"))
            .args(["--seed".as_ref(), folder.join("seed.json").as_os_str()])
            .args(extra)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        for _ in 0..400 {
            if tokio::net::TcpStream::connect(address).await.is_ok() {
                let client = Client::at(address);
                return Program { child, client };
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the program does not listen");
    }

    async fn form(&self, path: &str, form: &[(&str, &str)]) -> Heard {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.client.send_form(path, &body).await
    }

    /// Through the pages' own doors, as a browser and an app do it.
    async fn sign_in(&mut self) {
        let consent = self
            .form(
                "/api/oauth2/auth",
                &[
                    ("client_id", DEMO_CLIENT_ID),
                    ("redirect_uri", REDIRECT),
                    ("user", "an@example.com"),
                    ("division", "777"),
                    ("decision", "allow"),
                ],
            )
            .await;
        let location = url::Url::parse(consent.header("location").expect(&consent.text)).unwrap();
        let code = location
            .query_pairs()
            .find(|it| it.0 == "code")
            .unwrap()
            .1
            .into_owned();
        let tokens = self
            .form(
                "/api/oauth2/token",
                &[
                    ("grant_type", "authorization_code"),
                    ("code", &code),
                    ("redirect_uri", REDIRECT),
                    ("client_id", DEMO_CLIENT_ID),
                    ("client_secret", "geheim"),
                ],
            )
            .await;
        let tokens: Value = serde_json::from_str(tokens.body()).unwrap();
        self.client.token = tokens["access_token"].as_str().unwrap().to_owned();
    }

    async fn get(&self, path: &str) -> Value {
        let heard = self
            .client
            .send("GET", &format!("/api/v1/777/{path}"), None)
            .await;
        assert_eq!(heard.status(), 200, "{}", heard.text);
        serde_json::from_str::<Value>(heard.body()).unwrap()["d"]["results"].clone()
    }

    /// Asks it to end, and waits.
    async fn end(mut self) {
        let id = self.child.id().unwrap().to_string();
        let told = Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .await
            .unwrap();
        assert!(told.success());
        let ended = tokio::time::timeout(Duration::from_secs(20), self.child.wait()).await;
        assert!(ended.unwrap().unwrap().success(), "it ends in order");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_seed_file_with_users_apps_companies_and_entries_is_served_and_survives() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("seed.json"), seed().to_string()).unwrap();
    let mut program = Program::start(folder.path(), &[]).await;
    program.sign_in().await;
    let sales = "salesentry/SalesEntries?$select=EntryNumber,AmountFC,Status,CustomerName,YourRef";
    let before = program.get(sales).await;
    assert_eq!(before[0]["EntryNumber"], 7);
    assert_eq!(
        (before[0]["AmountFC"].as_f64(), before[0]["Status"].as_i64()),
        (Some(121.0), Some(50))
    );
    assert_eq!(before[0]["CustomerName"], "Eerste klant");
    let periods = program
        .get("financial/FinancialPeriods?$select=FinYear")
        .await;
    assert_eq!(
        periods.as_array().unwrap().len(),
        36,
        "months of three years by themselves"
    );
    let refused = program
        .client
        .send(
            "POST",
            "/api/v1/777/salesentry/SalesEntries",
            Some(&json!({})),
        )
        .await;
    assert!(
        refused.body().contains("Mandatory: Diary"),
        "in the user's language: {}",
        refused.text
    );
    let customer = &program
        .get("crm/Accounts?$select=ID&$filter=Status eq 'C'")
        .await[0]["ID"];
    let gl = &program
        .get("financial/GLAccounts?$select=ID&$filter=Code eq '700000'")
        .await[0]["ID"];
    let sale = json!({
        "Journal": "V1", "Customer": customer, "YourRef": "NIEUW-1",
        "SalesEntryLines": [{"AmountFC": 50, "GLAccount": gl, "VATCode": "H"}],
    });
    let made = program
        .client
        .send("POST", "/api/v1/777/salesentry/SalesEntries", Some(&sale))
        .await;
    assert_eq!(made.status(), 201, "{}", made.text);
    let token = program.client.token.clone();
    program.end().await;
    assert_eq!(counted_today(folder.path()), 6);

    // The seed is not looked at any more, be it broken by now.
    std::fs::write(folder.path().join("seed.json"), json!({}).to_string()).unwrap();
    let mut program = Program::start(folder.path(), &["--day-limit", "8"]).await;
    program.client.token = token;
    let after = program.get(sales).await;
    let mut refs: Vec<_> = after
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["YourRef"].as_str())
        .collect();
    refs.sort_unstable();
    assert_eq!(refs, [Some("NIEUW-1"), Some("OUD-1")]);
    program.get(sales).await;
    let over = program
        .client
        .send("GET", &format!("/api/v1/777/{sales}"), None)
        .await;
    assert_eq!(over.status(), 429, "six calls before, two after");
    program.end().await;
}

/// Calls that were counted of the day, as they are on the disk.
fn counted_today(folder: &Path) -> i64 {
    let counters = std::fs::read(folder.join("data").join(COUNTERS_FILE)).unwrap();
    let counters: Value = serde_json::from_slice(&counters).unwrap();
    counters["limits"]["calls"][0]["in_day"].as_i64().unwrap()
}

/// Builds a sandbox with the seed after a change.
fn built(change: impl FnOnce(&mut Value)) -> Result<Sandbox, String> {
    let mut seed = seed();
    change(&mut seed);
    let text = seed.to_string();
    let read = Seed::from_json(text.as_bytes(), morning()).map_err(|error| error.to_string())?;
    let built = Sandbox::builder(std::sync::Arc::new(morning))
        .seed(read)
        .build();
    built.map_err(|error| match error {
        SandboxError::Seed(inner) => inner.to_string(),
        other => other.to_string(),
    })
}

#[test]
fn a_seed_that_is_wrong_says_where() {
    assert_eq!(built(|_| {}).err(), None);
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 7] = [
        (
            |it| it["companies"][0]["jurnals"] = json!([]),
            "there is no field companies[0].jurnals",
        ),
        (
            |it| it["companies"][0]["journals"][0]["gl_account"] = json!("499999"),
            "companies[0].journals[0].gl_account names 499999, which the file does not have",
        ),
        (
            |it| {
                let again = it["companies"][0]["accounts"][0].clone();
                it["companies"][0]["accounts"]
                    .as_array_mut()
                    .unwrap()
                    .push(again);
            },
            "division 777: accounts 1 is in the seed twice",
        ),
        (
            |it| {
                let gl = it["companies"][0]["gl_accounts"].as_array_mut().unwrap();
                gl.push(json!({"id": "11111111-1111-1111-1111-111111111111", "code": "400000", "kind": 20}));
            },
            "division 777: gl_accounts 400000 is in the seed twice",
        ),
        (
            |it| {
                it["companies"][0]["vat_codes"][0]["gl_to_pay"] =
                    json!("11111111-1111-1111-1111-111111111111")
            },
            "division 777: vat_codes H names a ledger account that is not in the seed",
        ),
        (
            |it| it["companies"][0]["entries"][0]["draft"]["lines"] = json!([]),
            "Mandatory(Lines)",
        ),
        (
            |it| it["users"][0]["divisions"] = json!("777"),
            "users[0] is not as it should be",
        ),
    ];
    for (change, wanted) in cases {
        let told = built(change).err().unwrap_or_default();
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
}
