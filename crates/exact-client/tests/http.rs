//! Real HTTP on this machine: the bytes that leave, and what each kind of trouble is taken for.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use exact_api::endpoints::{CreateSalesEntry, GetMe, ListAccounts, NewSalesEntryLine};
use exact_api::{Amount, Code, Created, Division};
use exact_client::{
    Api, Call, CallError, Gate, GateClosed, HttpSettings, HttpTransport, Sent, UnknownWhy,
};
use jiff::Timestamp;
use secrecy::SecretString;
use support::{Deed, Server, answer};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const ID: Uuid = Uuid::from_u128(0x0b);

#[expect(clippy::expect_used, reason = "helpers of tests fail loudly")]
fn api(base: &str, settings: HttpSettings) -> Api {
    let transport = HttpTransport::with_settings(settings).expect("a transport");
    Api::new(Arc::new(transport), base, "exact-client-test/1").expect("an API")
}

fn call(gate: Gate) -> Call {
    Call::new(Division::new(123_456), &SecretString::from("token-1"), gate)
}

fn entry() -> CreateSalesEntry {
    let line = NewSalesEntryLine::new(ID, Amount::from_cents(10_000));
    CreateSalesEntry::new(ID, "70", vec![line]).with_your_ref("2026-000123")
}

/// Books one entry against a server that does this.
async fn book(deed: Deed) -> (Sent<Created<exact_api::endpoints::SalesEntry>>, Vec<String>) {
    let server = Server::start(vec![deed]).await;
    let settings = HttpSettings {
        total_timeout: Duration::from_millis(300),
        max_answer_bytes: 2_000,
        ..HttpSettings::default()
    };
    let sent = api(&server.base, settings)
        .send(&entry(), &call(Gate::at(NOW)))
        .await;
    (sent, server.received())
}

#[expect(clippy::panic, reason = "helpers of tests fail loudly")]
fn unknown<T: std::fmt::Debug>(sent: Sent<T>) -> UnknownWhy {
    assert_eq!(sent.written_at, Some(NOW));
    match sent.result {
        Err(CallError::Unknown(unknown)) => unknown.why,
        other => panic!("not unknown: {other:?}"),
    }
}

#[tokio::test]
async fn the_bytes_of_a_read_and_of_a_write() {
    let empty = r#"{"d":{"results":[]}}"#;
    let made = format!(r#"{{"d":{{"EntryID":"{ID}","EntryNumber":26700001}}}}"#);
    let limits = [
        "X-RateLimit-Minutely-Remaining: 58",
        "X-RateLimit-Minutely-Limit: 60",
    ];
    let server = Server::start(vec![
        answer("200 OK", &limits, empty),
        answer("201 Created", &[], &made),
    ])
    .await;
    let api = api(&server.base, HttpSettings::default());
    let list = ListAccounts::by_codes(&[Code::new("255")]).expect("one code");
    let read = api.send(&list, &call(Gate::at(NOW))).await;
    assert!(read.result.expect("a page").rows.is_empty());
    let minute = read.limits.minute.expect("a minute");
    assert_eq!(
        (minute.limit, minute.remaining, read.limits.day),
        (Some(60), Some(58), None)
    );
    let written = api.send(&entry(), &call(Gate::at(NOW))).await;
    assert_eq!(written.status, Some(201));
    assert_eq!(
        written.result.expect("an entry").0.entry_number,
        Some(26_700_001)
    );

    let host = server.base.trim_start_matches("http://");
    let shown: Vec<String> = server
        .received()
        .iter()
        .map(|request| request.replace(host, "HOST").replace('\r', ""))
        .collect();
    insta::assert_snapshot!(shown[0], @r#"
    GET /api/v1/123456/crm/Accounts?$select=ID,Code,Name,AddressLine1,AddressLine2,AddressLine3,Postcode,City,Country,Status,Type,Blocked,StartDate,EndDate,VATNumber,ChamberOfCommerce,Email,Phone,Language,GLAR,PaymentConditionSales,IsSupplier,Modified&$filter=Code%20eq%20%27%20%20%20%20%20%20%20%20%20%20%20%20%20%20%20255%27 HTTP/1.1
    authorization: Bearer token-1
    user-agent: exact-client-test/1
    accept: application/json
    host: HOST
    "#);
    insta::assert_snapshot!(shown[1], @r#"
    POST /api/v1/123456/salesentry/SalesEntries HTTP/1.1
    content-type: application/json
    user-agent: exact-client-test/1
    accept: application/json
    authorization: Bearer token-1
    prefer: return=representation
    host: HOST
    content-length: 181
    
    {"Customer":"00000000-0000-0000-0000-00000000000b","Journal":"70","SalesEntryLines":[{"GLAccount":"00000000-0000-0000-0000-00000000000b","AmountFC":100.00}],"YourRef":"2026-000123"}
    "#);
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let sent = api(&base, HttpSettings::default())
        .send(&entry(), &call(Gate::at(NOW)))
        .await;
    assert!(
        matches!(sent.result, Err(CallError::NotSent(_))),
        "{sent:?}"
    );
    assert_eq!(sent.written_at, None);
}

#[tokio::test]
async fn a_tls_handshake_that_does_not_finish_is_not_sent() {
    let server = Server::start(vec![Deed::Silence]).await;
    let settings = HttpSettings {
        connect_timeout: Duration::from_millis(300),
        ..HttpSettings::default()
    };
    let base = server.base.replace("http://", "https://");
    let sent = api(&base, settings)
        .send(&entry(), &call(Gate::at(NOW)))
        .await;
    assert!(
        matches!(sent.result, Err(CallError::NotSent(_))),
        "{sent:?}"
    );
}

#[tokio::test]
async fn a_connection_cut_after_the_request_is_unknown() {
    let (sent, received) = book(Deed::Cut).await;
    assert!(received[0].ends_with('}'), "the whole request was there");
    assert!(
        sent.result
            .as_ref()
            .is_err_and(CallError::is_transport_unknown)
    );
    assert!(matches!(unknown(sent), UnknownWhy::Transport(_)));
}

#[tokio::test]
async fn an_answer_cut_in_its_body_is_unknown_even_when_its_head_says_no() {
    for status in ["201 Created", "400 Bad Request"] {
        let cut = format!("HTTP/1.1 {status}\r\nContent-Length: 100\r\n\r\n{{\"d\":{{");
        let (sent, _) = book(Deed::Answer(cut)).await;
        assert!(
            matches!(unknown(sent), UnknownWhy::Transport(_)),
            "{status}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_unknown() {
    let (sent, _) = book(Deed::Silence).await;
    assert!(matches!(unknown(sent), UnknownWhy::Transport(_)));
}

#[tokio::test]
async fn an_endless_answer_is_unknown() {
    let (sent, _) = book(answer("201 Created", &[], &"x".repeat(2_001))).await;
    assert!(matches!(unknown(sent), UnknownWhy::Transport(_)));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start(vec![answer("200 OK", &[], "{}")]).await;
    let location = format!("Location: {}/login", elsewhere.base);
    let (sent, _) = book(answer("302 Found", &[&location], "")).await;
    assert!(matches!(unknown(sent), UnknownWhy::UnexpectedStatus(_)));
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn a_page_of_html_is_unknown() {
    let (sent, _) = book(answer(
        "200 OK",
        &["Content-Type: text/html"],
        "<html>log in</html>",
    ))
    .await;
    assert!(matches!(unknown(sent), UnknownWhy::UnreadableAnswer(_)));
    let (sent, _) = book(answer("201 Created", &[], "\u{0}\u{1}")).await;
    assert!(matches!(unknown(sent), UnknownWhy::UnreadableAnswer(_)));
}

#[tokio::test]
async fn a_refusal_is_read() {
    let body = r#"{"error":{"code":"","message":{"lang":"","value":"Verplicht: Dagboek\r\nOngeldig: Klant (Type)"}}}"#;
    let (sent, _) = book(answer("500 Internal Server Error", &[], body)).await;
    let Err(CallError::Refused(refusal)) = sent.result else {
        panic!("{sent:?}")
    };
    let labels: Vec<_> = refusal
        .lines
        .iter()
        .map(|line| line.label.as_str())
        .collect();
    assert_eq!(labels, ["Dagboek", "Klant (Type)"]);
}

#[tokio::test]
async fn a_closed_gate_sends_nothing() {
    let server = Server::start(vec![Deed::Cut]).await;
    let api = api(&server.base, HttpSettings::default());
    let sent = api
        .send(&entry(), &call(Gate::new(|| Err(GateClosed))))
        .await;
    assert!(
        matches!(sent.result, Err(CallError::NotSent(_))),
        "{sent:?}"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_gate_that_closes_while_connecting_stops_the_body() {
    let mut server = Server::start(vec![Deed::Cut]).await;
    let asked = Arc::new(AtomicU32::new(0));
    let gate = {
        let asked = Arc::clone(&asked);
        Gate::new(move || match asked.fetch_add(1, Ordering::SeqCst) {
            0 => Ok(NOW),
            _ => Err(GateClosed),
        })
    };
    let sent = api(&server.base, HttpSettings::default())
        .send(&entry(), &call(gate))
        .await;
    assert!(
        matches!(sent.result, Err(CallError::NotSent(_))),
        "{sent:?}"
    );
    assert_eq!((sent.written_at, asked.load(Ordering::SeqCst)), (None, 2));
    server.finished().await;
    assert_eq!(server.received(), [""], "not one byte was written");
}

#[tokio::test]
async fn secrets_do_not_show() {
    let sent = api("http://127.0.0.1:1", HttpSettings::default())
        .send(&GetMe, &call(Gate::at(NOW)))
        .await;
    let shown = format!("{sent:?} {:?}", call(Gate::at(NOW)));
    assert!(!shown.contains("token-1"), "{shown}");
}
