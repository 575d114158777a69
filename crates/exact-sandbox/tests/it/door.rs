//! A subscriber behind a real socket: a few lines of HTTP, with answers that the test writes down beforehand.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the door does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// A status, with a body.
    Status(u16, &'static str),
    /// A redirect to this path of its own.
    Moved(&'static str),
    /// Nothing, for so long.
    Silence(Duration),
    /// The connection ends without a byte.
    Hang,
}

/// What arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Got {
    /// Request line and headers, in lower case.
    pub(crate) head: String,
    /// The raw body.
    pub(crate) body: Vec<u8>,
}

/// The door; 200 when no answer is left.
pub(crate) struct Door {
    listener: TcpListener,
    script: Mutex<VecDeque<Answer>>,
    got: Mutex<Vec<Got>>,
}

impl Door {
    pub(crate) async fn open() -> Door {
        Door {
            listener: TcpListener::bind("127.0.0.1:0").await.unwrap(),
            script: Mutex::default(),
            got: Mutex::default(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.listener.local_addr().unwrap())
    }

    pub(crate) fn will(&self, answers: impl IntoIterator<Item = Answer>) {
        self.script.lock().unwrap().extend(answers);
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// Stands open while the test runs.
    pub(crate) async fn while_open<T>(&self, test: impl Future<Output = T>) -> T {
        tokio::select! {
            out = test => out,
            () = self.serve() => unreachable!("the door never closes"),
        }
    }

    /// One connection after the other; the client closes each, as it is asked to.
    async fn serve(&self) {
        loop {
            let (stream, _) = self.listener.accept().await.unwrap();
            self.one(stream).await;
        }
    }

    async fn one(&self, mut stream: TcpStream) {
        let got = read(&mut stream).await;
        self.got.lock().unwrap().push(got);
        let answer = self.script.lock().unwrap().pop_front();
        let text = match answer.unwrap_or(Answer::Status(200, "")) {
            Answer::Status(status, body) => format!(
                "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            ),
            Answer::Moved(path) => format!(
                "HTTP/1.1 302 Found\r\nlocation: {path}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            ),
            Answer::Silence(long) => return silence(&mut stream, long).await,
            Answer::Hang => return,
        };
        // A client that gave up is none of the door's business.
        let _ = stream.write_all(text.as_bytes()).await;
        let _ = stream.shutdown().await;
    }
}

/// Says nothing for so long, or until the client gives up: the next one must not wait for this one.
async fn silence(stream: &mut TcpStream, long: Duration) {
    let mut nothing = [0; 1];
    tokio::select! {
        () = tokio::time::sleep(long) => {}
        _ = stream.read(&mut nothing) => {}
    }
}

async fn read(stream: &mut TcpStream) -> Got {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream.read(&mut piece).await.unwrap_or(0);
        bytes.extend_from_slice(&piece[..count]);
        let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") else {
            assert!(count > 0, "the request ends in its head");
            continue;
        };
        let head = String::from_utf8(bytes[..end].to_vec())
            .unwrap()
            .to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |it| it.parse().unwrap());
        if bytes.len() >= end + 4 + length {
            let body = bytes[end + 4..].to_vec();
            return Got { head, body };
        }
        assert!(count > 0, "the request ends in its body");
    }
}
