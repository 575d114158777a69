//! Connections over real sockets: each has its time, there are so many and no more, and they do not hold up the end.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use web::{Limits, Proxies, Settings};

use crate::browser::House;

/// So short that a test waits for it.
const SHORT: Duration = Duration::from_millis(200);
/// Longer than any test may take: what is not there by then never comes.
const NEVER: Duration = Duration::from_secs(60);
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
const HALF: &str = "GET / HTTP/1.1\r\nHost: loc";

/// The pages on a port of their own.
struct Served {
    _house: House,
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinSet<std::io::Result<()>>,
}

impl Served {
    async fn with(settings: Settings) -> Self {
        let house = House::with(settings.clone()).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let mut task = JoinSet::new();
        task.spawn(web::serve(
            listener,
            house.router.clone(),
            settings,
            stop.clone(),
        ));
        Self {
            _house: house,
            address,
            stop,
            task,
        }
    }

    async fn limited(change: impl FnOnce(&mut Limits)) -> Self {
        let mut settings = Settings::default();
        change(&mut settings.limits);
        Self::with(settings).await
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn say(&self, text: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// Ends when everything that it had to wait for has.
    async fn ended(mut self) {
        self.stop.cancel();
        let ended = timeout(NEVER, self.task.join_next()).await.unwrap();
        ended.unwrap().unwrap().unwrap();
    }
}

/// Everything that comes until the other side hangs up.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match timeout(NEVER, stream.read_to_end(&mut bytes))
        .await
        .unwrap()
    {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One answer without a body's end to wait for.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 4096];
    let read = timeout(NEVER, stream.read(&mut bytes))
        .await
        .unwrap()
        .unwrap();
    String::from_utf8_lossy(&bytes[..read]).into_owned()
}

#[tokio::test]
async fn half_a_header_and_silence_are_hung_up_on() {
    let served = Served::limited(|limits| {
        limits.headers_within = SHORT;
        limits.connections_per_address = 400;
    })
    .await;
    let mut streams = Vec::new();
    for _ in 0..300 {
        streams.push(served.say(HALF).await);
    }
    streams.push(served.connect().await);
    for stream in &mut streams {
        assert_eq!(rest(stream).await, "");
    }
    // One that had its answer and asks nothing more.
    let mut idle = served.say(HEALTH).await;
    assert!(rest(&mut idle).await.starts_with("HTTP/1.1 200"));
    served.ended().await;
}

#[tokio::test]
async fn a_form_that_does_not_come_to_its_end_is_answered() {
    let served = Served::limited(|limits| limits.form_within = SHORT).await;
    let mut slow = served
        .say(
            "POST /aanmelden HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlogin=els",
        )
        .await;
    let told = rest(&mut slow).await;
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
    served.ended().await;
}

#[tokio::test]
async fn who_does_not_read_his_answers_is_hung_up_on() {
    let served = Served::limited(|limits| {
        limits.unread_within = SHORT;
        limits.connections = 1;
    })
    .await;
    let page = "GET /aanmelden HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut deaf = served.connect().await;
    let asked = page.repeat(20_000);
    // More than all buffers on the way hold; sooner or later it is closed in the midst of it.
    let mut asking = JoinSet::new();
    asking.spawn(async move { deaf.write_all(asked.as_bytes()).await.map(|()| deaf) });
    let mut next = served.say(HEALTH).await;
    assert!(answer(&mut next).await.starts_with("HTTP/1.1 200"));
    drop((next, asking));
    served.ended().await;
}

#[tokio::test]
async fn beyond_so_many_connections_the_next_one_waits() {
    let served = Served::limited(|limits| limits.connections = 3).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = served.say(HEALTH).await;
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200"));
        open.push(stream);
    }
    let mut next = served.say(HEALTH).await;
    assert!(
        timeout(SHORT, next.readable()).await.is_err(),
        "there is no place yet"
    );
    drop(open.pop());
    assert!(answer(&mut next).await.starts_with("HTTP/1.1 200"));
    served.ended().await;
}

#[tokio::test]
async fn one_address_gets_so_many_connections_and_a_proxy_of_ours_as_many_as_it_needs() {
    let mut settings = Settings::default();
    settings.limits.connections_per_address = 2;
    let served = Served::with(settings.clone()).await;
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = served.say(HEALTH).await;
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200"));
        open.push(stream);
    }
    let mut third = served.connect().await;
    let told = rest(&mut third).await;
    assert!(
        told.starts_with("HTTP/1.1 503") && told.ends_with("are open\n"),
        "{told}"
    );
    drop(open);
    served.ended().await;

    settings.proxies = Proxies::read(&["127.0.0.1".to_owned()]).unwrap();
    let served = Served::with(settings).await;
    let mut open = Vec::new();
    for _ in 0..5 {
        let mut stream = served.say(HEALTH).await;
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200"));
        open.push(stream);
    }
    served.ended().await;
}

#[tokio::test]
async fn the_end_waits_for_requests_under_way_and_for_nothing_else() {
    let served = Served::limited(|limits| limits.ending = NEVER).await;
    let mut idle = served.say(HEALTH).await;
    assert!(answer(&mut idle).await.starts_with("HTTP/1.1 200"));
    let head = "POST /aanmelden HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 18\r\n\
                Expect: 100-continue\r\n\r\n";
    let mut under_way = served.say(head).await;
    // It says so once the form is waited for.
    assert!(answer(&mut under_way).await.starts_with("HTTP/1.1 100"));
    served.stop.cancel();
    assert_eq!(rest(&mut idle).await, "", "nothing is asked there");
    under_way.write_all(b"login=x&password=x").await.unwrap();
    let told = rest(&mut under_way).await;
    assert!(told.starts_with("HTTP/1.1 422"), "{told}");
    served.ended().await;
}

#[tokio::test]
async fn half_requests_do_not_hold_up_the_end() {
    let served = Served::limited(|limits| limits.ending = SHORT).await;
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(served.say(HALF).await);
    }
    // All are accepted when a later one has its answer.
    let mut last = served.say(HEALTH).await;
    assert!(answer(&mut last).await.starts_with("HTTP/1.1 200"));
    served.ended().await;
    drop(open);
}
