//! The state as it follows from what is on the disk, and what of it goes there.

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use uuid::Uuid;

use crate::counters::Counters;
use crate::error::SandboxError;
use crate::limits::Limits;
use crate::log::Line;
use crate::seed::Seed;
use crate::state::Core;

impl Core {
    /// Takes over the lines of a log and the counters beside it, and makes sure that no chosen id comes twice.
    ///
    /// # Errors
    /// When a line contradicts those before it.
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
        let counters = self.kept.counters();
        self.limits = Limits::restored(counters.limits);
        self.gate.restore(counters.gate);
        self.faults.draw_on(&counters.chance);
        self.calls.continue_after(counters.last_call);
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
            Line::Fault(change) => self.take_fault(change),
            Line::Late(change) => self.late.apply(change),
            Line::Together(lines) => {
                for line in lines {
                    self.take(line)?;
                }
            }
        }
        Ok(())
    }

    fn take_seed(&mut self, seed: Seed, at: jiff::Timestamp) -> Result<(), SandboxError> {
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

    /// Keeps a change.
    ///
    /// # Errors
    /// When it cannot be written; it must not be told then.
    pub(crate) fn write(&mut self, line: &Line) -> Result<(), SandboxError> {
        self.kept.write(line)
    }

    /// Writes what is counted call by call, when it changed since the last time.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write_counters(&mut self) -> Result<(), SandboxError> {
        if !self.kept.is_on_disk() {
            return Ok(());
        }
        let now = self.now();
        let counters = Counters {
            limits: self.limits.kept(now),
            gate: self.gate.counts(now),
            chance: self.faults.drawn(),
            last_call: self.calls.last_number(),
        };
        self.kept.write_counters(&counters)
    }

    /// Loads a seed and keeps it.
    ///
    /// # Errors
    /// When it contradicts itself or cannot be written.
    pub(crate) fn load(&mut self, seed: Seed) -> Result<(), SandboxError> {
        let at = self.now();
        let kept = self.kept.is_on_disk();
        let line = kept.then(|| Line::Load(at, Box::new(seed.clone())));
        self.take_seed(seed, at)?;
        line.map_or(Ok(()), |line| self.write(&line))
    }
}
