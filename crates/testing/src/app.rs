//! The whole product and a local Exact Online in one process: act, run the jobs, assert on the other books.
//!
//! Time stands still until it is advanced, ids come from a seed, nothing goes over the network. End it with
//! [`TestApp::finish`]: a test that leaves a job behind, or one that failed, must not pass.

mod build;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use domain::{AdministrationId, Journal, LedgerAccountId, Location, RunId};
use exact_sandbox::admin::EntryView;
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, DEMO_USER, Sandbox, Switches};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use link::{
    Filter, Link, LinkSettings, Parts, accounts, administrations, export, journals, vat, worker,
};
use office::accounts::AccountQuery;
use office::installation::{self, Beside};
use office::journals::Marks;
use office::locations::{self, LocationForm};
use office::{Actor, Office, Vault, users};
use store::{Clock, Db, Ids, jobs};

use crate::transport::SandboxTransport;

pub use build::{CustomerBuilder, InvoiceBuilder};

/// The first company of the sandbox's demo.
const DIVISION: i32 = 123_456;
/// Where the sandbox is said to be.
const EXACT: &str = "http://127.0.0.1:8090";
/// Where its app sends browsers back.
const REDIRECT: &str = "http://127.0.0.1:8080/oauth/callback";
/// Calls a minute: more than any test makes.
const PLENTY: u32 = 50_000;
/// The day on which invoices are issued, unless told.
pub const DAY: Date = date(2026, 11, 2);

/// The product in a box: one location, connected to one administration, accounts and journals imported.
pub struct TestApp {
    /// The shop's own desk.
    pub office: Office,
    /// The link, over a transport without sockets.
    pub link: Link,
    /// The other side.
    pub sandbox: Sandbox,
    /// What goes there.
    pub transport: SandboxTransport,
    /// The administrator who does everything.
    pub admin: Actor,
    /// The location.
    pub location: Location,
    /// Its administration.
    pub administration: AdministrationId,
    /// A sales journal of the location with numbers of its own.
    pub journal: Journal,
    /// Ledger accounts by number.
    pub accounts: BTreeMap<String, LedgerAccountId>,
    finished: bool,
}

impl TestApp {
    /// Puts everything together on this database and connects it.
    ///
    /// # Errors
    /// When a verb of the set-up refuses or fails.
    pub async fn start(db: Db) -> Result<Self> {
        Self::start_beside(db, None).await
    }

    /// The same with a data folder beside the database.
    ///
    /// # Errors
    /// As [`TestApp::start`].
    pub async fn start_beside(db: Db, beside: Option<Arc<dyn Beside>>) -> Result<Self> {
        let clock = Clock::fixed(morning());
        let office = office(db.telling(&clock), &clock, (1, beside));
        installation::settle(&office).await?;
        let sandbox = sandbox(&clock)?;
        let transport = SandboxTransport::new(&sandbox);
        let link = Link::new(
            office.clone(),
            Arc::new(transport.clone()),
            settings("test"),
        )?;
        let admin = administrator(&office).await?;
        connect(&sandbox, &link, &admin).await?;
        let (location, administration) = locate(&link, &admin).await?;
        accounts::import(&link, &admin, administration).await?;
        journals::import(&link, &admin, administration).await?;
        worker::run_until_idle(&link).await?;
        vat::propose(&link, &admin, administration).await?;
        let journal = sales_journal(&office, &admin, &location).await?;
        let rows = office::accounts::list(&office, &admin, &AccountQuery::default())
            .await?
            .rows;
        let accounts = rows
            .into_iter()
            .map(|row| (row.number.to_string(), row.id))
            .collect();
        sandbox.forget_calls();
        let finished = false;
        Ok(Self {
            office,
            link,
            sandbox,
            transport,
            admin,
            location,
            administration,
            journal,
            accounts,
            finished,
        })
    }

    /// Another start of the product, over another database or folder, with the same clock and other books.
    ///
    /// # Errors
    /// When the folder cannot be compared.
    pub async fn another(
        &self,
        db: Db,
        beside: Option<Arc<dyn Beside>>,
        node: &str,
    ) -> Result<Link> {
        let seed = node.bytes().map(u64::from).sum();
        let office = office(
            db.telling(&self.office.clock),
            &self.office.clock,
            (seed, beside),
        );
        installation::settle(&office).await?;
        Ok(Link::new(
            office,
            Arc::new(self.transport.clone()),
            settings(node),
        )?)
    }

    /// A customer with good defaults.
    #[must_use]
    pub fn customer(&self) -> CustomerBuilder<'_> {
        CustomerBuilder::new(self)
    }

    /// An invoice of one line of labour, with good defaults.
    #[must_use]
    pub fn invoice(&self) -> InvoiceBuilder<'_> {
        InvoiceBuilder::new(self)
    }

    /// Presses the button for everything that there is.
    ///
    /// # Errors
    /// When the link refuses or fails.
    pub async fn press(&self) -> Result<RunId> {
        let all = Filter::between(date(2020, 1, 1), date(2040, 1, 1));
        Ok(export::start(&self.link, &self.admin, &all, Parts::Both).await?)
    }

    /// Runs every job that is due, and says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run_jobs(&self) -> Result<u32> {
        Ok(worker::run_until_idle(&self.link).await?)
    }

    /// The one entry that stands in the other books under this reference.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn entry(&self, reference: &str) -> Result<EntryView> {
        let books = self.sandbox.books(DIVISION).context("no books")?;
        let mut found = books
            .entries
            .into_iter()
            .filter(|entry| entry.your_ref == reference);
        let entry = found
            .next()
            .with_context(|| format!("nothing is booked under {reference}"))?;
        ensure!(found.next().is_none(), "{reference} is booked twice");
        Ok(entry)
    }

    /// How many writes the other side was asked for, by part of the path.
    #[must_use]
    pub fn posts(&self, path: &str) -> usize {
        let calls = self.sandbox.calls();
        calls
            .iter()
            .filter(|call| call.method == "POST" && call.path.contains(path))
            .count()
    }

    /// Ends a product whose database was given up for another one: what is left in it does not count.
    pub fn give_up(mut self) {
        self.finished = true;
    }

    /// Ends the test's product: nothing may wait, run or have failed.
    ///
    /// # Errors
    /// When a job is left or has failed; the text names it.
    pub async fn finish(mut self) -> Result<()> {
        self.finished = true;
        let mut tx = self.office.db.read().await?;
        let (left, failed) = (
            jobs::left(&mut tx, 10).await?,
            jobs::failed(&mut tx, 10).await?,
        );
        ensure!(left.is_empty(), "jobs are left: {left:?}");
        ensure!(failed.is_empty(), "jobs have failed: {failed:?}");
        Ok(())
    }
}

impl Drop for TestApp {
    #[expect(
        clippy::panic,
        reason = "a test that does not look at its jobs must fail"
    )]
    fn drop(&mut self) {
        if !self.finished && !std::thread::panicking() {
            panic!("end a TestApp with finish(): its jobs were not looked at");
        }
    }
}

fn office(db: Db, clock: &Clock, (seed, beside): (u64, Option<Arc<dyn Beside>>)) -> Office {
    let ids = Ids::seeded(seed, clock.clone());
    let vault = Vault::from_key([7; 32], ids.clone());
    let office = Office::new(db, clock.clone(), ids, vault);
    match beside {
        Some(beside) => office.with_beside(beside),
        None => office,
    }
}

fn settings(node: &str) -> LinkSettings {
    LinkSettings::new(
        EXACT,
        DEMO_CLIENT_ID,
        DEMO_CLIENT_SECRET.into(),
        REDIRECT,
        node,
    )
}

/// When every test begins.
fn morning() -> Timestamp {
    let morning = date(2026, 11, 24).at(9, 0, 0, 0);
    jiff::tz::TimeZone::UTC
        .to_timestamp(morning)
        .unwrap_or_default()
}

fn sandbox(clock: &Clock) -> Result<Sandbox> {
    let told = clock.clone();
    let switches = Switches {
        minute_limit: PLENTY,
        day_limit: PLENTY,
        ..Switches::default()
    };
    let seed = exact_sandbox::demo(morning());
    Ok(Sandbox::builder(Arc::new(move || told.now()))
        .seed(seed)
        .switches(switches)
        .build()?)
}

async fn administrator(office: &Office) -> Result<Actor> {
    let first = users::create_first(office)
        .await?
        .context("somebody is there already")?;
    let actor = Actor::system("test");
    Ok(Actor {
        user: Some(first.id),
        ..actor
    })
}

async fn connect(sandbox: &Sandbox, link: &Link, actor: &Actor) -> Result<()> {
    let consent = link::connect::start(link, actor).await?;
    let state = consent
        .query_pairs()
        .find(|(name, _)| name == "state")
        .context("no state")?
        .1
        .into_owned();
    let user = sandbox.with_books(|books| {
        books
            .users
            .iter()
            .find(|it| it.user_name == DEMO_USER)
            .map(|it| it.id)
    });
    let code = sandbox.consent(
        DEMO_CLIENT_ID,
        user.context("no user")?,
        &[DIVISION],
        REDIRECT,
    )?;
    link::connect::finish(link, actor, &code, &state).await?;
    Ok(())
}

async fn locate(link: &Link, actor: &Actor) -> Result<(Location, AdministrationId)> {
    let form = LocationForm {
        name: "Bodystop A".to_owned(),
        ..LocationForm::default()
    };
    let location = locations::save(&link.office, actor, &form).await?;
    let all = administrations::list(link, actor).await?;
    let administration = all
        .iter()
        .find(|it| it.division == i64::from(DIVISION))
        .context("no administration")?
        .id;
    administrations::choose(link, actor, location.id, Some(administration)).await?;
    administrations::set_start_date(link, actor, administration, date(2026, 1, 1)).await?;
    Ok((
        locations::get(&link.office, actor, location.id).await?,
        administration,
    ))
}

async fn sales_journal(office: &Office, actor: &Actor, location: &Location) -> Result<Journal> {
    let all = office::journals::list(office, actor).await?;
    let sales = all
        .into_iter()
        .find(|journal| journal.kind == domain::JournalKind::Sales);
    let id = sales.context("no sales journal was imported")?.id;
    let marks = Marks {
        location: Some(location.id),
        prefix: "A1-{year}-".to_owned(),
        ..Marks::default()
    };
    Ok(office::journals::save_marks(office, actor, id, &marks).await?)
}
