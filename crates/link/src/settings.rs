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
        }
    }
}
