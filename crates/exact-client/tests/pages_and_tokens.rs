//! Walking a list, and the token calls, over a transport that answers from a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use exact_api::Division;
use exact_api::endpoints::ListJournals;
use exact_api::oauth::{AppCredentials, TokenError};
use exact_client::{
    Api, Call, CallError, Gate, Outgoing, Pages, SignInError, Transport, TransportError,
};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::Response;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// Answers in order; keeps what was asked as `METHOD host target body`.
#[derive(Default)]
struct Script {
    answers: Mutex<VecDeque<(u16, String)>>,
    asked: Mutex<Vec<String>>,
}

#[expect(clippy::expect_used, reason = "helpers of tests fail loudly")]
impl Transport for Script {
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        async move {
            let request = &outgoing.request;
            let host = request.headers()["host"]
                .to_str()
                .expect("a host")
                .to_owned();
            let body = String::from_utf8_lossy(request.body());
            let shown = format!("{} {host} {} {body}", request.method(), request.uri());
            self.asked.lock().expect("the list").push(shown);
            let Some((status, body)) = self.answers.lock().expect("the list").pop_front() else {
                return Err(TransportError::NotSent("no more answers".into()));
            };
            Ok(Response::builder()
                .status(status)
                .body(Bytes::from(body))
                .expect("a response"))
        }
        .boxed()
    }
}

#[expect(clippy::expect_used, reason = "helpers of tests fail loudly")]
fn scripted(answers: &[(u16, &str)]) -> (Arc<Script>, Api) {
    let script = Arc::new(Script::default());
    let answers = answers
        .iter()
        .map(|(status, body)| (*status, (*body).to_owned()));
    script.answers.lock().expect("the list").extend(answers);
    let api = Api::new(script.clone(), "https://start.exactonline.be", "t").expect("an API");
    (script, api)
}

#[expect(clippy::expect_used, reason = "helpers of tests fail loudly")]
fn asked(script: &Script) -> Vec<String> {
    script.asked.lock().expect("the list").clone()
}

fn call() -> Call {
    Call::new(Division::new(1), &SecretString::from("t"), Gate::at(NOW))
}

const ROW: &str = r#"{"ID":"0b000000-0000-0000-0000-000000000000","Code":"70"}"#;

fn page(next: Option<&str>) -> String {
    let next = next
        .map(|next| format!(r#","__next":"{next}""#))
        .unwrap_or_default();
    format!(r#"{{"d":{{"results":[{ROW}]{next}}}}}"#)
}

const NEXT: &str =
    "https://start.exactonline.be/api/v1/1/financial/Journals?$select=ID&$skiptoken=guid'0b'";

#[tokio::test]
async fn a_list_is_walked_page_by_page_and_an_error_is_asked_again() {
    let (script, api) = scripted(&[(200, &page(Some(NEXT))), (503, ""), (200, &page(None))]);
    let mut pages = Pages::new(ListJournals::new(), 10);
    let mut rows = 0;
    let mut errors = 0;
    while let Some(sent) = pages.next(&api, &call()).await {
        match sent.result {
            Ok(page) => rows += page.len(),
            Err(_) => errors += 1,
        }
    }
    assert_eq!((rows, errors, pages.is_done()), (2, 1, true));
    let asked = asked(&script);
    assert_eq!(asked.len(), 3);
    assert_eq!(asked[1], asked[2]);
    assert!(asked[1].contains("$skiptoken=guid%270b%27"), "{}", asked[1]);
    assert!(pages.next(&api, &call()).await.is_none());
}

#[tokio::test]
async fn a_list_longer_than_wanted_is_an_error_not_an_end() {
    let (script, api) = scripted(&[(200, &page(Some(NEXT)))]);
    let mut pages = Pages::new(ListJournals::new(), 1);
    assert!(
        pages
            .next(&api, &call())
            .await
            .is_some_and(|sent| sent.result.is_ok())
    );
    let sent = pages.next(&api, &call()).await.expect("an error");
    assert!(
        matches!(sent.result, Err(CallError::TooManyPages { max: 1 })),
        "{sent:?}"
    );
    assert!(!pages.is_done());
    assert_eq!(asked(&script).len(), 1);
}

#[tokio::test]
async fn a_next_page_on_another_host_is_not_asked() {
    let (script, api) = scripted(&[(200, &page(Some(&NEXT.replace(".be", ".evil.example"))))]);
    let mut pages = Pages::new(ListJournals::new(), 10);
    assert!(
        pages
            .next(&api, &call())
            .await
            .is_some_and(|sent| sent.result.is_ok())
    );
    let sent = pages.next(&api, &call()).await.expect("an error");
    assert!(
        matches!(sent.result, Err(CallError::ForeignNextPage(_))),
        "{sent:?}"
    );
    assert_eq!(asked(&script).len(), 1);
}

fn app() -> AppCredentials {
    AppCredentials {
        client_id: "id".into(),
        client_secret: SecretString::from("secret"),
    }
}

#[tokio::test]
async fn a_code_and_then_a_refresh_token_give_pairs() {
    let pair = |n: u8| {
        format!(
            r#"{{"access_token":"a{n}","token_type":"bearer","expires_in":"600","refresh_token":"r{n}"}}"#
        )
    };
    let (script, api) = scripted(&[(200, &pair(1)), (200, &pair(2))]);
    let gate = Gate::at(NOW);
    let code = SecretString::from("c/1");
    let first = api
        .exchange_code(&app(), code, "https://p/back", &gate)
        .await
        .expect("a pair");
    let second = api
        .refresh(&app(), &first.refresh_token, &gate)
        .await
        .expect("a pair");
    assert_eq!(second.access_token.expose_secret(), "a2");
    assert_eq!(
        asked(&script),
        [
            "POST start.exactonline.be /api/oauth2/token grant_type=authorization_code&code=c%2F1&redirect_uri=https%3A%2F%2Fp%2Fback&client_id=id&client_secret=secret",
            "POST start.exactonline.be /api/oauth2/token grant_type=refresh_token&refresh_token=r1&client_id=id&client_secret=secret",
        ]
    );
}

#[tokio::test]
async fn a_token_call_is_refused_unsent_or_unknown() {
    let early = r#"{"error":"access_denied","error_description":"Rate limit exceeded: access_token not expired"}"#;
    let (_, api) = scripted(&[(400, early), (502, "<html>"), (200, "<html>")]);
    let token = SecretString::from("r");
    let gate = Gate::at(NOW);
    let refused = api.refresh(&app(), &token, &gate).await;
    assert!(
        matches!(refused, Err(SignInError::Refused(TokenError::TooEarly))),
        "{refused:?}"
    );
    for _ in 0..2 {
        let unknown = api.refresh(&app(), &token, &gate).await;
        assert!(
            matches!(unknown, Err(SignInError::Unknown(_))),
            "{unknown:?}"
        );
    }
    let unsent = api.refresh(&app(), &token, &gate).await;
    assert!(matches!(unsent, Err(SignInError::NotSent(_))), "{unsent:?}");
}
