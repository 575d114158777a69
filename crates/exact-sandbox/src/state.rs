//! The one state behind all doors: books, gate, switches, limits, clock, log. Doors lock it, look or act, and let go.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use uuid::Uuid;

use crate::blobs::Blobs;
use crate::books::{Act, Books, Deed};
use crate::calls::Calls;
use crate::error::SandboxError;
use crate::faults::{Fault, FaultKind, Faults};
use crate::gate::{Event, Gate};
use crate::hooks::{Change, Courier, Ears, Hooks, Seen, Subscription};
use crate::limits::Limits;
use crate::log::{Line, Log};
use crate::seed::Seed;
use crate::switches::Switches;

/// Tells the time. The sandbox's own clock may run ahead of it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What happens to the state at a time.
pub(crate) type Late = Box<dyn FnOnce(&mut Core, Timestamp) + Send>;

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
    late: Vec<(Timestamp, Late)>,
    log: Option<Log>,
    chance: ChaCha12Rng,
    clock: Clock,
    offset_ms: i64,
    /// The moment at which the clock stands still.
    stopped: Option<Timestamp>,
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
    pub(crate) fn new(clock: Clock, seed_number: u64, log: Option<Log>, blobs: Blobs) -> Core {
        Core {
            books: Books::default(),
            gate: Gate::default(),
            switches: Switches::default(),
            limits: Limits::default(),
            faults: Faults::default(),
            calls: Calls::default(),
            hooks: Hooks::default(),
            blobs,
            late: Vec::new(),
            log,
            chance: ChaCha12Rng::seed_from_u64(seed_number),
            clock,
            offset_ms: 0,
            stopped: None,
        }
    }

    /// Takes over the lines of a log, and makes sure that no chosen id comes twice.
    pub(crate) fn replay(
        &mut self,
        lines: Vec<Line>,
        seed_number: u64,
    ) -> Result<(), SandboxError> {
        let count = u64::try_from(lines.len()).unwrap_or(u64::MAX);
        for line in lines {
            self.take(line)?;
        }
        self.chance = ChaCha12Rng::seed_from_u64(seed_number ^ count.rotate_left(32));
        Ok(())
    }

    fn take(&mut self, line: Line) -> Result<(), SandboxError> {
        match line {
            Line::Load(at, seed) => self.take_seed(*seed, at)?,
            Line::Act(act) => self.carry_out(*act)?,
            Line::Gate(event) => self.take_event(event),
            Line::Clock(offset) => self.offset_ms = offset,
            Line::Stopped(moment) => self.stopped = moment,
            Line::Hook(change) => self.hooks.apply(change),
            Line::Switches(switches) => self.switches = *switches,
        }
        Ok(())
    }

    fn take_seed(&mut self, seed: Seed, at: Timestamp) -> Result<(), SandboxError> {
        for app in seed.apps {
            self.gate
                .apps
                .retain(|known| known.client_id != app.client_id);
            self.gate.apps.push(app);
        }
        for user in seed.users {
            self.books.users.retain(|known| known.id != user.id);
            self.books.users.push(user);
        }
        let by = self.books.users.first().map_or(Uuid::nil(), |user| user.id);
        for company in seed.companies {
            self.books.load(company, (at, by))?;
        }
        self.switches = seed.switches.unwrap_or_else(|| self.switches.clone());
        Ok(())
    }

    fn write(&mut self, line: &Line) -> Result<(), SandboxError> {
        self.log
            .as_mut()
            .map_or(Ok(()), |log| log.append(line))
            .map_err(SandboxError::Write)
    }

    /// Loads a seed and keeps it.
    pub(crate) fn load(&mut self, seed: Seed) -> Result<(), SandboxError> {
        let at = self.now();
        let kept = self
            .log
            .is_some()
            .then(|| Line::Load(at, Box::new(seed.clone())));
        self.take_seed(seed, at)?;
        kept.map_or(Ok(()), |line| self.write(&line))
    }

    /// Carries out an act and keeps it.
    pub(crate) fn act(&mut self, act: Act) -> Result<(), SandboxError> {
        let line = Line::Act(Box::new(act.clone()));
        self.carry_out(act)?;
        self.write(&line)
    }

    /// Carries out an act, and queues what subscribers are told of it.
    fn carry_out(&mut self, act: Act) -> Result<(), SandboxError> {
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

    /// Orders a fault; one that makes reads stale takes a picture of the books now.
    pub(crate) fn order_fault(&mut self, fault: Fault) {
        let picture = matches!(fault.kind, FaultKind::Stale).then(|| Arc::new(self.books.clone()));
        self.faults.order(fault, picture);
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

    fn take_event(&mut self, event: Event) {
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

    /// How many things are still to take effect late, and when the first does.
    pub(crate) fn late(&self) -> (usize, Option<Timestamp>) {
        (self.late.len(), self.late.first().map(|(due, _)| *due))
    }

    /// How far the clock runs ahead, in milliseconds.
    pub(crate) fn offset_ms(&self) -> i64 {
        self.offset_ms
    }

    /// Lets something take effect later.
    pub(crate) fn later(&mut self, due: Timestamp, what: Late) {
        self.late.push((due, what));
        self.late.sort_by_key(|(due, _)| *due);
    }

    fn run_due(&mut self) {
        while self.late.first().is_some_and(|(due, _)| *due <= self.now()) {
            let (due, what) = self.late.remove(0);
            what(self, due);
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
