//! Random acts and calls, or random queries and bodies, from a seed: `--acts N --seed S` and `--fuzz N --seed S`.
//! Prints the number, the seed and the result; ends with an error at the first thing that is wrong.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for measuring may fail loudly and speaks on its output"
)]
#![allow(dead_code, reason = "the shared files serve the tests as well")]

#[path = "../tests/it/acts.rs"]
mod acts;
#[path = "../tests/it/chores.rs"]
mod chores;
#[path = "../tests/it/dice.rs"]
mod dice;
#[path = "../tests/it/model.rs"]
mod model;

use std::sync::Arc;

use acts::{COMPANY, Run};
use axum::body::Body;
use clap::Parser;
use dice::Dice;
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Sandbox, Switches, demo};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

#[derive(Debug, Parser)]
struct Arguments {
    /// Random acts and calls.
    #[arg(long, default_value_t = 0)]
    acts: u64,
    /// Random queries and bodies.
    #[arg(long, default_value_t = 0)]
    fuzz: u64,
    /// What chance follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Acts on one set of books; then it begins anew, so that every check stays cheap.
const ROUND: u64 = 250;
const REDIRECT: &str = "http://127.0.0.1:8080/oauth/callback";

fn sandbox(seed: u64) -> Sandbox {
    let now = "2026-11-24T09:00:30Z".parse().unwrap();
    let switches = Switches {
        minute_limit: u32::MAX,
        day_limit: u32::MAX,
        error_limit: u32::MAX,
        ..Switches::default()
    };
    let builder = Sandbox::builder(Arc::new(move || now)).seed(demo(now));
    builder.switches(switches).ids(seed).build().unwrap()
}

/// Someone signed in, and the router that he calls.
struct Caller {
    router: axum::Router,
    token: String,
}

impl Caller {
    async fn sign_in(sandbox: &Sandbox) -> Caller {
        let user = sandbox.with_books(|books| books.users[0].id);
        let code = sandbox
            .consent(DEMO_CLIENT_ID, user, &[COMPANY], REDIRECT)
            .unwrap();
        let form = format!(
            "grant_type=authorization_code&code={code}&redirect_uri={REDIRECT}&client_id={DEMO_CLIENT_ID}&client_secret={DEMO_CLIENT_SECRET}"
        );
        let request = Request::post("/api/oauth2/token")
            .header("content-type", "application/x-www-form-urlencoded");
        let router = sandbox.router();
        let response = router
            .clone()
            .oneshot(request.body(Body::from(form)).unwrap())
            .await
            .unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let token = answer["access_token"].as_str().unwrap().to_owned();
        Caller { router, token }
    }

    /// Calls, and tells whether the answer is well formed: an entity or rows, nothing, or an error object.
    async fn call(&self, method: Method, uri: &str, body: String) -> Result<u16, String> {
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("host", "exact.test")
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", self.token));
        let Ok(request) = request.body(Body::from(body)) else {
            return Ok(0);
        };
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response
            .into_body()
            .collect()
            .await
            .map_err(|error| error.to_string())?
            .to_bytes();
        if status == 204 {
            return Ok(status);
        }
        let json: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|error| format!("{uri}: {status}, {error}"))?;
        let good = if status < 300 {
            !json["d"].is_null()
        } else {
            json["error"]["message"]["value"].is_string()
        };
        if good {
            Ok(status)
        } else {
            Err(format!("{uri}: {status}, {json}"))
        }
    }
}

/// One random read of an endpoint.
fn read(dice: &mut Dice, endpoints: &[(String, &'static str)]) -> String {
    let (path, name) = dice.pick(endpoints).unwrap();
    let tail = dice
        .pick(&[
            "",
            "&$top=3",
            "&$filter=Timestamp gt 5L",
            "&$filter=Status eq 20",
            "&$inlinecount=allpages",
            "&$orderby=ID desc",
        ])
        .unwrap();
    format!("/api/v1/{COMPANY}/{path}?$select={name}{tail}").replace(' ', "%20")
}

fn endpoints() -> Vec<(String, &'static str)> {
    let published = exact_sandbox::published().into_iter();
    published
        .filter(|(path, _)| path != "current/Me")
        .filter_map(|(path, props)| Some((path, props.iter().find(|it| it.1 != "Collection")?.0)))
        .collect()
}

async fn run_acts(count: u64, seed: u64) -> Result<(), String> {
    let (mut done, mut refused, mut calls, mut round) = (0, 0, 0_u64, 0);
    let endpoints = endpoints();
    while done < count {
        let sandbox = sandbox(seed.wrapping_add(round));
        let caller = Caller::sign_in(&sandbox).await;
        let mut run = Run::begin(sandbox, seed.wrapping_add(round));
        for _ in 0..ROUND.min(count - done) {
            if run.dice.below(4) == 0 {
                let uri = read(&mut run.dice, &endpoints);
                caller.call(Method::GET, &uri, String::new()).await?;
                calls += 1;
            } else {
                run.act()
                    .and_then(|()| run.check())
                    .map_err(|why| format!("round {round}, act {done}: {why}"))?;
            }
            done += 1;
        }
        refused += run.refused;
        round += 1;
    }
    println!(
        "acts and calls: {done} (calls {calls}, refused acts {refused}), seed: {seed}, result: books balanced, answers well formed"
    );
    Ok(())
}

const PARTS: &[&str] = &[
    "YourRef",
    "Status",
    "EntryID",
    "ID",
    "eq",
    "ne",
    "gt",
    "and",
    "or",
    "not",
    "(",
    ")",
    "'x'",
    "'",
    "''",
    "12L",
    "1e400",
    "-",
    "null",
    "guid'",
    "guid'00000000-0000-0000-0000-000000000001'",
    "datetime'2026-01-31'",
    "datetime'9999-99-99'",
    "trim(",
    "tolower(",
    "substringof(",
    "startswith(",
    ",",
    "é",
    "\u{1f980}",
    "$",
    "%",
    "true",
    "99999999999999999999999999999",
    "0.1",
    "\u{0}",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"SalesEntryLines\"",
    "\"AmountFC\"",
    "\"Customer\"",
    "\"Journal\"",
    "\"70\"",
    "1e999",
    "-1",
    "null",
    "true",
    "\"",
    "\\u0000",
    "\"EntryDate\"",
    "\"/Date(1)/\"",
    "\"2026-13-45\"",
    "{\"d\":",
    "\"GLAccount\"",
    "99999999999999999999",
    "\u{feff}",
    "\"x\"",
];

fn garble(dice: &mut Dice, parts: &[&str]) -> String {
    let length = dice.below(14);
    let glue = if dice.below(2) == 0 { " " } else { "" };
    (0..length)
        .map(|_| dice.pick(parts).unwrap())
        .collect::<Vec<_>>()
        .join(glue)
}

/// A sound text with up to two bytes replaced or taken out, so that what is nearly right is met as well.
fn damaged(dice: &mut Dice, sound: &[&str]) -> String {
    let mut text: Vec<char> = dice.pick(sound).unwrap().chars().collect();
    for _ in 0..dice.below(3) {
        let at = dice.below(text.len());
        if dice.below(2) == 0 {
            text.remove(at);
        } else {
            text[at] = dice
                .pick(&['\'', '(', '"', '0', ',', 'x', '}', 'é'])
                .unwrap();
        }
    }
    text.into_iter().collect()
}

const SOUND_FILTERS: &[&str] = &[
    "YourRef eq 'P-0001' and (Status eq 20 or not (Status ne 50))",
    "substringof('P',YourRef) and startswith(trim(Journal),'7')",
    "EntryID eq guid'00000000-0000-0000-0000-000000000001' or EntryNumber gt 12L",
];
const SOUND_BODIES: &[&str] = &[
    r#"{"Journal":"70","YourRef":"x","SalesEntryLines":[{"AmountFC":12.5,"VATCode":"2"}]}"#,
    r#"{"JournalCode":"20","OpeningBalanceFC":"1.00","BankEntryLines":[{"AmountFC":1e2,"OurRef":26700001}]}"#,
    r#"{"FirstName":"An","LastName":null,"BirthDate":"2026-01-31T00:00:00Z"}"#,
];

async fn run_fuzz(count: u64, seed: u64) -> Result<(), String> {
    let sandbox = sandbox(seed);
    let caller = Caller::sign_in(&sandbox).await;
    let mut dice = Dice(seed);
    let mut statuses = std::collections::BTreeMap::<u16, u64>::new();
    for number in 0..count {
        let status = if dice.below(2) == 0 {
            let option = dice
                .pick(&[
                    "$filter",
                    "$orderby",
                    "$skiptoken",
                    "$select",
                    "$top",
                    "$expand",
                ])
                .unwrap();
            let text = if dice.below(2) == 0 {
                garble(&mut dice, PARTS)
            } else {
                damaged(&mut dice, SOUND_FILTERS)
            };
            let value: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            let path = dice
                .pick(&[
                    "salesentry/SalesEntries",
                    "cashflow/Receivables",
                    "sync/Cashflow/PaymentTerms",
                ])
                .unwrap();
            let uri = format!("/api/v1/{COMPANY}/{path}?$select=YourRef&{option}={value}");
            caller.call(Method::GET, &uri, String::new()).await
        } else {
            let path = dice
                .pick(&[
                    "salesentry/SalesEntries",
                    "financialtransaction/BankEntries",
                    "crm/Contacts",
                ])
                .unwrap();
            let body = if dice.below(2) == 0 {
                garble(&mut dice, JSON)
            } else {
                damaged(&mut dice, SOUND_BODIES)
            };
            caller
                .call(Method::POST, &format!("/api/v1/{COMPANY}/{path}"), body)
                .await
        };
        *statuses
            .entry(status.map_err(|why| format!("input {number}: {why}"))?)
            .or_default() += 1;
    }
    println!(
        "inputs: {count}, seed: {seed}, statuses: {statuses:?}, result: every answer well formed, no panic, no hang"
    );
    Ok(())
}

fn main() -> Result<(), String> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        if arguments.acts > 0 {
            run_acts(arguments.acts, arguments.seed).await?;
        }
        if arguments.fuzz > 0 {
            run_fuzz(arguments.fuzz, arguments.seed).await?;
        }
        Ok(())
    })
}
