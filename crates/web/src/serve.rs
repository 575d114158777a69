//! Serving the pages until told to stop: so many connections, each with limits of its own.
//!
//! The usual server has none of them: a connection on which half a header came would stand for ever.

mod count;
mod stream;

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::Service as _;

use self::count::{Counted, PerAddress};
use self::stream::Watched;
use crate::app::Settings;
use crate::client::Peer;
use crate::limits::Limits;

/// How long nothing is accepted after the system could not give a connection: it has no files left.
const AFTER_REFUSAL: Duration = Duration::from_secs(1);
/// What whoever has too many connections is told.
const TOO_MANY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n\
    Content-Type: text/plain\r\nContent-Length: 30\r\n\r\ntoo many connections are open\n";

/// Serves until `shutdown` is cancelled, then lets the requests under way finish for [`Limits::ending`].
///
/// No page keeps a stream open: running exports are followed by asking again, so nothing holds this up.
///
/// # Errors
/// When the address of the listener cannot be had.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: Settings,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let limits = settings.limits;
    let places = Arc::new(Semaphore::new(limits.connections));
    let addresses = PerAddress::new(limits.connections_per_address);
    let mut connections = JoinSet::new();
    let door = Door {
        router,
        limits,
        shutdown: shutdown.clone(),
    };
    loop {
        let (stream, peer, place) = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = accept(&listener, &places) => accepted,
            // Those that ended are let go.
            Some(_ended) = connections.join_next() => continue,
        };
        let counted = if settings.proxies.trust(peer.remote.ip()) {
            Some(Counted::nothing())
        } else {
            addresses.count(peer.remote.ip())
        };
        match counted {
            Some(counted) => {
                let door = door.clone();
                connections.spawn(async move {
                    door.serve(stream, peer).await;
                    drop((counted, place));
                });
            }
            None => turn_away(stream),
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
    Ok(())
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Peer, Option<OwnedSemaphorePermit>) {
    // Never closed, so there always is a place in the end.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, remote)) => {
                if let Ok(local) = stream.local_addr() {
                    return (stream, Peer { remote, local }, place);
                }
            }
            Err(error) if is_theirs(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(AFTER_REFUSAL).await;
            }
        }
    }
}

/// Whether the connection had ended before it was accepted.
fn is_theirs(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// Says why, as far as that goes at once, and hangs up.
fn turn_away(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        // There is nobody to tell when it does not go.
        let _told = io::Write::write(&mut stream, TOO_MANY);
    }
}

/// What every connection is served with.
#[derive(Clone)]
struct Door {
    router: Router,
    limits: Limits,
    shutdown: CancellationToken,
}

impl Door {
    async fn serve(&self, stream: TcpStream, peer: Peer) {
        // Answers are small and whole; without it they are only slower.
        let _set = stream.set_nodelay(true);
        let service = service_fn(|mut request: http::Request<Incoming>| {
            request.extensions_mut().insert(peer);
            self.router.clone().call(request.map(Body::new))
        });
        let stream = TokioIo::new(Watched::new(stream, self.limits.unread_within));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.headers_within)
            .max_buf_size(self.limits.headers_bytes)
            .serve_connection(stream, service);
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = self.shutdown.cancelled() => {
                connection.as_mut().graceful_shutdown();
                match tokio::time::timeout(self.limits.ending, connection).await {
                    Ok(ended) => ended,
                    Err(_late) => return,
                }
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, from = %peer.remote, "a connection broke off");
        }
    }
}
