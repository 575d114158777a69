//! The settings of the link: where Exact is, who we are there, and the bounds inside which it is proven that each
//! invoice is booked exactly once.

use std::time::Duration;

use secrecy::SecretString;
use store::{MAX_CLOCK_SKEW, lease};

/// The shortest that a bound may be: below it nothing is a bound any more, and nothing is waited for.
pub const LEAST_BOUND: Duration = Duration::from_secs(1);
/// The longest that a bound may be: what waits for the bounds, several times over, still waits for less than
/// [`store::jobs::LONGEST_WAIT`].
pub const LONGEST_BOUND: Duration = Duration::from_hours(1);
/// How long a lease lasts where nobody says otherwise.
pub const USUAL_LEASE: Duration = Duration::from_mins(3);
/// So many times `max_pause` a lease must last: it is renewed when a third of it is gone, and whoever holds it writes
/// nothing in its last quarter, so that more than `max_pause` is left for every call.
pub const LEASE_IN_PAUSES: u32 = 3;
/// The part of a lease that clocks may be off in all; a lease of tests is shorter than the usual skew.
const SKEW_IN_LEASE: u32 = 8;
/// The most times `max_staleness` that a look at an entry is put off; see [`crate::worker`].
const LONGEST_LOOK_IN_STALENESS: u32 = 16;

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

    /// The longest that any look can be put off: what is to be looked at later than that was stored by a clock that
    /// was wrong.
    #[must_use]
    pub fn longest_look(&self) -> Duration {
        self.max_pause + self.until_look() + self.max_staleness * LONGEST_LOOK_IN_STALENESS
    }
}

/// A setting with which it cannot be promised that each invoice is booked once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A bound is too short or too long.
    #[error("{name} is {} s; it must be from {} s to {} s", .told.as_secs_f64(), LEAST_BOUND.as_secs(), LONGEST_BOUND.as_secs())]
    Bound {
        /// Its name in the file of settings.
        name: &'static str,
        /// What it was set to.
        told: Duration,
    },
    /// The lease is too short or too long.
    #[error("lease_seconds is {} s; it must be from {} s ({LEASE_IN_PAUSES} times max_pause_seconds) to {} s", .told.as_secs_f64(), .least.as_secs_f64(), lease::LONGEST.as_secs())]
    Lease {
        /// What it was set to.
        told: Duration,
        /// What it must be at least.
        least: Duration,
    },
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
            lease: USUAL_LEASE,
            propose_keys: true,
            limits: Limits::default(),
        }
    }

    /// Whether what is promised holds with these settings.
    ///
    /// # Errors
    /// [`SettingsError`], which names the setting and its floor.
    pub fn check(&self) -> Result<(), SettingsError> {
        check_promises(self.bounds, self.lease)
    }

    /// How far this node's clock may be off: [`MAX_CLOCK_SKEW`], and never more than an eighth of the lease.
    #[must_use]
    pub fn max_clock_skew(&self) -> Duration {
        MAX_CLOCK_SKEW.min(self.lease / SKEW_IN_LEASE)
    }
}

/// Whether what is promised holds with these bounds and this lease, for whoever reads them before a link is made.
///
/// # Errors
/// [`SettingsError`], which names the setting and its floor.
pub fn check_promises(bounds: Bounds, told: Duration) -> Result<(), SettingsError> {
    let named = [
        ("remote_max_work_seconds", bounds.remote_max_work),
        ("max_staleness_seconds", bounds.max_staleness),
        ("max_pause_seconds", bounds.max_pause),
    ];
    for (name, told) in named {
        if !(LEAST_BOUND..=LONGEST_BOUND).contains(&told) {
            return Err(SettingsError::Bound { name, told });
        }
    }
    let least = bounds.max_pause * LEASE_IN_PAUSES;
    if !(least..=lease::LONGEST).contains(&told) {
        return Err(SettingsError::Lease { told, least });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(change: impl FnOnce(&mut LinkSettings)) -> Result<(), String> {
        let secret = SecretString::from("secret");
        let mut settings = LinkSettings::new("http://127.0.0.1", "id", secret, "", "node");
        change(&mut settings);
        settings.check().map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_usual_and_what_tests_shorten_it_to_holds() {
        assert_eq!(settings(|_| ()), Ok(()));
        let shortened = settings(|settings| {
            settings.bounds = Bounds {
                remote_max_work: LEAST_BOUND,
                max_staleness: LEAST_BOUND,
                max_pause: LEAST_BOUND,
            };
            settings.lease = Duration::from_secs(4);
        });
        assert_eq!(shortened, Ok(()));
    }

    #[test]
    fn nothing_is_promised_with_a_bound_or_a_lease_of_nothing() {
        let told = settings(|settings| settings.bounds.remote_max_work = Duration::ZERO);
        let floor = "remote_max_work_seconds is 0 s; it must be from 1 s to 3600 s";
        assert_eq!(told.unwrap_err(), floor);
        let told = settings(|settings| settings.bounds.max_staleness = Duration::ZERO);
        assert!(
            told.unwrap_err()
                .starts_with("max_staleness_seconds is 0 s")
        );
        let told = settings(|settings| settings.bounds.max_pause = Duration::from_hours(2));
        assert!(told.unwrap_err().starts_with("max_pause_seconds is 7200 s"));
        let floor = "it must be from 90 s (3 times max_pause_seconds) to 600 s";
        for seconds in [0, 89, 601] {
            let told = settings(|settings| settings.lease = Duration::from_secs(seconds));
            assert_eq!(
                told.unwrap_err(),
                format!("lease_seconds is {seconds} s; {floor}")
            );
        }
    }

    #[test]
    fn whoever_holds_a_lease_has_time_to_write_after_each_renewal() {
        for pause in [
            LEAST_BOUND,
            Duration::from_secs(30),
            Duration::from_secs(200),
        ] {
            let lease = pause * LEASE_IN_PAUSES;
            let skew = MAX_CLOCK_SKEW.min(lease / SKEW_IN_LEASE);
            assert!(lease * 2 / 3 - skew * 2 >= pause, "{pause:?}");
        }
    }
}
