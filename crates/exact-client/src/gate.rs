//! The last question before bytes leave.
//!
//! A write has a moment after which it must not be sent any more (its lease may have passed to
//! another node). Time passes between the decision to send and the sending: name look-up, connect,
//! TLS. So the transport asks again immediately before it writes, and the caller's clock answers.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// Asked immediately before a request is written; tells the time of writing, or that it is too
/// late. It may be asked more than once for one request; the last answer counts.
#[derive(Clone)]
pub struct Gate(Arc<dyn Fn() -> Result<Timestamp, GateClosed> + Send + Sync>);

/// It is too late to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the moment after which this request must not be sent has passed")]
pub struct GateClosed;

impl Gate {
    /// A gate that asks the caller's clock.
    pub fn new(ask: impl Fn() -> Result<Timestamp, GateClosed> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    /// A gate that is always open and always tells this time: for reads, which can do no harm, and
    /// for tests.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self::new(move || Ok(now))
    }

    /// The time of writing.
    ///
    /// # Errors
    /// When nothing may be written any more.
    pub fn pass(&self) -> Result<Timestamp, GateClosed> {
        (self.0)()
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}
