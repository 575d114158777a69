//! The same over real HTTP: the server on a thread of its own with one thread only, the client on another.

use std::cell::Cell;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use exact_sandbox::Sandbox;
use tokio::sync::oneshot;

use super::acts::Call;

/// Connections that ask at the same time.
const CONNECTIONS: u64 = 8;

/// A sandbox that listens, and a client.
pub(crate) struct Served {
    client: Client,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// Calls one server.
pub(crate) struct Client {
    base: String,
    client: reqwest::Client,
}

impl Served {
    /// Listens on a free port of loopback, with one thread.
    pub(crate) fn start(sandbox: &Sandbox) -> Served {
        let sandbox = sandbox.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    served = sandbox.serve(listener, std::future::pending()) => served.unwrap(),
                    _ = stopped => {}
                }
            });
        });
        Served {
            client: Client::of(format!("http://{}", told.recv().unwrap())),
            stop,
            thread,
        }
    }

    /// Ends the server, and waits until it has ended.
    pub(crate) fn end(self) {
        drop(self.stop);
        self.thread.join().unwrap();
    }

    /// Who calls it.
    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }
}

impl Client {
    /// Of the server at this address.
    #[expect(
        clippy::disallowed_methods,
        reason = "a program that measures the sandbox has a client of its own"
    )]
    pub(crate) fn of(base: String) -> Client {
        // The client wants one, though it speaks plain HTTP here.
        drop(rustls::crypto::ring::default_provider().install_default());
        Client {
            base,
            client: reqwest::Client::new(),
        }
    }

    /// Whether something answers.
    pub(crate) async fn is_answered(&self) -> bool {
        self.client.get(&self.base).send().await.is_ok()
    }

    /// Makes so many calls; gives back how long all of them took, and each.
    pub(crate) async fn measure(
        &self,
        calls: u64,
        token: &str,
        next: impl Fn() -> Call,
    ) -> (Duration, Vec<Duration>) {
        let left = Cell::new(calls);
        let begun = Instant::now();
        let workers = (0..CONNECTIONS).map(|_| async {
            let mut times = Vec::new();
            while let Some(fewer) = left.get().checked_sub(1) {
                left.set(fewer);
                times.push(self.one(next(), token).await);
            }
            times
        });
        let found: Vec<Vec<Duration>> = futures_util::future::join_all(workers).await;
        (begun.elapsed(), found.concat())
    }

    async fn one(&self, call: Call, token: &str) -> Duration {
        let asked = Instant::now();
        let request = self
            .client
            .request(call.method, format!("{}{}", self.base, call.path))
            .bearer_auth(token)
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .body(call.body);
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.bytes().await.unwrap();
        assert_eq!(status, call.status, "{}", String::from_utf8_lossy(&body));
        asked.elapsed()
    }
}
