//! The settings of the link: where Exact is, who we are there, and the bounds inside which it is proven that each
//! invoice is booked exactly once.

use std::time::Duration;

use secrecy::SecretString;

/// The three bounds of the protocol (section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// After a request was written, Exact commits it within this time or never.
    pub remote_max_work: Duration,
    /// A committed row is visible to reads after this time.
    pub max_staleness: Duration,
    /// A process that is not dead continues within this time.
    pub max_pause: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            remote_max_work: Duration::from_mins(6),
            max_staleness: Duration::from_mins(1),
            max_pause: Duration::from_secs(30),
        }
    }
}

impl Bounds {
    /// How long after its writing an unknown request is not looked up.
    #[must_use]
    pub fn until_look(&self) -> Duration {
        self.remote_max_work + self.max_staleness
    }
}

/// How many a run may hold: about what a group of shops makes in six years. More is refused, with the advice to choose a
/// shorter period.
const RUN_INVOICES: i64 = 100_000;
/// How many invoices are checked in one go: they are in memory together, with their customers.
const CHECKED_AT_ONCE: usize = 1_000;
/// How many invoices are written in one transaction: others wait so long at most.
const WRITTEN_AT_ONCE: usize = 200;
/// How many bookings a lane takes up in one round: as many as Exact takes calls of an administration in a day.
const LANE_BOOKINGS: i64 = 5_000;
/// A press that has said nothing for so long is dead: four times the time after which a process continues.
const PRESS_SILENCE: Duration = Duration::from_mins(2);

/// How much is done in one go. Tests lower them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many invoices (or customers) a run may hold; a filter with more is refused.
    pub run_invoices: i64,
    /// How many invoices are checked in one go.
    pub checked_at_once: usize,
    /// How many invoices are written in one transaction.
    pub written_at_once: usize,
    /// How many bookings a lane takes up in one round.
    pub lane_bookings: i64,
    /// How long a press may be silent before its run is broken off.
    pub press_silence: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            run_invoices: RUN_INVOICES,
            checked_at_once: CHECKED_AT_ONCE,
            written_at_once: WRITTEN_AT_ONCE,
            lane_bookings: LANE_BOOKINGS,
            press_silence: PRESS_SILENCE,
        }
    }
}

/// Everything that is set once per installation.
#[derive(Debug, Clone)]
pub struct LinkSettings {
    /// Where Exact is, `https://start.exactonline.be` or the sandbox.
    pub base_url: String,
    /// The app's id.
    pub client_id: String,
    /// The app's secret.
    pub client_secret: SecretString,
    /// Where Exact sends the browser back, as registered.
    pub redirect_uri: String,
    /// Where the world finds us, for links back to our invoices; `None` when it does not.
    pub public_url: Option<String>,
    /// This start of this program: unique, so that leases tell two apart.
    pub node: String,
    /// The bounds of the protocol.
    pub bounds: Bounds,
    /// How long a lane or a job is held without a sign of life; longer than any call.
    pub lease: Duration,
    /// Whether the entry keys that we derive are proposed to Exact.
    pub propose_keys: bool,
    /// How much is done in one go.
    pub limits: Limits,
}

impl LinkSettings {
    /// Settings with everything else at its first value.
    #[must_use]
    pub fn new(
        base_url: &str,
        client_id: &str,
        client_secret: SecretString,
        redirect_uri: &str,
        node: &str,
    ) -> Self {
        Self {
            base_url: base_url.to_owned(),
            client_id: client_id.to_owned(),
            client_secret,
            redirect_uri: redirect_uri.to_owned(),
            public_url: None,
            node: node.to_owned(),
            bounds: Bounds::default(),
            lease: Duration::from_mins(3),
            propose_keys: true,
            limits: Limits::default(),
        }
    }
}
