//! A signed-in client that minds its budget, and a transport without sockets.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use exact_api::endpoints::GetMe;
use exact_api::oauth::{AppCredentials, TokenError};
use exact_api::{Division, Endpoint, List};
use exact_client::{
    Api, Budget, Call, CallError, Class, Gate, Outgoing, Pages, Permit, SignInError, Transport,
    TransportError,
};
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, Sandbox};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http_body_util::BodyExt;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use secrecy::SecretString;
use tower::ServiceExt;

pub(crate) const DIVISION: Division = Division::new(123_456);
pub(crate) const REDIRECT: &str = "https://localhost/callback";

/// Noon of a day in the middle of a year.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_781_524_800).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(crate) const TODAY: Date = date(2026, 6, 15);

/// Calls the sandbox's router without a socket.
pub(crate) struct InProcess(pub(crate) Router);

impl Transport for InProcess {
    fn send(
        &self,
        outgoing: Outgoing,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let router = self.0.clone();
        async move {
            outgoing
                .gate
                .pass()
                .map_err(|closed| TransportError::NotSent(Box::new(closed)))?;
            let answer = router.oneshot(outgoing.request.map(Body::from)).await;
            let (head, body) = match answer {
                Ok(answer) => answer.into_parts(),
                Err(never) => match never {},
            };
            let body = body.collect().await;
            let body = body.map_err(|cut| TransportError::Unknown(Box::new(cut)))?;
            Ok(http::Response::from_parts(head, body.to_bytes()))
        }
        .boxed()
    }
}

/// A signed-in client with its budget.
pub(crate) struct Client {
    pub(crate) api: Api,
    pub(crate) call: Call,
    pub(crate) budget: Budget,
}

impl Client {
    pub(crate) async fn send<E: Endpoint>(&mut self, endpoint: &E) -> Result<E::Answer, CallError> {
        self.permit(E::NAME);
        let sent = self.api.send(endpoint, &self.call).await;
        assert_eq!(sent.written_at, Some(now()));
        self.budget
            .record(now(), E::NAME, &sent.limits, sent.outcome());
        sent.result
    }

    pub(crate) async fn all<E: List>(&mut self, endpoint: E) -> Vec<E::Row> {
        let mut pages = Pages::new(endpoint, 10);
        let mut rows = Vec::new();
        while !pages.is_done() {
            self.permit(E::NAME);
            let sent = pages.next(&self.api, &self.call).await.expect("a page");
            self.budget
                .record(now(), E::NAME, &sent.limits, sent.outcome());
            rows.extend(sent.result.expect("rows"));
        }
        rows
    }

    fn permit(&mut self, endpoint: &'static str) {
        match self.budget.permit(now(), Class::Payments, endpoint) {
            Permit::Go => {}
            other => panic!("{endpoint}: {other:?}"),
        }
    }
}

pub(crate) async fn sign_in(
    sandbox: &Sandbox,
    transport: Arc<dyn Transport>,
    base: &str,
) -> Client {
    let api = Api::new(transport, base, "exact-client-test/1").expect("an API");
    let app = AppCredentials {
        client_id: DEMO_CLIENT_ID.into(),
        client_secret: SecretString::from(DEMO_CLIENT_SECRET),
    };
    let user = sandbox
        .with_books(|books| books.users.first().map(|user| user.id))
        .expect("a user");
    let code = sandbox
        .consent(DEMO_CLIENT_ID, user, &[DIVISION.get()], REDIRECT)
        .expect("a code");
    let gate = Gate::at(now());
    let pair = api
        .exchange_code(&app, SecretString::from(code), REDIRECT, &gate)
        .await;
    let pair = pair.expect("a pair of tokens");
    assert_eq!(pair.expires_in, 600);
    let early = api.refresh(&app, &pair.refresh_token, &gate).await;
    assert!(
        matches!(early, Err(SignInError::Refused(TokenError::TooEarly))),
        "{early:?}"
    );
    let mut client = Client {
        call: Call::new(DIVISION, &pair.access_token, gate),
        api,
        budget: Budget::new(),
    };
    let me = client.send(&GetMe).await.expect("me");
    assert_eq!(me.rows[0].user_id, user);
    client
}
