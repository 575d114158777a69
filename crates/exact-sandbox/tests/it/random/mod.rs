//! Random acts and calls on one company, by a number that they all follow from: what a bookkeeper does at his desk, what
//! a link calls, faults in between, and restarts; with a model of the books beside it. Serves the property test and the
//! example `acts`.

mod acts;
mod bad_calls;
mod caller;
mod chores;
pub(crate) mod dice;
mod fuzz;
mod invoice_calls;
mod invoices;
mod listener;
mod model;
mod money_calls;
mod other_calls;
mod rules;
mod sale_calls;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;

use exact_sandbox::hooks::Courier;
use exact_sandbox::{CallbackRule, Sandbox, SandboxError, Switches, demo};
use jiff::Timestamp;
use uuid::Uuid;

use caller::Caller;
use dice::Dice;
use listener::Listener;
use model::Model;
use watch::Watch;

pub(crate) use fuzz::fuzz;

pub(crate) const COMPANY: i32 = 123_456;

/// How much was done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) acts: u64,
    pub(crate) refused_acts: u64,
    pub(crate) reads: u64,
    pub(crate) writes: u64,
    pub(crate) refused_writes: u64,
    pub(crate) faults: u64,
    pub(crate) restarts: u64,
    pub(crate) notifications: u64,
}

/// Something that was made through the API and can be changed and removed there.
#[derive(Clone, Debug)]
struct Made {
    path: &'static str,
    id: String,
}

/// A sandbox under random acts, with the model beside it.
pub(crate) struct Run {
    sandbox: Sandbox,
    caller: Caller,
    listener: Arc<Listener>,
    /// Where it is kept; in memory without.
    folder: Option<PathBuf>,
    seed: u64,
    model: Model,
    watch: Watch,
    dice: Dice,
    codes: Vec<String>,
    made: Vec<Made>,
    /// Documents and the relation that each names, by key.
    documents: Vec<(String, Option<String>)>,
    /// Row versions begin anew after this act.
    moved: bool,
    pub(crate) counts: Counts,
}

fn open(seed: u64, folder: Option<&PathBuf>, listener: &Arc<Listener>) -> Sandbox {
    let now: Timestamp = "2026-11-24T09:00:30Z".parse().unwrap();
    let switches = Switches {
        minute_limit: u32::MAX,
        day_limit: u32::MAX,
        error_limit: u32::MAX,
        callback_rule: CallbackRule::Loopback,
        https_redirects: false,
        // Some runs match receipts by themselves.
        match_exact_receipts: seed.is_multiple_of(3),
        ..Switches::default()
    };
    let courier: Arc<dyn Courier> = Arc::<Listener>::clone(listener);
    let mut builder = Sandbox::builder(Arc::new(move || now))
        .seed(demo(now))
        .switches(switches)
        .courier(courier)
        .ids(seed);
    if let Some(folder) = folder {
        builder = builder.data_dir(folder);
    }
    builder.build().unwrap()
}

impl Run {
    /// Begins with the demo's company; its entries are the model's beginning.
    pub(crate) async fn begin(seed: u64, folder: Option<PathBuf>) -> Run {
        let listener = Arc::new(Listener::default());
        let sandbox = open(seed, folder.as_ref(), &listener);
        let mut model = Model::default();
        sandbox.with_books(|books| {
            let company = books.company(COMPANY).unwrap();
            for entry in company.entries.iter() {
                let code = company.accounts.get(entry.customer).unwrap().code.clone();
                model.book(entry.id, (&code, entry.total().0, 0));
            }
        });
        let caller = Caller::sign_in(&sandbox).await;
        let mut run = Run {
            sandbox,
            caller,
            listener,
            folder,
            seed,
            model,
            watch: Watch::default(),
            dice: Dice(seed),
            codes: ["101", "102", "103"].map(str::to_owned).to_vec(),
            made: Vec::new(),
            documents: Vec::new(),
            moved: false,
            counts: Counts::default(),
        };
        run.add_instalments();
        run.watch.version = run.version();
        run
    }

    /// One act or call by chance, and what it changed is tested.
    pub(crate) async fn step(&mut self) -> Result<(), String> {
        match self.dice.below(100) {
            0..60 => self.act()?,
            60..75 => self.read().await?,
            75..98 => self.write().await?,
            98 => self.garbage().await?,
            _ => {
                let told = self.sandbox.deliver_webhooks().await;
                self.counts.notifications += u64::try_from(told.map_err(text)?).unwrap();
                self.listener.check()?;
            }
        }
        if std::mem::take(&mut self.moved) {
            self.check_all()?;
            self.watch.version = self.version();
        }
        let (watch, model) = (&mut self.watch, &mut self.model);
        self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).ok_or("no company")?;
            watch.follow(company, model)
        })
    }

    /// One act of the bookkeeper; the model learns of it when the books took it.
    fn act(&mut self) -> Result<(), String> {
        let before = self.version();
        self.counts.acts += 1;
        match self.carry_out() {
            Ok(()) => {}
            Err(SandboxError::Act(_)) => {
                self.counts.refused_acts += 1;
                if self.version() != before {
                    return Err("a refused act changed the books".to_owned());
                }
            }
            Err(other) => return Err(text(other)),
        }
        Ok(())
    }

    /// Whether all of the books keep their rules and agree with the model.
    pub(crate) fn check_all(&self) -> Result<(), String> {
        self.sandbox.with_books(|books| {
            let company = books.company(COMPANY).ok_or("no company")?;
            rules::rules(company)?;
            invoices::invoices_are_sound(company, &self.model)?;
            self.model.agrees(company)
        })
    }

    /// Ends the sandbox and starts it again on its folder: its books must be the same, and the tokens still valid.
    pub(crate) async fn restart(&mut self) -> Result<(), String> {
        let before = self.sandbox.books(COMPANY);
        self.sandbox.write_counters().map_err(text)?;
        // The one that is ended lets go of the folder with its last clone.
        let nothing = open(0, None, &self.listener);
        self.caller.call_from_now_on(&nothing);
        drop(std::mem::replace(&mut self.sandbox, nothing));
        self.sandbox = open(self.seed, self.folder.as_ref(), &self.listener);
        self.caller.call_from_now_on(&self.sandbox);
        self.counts.restarts += 1;
        if self.sandbox.books(COMPANY) != before {
            return Err("the books are others after a restart".to_owned());
        }
        let reply = self.caller.get("current/Me?$select=UserID").await?;
        if reply.status == 200 {
            Ok(())
        } else {
            Err(format!("the token of before the restart: {}", reply.status))
        }
    }

    /// How many entries the books hold.
    pub(crate) fn entries(&self) -> usize {
        self.model.len()
    }

    fn version(&self) -> u64 {
        self.sandbox
            .with_books(|books| books.company(COMPANY).unwrap().version())
    }

    fn code(&mut self) -> String {
        self.dice.pick(&self.codes).unwrap()
    }

    fn account(&self, code: &str) -> Uuid {
        self.sandbox.with_books(|books| {
            let account = books.company(COMPANY).unwrap().account_by_code(code);
            account.map(|it| it.id).unwrap_or_default()
        })
    }

    fn gl(&self, code: &str) -> Uuid {
        self.sandbox
            .with_books(|books| books.company(COMPANY).unwrap().gl_by_code(code).unwrap().id)
    }

    /// An entry by chance, and whether it is a sale.
    fn entry(&mut self) -> (Uuid, bool) {
        let id = self.model.entry(&mut self.dice);
        let sale = self
            .sandbox
            .with_books(|books| books.company(COMPANY).unwrap().entries.get(id).is_some());
        (id, sale)
    }
}

fn text(error: SandboxError) -> String {
    match &error {
        SandboxError::Act(inner) => inner.to_string(),
        _ => error.to_string(),
    }
}
