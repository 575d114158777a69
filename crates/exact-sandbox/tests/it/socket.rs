//! A sandbox behind a real socket, and a client that sees every byte and how each connection ends.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use exact_sandbox::Sandbox;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::driver::{A, Exact};

/// What came over one connection.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) text: String,
    /// How it ended; `None` for an orderly end.
    pub(crate) error: Option<ErrorKind>,
}

impl Heard {
    /// The status; 0 when no byte came.
    pub(crate) fn status(&self) -> u16 {
        let code = self.text.split(' ').nth(1);
        code.map_or(0, |code| code.parse().unwrap())
    }

    pub(crate) fn body(&self) -> &str {
        self.text
            .split_once("\r\n\r\n")
            .map_or("", |(_, body)| body)
    }

    /// A header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next().unwrap();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// No byte came, and the connection ended in an orderly way.
    pub(crate) fn is_silence(&self) -> bool {
        self.text.is_empty() && self.error.is_none()
    }
}

/// A client of a sandbox that is being served.
pub(crate) struct Client {
    address: SocketAddr,
    pub(crate) token: String,
}

impl Client {
    /// Nobody yet.
    pub(crate) fn at(address: SocketAddr) -> Client {
        Client {
            address,
            token: String::new(),
        }
    }

    /// A form, as a browser or an app sends it to the sign-in doors.
    pub(crate) async fn send_form(&self, path: &str, body: &str) -> Heard {
        let length = body.len();
        self.exchange(&format!(
            "POST {path} HTTP/1.1\r\nhost: exact.test\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
        .await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Heard {
        self.exchange(&self.request(method, path, body)).await
    }

    async fn exchange(&self, request: &str) -> Heard {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        let end = stream.read_to_end(&mut bytes).await;
        Heard {
            text: String::from_utf8(bytes).unwrap(),
            error: end.err().map(|error| error.kind()),
        }
    }

    /// Sends and goes away after a while, whatever was answered.
    pub(crate) async fn give_up(
        &self,
        after: Duration,
        (method, path): (&str, &str),
        body: &Value,
    ) {
        let sent = self.send(method, path, Some(body));
        let heard = tokio::time::timeout(after, sent).await;
        assert!(heard.is_err(), "it was answered in time: {heard:?}");
    }

    /// Sends a POST, and goes away in the middle of its body.
    pub(crate) async fn break_off(&self, path: &str, body: &Value) {
        let request = self.request("POST", path, Some(body));
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let (begun, _) = request.split_at(request.len() - 10);
        stream.write_all(begun.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
    }

    fn request(&self, method: &str, path: &str, body: Option<&Value>) -> String {
        let path = path.replace(' ', "%20").replace('\'', "%27");
        let body = body.map(Value::to_string).unwrap_or_default();
        format!(
            "{method} {path} HTTP/1.1\r\nhost: exact.test\r\nconnection: close\r\naccept: application/json\r\n\
             authorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        )
    }

    pub(crate) async fn get(&self, path: &str) -> Heard {
        self.send("GET", &format!("/api/v1/{A}/{path}"), None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Heard {
        self.send("POST", &format!("/api/v1/{A}/{path}"), Some(body))
            .await
    }

    /// An order at one of the sandbox's own doors.
    pub(crate) async fn door(&self, door: &str, body: &Value) {
        let heard = self
            .send("POST", &format!("/_sandbox/{door}"), Some(body))
            .await;
        assert!((200..300).contains(&heard.status()), "{}", heard.text);
    }

    pub(crate) async fn fault(&self, fault: &Value) {
        self.door("faults", fault).await;
    }
}

/// Serves the sandbox on a port of its own while the test runs.
pub(crate) async fn served<T>(exact: &Exact, test: impl AsyncFnOnce(Client) -> T) -> T {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client {
        address: listener.local_addr().unwrap(),
        token: exact.token.clone(),
    };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let sandbox: Sandbox = exact.sandbox.clone();
    let serving = sandbox.serve(listener, async { stopped.await.unwrap() });
    let testing = async {
        let out = test(client).await;
        stop.send(()).unwrap();
        out
    };
    let (served, out) = tokio::join!(serving, testing);
    served.unwrap();
    out
}
