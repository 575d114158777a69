//! One of the two sandboxes that are compared: called in process, by the library's own order, and over HTTP.

use std::cell::Cell;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use exact_sandbox::admin::{Order, OrderLine};
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_USER};
use http::Request;
use http::request::Builder;
use http_body_util::BodyExt as _;
use rust_decimal::Decimal;
use tower::ServiceExt as _;

use super::acts::Act;
use super::company::{COMPANY, GL_ACCOUNT, Loaded, day, load};
use super::served::{Client, Served};

/// A sandbox with so many entries, and someone who is signed in.
pub(crate) struct Side {
    pub(crate) loaded: Loaded,
    token: String,
    router: Router,
    served: Served,
    /// Calls so far.
    calls: Cell<u64>,
}

impl Side {
    pub(crate) fn new(entries: u64) -> Side {
        let loaded = load(entries, None);
        let sandbox = &loaded.sandbox;
        let user = sandbox.user(DEMO_USER).unwrap();
        let tokens = sandbox.sign_in(DEMO_CLIENT_ID, user, &[COMPANY]);
        Side {
            token: tokens.unwrap().access,
            router: sandbox.router(),
            served: Served::start(sandbox),
            loaded,
            calls: Cell::new(0),
        }
    }

    /// Each call has a number of its own.
    fn next(&self) -> u64 {
        self.calls.replace(self.calls.get() + 1)
    }

    /// How long so many calls take through the router, one after the other.
    pub(crate) async fn in_process(&self, act: &Act, calls: u64) -> Duration {
        let begun = Instant::now();
        for _ in 0..calls {
            let call = (act.call)(self.next(), &self.loaded);
            let request = Builder::new()
                .method(call.method)
                .uri(call.path)
                .header("host", "exact.test")
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .header("authorization", format!("Bearer {}", self.token));
            let request: Request<Body> = request.body(call.body.into()).unwrap();
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            let body = answer.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(status, call.status, "{}", String::from_utf8_lossy(&body));
        }
        begun.elapsed()
    }

    /// How long so many orders of an entry of twelve lines take, without the API.
    pub(crate) fn by_order(&self, calls: u64) -> Duration {
        let begun = Instant::now();
        for _ in 0..calls {
            let number = self.next();
            let line = OrderLine {
                gl_account: GL_ACCOUNT.into(),
                amount: Decimal::new(1_000, 2),
                ..OrderLine::default()
            };
            let order = Order::EnterSale {
                journal: "71".into(),
                customer: "101".into(),
                date: day(number),
                due_date: None,
                your_ref: format!("N-{number}"),
                payment_reference: String::new(),
                description: String::new(),
                number: None,
                lines: vec![line; 12],
            };
            self.loaded.sandbox.order(COMPANY, order).unwrap();
        }
        begun.elapsed()
    }

    /// How long so many calls take over HTTP, some at the same time: all of them, and each.
    pub(crate) async fn over_http(&self, act: &Act, calls: u64) -> (Duration, Vec<Duration>) {
        let next = || (act.call)(self.next(), &self.loaded);
        self.served.client().measure(calls, &self.token, next).await
    }

    /// The same by what comes nearest to it on a mock server, which has the same entries.
    pub(crate) async fn over_mock(
        &self,
        client: &Client,
        act: &Act,
        calls: u64,
    ) -> (Duration, Vec<Duration>) {
        let call = act.mocked.unwrap();
        client
            .measure(calls, "", || call(self.next(), &self.loaded))
            .await
    }

    /// Loads the books anew, so that they are as large as at first.
    pub(crate) fn renew(&mut self) {
        let entries = self.loaded.entries;
        std::mem::replace(self, Side::new(entries)).end();
    }

    /// Ends the server, so that the memory of the books is free again.
    pub(crate) fn end(self) {
        self.served.end();
    }
}
