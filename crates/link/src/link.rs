//! The link itself: what every verb and every lane works with.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use domain::AdministrationId;
use exact_api::oauth::AppCredentials;
use exact_client::{Api, Budget, Transport};
use office::Office;

use crate::{
    LinkError, LinkSettings,
    clocks::Clocks,
    lane::{Lanes, Outages},
};

/// Our name in Exact's log.
const USER_AGENT: &str = concat!("PlanManager/", env!("CARGO_PKG_VERSION"));

/// The office, the way to Exact, and the settings; clones share them.
#[derive(Clone)]
pub struct Link {
    /// The shop's own desk.
    pub office: Office,
    pub(crate) api: Api,
    pub(crate) settings: Arc<LinkSettings>,
    /// What each administration's quota is believed to be; kept over the runs of a lane.
    budgets: Arc<Mutex<BTreeMap<AdministrationId, Arc<Mutex<Budget>>>>>,
    lanes: Lanes,
    outages: Outages,
    clocks: Clocks,
    /// Set while a worker shuts down: its lanes stop before their next call.
    stopping: Arc<AtomicBool>,
    /// How often a lane was put off because the database was busy.
    busy: Arc<AtomicU64>,
}

impl Link {
    /// A link over an office; every call goes through `transport`.
    ///
    /// # Errors
    /// [`LinkError::Address`] when the base URL is neither https nor loopback; [`LinkError::Settings`] when a bound or
    /// the lease is one with which nothing can be promised.
    pub fn new(
        office: Office,
        transport: Arc<dyn Transport>,
        settings: LinkSettings,
    ) -> Result<Self, LinkError> {
        settings.check()?;
        let api = Api::new(transport, &settings.base_url, USER_AGENT)
            .map_err(|error| LinkError::Address(Box::new(error)))?;
        Ok(Self {
            office,
            api,
            settings: Arc::new(settings),
            budgets: Arc::default(),
            lanes: Lanes::default(),
            outages: Outages::default(),
            clocks: Clocks::default(),
            stopping: Arc::default(),
            busy: Arc::default(),
        })
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &LinkSettings {
        &self.settings
    }

    /// The base URL as connections and administrations are keyed by it: without a trailing slash.
    pub(crate) fn base_url(&self) -> &str {
        self.settings.base_url.trim_end_matches('/')
    }

    pub(crate) fn credentials(&self) -> AppCredentials {
        AppCredentials {
            client_id: self.settings.client_id.clone(),
            client_secret: self.settings.client_secret.clone(),
        }
    }

    /// The day it is in the shop.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        let now = self.office.clock.now();
        let zone = jiff::tz::TimeZone::get("Europe/Brussels").unwrap_or(jiff::tz::TimeZone::UTC);
        now.to_zoned_datetime(zone).date()
    }

    /// Lets time pass. A clock that a test turns by hand is turned by as much, so that nothing waits for ever.
    pub(crate) async fn pause(&self, time: std::time::Duration) {
        tokio::time::sleep(time).await;
        self.office.clock.advance(time);
    }

    /// What the lanes of this process are doing.
    pub(crate) const fn lanes(&self) -> &Lanes {
        &self.lanes
    }

    /// Where Exact fails, as this process saw it.
    pub(crate) const fn outages(&self) -> &Outages {
        &self.outages
    }

    /// What this process knows of clocks.
    pub(crate) const fn clocks(&self) -> &Clocks {
        &self.clocks
    }

    /// Asks the lanes of this process to stop before their next call, or not to.
    pub(crate) fn set_stopping(&self, stopping: bool) {
        self.stopping.store(stopping, Ordering::SeqCst);
    }

    /// Whether they were asked to.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Counts a lane that was put off because the database was busy.
    pub(crate) fn count_busy(&self) {
        self.busy.fetch_add(1, Ordering::Relaxed);
    }

    /// How often a lane of this process was put off because the database was busy; for measuring.
    #[must_use]
    pub fn lanes_put_off_by_database(&self) -> u64 {
        self.busy.load(Ordering::Relaxed)
    }

    /// The quota of one administration.
    pub(crate) fn budget(&self, administration: AdministrationId) -> Arc<Mutex<Budget>> {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(
            budgets
                .entry(administration)
                .or_insert_with(|| Arc::new(Mutex::new(Budget::new()))),
        )
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link")
            .field("base_url", &self.settings.base_url)
            .field("node", &self.settings.node)
            .finish_non_exhaustive()
    }
}
