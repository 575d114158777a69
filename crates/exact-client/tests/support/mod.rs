//! A server on this machine that answers as it is told, byte by byte, and keeps what it received.

#![expect(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one connection.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// Reads the request, sends these bytes, closes.
    Answer(String),
    /// Reads the request, closes without a word.
    Cut,
    /// Reads the request and says nothing for a long time.
    Silence,
}

pub(crate) struct Server {
    pub(crate) base: String,
    received: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// One deed per connection, in this order.
    pub(crate) async fn start(deeds: Vec<Deed>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let received: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&received);
        #[expect(
            clippy::disallowed_methods,
            reason = "the server owns and stops its task"
        )]
        let task = tokio::spawn(async move {
            for deed in deeds {
                let (stream, _) = listener.accept().await.expect("a connection");
                serve(stream, deed, &kept).await;
            }
        });
        Self {
            base,
            received,
            task,
        }
    }

    /// Waits until every deed is done.
    pub(crate) async fn finished(&mut self) {
        let done = tokio::time::timeout(Duration::from_secs(5), &mut self.task).await;
        done.expect("the server finishes")
            .expect("the server does not panic");
    }

    /// Every request as it came, one per connection.
    pub(crate) fn received(&self) -> Vec<String> {
        self.received.lock().expect("the requests").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A whole answer with this status line, headers and body.
pub(crate) fn answer(status: &str, headers: &[&str], body: &str) -> Deed {
    let headers: String = headers
        .iter()
        .map(|header| format!("{header}\r\n"))
        .collect();
    let length = body.len();
    Deed::Answer(format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    ))
}

async fn serve(mut stream: TcpStream, deed: Deed, kept: &Mutex<Vec<String>>) {
    let request = read_request(&mut stream).await;
    kept.lock().expect("the requests").push(request);
    match deed {
        // The client may be gone already; that is what some tests are about.
        Deed::Answer(bytes) => drop(stream.write_all(bytes.as_bytes()).await),
        Deed::Cut => {}
        Deed::Silence => tokio::time::sleep(Duration::from_secs(60)).await,
    }
}

/// Reads until the announced length is there, or the client closes.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let announced = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                })
                .unwrap_or(0_usize);
            if body.len() >= announced {
                return text;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return text,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}
