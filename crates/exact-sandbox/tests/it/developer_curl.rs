//! "Copy as curl": the command sends the very call again. It is taken apart by the rules of a shell and sent, and where
//! there is a shell with curl, it is run by that too.

use std::process::Stdio;

use exact_sandbox::Sandbox;
use http::{Method, Request};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::sync::oneshot;

use crate::developer_log::page;
use crate::driver::{A, Exact};

/// The command that a call's page shows.
async fn command(exact: &Exact, number: u64) -> String {
    let html = page(exact, &format!("/ontwikkelaar/calls/{number}"))
        .await
        .text;
    let begin = html
        .split("<pre id=\"curl\" tabindex=\"0\">")
        .nth(1)
        .unwrap();
    plain(begin.split("</pre>").next().unwrap())
}

fn plain(html: &str) -> String {
    [
        ("&#39;", "'"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&gt;", ">"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The words of a simple command, as POSIX splits them; variables in double quotes are filled in.
fn words(command: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let (mut words, mut word, mut begun) = (Vec::new(), String::new(), false);
    let mut rest = command.chars();
    while let Some(c) = rest.next() {
        match c {
            '\'' => {
                begun = true;
                word.extend(rest.by_ref().take_while(|c| *c != '\''));
            }
            '"' => {
                begun = true;
                let inside: String = rest.by_ref().take_while(|c| *c != '"').collect();
                let filled = variables.iter().fold(inside, |text, (name, value)| {
                    text.replace(&format!("${name}"), value)
                });
                word.push_str(&filled);
            }
            '\\' => match rest.next().unwrap() {
                '\n' => {}
                escaped => {
                    begun = true;
                    word.push(escaped);
                }
            },
            c if c.is_whitespace() => {
                if std::mem::take(&mut begun) {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => {
                assert!(
                    !"$`;&|<>()".contains(c),
                    "{c} would mean something to a shell"
                );
                begun = true;
                word.push(c);
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// The request that curl would send for these words.
fn request(words: &[String]) -> Request<axum::body::Body> {
    assert_eq!(words[0], "curl");
    let (mut method, mut body, mut builder, mut url) = (None, None, Request::builder(), None);
    let mut rest = words[1..].iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "-sSg" | "--path-as-is" => {}
            "-X" => method = Some(rest.next().unwrap().clone()),
            "-H" => {
                let (name, value) = rest.next().unwrap().split_once(':').unwrap();
                if !value.is_empty() {
                    builder = builder.header(name.to_lowercase(), value.trim());
                }
            }
            "--data-raw" => body = Some(rest.next().unwrap().clone()),
            "--data-urlencode" => {
                let (name, value) = rest.next().unwrap().split_once('=').unwrap();
                let encoded = url::form_urlencoded::byte_serialize(value.as_bytes());
                let pair = format!("{name}={}", encoded.collect::<String>());
                body = Some(
                    body.map_or_else(|| pair.clone(), |body: String| format!("{body}&{pair}")),
                );
            }
            other => url = Some(url::Url::parse(other).unwrap()),
        }
    }
    let url = url.unwrap();
    let method = method.unwrap_or_else(|| if body.is_some() { "POST" } else { "GET" }.to_owned());
    builder = builder
        .method(method.as_str())
        .uri(&url[url::Position::BeforePath..]);
    builder.body(body.unwrap_or_default().into()).unwrap()
}

/// Calls with quotes, blanks, brackets, an é and what else bites in a shell, and their method, path, query and body.
async fn awkward(exact: &Exact) -> Vec<u64> {
    let filter = "crm/Accounts?$select=ID,Name&$filter=Name eq 'Garage D''Hondt' and Status eq 'C'";
    exact.get(filter).await;
    let name = "Garage D'Hondt & Zn \"Été\" $HOME `id` \\ ! [1] {2}\n* é";
    exact
        .post("crm/Accounts", &json!({ "Name": name, "Status": "C" }))
        .await;
    let prefer = [
        ("prefer", "return=representation"),
        ("x-note", "it's; $(fine)"),
    ];
    let body = exact.sale("L'été").to_string();
    let path = format!("/api/v1/{A}/salesentry/SalesEntries");
    exact.call(Method::POST, &path, Some(&body), &prefer).await;
    let key = exact.customer("101");
    exact
        .put(
            &format!("crm/Accounts(guid'{key}')"),
            &json!({ "City": "@etc/passwd" }),
        )
        .await;
    exact.delete(&format!("crm/Accounts(guid'{key}')")).await;
    let numbers = exact.sandbox.calls().into_iter().map(|call| call.number);
    numbers.filter(|number| *number > 1).collect()
}

fn essence(sandbox: &Sandbox, number: u64) -> (String, String, String) {
    let calls = sandbox.calls();
    let call = calls.iter().find(|call| call.number == number).unwrap();
    (call.method.clone(), call.path.clone(), call.query.clone())
}

async fn body_of(exact: &Exact, number: u64) -> (String, u64) {
    let json = page(exact, &format!("/_sandbox/calls/{number}"))
        .await
        .json();
    let status = json["call"]["status"].as_u64().unwrap();
    (
        json["exchange"]["request"].as_str().unwrap().to_owned(),
        status,
    )
}

#[tokio::test]
async fn the_command_taken_apart_is_the_same_call() {
    let exact = Exact::start().await;
    for number in awkward(&exact).await {
        let command = command(&exact, number).await;
        let request = request(&words(&command, &[("TOKEN", &exact.token)]));
        exact.send(request).await;
        let again = exact.sandbox.calls().last().unwrap().number;
        assert_eq!(
            essence(&exact.sandbox, number),
            essence(&exact.sandbox, again),
            "{command}"
        );
        let (was, is) = (body_of(&exact, number).await, body_of(&exact, again).await);
        assert_eq!(was.0, is.0, "{command}");
        assert_ne!(is.1, 401, "{command}");
    }
}

#[tokio::test]
async fn a_token_call_is_told_with_variables_for_its_secrets() {
    let mut exact = Exact::start().await;
    exact.sandbox.advance(575_000).unwrap();
    let command = command(&exact, 1).await;
    assert!(
        command.contains("\"client_secret=$CLIENT_SECRET\"") && command.contains("\"code=$CODE\"")
    );
    let code = exact.code(0, &[A]);
    let filled = words(
        &command,
        &[
            ("CODE", &code),
            ("CLIENT_SECRET", exact_sandbox::DEMO_CLIENT_SECRET),
        ],
    );
    let reply = exact.send(request(&filled)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    exact.keep(&reply);
    assert_eq!(
        exact.get("financial/Journals?$select=Code").await.status,
        200
    );
}

#[tokio::test]
async fn a_body_that_is_not_kept_whole_has_no_command() {
    let exact = Exact::start().await;
    let long = "x".repeat(70_000);
    exact
        .post(
            "crm/Accounts",
            &json!({ "Name": "A", "Status": "C", "Remarks": long }),
        )
        .await;
    let html = page(&exact, "/ontwikkelaar/calls/2").await.text;
    assert!(html.contains("is not kept whole") && !html.contains("id=\"curl\""));
}

async fn has_curl() -> bool {
    let found = Command::new("sh")
        .args(["-c", "command -v curl"])
        .stdout(Stdio::null())
        .status();
    found.await.is_ok_and(|status| status.success())
}

#[tokio::test]
async fn a_shell_with_curl_sends_the_same_call_over_a_socket() {
    if !has_curl().await {
        // The other test sends the same commands without it.
        return;
    }
    let exact = Exact::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (stop, stopped) = oneshot::channel::<()>();
    let sandbox = exact.sandbox.clone();
    let served = async { sandbox.serve(listener, async { drop(stopped.await) }).await };
    let client = async {
        for number in awkward(&exact).await {
            let command = command(&exact, number)
                .await
                .replace("http://exact.test", &format!("http://{address}"));
            let run = Command::new("sh")
                .arg("-c")
                .arg(&command)
                .env("TOKEN", &exact.token)
                .output();
            let output = run.await.unwrap();
            assert!(
                output.status.success(),
                "{command}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            let again = exact.sandbox.calls().last().unwrap().number;
            assert_ne!(number, again);
            assert_eq!(
                essence(&exact.sandbox, number),
                essence(&exact.sandbox, again),
                "{command}"
            );
            let (was, is) = (body_of(&exact, number).await, body_of(&exact, again).await);
            assert_eq!(was.0, is.0, "{command}");
            assert_ne!(is.1, 401, "{command}");
        }
        drop(stop);
    };
    let (served, ()) = tokio::join!(served, client);
    served.unwrap();
}
