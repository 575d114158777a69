//! The sandbox as a library: build it, call its router, act on its books, look at them.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use http::HeaderValue;
use http::header::{CONTENT_SECURITY_POLICY, HeaderName};
use jiff::Timestamp;
use tower_http::set_header::SetResponseHeaderLayer;
use uuid::Uuid;

use crate::admin::{BooksSnapshot, Done, Order, carry_out, snapshot};
use crate::blobs::Blobs;
use crate::books::{Books, Deed};
use crate::calls::CallRecord;
use crate::deliver::{deliver, keep_delivering};
use crate::error::SandboxError;
use crate::faults::{Fault, FaultChange};
use crate::gate::App;
use crate::hooks::{Courier, Delivery, HttpCourier};
use crate::kept::Kept;
use crate::late::LateCall;
use crate::seed::Seed;
use crate::state::{Clock, Core, Shared};
use crate::switches::Switches;
use crate::wire::{Breaker, Wire};

/// How long until notifications are looked at again while serving.
const DELIVERY_PAUSE: Duration = Duration::from_millis(100);

/// How long until the counters are written again while serving.
const COUNTING_PAUSE: Duration = Duration::from_secs(5);

/// A running sandbox. Clones share the same books.
#[derive(Clone)]
pub struct Sandbox {
    pub(crate) shared: Shared,
    fresh: bool,
}

/// Collects what a sandbox starts with.
pub struct Builder {
    seed: Seed,
    clock: Clock,
    courier: Arc<dyn Courier>,
    data_dir: Option<PathBuf>,
    switches: Option<Switches>,
    ids: u64,
}

impl Sandbox {
    /// Begins a sandbox that is told the time by `clock`.
    #[must_use]
    pub fn builder(clock: Clock) -> Builder {
        Builder {
            seed: Seed::empty(),
            clock,
            courier: Arc::new(HttpCourier::default()),
            data_dir: None,
            switches: None,
            ids: 1,
        }
    }

    /// All doors: API, sign-in, `/_sandbox`, pages. Call it with path and query, a `Host` header, and the body.
    pub fn router(&self) -> Router {
        let version = SetResponseHeaderLayer::overriding(
            HeaderName::from_static("x-exact-sandbox"),
            HeaderValue::from_static(crate::VERSION),
        );
        let policy = |policy| {
            let (name, policy) = (CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
            SetResponseHeaderLayer::if_not_present(name, policy)
        };
        let consent = crate::oauth::pages().layer(policy(crate::oauth::CONTENT_SECURITY_POLICY));
        // Whatever acts without a secret must be asked from here.
        let open = crate::admin::routes()
            .merge(crate::pages::routes())
            .merge(consent);
        Router::new()
            .merge(crate::api::routes())
            .merge(crate::oauth::routes())
            .merge(open.layer(from_fn(crate::pages::own_pages_only)))
            .with_state(self.shared.clone())
            .layer(policy(crate::pages::CONTENT_SECURITY_POLICY))
            .layer(version)
    }

    /// Serves all doors until `shutdown` is ready.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        &self,
        listener: tokio::net::TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), SandboxError> {
        let doors = self.router();
        let doors = doors.into_make_service_with_connect_info::<Breaker>();
        let served = axum::serve(Wire(listener), doors).with_graceful_shutdown(shutdown);
        let ended = tokio::select! {
            served = served.into_future() => served.map_err(SandboxError::Serve),
            ended = keep_delivering(&self.shared, DELIVERY_PAUSE) => ended,
            ended = self.keep_counting() => ended,
        };
        ended.and(self.write_counters())
    }

    /// Writes the counters every few seconds, for as long as it is polled.
    async fn keep_counting(&self) -> Result<(), SandboxError> {
        loop {
            tokio::time::sleep(COUNTING_PAUSE).await;
            self.write_counters()?;
        }
    }

    /// Delivers the notifications that are due by the sandbox's clock; gives back how many tries were made. [`serve`]
    /// does it by itself; whoever calls the router in process does it when it suits the test.
    ///
    /// [`serve`]: Sandbox::serve
    ///
    /// # Errors
    /// When what came of a try cannot be written.
    pub async fn deliver_webhooks(&self) -> Result<usize, SandboxError> {
        deliver(&self.shared).await
    }

    /// The notifications that are remembered, newest first.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        let core = self.shared.lock();
        let newest = core.hooks.deliveries().newest(None, None);
        newest.cloned().collect()
    }

    /// Whether it began with its seed; false when a log was replayed.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Loads more users, apps and companies; those with a known key or number are replaced.
    ///
    /// # Errors
    /// When the seed contradicts itself or cannot be written.
    pub fn load(&self, seed: Seed) -> Result<(), SandboxError> {
        self.shared.lock().load(seed)
    }

    /// Adds a third company to those of [`demo`], whose books have run for a year: invoices paid, late, in part and not
    /// at all, bank statements, documents. For looking around and for learning.
    ///
    /// [`demo`]: crate::demo
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add_showcase(&self) -> Result<(), SandboxError> {
        crate::showcase::add(&mut self.shared.lock())
    }

    /// Does a deed in a company now, as the first user.
    ///
    /// # Errors
    /// When the books refuse it or it cannot be written.
    pub fn act(&self, division: i32, deed: Deed) -> Result<(), SandboxError> {
        let mut core = self.shared.lock();
        let by = core.books.users.first().map_or(Uuid::nil(), |user| user.id);
        core.do_now(division, by, deed)
    }

    /// Carries out what a bookkeeper orders, by codes instead of keys: the same as `POST /_sandbox/act`.
    ///
    /// # Errors
    /// When a code is unknown, or the books refuse it.
    pub fn order(&self, division: i32, order: Order) -> Result<Done, SandboxError> {
        carry_out(&mut self.shared.lock(), division, order)
    }

    /// The books of a company as `/_sandbox/books` tells them.
    #[must_use]
    pub fn books(&self, division: i32) -> Option<BooksSnapshot> {
        self.shared.lock().books.company(division).map(snapshot)
    }

    /// The registered apps.
    #[must_use]
    pub fn apps(&self) -> Vec<App> {
        self.shared.lock().gate.apps.clone()
    }

    /// Looks at the books themselves.
    pub fn with_books<T>(&self, look: impl FnOnce(&Books) -> T) -> T {
        look(&self.shared.lock().books)
    }

    /// The API calls that were received, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<CallRecord> {
        self.shared.lock().calls.iter().cloned().collect()
    }

    /// Forgets the calls.
    pub fn forget_calls(&self) {
        self.shared.lock().calls.clear();
    }

    /// Orders a fault: the same as `POST /_sandbox/faults`.
    ///
    /// # Errors
    /// When it cannot strike as it says, in the words of that door, or cannot be written.
    pub fn fault(&self, fault: Fault) -> Result<(), SandboxError> {
        self.shared.lock().order_fault(fault)
    }

    /// Takes back all faults that still wait.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn clear_faults(&self) -> Result<(), SandboxError> {
        self.shared.lock().fault_change(FaultChange::Cleared)
    }

    /// Writes what is counted call by call (limits, errors, chance of faults) beside the log. [`serve`] does it every
    /// few seconds and at its end; whoever calls the router in process and means to open the folder again does it
    /// before.
    ///
    /// [`serve`]: Sandbox::serve
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_counters(&self) -> Result<(), SandboxError> {
        self.shared.lock().write_counters()
    }

    /// The switches.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.shared.lock().switches.clone()
    }

    /// Sets the switches.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn set_switches(&self, switches: Switches) -> Result<(), SandboxError> {
        self.shared.lock().set_switches(switches)
    }

    /// The sandbox's time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.lock().now()
    }

    /// Moves the sandbox's clock.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn advance(&self, milliseconds: i64) -> Result<(), SandboxError> {
        self.shared.lock().advance(milliseconds)
    }
}

impl Builder {
    /// Users, apps and companies to begin with; not looked at when the data folder holds a log.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Builder {
        self.seed = seed;
        self
    }

    /// Who carries notifications to the world; [`HttpCourier`] unless a test wants to receive them in process.
    #[must_use]
    pub fn courier(mut self, courier: Arc<dyn Courier>) -> Builder {
        self.courier = courier;
        self
    }

    /// Keeps everything in a log in this folder; without it the sandbox lives in memory.
    #[must_use]
    pub fn data_dir(mut self, folder: impl Into<PathBuf>) -> Builder {
        self.data_dir = Some(folder.into());
        self
    }

    /// Switches to begin with; they win over those of a replayed log.
    #[must_use]
    pub fn switches(mut self, switches: Switches) -> Builder {
        self.switches = Some(switches);
        self
    }

    /// The number that chosen ids and secrets follow from.
    #[must_use]
    pub fn ids(mut self, seed: u64) -> Builder {
        self.ids = seed;
        self
    }

    /// Builds it.
    ///
    /// # Errors
    /// When the data folder cannot be used or is in use, its log cannot be read, or the seed contradicts itself.
    pub fn build(self) -> Result<Sandbox, SandboxError> {
        let (kept, lines) = match &self.data_dir {
            Some(folder) => Kept::in_folder(folder)?,
            None => (Kept::default(), Vec::new()),
        };
        let fresh = lines.is_empty();
        let blobs = match &self.data_dir {
            Some(folder) => Blobs::in_folder(folder).map_err(SandboxError::Write)?,
            None => Blobs::default(),
        };
        let clock = Arc::clone(&self.clock);
        let mut core = Core::new(clock, self.ids, (kept, blobs), carry_out_late);
        if fresh {
            core.load(self.seed)?;
        } else {
            core.replay(lines, self.ids)?;
        }
        if let Some(switches) = self.switches.filter(|switches| *switches != core.switches) {
            core.set_switches(switches)?;
        }
        Ok(Sandbox {
            shared: Shared::new(core, self.courier),
            fresh,
        })
    }
}

/// Carries a call out that takes effect late: one of the API, or one of the token endpoint.
fn carry_out_late(core: &mut Core, late: &LateCall, at: Timestamp) {
    let Some(call) = crate::api::late_call(late) else {
        return;
    };
    if call.is_token_call() {
        crate::oauth::carry_out_late(core, &call, at);
    } else if let Some(pass) = &late.pass {
        crate::api::carry_out_late(core, call, pass.clone(), at);
    }
}
