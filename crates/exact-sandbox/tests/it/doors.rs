//! `docs/doors.md` is true: every command in it gives the answer that stands below it, and every door, act and field is
//! described there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use exact_sandbox::Sandbox;
use http::StatusCode;
use serde_json::{Value, json};

use crate::driver::{A, B, Exact, morning};
use crate::papers::{Curl, Section, agrees, blocks, sections};

const PAPER: &str = include_str!("../../docs/doors.md");
const ROUTES: &str = include_str!("../../src/admin/mod.rs");

/// A fresh demo, as the program starts it, with Els signed in.
async fn demo() -> Exact {
    let sandbox = Sandbox::builder(Arc::new(morning))
        .seed(exact_sandbox::demo(morning()))
        .build()
        .unwrap();
    let mut exact = Exact {
        sandbox,
        token: String::new(),
        refresh: String::new(),
    };
    exact.sign_in(0, &[A, B]).await;
    exact
}

#[tokio::test]
async fn every_command_gives_the_answer_that_stands_below_it() {
    let exact = demo().await;
    let (token, mut receipt) = (exact.token.clone(), String::new());
    let blocks = blocks(PAPER);
    let mut wrong = Vec::new();
    for pair in blocks.chunks(2) {
        let [command, answer] = pair else {
            panic!("a command without an answer: {pair:?}");
        };
        assert_eq!(command.info, "sh");
        let (kind, status) = answer.info.split_once(' ').unwrap();
        let call = Curl::read(&command.text, &[("TOKEN", &token), ("RECEIPT", &receipt)]);
        let (real, body) = call.send(&exact.sandbox).await;
        if command.text.contains("book_receipt") {
            let made: Value = serde_json::from_str(&body).unwrap();
            made["id"].as_str().unwrap().clone_into(&mut receipt);
        }
        let right = match kind {
            "json" => {
                let shown: Value = serde_json::from_str(&answer.text)
                    .unwrap_or_else(|error| panic!("{error}: {}", answer.text));
                serde_json::from_str(&body).is_ok_and(|body| agrees(&shown, &body))
            }
            _ => answer.text.trim() == body,
        };
        if !right || real.as_str() != status {
            wrong.push(format!("{}\n{real}\n{body}\n", command.text));
        }
    }
    assert!(blocks.len() > 70, "{} blocks", blocks.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Method and path of every route, from the source where they are.
fn routes() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for route in ROUTES.split(".route(").skip(1) {
        let path = route.split('"').nth(1).unwrap();
        for method in ["get", "post", "delete", "put"] {
            if route.contains(&format!("{method}(")) {
                all.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    all
}

/// The doors that the paper describes.
fn described() -> BTreeMap<String, Section> {
    let all = sections(PAPER).into_iter();
    let doors = all.filter(|section| section.title.contains(" /_sandbox"));
    doors
        .map(|section| (section.title.clone(), section))
        .collect()
}

#[tokio::test]
async fn every_door_is_described_and_nothing_else() {
    let routes = routes();
    let described: BTreeSet<String> = described().into_keys().collect();
    assert!(routes.len() > 15, "{routes:?}");
    assert_eq!(described, routes);
    let exact = demo().await;
    for door in &described {
        let (method, path) = door.split_once(' ').unwrap();
        let url = format!("http://sandbox{}", path.replace("{number}", "1"));
        let call = Curl::read(&format!("curl -X {method} {url}"), &[]);
        let (status, body) = call.send(&exact.sandbox).await;
        assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{door}");
        assert!(status != 404 || body.contains("error"), "{door}: {body}");
    }
}

/// The names that serde expected, from the error of a door.
fn expected(error: &str) -> BTreeSet<String> {
    let list = error.split(", expected").nth(1).unwrap_or_default();
    list.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

async fn error(exact: &Exact, door: &str, order: &Value) -> String {
    let command = format!("curl http://sandbox/_sandbox/{door} -d '{order}'");
    let (status, body) = Curl::read(&command, &[]).send(&exact.sandbox).await;
    assert_eq!(status, 400, "{order}: {body}");
    let told: Value = serde_json::from_str(&body).unwrap();
    told["error"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_act_is_described_with_its_fields() {
    let exact = demo().await;
    let acts = expected(&error(&exact, "act", &json!({"act": "?", "division": A})).await);
    let all = sections(PAPER);
    let first = all
        .iter()
        .position(|it| it.title == "POST /_sandbox/act")
        .unwrap();
    let described = all[first + 1..]
        .iter()
        .take_while(|it| it.title != "Access");
    let mut found = BTreeSet::new();
    for section in described {
        let also = section.body.split("Also called `").nth(1);
        found.extend(
            also.and_then(|text| text.split('`').next())
                .map(str::to_owned),
        );
        found.insert(section.title.clone());
        if section.title == "move_division" {
            assert!(section.names().is_empty());
            continue;
        }
        let order = json!({"act": section.title, "division": A, "?": 1});
        let fields = expected(&error(&exact, "act", &order).await);
        let lines = section.body.find("A line of a");
        let (own, of_lines) = section.body.split_at(lines.unwrap_or(section.body.len()));
        let names = |body: &str| {
            let part = Section {
                title: String::new(),
                body: body.to_owned(),
            };
            part.names().into_iter().collect::<BTreeSet<String>>()
        };
        assert_eq!(names(own), fields, "{}", section.title);
        if lines.is_some() {
            let order = json!({"act": section.title, "division": A, "lines": [{"?": 1}]});
            let fields = expected(&error(&exact, "act", &order).await);
            assert_eq!(names(of_lines), fields, "lines of {}", section.title);
        }
    }
    assert_eq!(found, acts);
}

#[tokio::test]
async fn every_other_name_is_described() {
    let exact = demo().await;
    let doors = described();
    let names = |door: &str| {
        doors[door]
            .names()
            .into_iter()
            .collect::<BTreeSet<String>>()
    };
    let told = expected(&error(&exact, "access", &json!({"set": "?"})).await);
    assert_eq!(names("POST /_sandbox/access"), told);
    let told = expected(&error(&exact, "clock", &json!({"?": 1})).await);
    assert_eq!(names("POST /_sandbox/clock"), told);
    let told = expected(&error(&exact, "webhooks", &json!({"?": 1})).await);
    assert_eq!(names("POST /_sandbox/webhooks"), told);
    let mut told = expected(&error(&exact, "faults", &json!({"kind": "?"})).await);
    let fault: exact_sandbox::Fault = serde_json::from_value(json!({"kind": "stale"})).unwrap();
    let fields = serde_json::to_value(fault).unwrap();
    told.extend(fields.as_object().unwrap().keys().cloned());
    assert_eq!(names("POST /_sandbox/faults"), told);
    let (status, body) = Curl::read("curl http://sandbox/_sandbox/calls?x=1", &[])
        .send(&exact.sandbox)
        .await;
    assert_eq!(status, 400);
    assert_eq!(names("GET /_sandbox/calls"), expected(&body));
    assert_eq!(names("GET /_sandbox/books"), books_names());
}

/// The filter of the books, and the lists of its answer.
fn books_names() -> BTreeSet<String> {
    let lists = [
        "accounts",
        "gl_accounts",
        "journals",
        "entries",
        "documents",
        "postings",
        "items",
    ];
    let more = ["division", "entries[].lines", "entries[].terms"];
    lists.into_iter().chain(more).map(str::to_owned).collect()
}
