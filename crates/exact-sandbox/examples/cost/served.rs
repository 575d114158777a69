//! The same over real HTTP: the server on a thread of its own with one thread only, the client on another.

use std::cell::Cell;
use std::time::{Duration, Instant};

use exact_sandbox::Sandbox;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{COMPANY, day};

/// Connections that ask at the same time.
const CONNECTIONS: u64 = 8;

/// What was measured.
pub(crate) struct Figure {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Half of the answers came within.
    pub(crate) median: Duration,
    /// 99 of 100 came within.
    pub(crate) slowest_but_one_percent: Duration,
}

/// A sandbox that listens, and a client with a token.
pub(crate) struct Served {
    base: String,
    client: reqwest::Client,
    token: String,
}

impl Served {
    /// Listens on a free port of loopback, with one thread.
    #[expect(
        clippy::disallowed_methods,
        reason = "a program that measures the sandbox has a client of its own"
    )]
    pub(crate) fn start(sandbox: &Sandbox, token: String) -> Served {
        // The client wants one, though it speaks plain HTTP here.
        drop(rustls::crypto::ring::default_provider().install_default());
        let sandbox = sandbox.clone();
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                sandbox
                    .serve(listener, std::future::pending())
                    .await
                    .unwrap();
            });
        });
        Served {
            base: format!("http://{}/api/v1/{COMPANY}", told.recv().unwrap()),
            client: reqwest::Client::new(),
            token,
        }
    }

    /// Reads this address `calls` times, with the number put in by `address`.
    pub(crate) async fn reads(&self, calls: u64, address: impl Fn(u64) -> String) -> Figure {
        let base = self.base.clone();
        let request = move |client: &reqwest::Client, number| {
            client.get(format!("{base}/{}", address(number)))
        };
        self.measure(calls, 200, request).await
    }

    /// Books `calls` sales entries of twelve lines.
    pub(crate) async fn bookings(&self, calls: u64, customer: Uuid, gl_account: Uuid) -> Figure {
        let address = format!("{}/salesentry/SalesEntries", self.base);
        let request = move |client: &reqwest::Client, number| {
            let body = entry(number, customer, gl_account);
            client.post(&address).body(body.to_string())
        };
        self.measure(calls, 201, request).await
    }

    async fn measure(
        &self,
        calls: u64,
        status: u16,
        request: impl Fn(&reqwest::Client, u64) -> reqwest::RequestBuilder,
    ) -> Figure {
        let next = Cell::new(0);
        let begun = Instant::now();
        let workers = (0..CONNECTIONS).map(|_| async {
            let mut times = Vec::new();
            loop {
                let number = next.replace(next.get() + 1);
                if number >= calls {
                    return times;
                }
                let asked = Instant::now();
                let call = request(&self.client, number)
                    .bearer_auth(&self.token)
                    .header("accept", "application/json")
                    .header("content-type", "application/json");
                let answer = call.send().await.unwrap();
                let found = answer.status().as_u16();
                let body = answer.bytes().await.unwrap();
                assert_eq!(found, status, "{}", String::from_utf8_lossy(&body));
                times.push(asked.elapsed());
            }
        });
        let found: Vec<Vec<Duration>> = futures_util::future::join_all(workers).await;
        let mut times = found.concat();
        let all = begun.elapsed();
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() - 1) * percent / 100];
        Figure {
            rate: f64::from(u32::try_from(times.len()).unwrap()) / all.as_secs_f64(),
            median: at(50),
            slowest_but_one_percent: at(99),
        }
    }
}

fn entry(number: u64, customer: Uuid, gl_account: Uuid) -> Value {
    let line = json!({ "GLAccount": gl_account, "AmountFC": 10.0, "VATCode": "2", "Description": "Arbeidsloon" });
    json!({
        "Journal": "71",
        "Customer": customer,
        "EntryDate": day(number).to_string(),
        "YourRef": format!("H-{number}"),
        "Description": "Herstelling 1-ABC-234",
        "SalesEntryLines": vec![line; 12],
    })
}
