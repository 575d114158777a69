//! The developer's log of calls: filters, paging, counts, one call readable, and no secret on any page.

use exact_sandbox::{DEMO_CLIENT_SECRET, Switches};
use http::{Method, Request};

use crate::driver::{A, B, Exact, Reply, roomy};

pub(crate) async fn page(exact: &Exact, path: &str) -> Reply {
    let request = Request::get(path).body(String::new().into()).unwrap();
    exact.send(request).await
}

/// Posts a form as a browser on the page itself would.
pub(crate) async fn submit(exact: &Exact, path: &str, pairs: &[(&str, &str)]) -> Reply {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    let body = form.extend_pairs(pairs).finish();
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "http://exact.test")
        .header("sec-fetch-site", "same-origin");
    exact.send(request.body(body.into()).unwrap()).await
}

const PAGES: &[&str] = &[
    "/ontwikkelaar",
    "/ontwikkelaar/calls",
    "/ontwikkelaar/calls/counts",
    "/ontwikkelaar/limits",
    "/ontwikkelaar/tokens",
    "/ontwikkelaar/access",
    "/ontwikkelaar/webhooks",
    "/ontwikkelaar/faults",
    "/ontwikkelaar/faults?kind=status",
    "/ontwikkelaar/switches",
    "/ontwikkelaar/clock",
];

/// The numbers of the calls that a list shows, in its order.
fn numbers(html: &str) -> Vec<u64> {
    let parts = html.split("data-number=\"").skip(1);
    parts
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

#[tokio::test]
async fn every_page_answers_in_english_and_loads_nothing_from_elsewhere() {
    let exact = Exact::start().await;
    for path in PAGES {
        let reply = page(&exact, path).await;
        assert_eq!(reply.status, 200, "{path}");
        assert!(reply.text.contains(r#"<html lang="en">"#), "{path}");
        assert!(
            reply.text.contains(r#"<nav aria-label="Developer">"#),
            "{path}"
        );
        assert!(!reply.text.contains(" style="), "{path}: nothing inline");
        assert!(!reply.text.contains("<script>"), "{path}: nothing inline");
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"));
    }
    for (path, kind) in [
        ("/assets/developer.css", "text/css"),
        ("/assets/developer.js", "text/javascript"),
        ("/ontwikkelaar/readme", "text/plain"),
    ] {
        let reply = page(&exact, path).await;
        assert!(
            reply.header("content-type").unwrap().starts_with(kind),
            "{path}"
        );
    }
    assert_eq!(page(&exact, "/ontwikkelaar/calls/999").await.status, 404);
    assert_eq!(page(&exact, "/ontwikkelaar/webhooks/999").await.status, 404);
}

#[tokio::test]
async fn the_log_is_filtered_by_everything_it_shows() {
    let mut exact = Exact::start().await;
    let other = exact
        .sandbox
        .sign_in("other-app", crate::driver::user(&exact.sandbox, 1), &[A]);
    exact.get("financial/Journals?$select=Code").await;
    exact.get("crm/Accounts?$select=Naam").await;
    let b = format!("/api/v1/{B}/financial/Journals?$select=Code");
    exact.call(Method::GET, &b, None, &[]).await;
    let sale = exact.sale("L-1");
    exact.post("salesentry/SalesEntries", &sale).await;
    let fault = serde_json::json!({"kind": "status", "status": 503, "count": 1});
    exact
        .sandbox
        .fault(serde_json::from_value(fault).unwrap())
        .unwrap();
    exact.get("financial/GLAccounts?$select=Code").await;
    exact.token = other.unwrap().access;
    exact.get("vat/VATCodes?$select=Code").await;
    // 1 is the token call.
    for (query, wanted) in [
        ("", &[7, 6, 5, 4, 3, 2, 1][..]),
        ("path=journals", &[4, 2]),
        ("method=post", &[5, 1]),
        ("status=4", &[3]),
        ("status=503", &[6]),
        ("status=5", &[6]),
        ("division=234567", &[4]),
        ("client=other-app", &[7]),
        ("faulted=1", &[6]),
        ("path=journals&division=123456&method=GET&status=2", &[2]),
        ("path=nothing", &[]),
        (
            "path=&method=&status=&division=&client=",
            &[7, 6, 5, 4, 3, 2, 1],
        ),
    ] {
        let log = page(&exact, &format!("/ontwikkelaar/calls?{query}"))
            .await
            .text;
        assert_eq!(numbers(&log), wanted, "{query}");
    }
    let log = page(&exact, "/ontwikkelaar/calls").await.text;
    assert!(
        log.contains("mandatory filtering"),
        "the reason in one line"
    );
    assert!(log.contains(r#"<span class="fault">answered 503</span>"#));
    let counts = page(&exact, "/ontwikkelaar/calls/counts").await.text;
    assert!(counts.contains("financial/Journals") && counts.contains("7 calls"));
    assert_eq!(
        submit(&exact, "/ontwikkelaar/calls/clear", &[])
            .await
            .status,
        303
    );
    assert!(numbers(&page(&exact, "/ontwikkelaar/calls").await.text).is_empty());
}

#[tokio::test]
async fn pages_go_by_number_both_ways_and_the_rows_alone_are_told_when_they_change() {
    let exact = Exact::start().await;
    for _ in 0..120 {
        exact.get("financial/Journals?$select=Code").await;
    }
    let newest = page(&exact, "/ontwikkelaar/calls").await.text;
    assert_eq!(numbers(&newest), (72..=121).rev().collect::<Vec<u64>>());
    assert!(newest.contains("/ontwikkelaar/calls?before=72") && !newest.contains("after="));
    let second = page(&exact, "/ontwikkelaar/calls?before=72").await.text;
    assert_eq!(numbers(&second), (22..=71).rev().collect::<Vec<u64>>());
    let back = page(&exact, "/ontwikkelaar/calls?after=71").await.text;
    assert_eq!(numbers(&back), (72..=121).rev().collect::<Vec<u64>>());
    let last = page(&exact, "/ontwikkelaar/calls?before=22").await.text;
    assert_eq!(numbers(&last), (1..=21).rev().collect::<Vec<u64>>());
    assert!(!last.contains("before="));

    let rows = page(&exact, "/ontwikkelaar/calls?rows=1").await;
    assert!(!rows.text.contains("<html") && numbers(&rows.text).len() == 50);
    let version = rows.header("etag").unwrap().to_owned();
    let again = || async {
        let request = Request::get("/ontwikkelaar/calls?rows=1").header("if-none-match", &version);
        exact
            .send(request.body(String::new().into()).unwrap())
            .await
    };
    assert_eq!(again().await.status, 304);
    exact.get("financial/Journals?$select=Code").await;
    let told = again().await;
    assert_eq!((told.status.as_u16(), numbers(&told.text)[0]), (200, 122));
}

#[tokio::test]
async fn a_call_is_readable_with_its_dates_its_fault_and_what_it_was_counted_against() {
    let exact = Exact::with(Switches {
        minute_limit: 100,
        ..roomy()
    })
    .await;
    let sale = exact.sale("L-<2>");
    exact.post("salesentry/SalesEntries", &sale).await;
    let read = "salesentry/SalesEntries?$select=YourRef,EntryDate&$filter=YourRef eq 'L-<2>'";
    exact
        .get(&read.replace('<', "%3C").replace('>', "%3E"))
        .await;
    let fault = serde_json::json!({"kind": "drop", "when": "after", "count": 1});
    exact
        .sandbox
        .fault(serde_json::from_value(fault).unwrap())
        .unwrap();
    exact.get("financial/Journals?$select=Code").await;
    let write = page(&exact, "/ontwikkelaar/calls/2").await.text;
    assert!(
        write.contains("&quot;YourRef&quot;</span>: <span class=\"s\">&quot;L-&lt;2&gt;&quot;")
    );
    assert!(
        write.contains("<b>1</b> of 100 this minute")
            && write.contains("<b>1</b> of 5000 this day")
    );
    assert!(write.contains("Els Proefmans") && write.contains("Demo-app"));
    let read = page(&exact, "/ontwikkelaar/calls/3").await.text;
    assert!(
        read.contains("data-date=\"2026-11-20\""),
        "the date beside the milliseconds"
    );
    assert!(
        read.contains("<td>YourRef eq &#39;L-&#60;2&#62;&#39;</td>"),
        "the query is decoded"
    );
    assert!(
        read.contains("/ontwikkelaar/calls/2\" rel=\"next\"")
            && read.contains("/ontwikkelaar/calls/4\"")
    );
    let cut = page(&exact, "/ontwikkelaar/calls/4").await.text;
    assert!(cut.contains("done, but never answered") && cut.contains("The connection was cut"));
}

#[tokio::test]
async fn what_is_typed_is_escaped_and_no_page_shows_a_secret() {
    let mut exact = Exact::start().await;
    exact.refresh_with("no-such-token-8d2f").await;
    exact
        .get(
            "crm/<script>alert(1)</script>"
                .replace('<', "%3C")
                .replace('>', "%3E")
                .as_str(),
        )
        .await;
    let form = [("kind", "status"), ("status", "<b>500")];
    let refused = submit(&exact, "/ontwikkelaar/faults", &form).await;
    assert_eq!(refused.status, 422);
    assert!(!refused.text.contains("<b>500") && refused.text.contains("whole number"));
    let old = exact.refresh.clone();
    exact.sandbox.advance(575_000).unwrap();
    let reply = exact.refresh_with(&old).await;
    exact.keep(&reply);
    let calls = exact.sandbox.calls().len();
    let mut paths: Vec<String> = PAGES.iter().map(|path| (*path).to_owned()).collect();
    paths.extend((1..=calls).map(|number| format!("/ontwikkelaar/calls/{number}")));
    let secrets = [
        exact.token.as_str(),
        &exact.refresh,
        &old,
        DEMO_CLIENT_SECRET,
        "sandbox-webhook-secret",
        "no-such-token-8d2f",
    ];
    for path in paths {
        let text = page(&exact, &path).await.text;
        assert!(!text.contains("<script>alert"), "{path}");
        for secret in secrets {
            assert!(!text.contains(secret), "{path} shows {secret}");
        }
    }
}

#[tokio::test]
async fn a_form_on_another_site_reaches_neither_pages_nor_doors() {
    let exact = Exact::start().await;
    for path in [
        "/ontwikkelaar/switches/defaults",
        "/ontwikkelaar/faults",
        "/ontwikkelaar/tokens",
        "/_sandbox/act",
        "/_sandbox/switches",
        "/api/oauth2/auth",
        "/api/oauth2/signin",
    ] {
        let foreign = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "https://evil.example")
            .header("sec-fetch-site", "cross-site");
        let reply = exact
            .send(foreign.body(String::new().into()).unwrap())
            .await;
        assert_eq!(reply.status, 403, "{path}");
    }
}
