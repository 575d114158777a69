//! The one state behind all doors: books, gate, switches, limits, clock, log. Doors lock it, look or act, and let go.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use uuid::Uuid;

use crate::blobs::Blobs;
use crate::books::{Act, Books, Deed};
use crate::calls::Calls;
use crate::error::SandboxError;
use crate::faults::{Fault, FaultChange, FaultKind, Faults, Struck};
use crate::gate::{Event, Gate};
use crate::hooks::{Change, Courier, Ears, Hooks, Seen, Subscription};
use crate::kept::Kept;
use crate::late::{LateCall, LateCalls, LateChange};
use crate::limits::Limits;
use crate::log::Line;
use crate::switches::Switches;

/// Tells the time. The sandbox's own clock may run ahead of it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Carries a call out that takes effect late.
pub(crate) type LateDoor = fn(&mut Core, &LateCall, Timestamp);

/// The state.
pub(crate) struct Core {
    pub(crate) books: Books,
    pub(crate) gate: Gate,
    pub(crate) switches: Switches,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    pub(crate) calls: Calls,
    pub(crate) hooks: Hooks,
    pub(crate) blobs: Blobs,
    pub(crate) late: LateCalls,
    late_door: LateDoor,
    pub(crate) kept: Kept,
    pub(crate) chance: ChaCha12Rng,
    clock: Clock,
    pub(crate) offset_ms: i64,
    /// The moment at which the clock stands still.
    pub(crate) stopped: Option<Timestamp>,
}

/// The state, shared between doors, and what carries notifications to the world.
#[derive(Clone)]
pub(crate) struct Shared {
    core: Arc<Mutex<Core>>,
    courier: Arc<dyn Courier>,
}

impl Shared {
    pub(crate) fn new(core: Core, courier: Arc<dyn Courier>) -> Shared {
        Shared {
            core: Arc::new(Mutex::new(core)),
            courier,
        }
    }

    /// Who carries notifications.
    pub(crate) fn courier(&self) -> &dyn Courier {
        &*self.courier
    }

    /// Locks the state, after everything that is due has taken effect.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Core> {
        let mut core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
        core.run_due();
        core
    }
}

impl Core {
    pub(crate) fn new(
        clock: Clock,
        seed_number: u64,
        (kept, blobs): (Kept, Blobs),
        late_door: LateDoor,
    ) -> Core {
        Core {
            books: Books::default(),
            gate: Gate::default(),
            switches: Switches::default(),
            limits: Limits::default(),
            faults: Faults::default(),
            calls: Calls::default(),
            hooks: Hooks::default(),
            blobs,
            late: LateCalls::default(),
            late_door,
            kept,
            chance: ChaCha12Rng::seed_from_u64(seed_number),
            clock,
            offset_ms: 0,
            stopped: None,
        }
    }

    /// Carries out an act and keeps it.
    pub(crate) fn act(&mut self, act: Act) -> Result<(), SandboxError> {
        self.kept.ready()?;
        let line = self
            .kept
            .is_on_disk()
            .then(|| Line::Act(Box::new(act.clone())));
        self.carry_out(act)?;
        line.map_or(Ok(()), |line| self.write(&line))
    }

    /// Carries out an act, and queues what subscribers are told of it.
    pub(crate) fn carry_out(&mut self, act: Act) -> Result<(), SandboxError> {
        let (at, seen) = (act.at, Seen::before(&self.hooks, &self.books, &act));
        self.books.apply(act)?;
        if let Some(seen) = seen {
            let apps = &self.gate.apps;
            let secret = |client: &str| {
                let app = apps.iter().find(|app| app.client_id == client);
                app.map(|app| app.webhook_secret.clone())
                    .unwrap_or_default()
            };
            let (gate, switches) = (&self.gate, &self.switches);
            let hears = |it: &Subscription| {
                switches.webhooks_without_chain || gate.has_chain(&it.client, it.user, at)
            };
            let ears = Ears {
                secret: &secret,
                hears: &hears,
                switches,
            };
            seen.after(&mut self.hooks, &self.books, &ears);
        }
        Ok(())
    }

    /// Takes a change of the webhooks over and keeps it.
    pub(crate) fn hook_change(&mut self, change: Change) -> Result<(), SandboxError> {
        self.write(&Line::Hook(change.clone()))?;
        self.hooks.apply(change);
        Ok(())
    }

    /// Orders a fault, unless it cannot strike as it says; one that makes reads stale takes a picture of the books now.
    pub(crate) fn order_fault(&mut self, fault: Fault) -> Result<(), SandboxError> {
        fault.check().map_err(SandboxError::Fault)?;
        let number = self.faults.next_number();
        self.fault_change(FaultChange::Ordered(number, Box::new(fault)))
    }

    /// Takes a change of the faults over and keeps it.
    pub(crate) fn fault_change(&mut self, change: FaultChange) -> Result<(), SandboxError> {
        self.write(&Line::Fault(change.clone()))?;
        self.take_fault(change);
        Ok(())
    }

    pub(crate) fn take_fault(&mut self, change: FaultChange) {
        let stale =
            matches!(&change, FaultChange::Ordered(_, fault) if fault.kind == FaultKind::Stale);
        let picture = stale.then(|| Arc::new(self.books.clone()));
        self.faults.apply(change, picture);
    }

    /// The fault that strikes a call, if any; counted, where it has a count.
    pub(crate) fn strike(
        &mut self,
        method: &str,
        path: &str,
        division: Option<i32>,
    ) -> Option<Struck> {
        let (number, struck) = self.faults.strike(method, path, division)?;
        if struck.fault.count.is_some()
            && let Err(error) = self.fault_change(FaultChange::Struck(number))
        {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "a fault was not counted"
            );
        }
        Some(struck)
    }

    /// Does a deed now.
    pub(crate) fn do_now(
        &mut self,
        division: i32,
        by: Uuid,
        deed: Deed,
    ) -> Result<(), SandboxError> {
        let at = self.now();
        self.act(Act {
            at,
            by,
            division,
            deed,
        })
    }

    /// Takes a change at the gate over and keeps it.
    pub(crate) fn gate_event(&mut self, event: Event) -> Result<(), SandboxError> {
        self.write(&Line::Gate(event.clone()))?;
        self.take_event(event);
        Ok(())
    }

    pub(crate) fn take_event(&mut self, event: Event) {
        if let Event::Activated { user, active } = &event {
            let known = self.books.users.iter_mut().find(|known| known.id == *user);
            if let Some(known) = known {
                known.inactive = !*active;
            }
        }
        self.gate.apply(event);
    }

    /// Sets the switches and keeps them.
    pub(crate) fn set_switches(&mut self, switches: Switches) -> Result<(), SandboxError> {
        self.write(&Line::Switches(Box::new(switches.clone())))?;
        self.switches = switches;
        Ok(())
    }

    /// The sandbox's time.
    pub(crate) fn now(&self) -> Timestamp {
        if let Some(stopped) = self.stopped {
            return stopped;
        }
        let real = (self.clock)();
        real.checked_add(SignedDuration::from_millis(self.offset_ms))
            .unwrap_or(real)
    }

    /// Moves the clock ahead of the real one.
    pub(crate) fn advance(&mut self, milliseconds: i64) -> Result<(), SandboxError> {
        if let Some(stopped) = self.stopped {
            let moved = stopped.checked_add(SignedDuration::from_millis(milliseconds));
            self.stop_at(Some(moved.unwrap_or(stopped)))?;
        }
        self.offset_ms = self.offset_ms.saturating_add(milliseconds);
        self.write(&Line::Clock(self.offset_ms))?;
        self.run_due();
        Ok(())
    }

    /// Moves the clock to a moment.
    pub(crate) fn move_to(&mut self, moment: Timestamp) -> Result<(), SandboxError> {
        let by = moment.as_millisecond() - self.now().as_millisecond();
        self.advance(by)
    }

    /// Lets the clock stand still where it is.
    pub(crate) fn stop_clock(&mut self) -> Result<(), SandboxError> {
        let now = self.now();
        self.stop_at(Some(now))
    }

    /// Lets the clock run on from where it stands.
    pub(crate) fn start_clock(&mut self) -> Result<(), SandboxError> {
        if let Some(moment) = self.stopped {
            self.stop_at(None)?;
            self.move_to(moment)?;
        }
        Ok(())
    }

    fn stop_at(&mut self, moment: Option<Timestamp>) -> Result<(), SandboxError> {
        self.write(&Line::Stopped(moment))?;
        self.stopped = moment;
        Ok(())
    }

    /// Whether the clock stands still.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// How far the clock runs ahead, in milliseconds.
    pub(crate) fn offset_ms(&self) -> i64 {
        self.offset_ms
    }

    /// Lets a call take effect later.
    pub(crate) fn later(&mut self, call: LateCall) -> Result<(), SandboxError> {
        let change = LateChange::Waits(Box::new(call));
        self.write(&Line::Late(change.clone()))?;
        self.late.apply(change);
        Ok(())
    }

    /// Carries out what is due. Its effect and that it is done are on the disk together, or neither is.
    ///
    /// A call that panics is done too, with what it did until then: waiting on, it would panic at every look at the
    /// state; and lines that go on waiting for each other would keep everything that is answered later in memory only.
    fn run_due(&mut self) {
        while let Some(call) = self.late.due(self.now()).cloned() {
            self.kept.begin();
            let carry_out = AssertUnwindSafe(|| (self.late_door)(self, &call, call.due));
            if catch_unwind(carry_out).is_err() {
                tracing::error!(
                    number = call.number,
                    target = call.target,
                    "a late call broke off"
                );
            }
            let done = LateChange::Done(call.number);
            let kept = self.write(&Line::Late(done.clone()));
            self.late.apply(done);
            if let Err(error) = kept.and_then(|()| self.kept.end()) {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a late effect was not kept"
                );
            }
        }
    }

    /// A new key.
    pub(crate) fn new_id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.chance.random()).into_uuid()
    }

    /// A new secret of letters and digits.
    pub(crate) fn new_secret(&mut self) -> String {
        hex::encode(self.chance.random::<[u8; 48]>())
    }
}

#[cfg(test)]
mod tests;
