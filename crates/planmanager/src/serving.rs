//! What runs until someone stops it: pages, lanes, the local Exact Online. The one place that owns such tasks.

use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use exact_sandbox::Sandbox;
use link::Link;
use office::{Office, installation};
use store::Db;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long what runs may take to end after it was told to.
const ENDING: Duration = Duration::from_secs(10);

/// How often audit rows are chained.
const SEAL_EVERY: Duration = Duration::from_secs(30);

/// How often it is noted beside the database what it knows.
const NOTE_EVERY: Duration = Duration::from_secs(5);

/// Everything that runs side by side in this process.
#[derive(Debug, Default)]
pub struct Serving {
    tasks: JoinSet<Result<()>>,
    stop: CancellationToken,
}

impl Serving {
    /// Nothing runs yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Serves pages on an address that is listened on already.
    pub fn pages(&mut self, listener: TcpListener, router: Router, settings: web::Settings) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            let ended = web::serve(listener, router, settings, stop).await;
            ended.context("serving pages")
        });
    }

    /// Serves a local Exact Online.
    pub fn sandbox(&mut self, listener: TcpListener, sandbox: &Sandbox) {
        let (sandbox, stop) = (sandbox.clone(), self.stop.clone());
        self.tasks.spawn(async move {
            let ended = sandbox.serve(listener, stop.cancelled_owned()).await;
            ended.context("serving the local Exact Online")
        });
    }

    /// Works the lanes of every administration.
    pub fn lanes(&mut self, link: Link) {
        let (tell, told) = watch::channel(false);
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            link::worker::run(&link, told)
                .await
                .context("working the lanes")
        });
        self.tasks.spawn(async move {
            stop.cancelled().await;
            // Nobody listens any more when the work has ended by itself.
            let _ = tell.send(true);
            Ok(())
        });
    }

    /// Chains the audit rows that were written since, in batches.
    pub fn sealer(&mut self, db: Db) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            while !stop.is_cancelled() {
                if let Err(error) = store::audit::seal(&db).await {
                    tracing::warn!(%error, "the audit rows were not sealed");
                }
                tokio::select! {
                    () = tokio::time::sleep(SEAL_EVERY) => {}
                    () = stop.cancelled() => {}
                }
            }
            Ok(())
        });
    }

    /// Notes beside the database what it knows, so that one that was put back is seen to be older.
    pub fn noter(&mut self, office: Office) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            loop {
                if let Err(error) = installation::note_newest(&office).await {
                    tracing::warn!(%error, "what was done last was not noted in the data folder");
                }
                if stop.is_cancelled() {
                    return Ok(());
                }
                tokio::select! {
                    () = tokio::time::sleep(NOTE_EVERY) => {}
                    () = stop.cancelled() => {}
                }
            }
        });
    }

    /// Waits until Ctrl-C, SIGTERM or something that cannot go on; then ends everything.
    ///
    /// # Errors
    /// What could not go on.
    pub async fn until_stopped(mut self) -> Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let outcome = tokio::select! {
            ended = self.tasks.join_next() => match ended {
                Some(Ok(ended)) => ended.and_then(|()| Err(anyhow!("a part of the program ended by itself"))),
                Some(Err(error)) => Err(error.into()),
                None => Ok(()),
            },
            pressed = tokio::signal::ctrl_c() => pressed.map_err(Into::into),
            _ = terminate.recv() => Ok(()),
        };
        self.end().await;
        outcome
    }

    /// Ends everything: gently, then by force.
    pub async fn end(mut self) {
        self.stop.cancel();
        let gently = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(ENDING, gently).await.is_err() {
            self.tasks.shutdown().await;
        }
    }
}

/// Listens on an address.
///
/// # Errors
/// When something else does; the text names the address.
pub async fn listen(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("listening on {address}"))
}
