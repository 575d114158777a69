//! The whole client against a local Exact Online, once over HTTP and once in process: sign in, list,
//! page, create a customer, book an entry, read it back, be refused, lose answers, delete.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail loudly"
)]

mod booking;
mod client;
mod trouble;

use std::sync::Arc;

use exact_client::{HttpTransport, Transport};
use exact_sandbox::{Sandbox, demo};
use futures_util::FutureExt;

use booking::{book_and_read_back, customer, masters};
use client::{DIVISION, InProcess, now, sign_in};
use trouble::{be_refused, lose_answers};

fn sandbox() -> Sandbox {
    Sandbox::builder(Arc::new(now))
        .seed(demo(now()))
        .build()
        .expect("a sandbox")
}

async fn story(sandbox: Sandbox, transport: Arc<dyn Transport>, base: &str) {
    let mut client = sign_in(&sandbox, transport, base).await;
    let masters = masters(&mut client).await;
    let customer = customer(&mut client).await;
    book_and_read_back(&mut client, &masters, customer).await;
    be_refused(&mut client, &masters, customer).await;
    lose_answers(&sandbox, &mut client, &masters, customer).await;
    // The sandbox counted what the client counted.
    let counted = sandbox
        .calls()
        .iter()
        .filter(|call| call.division == Some(DIVISION.get()))
        .count();
    let view = client.budget.view(now());
    assert_eq!(
        usize::try_from(view.minute_limit - view.minute_left).ok(),
        Some(counted)
    );
}

#[tokio::test]
async fn in_process() {
    let sandbox = sandbox();
    let transport = Arc::new(InProcess(sandbox.router()));
    story(sandbox, transport, "http://127.0.0.1:8090").await;
}

#[tokio::test]
async fn over_http() {
    let sandbox = sandbox();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = sandbox.clone();
    let serve = async move { server.serve(listener, stopped.map(|_| ())).await };
    let told = async move {
        let transport = Arc::new(HttpTransport::new().expect("a transport"));
        story(sandbox, transport, &base).await;
        drop(stop);
    };
    let (served, ()) = futures_util::future::join(serve, told).await;
    served.expect("served");
}
