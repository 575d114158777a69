//! Faults, switches, the clock and webhooks, by the developer's pages: forms do what they say.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use exact_sandbox::hooks::{Courier, DeliveryState, Heard};
use exact_sandbox::{CallbackRule, Sandbox, Switches};
use futures_util::future::BoxFuture;
use serde_json::json;

use crate::developer_log::{page, submit};
use crate::driver::{A, Exact, morning, roomy, seed};

const READ: &str = "financial/Journals?$select=Code";
const FAULTS: &str = "/ontwikkelaar/faults";

#[tokio::test]
async fn a_fault_ordered_by_the_form_strikes_the_next_call_that_it_fits() {
    let exact = Exact::start().await;
    let form = [
        ("kind", "status"),
        ("status", "503"),
        ("retry_after", "120"),
        ("body", ""),
        ("when", "before"),
        ("method", "GET"),
        ("path", "vatcodes"),
        ("division", "123456"),
        ("count", "2"),
        ("chance", ""),
        ("seed", ""),
    ];
    assert_eq!(submit(&exact, FAULTS, &form).await.status, 303);
    assert_eq!(exact.get(READ).await.status, 200, "another path");
    let struck = exact.get("vat/VATCodes?$select=Code").await;
    assert_eq!(
        (struck.status.as_u16(), struck.header("retry-after")),
        (503, Some("120"))
    );
    let shown = page(&exact, FAULTS).await.text;
    assert!(
        shown.contains("answered 503")
            && shown.contains("once more")
            && shown.contains("struck 1 time<")
    );
    exact.get("vat/VATCodes?$select=Code").await;
    let shown = page(&exact, FAULTS).await.text;
    assert!(
        shown.contains("Struck for the last time") && shown.contains("struck 2 times"),
        "{shown}"
    );
    assert_eq!(exact.get("vat/VATCodes?$select=Code").await.status, 200);
    let log = page(&exact, "/ontwikkelaar/calls?faulted=1").await.text;
    assert_eq!(log.matches("data-number").count(), 2);
}

#[tokio::test]
async fn presets_are_ordered_by_one_button_and_taken_back() {
    let exact = Exact::start().await;
    let shown = page(&exact, FAULTS).await.text;
    let json = shown.split("name=\"json\" value=\"").nth(1).unwrap();
    let json = json.split('"').next().unwrap().replace("&#34;", "\"");
    assert_eq!(
        submit(&exact, FAULTS, &[("json", &json), ("count", "1")])
            .await
            .status,
        303
    );
    assert_eq!(exact.get(READ).await.status, 200, "it is for writing");
    let sale = exact.sale("F-1");
    assert!(exact.post("salesentry/SalesEntries", &sale).await.dropped);
    assert_eq!(
        exact.entry_of("F-1").your_ref,
        "F-1",
        "done, but never answered"
    );
    submit(
        &exact,
        FAULTS,
        &[("json", r#"{"kind":"limit","window":"minute"}"#)],
    )
    .await;
    submit(
        &exact,
        FAULTS,
        &[("json", r#"{"kind":"html","status":502}"#)],
    )
    .await;
    assert_eq!(exact.get(READ).await.status, 429);
    submit(&exact, "/ontwikkelaar/faults/take-back", &[("number", "2")]).await;
    // What is no number takes nothing back, least of all everything.
    for number in ["", "x", "-1", "2x"] {
        let path = "/ontwikkelaar/faults/take-back";
        let refused = submit(&exact, path, &[("number", number)]).await;
        assert_eq!(refused.status, 422, "{number}");
    }
    assert_eq!(exact.get(READ).await.status, 502);
    submit(&exact, "/ontwikkelaar/faults/take-back", &[]).await;
    assert_eq!(exact.get(READ).await.status, 200);
    let form = page(&exact, "/ontwikkelaar/faults?preset=committed_late")
        .await
        .text;
    assert!(
        form.contains("name=\"ms\" min=\"0\" required value=\"30000\"")
            && !form.contains("name=\"when\"")
    );
    for wrong in [
        &[("json", "nonsense")][..],
        &[("kind", "status"), ("status", "99")],
        &[("kind", "status"), ("status", "500"), ("chance", "200")],
    ] {
        let refused = submit(&exact, FAULTS, wrong).await;
        assert_eq!(refused.status, 422, "{wrong:?}");
        assert!(refused.text.contains("role=\"alert\""));
    }
}

#[tokio::test]
async fn switches_are_set_marked_and_set_back() {
    let exact = Exact::with(Switches {
        minute_limit: 60,
        ..Switches::demo()
    })
    .await;
    let here = "/ontwikkelaar/switches";
    let shown = page(&exact, here).await.text;
    assert!(
        shown.contains("2 as a demo on one machine has them")
            && !shown.contains("changed, default")
    );
    let form = [
        ("require_select", "false"),
        ("language", "en"),
        ("minute_limit", "7"),
        ("nonsense", "1"),
    ];
    assert_eq!(submit(&exact, here, &form).await.status, 303);
    let wanted = Switches {
        require_select: false,
        language: exact_sandbox::TextLanguage::En,
        minute_limit: 7,
        ..Switches::demo()
    };
    assert_eq!(
        exact.sandbox.switches(),
        wanted,
        "those that are not named stay"
    );
    let shown = page(&exact, here).await.text;
    assert!(shown.contains("changed, default on") && shown.contains("changed, default 60"));
    for (name, value) in [
        ("minute_limit", "many"),
        ("language", "fr"),
        ("atom", "perhaps"),
        ("webhook_lose_percent", "101"),
    ] {
        assert_eq!(
            submit(&exact, here, &[(name, value)]).await.status,
            422,
            "{name}"
        );
    }
    assert_eq!(exact.sandbox.switches(), wanted);
    submit(&exact, "/ontwikkelaar/switches/defaults", &[("of", "demo")]).await;
    assert_eq!(exact.sandbox.switches(), Switches::demo());
    submit(
        &exact,
        "/ontwikkelaar/switches/defaults",
        &[("of", "default")],
    )
    .await;
    assert_eq!(exact.sandbox.switches(), Switches::default());
    let all = serde_json::to_value(Switches::default()).unwrap();
    let shown = page(&exact, here).await.text;
    for name in all.as_object().unwrap().keys() {
        assert!(shown.contains(&format!("name=\"{name}\"")), "{name}");
    }
}

#[tokio::test]
async fn the_clock_is_moved_and_tells_what_comes_next() {
    let exact = Exact::start().await;
    let here = "/ontwikkelaar/clock";
    let late = json!({"kind": "commit_late", "ms": 60_000, "count": 1});
    exact
        .sandbox
        .fault(serde_json::from_value(late).unwrap())
        .unwrap();
    let sale = exact.sale("K-1");
    exact.post("salesentry/SalesEntries", &sale).await;
    let shown = page(&exact, here).await.text;
    assert!(
        shown.contains("POST /api/v1/123456/salesentry/SalesEntries")
            && shown.contains("<b>in 1 min</b>")
    );
    assert!(shown.contains("access token ends") && shown.contains("<b>in 9 min 30 s</b>"));
    let at = shown
        .split("name=\"to\" value=\"")
        .nth(2)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    assert_eq!(submit(&exact, here, &[("to", at)]).await.status, 303);
    assert_eq!(
        exact.entry_of("K-1").your_ref,
        "K-1",
        "it took effect at its moment"
    );
    let before = exact.sandbox.now();
    submit(&exact, here, &[("advance_ms", "600000")]).await;
    assert_eq!(
        exact.sandbox.now().as_millisecond() - before.as_millisecond(),
        600_000
    );
    assert_eq!(exact.get(READ).await.status, 401, "the access token ended");
    submit(&exact, here, &[("to", "2026-12-01T08:00")]).await;
    assert_eq!(exact.sandbox.now().to_string(), "2026-12-01T08:00:00Z");
    submit(&exact, here, &[("stopped", "true")]).await;
    assert!(page(&exact, here).await.text.contains("Let it run"));
    submit(&exact, here, &[("stopped", "false")]).await;
    for wrong in [
        ("to", "2020-01-01T00:00"),
        ("to", "soon"),
        ("advance_ms", "-5"),
    ] {
        assert_eq!(
            submit(&exact, here, &[wrong]).await.status,
            422,
            "{wrong:?}"
        );
    }
}

/// Receives in process, and answers with a status that the test sets.
struct Door(Mutex<u16>);

impl Courier for Door {
    fn post(&self, _: String, _: Bytes) -> BoxFuture<'static, Heard> {
        let status = Some(*self.0.lock().unwrap());
        Box::pin(async move {
            Heard {
                status,
                text: "<busy>".to_owned(),
            }
        })
    }
}

#[tokio::test]
async fn deliveries_are_shown_with_each_try_and_made_again() {
    let door = Arc::new(Door(Mutex::new(200)));
    let courier: Arc<dyn Courier> = Arc::<Door>::clone(&door);
    let switches = Switches {
        callback_rule: CallbackRule::Loopback,
        ..roomy()
    };
    let sandbox = Sandbox::builder(Arc::new(morning))
        .seed(seed())
        .courier(courier)
        .switches(switches)
        .build()
        .unwrap();
    let exact = Exact::on(sandbox).await;
    let subscription = json!({"Topic": "Accounts", "CallbackURL": "http://127.0.0.1:9/hook"});
    exact
        .post("webhooks/WebhookSubscriptions", &subscription)
        .await;
    *door.0.lock().unwrap() = 503;
    exact
        .post("crm/Accounts", &json!({"Name": "W", "Status": "C"}))
        .await;
    exact.sandbox.deliver_webhooks().await.unwrap();
    let list = page(&exact, "/ontwikkelaar/webhooks").await.text;
    assert!(
        list.contains("http://127.0.0.1:9/hook")
            && list.contains("retrying")
            && list.contains("in 2 min")
    );
    let one = page(&exact, "/ontwikkelaar/webhooks/1").await.text;
    assert!(
        one.contains("1 of 11") && one.contains("503") && one.contains("&#60;busy&#62;"),
        "{one}"
    );
    assert!(one.contains("openssl dgst -sha256 -hmac") && one.contains("&quot;HashCode&quot;"));
    let signature = exact.sandbox.deliveries()[0].body.clone();
    let signature = signature
        .split("HashCode\":\"")
        .nth(1)
        .unwrap()
        .trim_end_matches("\"}");
    assert!(one.contains(&format!("<code class=\"break\">{signature}</code>")));
    *door.0.lock().unwrap() = 200;
    let back = submit(&exact, "/ontwikkelaar/webhooks/1/again", &[]).await;
    assert_eq!(back.status, 303);
    exact.sandbox.deliver_webhooks().await.unwrap();
    assert_eq!(
        exact.sandbox.deliveries()[0].state,
        DeliveryState::Delivered
    );
    let delivered = page(&exact, "/ontwikkelaar/webhooks?state=delivered")
        .await
        .text;
    assert!(delivered.contains("1 deliveries") && delivered.contains("copy"));
    submit(
        &exact,
        "/ontwikkelaar/webhooks",
        &[("webhook_lose_percent", "100")],
    )
    .await;
    exact
        .post("crm/Accounts", &json!({"Name": "X", "Status": "C"}))
        .await;
    let lost = page(&exact, "/ontwikkelaar/webhooks?state=lost").await.text;
    assert!(lost.contains(">lost<") && lost.contains(&A.to_string()));
}

#[tokio::test]
async fn the_doors_refuse_what_the_pages_refuse() {
    let exact = Exact::start().await;
    let post = async |door: &str, body: &str| {
        let request = http::Request::post(format!("/_sandbox/{door}"));
        let request = request.body(body.to_owned().into()).unwrap();
        exact.send(request).await.status.as_u16()
    };
    for wrong in [
        r#"{"kind":"status","status":99}"#,
        r#"{"kind":"html","status":600}"#,
        r#"{"kind":"drop","count":0}"#,
        r#"{"kind":"drop","probability":"1.5"}"#,
        r#"{"kind":"drop","probability":"0"}"#,
    ] {
        let request = http::Request::post("/_sandbox/faults");
        let door = exact.send(request.body(wrong.into()).unwrap()).await;
        assert_eq!(door.status, 400, "{wrong}");
        let fault = serde_json::from_str(wrong).unwrap();
        let library = exact.sandbox.fault(fault).unwrap_err().to_string();
        assert_eq!(door.json()["error"], library, "{wrong}");
    }
    assert_eq!(exact.get(READ).await.status, 200, "none is ordered");
    let before = exact.sandbox.switches();
    for name in [
        "webhook_lose_percent",
        "webhook_duplicate_percent",
        "webhook_reorder_percent",
    ] {
        let body = format!(r#"{{"{name}":101}}"#);
        assert_eq!(post("switches", &body).await, 400, "{name}");
        let changes = serde_json::from_str(&body).unwrap();
        assert!(before.changed(changes).is_err(), "{name}");
    }
    assert_eq!(exact.sandbox.switches(), before);
    let hundred = r#"{"webhook_lose_percent":100}"#;
    assert_eq!(post("switches", hundred).await, 200);
}

#[tokio::test]
async fn every_form_of_the_developer_says_what_it_did() {
    let exact = Exact::start().await;
    for done in sent() {
        let path = format!("/ontwikkelaar/faults?done={done}");
        let shown = page(&exact, &path).await.text;
        assert!(shown.contains("role=\"status\""), "{done} says nothing");
    }
    let shown = page(&exact, "/ontwikkelaar/faults?done=nonsense").await;
    assert!(!shown.text.contains("role=\"status\""));
}

/// The keys that the pages lead back with, from the source where they are.
fn sent() -> std::collections::BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/pages/developer");
    let mut keys = std::collections::BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for call in source.split("back(").skip(1) {
            let arguments = call.split(')').next().unwrap();
            let texts = arguments.split('"').skip(1).step_by(2);
            keys.extend(
                texts
                    .filter(|it| !it.contains('/'))
                    .last()
                    .map(str::to_owned),
            );
        }
    }
    keys.extend(["fault-taken-back", "faults-taken-back"].map(str::to_owned));
    assert!(keys.len() >= 10, "{keys:?}");
    keys
}
