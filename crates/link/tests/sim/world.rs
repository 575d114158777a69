//! One world: a shop, two nodes, Exact, and a schedule of acts that follows from a seed.

use std::{sync::Arc, time::Duration};

use domain::{Language, UserId};
use exact_sandbox::{ClientKeys, Sandbox, Switches, TextLanguage};
use jiff::{SignedDuration, civil::date};
use link::{Filter, Link, Parts, worker};
use office::{Actor, Role};
use store::{Clock, Db, Target, params, transact};

use crate::{
    acts,
    carrier::{Carrier, Sea},
    chance::Chance,
    checks,
    hand::Hand,
    image,
    invoices::{Desk, Planned},
    journal::{Journal, Told},
    mode::{Mode, Weather},
    scheduler::Scheduler,
};

/// The shortest pause between two looks at the queue.
const AWHILE: Duration = Duration::from_secs(5);

/// The longest pause between two looks where clocks are set.
const LOOKS: Duration = Duration::from_secs(60);

/// After so long everything must be done.
const TOO_LONG: Duration = Duration::from_secs(12 * 3_600);

/// A program that serves the shop; a restart is another one in its place.
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) link: Link,
    starts: u32,
}

/// Everything of one seed.
pub(crate) struct World {
    pub(crate) chance: Chance,
    /// When that clock is set, and to what, in worlds in which it is: drawn for itself, so that it changes no other.
    settings: Option<Chance>,
    pub(crate) journal: Journal,
    pub(crate) sandbox: Sandbox,
    pub(crate) sea: Sea,
    pub(crate) db: Db,
    pub(crate) desk: Desk,
    pub(crate) nodes: Vec<Node>,
    pub(crate) scheduler: Scheduler,
    pub(crate) invoices: Vec<Planned>,
    pub(crate) hand: Hand,
    pub(crate) presses: u32,
    pub(crate) mode: Mode,
    /// What happens to relations, in the worlds where something does: drawn apart, so that the others live as before.
    pub(crate) relations: Option<Chance>,
}

/// An administrator.
pub(crate) fn actor() -> Actor {
    Actor {
        user: Some(UserId::new(1)),
        name: "An".to_owned(),
        role: Role::Administrator,
        language: Language::Nl,
    }
}

/// What is exported: everything, the too old ones included.
pub(crate) fn filter() -> Filter {
    Filter::between(date(2026, 9, 1), date(2026, 11, 30))
}

/// Lives one seed and tells what was found.
pub(crate) fn live(seed: u64, mode: Mode) -> Told {
    live_with(seed, mode, None)
}

/// The same with a clock that somebody sets, there and back.
pub(crate) fn live_with_set_clocks(seed: u64) -> Told {
    live_with(seed, Mode::Inside, Some(Chance::new(seed, 4)))
}

fn live_with(seed: u64, mode: Mode, settings: Option<Chance>) -> Told {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(1)
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let (_folder, path) = image::copy();
        let mut world = World::begin(seed, mode, path).await;
        world.settings = settings;
        world.rough().await;
        world.settle().await;
        checks::at_the_end(&world).await;
        world.journal.told()
    })
}

impl World {
    async fn begin(seed: u64, mode: Mode, path: std::path::PathBuf) -> Self {
        let mut chance = Chance::new(seed, 1);
        let clock = Clock::tokio(image::morning());
        let (journal, machine) = (Journal::new(clock.clone()), clock.of_another_machine());
        let sandbox = image::sandbox(&clock, switches(&mut chance));
        image::consent_again(&sandbox, &clock).await;
        let db = Db::open(&Target::SqliteFile(path)).await.unwrap();
        let desk = Desk::look(&db).await;
        let weather = Weather::draw(mode, &mut chance);
        journal.write(&format!("{weather:?} {:?}", sandbox.switches()));
        let sea = Sea::new(
            sandbox.clone(),
            ((clock, machine), db.clone()),
            (journal.clone(), weather),
            Chance::new(seed, 2),
        );
        let invoices = desk.draw(&mut chance);
        let mut world = Self {
            chance,
            settings: None,
            journal,
            hand: Hand::new(&sandbox),
            sandbox,
            sea,
            db,
            desk,
            nodes: Vec::new(),
            scheduler: Scheduler::new(Chance::new(seed, 3)),
            invoices,
            presses: 0,
            mode,
            relations: seed.is_multiple_of(4).then(|| Chance::new(seed, 4)),
        };
        for name in ["a", "b"] {
            let node = world.start(name, 1);
            world.nodes.push(node);
        }
        world.store_invoices().await;
        world
    }

    fn start(&self, name: &str, starts: u32) -> Node {
        let start = format!("{name}{starts}");
        let carrier = Arc::new(Carrier::new(&self.sea, &start));
        Node {
            name: name.to_owned(),
            link: image::link(self.db.clone(), &self.sea.machine, carrier, &start),
            starts,
        }
    }

    async fn store_invoices(&self) {
        let now = self.sea.clock.now();
        let invoices: Vec<_> = self
            .invoices
            .iter()
            .map(|one| one.invoice.clone())
            .collect();
        for one in &self.invoices {
            let printed = &one.invoice.printed;
            self.journal.write(&format!(
                "invoice {} {} journal {} customer {} total {} dirt {:?}",
                one.invoice.id,
                one.reference(),
                one.journal,
                one.invoice.customer,
                printed.total,
                one.dirt
            ));
        }
        transact!(self.db, |tx| -> Result<(), office::OfficeError> {
            office::invoices::store_many(tx, now, &invoices).await
        })
        .unwrap();
    }

    /// The part in which everything may go wrong.
    async fn rough(&mut self) {
        let steps = self.chance.between(12, 45);
        let first = self.chance.between(0, 5);
        for step in 0..steps {
            if step == first {
                self.press(0, Parts::Both);
            }
            acts::one(self).await;
            self.set_clock();
            acts::deletes_relation(self);
            let polls = *self.chance.pick(&[20, 100, 400, 1_000, 3_000]);
            let polls = self.chance.between(0, polls);
            self.scheduler.run(polls).await;
            checks::always(self).await;
        }
    }

    /// Whether somebody sets the clock of the machine.
    pub(crate) const fn sets_clocks(&self) -> bool {
        self.settings.is_some()
    }

    /// Somebody sets the clock of the machine, wrong or right again.
    fn set_clock(&mut self) {
        let Some(chance) = &mut self.settings else {
            return;
        };
        if !chance.percent(15) {
            return;
        }
        let wrong = *chance.pick(&[0, 0, 2 * 86_400, -2 * 86_400, 300, -300, 9 * 3_600]);
        self.sea.machine.set_wrong(SignedDuration::from_secs(wrong));
        self.journal.act(&format!("the clock is {wrong} s off"));
    }

    /// Someone presses the button.
    pub(crate) fn press(&mut self, node: usize, parts: Parts) {
        self.presses += 1;
        let (link, journal) = (self.nodes[node].link.clone(), self.journal.clone());
        journal.act(&format!("press at {} for {parts:?}", self.nodes[node].name));
        self.scheduler
            .begin(&format!("press {}", self.presses), async move {
                if let Err(error) = link::export::start(&link, &actor(), &filter(), parts).await {
                    journal.find(format!("a press failed: {error:?}"));
                }
            });
    }

    /// The node does what is due, unless it does already.
    pub(crate) fn tick(&mut self, node: usize) {
        let Node { name, link, .. } = &self.nodes[node];
        if self.scheduler.is_busy(name) {
            return;
        }
        let (link, journal) = (link.clone(), self.journal.clone());
        journal.act(&format!("tick {name}"));
        self.scheduler.begin(name, async move {
            loop {
                match worker::run_one(&link).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => journal.find(format!("the worker failed: {error:?}")),
                }
            }
        });
    }

    /// The power of the node goes, and comes back.
    pub(crate) fn crash(&mut self, node: usize) {
        let name = self.nodes[node].name.clone();
        let busy = self.scheduler.kill(&name);
        self.journal.act(&format!("crash {name}, busy {busy}"));
        self.nodes[node] = self.start(&name, self.nodes[node].starts + 1);
    }

    /// Calm weather, everything mended, the button pressed until there is nothing left to do.
    async fn settle(&mut self) {
        self.journal.act("calm");
        self.sea.weather.lock().unwrap().calm();
        self.sandbox.clear_faults().unwrap();
        self.sea.machine.set_wrong(SignedDuration::ZERO);
        acts::mend_everything(self).await;
        for _ in 0..4 {
            self.reconnect().await;
            self.press(0, Parts::Both);
            if !self.drain().await {
                return;
            }
            self.scheduler.pass(Duration::from_secs(20 * 60)).await;
        }
    }

    /// A person sees that the connection is lost, and consents.
    async fn reconnect(&mut self) {
        let mut tx = self.db.read().await.unwrap();
        let states: Vec<String> = tx
            .all("SELECT state FROM connection", params![])
            .await
            .unwrap();
        drop(tx);
        if states.iter().any(|state| state != "connected") {
            self.journal.act("consent again");
            image::connect(&self.sandbox, &self.nodes[0].link, &actor()).await;
        }
    }

    /// Both nodes work until no job is left; false when that takes too long. One that is slow is not waited for: when
    /// its lease runs out, the other one takes over.
    async fn drain(&mut self) -> bool {
        let begun = tokio::time::Instant::now();
        while begun.elapsed() < TOO_LONG {
            self.tick(0);
            self.tick(1);
            self.scheduler.pass(AWHILE).await;
            self.reconnect().await;
            match self.next_job().await {
                Some(wait) => self.scheduler.pass(wait).await,
                None if self.scheduler.is_idle() => return true,
                None => {}
            }
        }
        self.journal.find("the jobs never end".to_owned());
        false
    }

    /// How long until the next job is due; `None` when there is none.
    async fn next_job(&self) -> Option<Duration> {
        let mut tx = self.db.read().await.unwrap();
        let next: Option<jiff::Timestamp> = tx
            .one(
                "SELECT MIN(CASE WHEN state = 'waiting' THEN run_at ELSE lease_until END) FROM job \
                 WHERE state IN ('waiting', 'running')",
                params![],
            )
            .await
            .unwrap();
        let wait = next?.duration_since(self.sea.clock.now());
        // A job that is due may wait behind one that a dead node still holds.
        let wait = Duration::try_from(wait).unwrap_or_default().max(AWHILE);
        // What a clock that was wrong put off is not waited for.
        Some(if self.settings.is_some() {
            wait.min(LOOKS)
        } else {
            wait
        })
    }
}

fn switches(chance: &mut Chance) -> Switches {
    Switches {
        minute_limit: *chance.pick(&[30, 60, 600]),
        client_keys: *chance.pick(&[ClientKeys::Ignore, ClientKeys::Ignore, ClientKeys::Honour]),
        ignore_case: chance.percent(50),
        language: *chance.pick(&[TextLanguage::Nl, TextLanguage::En]),
        ..Switches::default()
    }
}
