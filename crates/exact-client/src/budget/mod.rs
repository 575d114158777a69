//! How many calls may still go, per app and administration.
//!
//! Pure: the time is an argument. One budget belongs to one (client id, division), as Exact counts.
//! [`Budget::permit`] books a call before it goes, [`Budget::record`] corrects the count by what the
//! answer told: the headers are believed over our own count, because another installation may use
//! the same key.

mod breaker;
mod counter;

use jiff::{SignedDuration, Timestamp};

use exact_api::Limits;

use self::breaker::Breaker;
use self::counter::{Counter, Span};
use crate::{CallOutcome, LimitWindow};

/// Calls of each minute that are kept for payments.
pub const PAYMENT_RESERVE: u32 = 4;

/// How long before the end of a minute what is left of the reserve goes to the export.
pub const EXPORT_RELEASE: SignedDuration = SignedDuration::from_secs(10);

/// After so many counted errors within an hour an endpoint is left alone. Exact blocks the key at
/// more than ten.
pub const COUNTED_ERRORS: usize = 5;

/// What a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Customers, invoices, master data.
    Export,
    /// Payments; they may use the reserve.
    Payments,
}

/// The answer to "may a call go now?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permit {
    /// Yes; it is booked. Tell [`Budget::record`] what became of it.
    Go,
    /// Ask again then.
    WaitUntil(Timestamp),
    /// Not for a long time.
    Stopped {
        /// When to ask again.
        until: Timestamp,
        /// What stopped it.
        why: StopReason,
    },
}

/// What stopped a kind of call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// The day's quota is used up.
    DayExhausted,
    /// [`COUNTED_ERRORS`] within an hour on this endpoint.
    TooManyErrors,
}

/// The quotas of one app in one administration.
#[derive(Debug, Clone)]
pub struct Budget {
    minute: Counter,
    day: Counter,
    breaker: Breaker,
    in_flight: u32,
}

/// What is left, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetView {
    /// Calls per minute in all.
    pub minute_limit: u32,
    /// Calls left in this minute.
    pub minute_left: u32,
    /// Calls per day in all.
    pub day_limit: u32,
    /// Calls left today (UTC).
    pub day_left: u32,
    /// Calls booked and not yet answered.
    pub in_flight: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

impl Budget {
    /// Full, with the published quotas (60 a minute, 5,000 a day) until a header says otherwise.
    #[must_use]
    pub fn new() -> Self {
        Self {
            minute: Counter::new(Span::Minute, 60),
            day: Counter::new(Span::Day, 5_000),
            breaker: Breaker::default(),
            in_flight: 0,
        }
    }

    /// May a call of this class to this endpoint (`Endpoint::NAME`) go now? `Go` books it.
    /// A call of which the outcome is never recorded keeps its place: the count errs on the low
    /// side.
    pub fn permit(&mut self, now: Timestamp, class: Class, endpoint: &'static str) -> Permit {
        self.minute.roll(now);
        self.day.roll(now);
        if let Some(until) = self.breaker.closed_until(now, endpoint) {
            return Permit::Stopped {
                until,
                why: StopReason::TooManyErrors,
            };
        }
        if self.day.left() == 0 {
            return Permit::Stopped {
                until: self.day.ends(),
                why: StopReason::DayExhausted,
            };
        }
        let left = self.minute.left();
        let ends = self.minute.ends();
        if left == 0 {
            return Permit::WaitUntil(ends);
        }
        let released = ends.saturating_sub(EXPORT_RELEASE).unwrap_or(ends);
        if class == Class::Export && left <= PAYMENT_RESERVE && now < released {
            return Permit::WaitUntil(released);
        }
        self.minute.take();
        self.day.take();
        self.in_flight = self.in_flight.saturating_add(1);
        Permit::Go
    }

    /// What became of a call that was permitted.
    pub fn record(
        &mut self,
        now: Timestamp,
        endpoint: &'static str,
        limits: &Limits,
        outcome: CallOutcome,
    ) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.minute.roll(now);
        self.day.roll(now);
        if let Some(window) = &limits.minute {
            self.minute.believe(now, window, self.in_flight);
        }
        if let Some(window) = &limits.day {
            self.day.believe(now, window, self.in_flight);
        }
        match outcome {
            CallOutcome::Fine => {}
            CallOutcome::NotSent => {
                self.minute.give_back();
                self.day.give_back();
            }
            CallOutcome::CountedError => self.breaker.count(now, endpoint),
            CallOutcome::TooMany {
                window: Some(LimitWindow::Day),
                until,
            } => {
                self.day.exhaust(now, until);
            }
            // Without a word about the window the shorter wait is taken; the next answer tells.
            CallOutcome::TooMany { window: _, until } => self.minute.exhaust(now, until),
        }
    }

    /// Lets an endpoint go again at once: a person mended the cause.
    pub fn forgive(&mut self, endpoint: &'static str) {
        self.breaker.forgive(endpoint);
    }

    /// What is left.
    #[must_use]
    pub fn view(&self, now: Timestamp) -> BudgetView {
        let (mut minute, mut day) = (self.minute.clone(), self.day.clone());
        minute.roll(now);
        day.roll(now);
        BudgetView {
            minute_limit: minute.limit(),
            minute_left: minute.left(),
            day_limit: day.limit(),
            day_left: day.left(),
            in_flight: self.in_flight,
        }
    }
}
