//! The tour: both programs in one process, seeded on the first start and left alone on every later one.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use exact_sandbox::{Sandbox, Switches};
use jiff::civil::Date;
use link::Bounds;
use serde::{Deserialize, Serialize};
use store::Clock;
use tokio::net::TcpListener;
use url::Url;

use super::sandbox_books::{self, CLIENT_ID, CLIENT_SECRET};
use super::seeding;
use super::world::{SEED, World};
use crate::config::{Config, DATABASE_FILE, Exact, FILE, KEY_FILE};
use crate::folder::{IDENTITY_FILE, LOCK_FILE, MARK_FILE};
use crate::serving::{Serving, listen};
use crate::wiring::Wiring;

/// The folder of the local Exact Online within the data folder.
const SANDBOX_FOLDER: &str = "sandbox";
/// Written when the seeding is complete.
const MARKER: &str = "demo.json";

/// Calls a minute while the tour is seeded: the first reading of a year of lines would wait for the next minute.
const WHILE_SEEDING: u32 = 100_000;

/// What a tour is made of.
#[derive(Clone, Debug)]
pub struct TourSettings {
    /// Where it keeps everything.
    pub data: PathBuf,
    /// Port of PlanManager; 0 takes a free one.
    pub port: u16,
    /// Port of the local Exact Online; 0 takes a free one.
    pub sandbox_port: u16,
    /// Removes an earlier tour first.
    pub fresh: bool,
    /// Calls that the local Exact Online allows per minute and administration.
    pub minute_limit: u32,
    /// The day that the demo's months count back from; today where none is given.
    pub today: Option<Date>,
    /// The seed of everything that is chosen.
    pub seed: u64,
    /// The bounds of the protocol.
    pub bounds: Bounds,
    /// A database other than a file in the data folder.
    pub database: Option<String>,
    /// Whether lanes work in this process.
    pub lanes: bool,
}

/// A running tour.
pub struct Tour {
    /// Where PlanManager is.
    pub pages: Url,
    /// Where the local Exact Online is.
    pub sandbox: Url,
    /// The product.
    pub wiring: Wiring,
    /// The other side.
    pub exact: Sandbox,
    serving: Serving,
}

/// What a seeded tour was made for.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Marker {
    today: Date,
    pages: String,
    sandbox: String,
}

impl TourSettings {
    /// The usual ones, in this folder.
    #[must_use]
    pub fn at(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            port: 8080,
            sandbox_port: 8090,
            fresh: false,
            minute_limit: 60,
            today: None,
            seed: SEED,
            bounds: Bounds::default(),
            database: None,
            lanes: true,
        }
    }
}

impl Tour {
    /// Starts both programs; seeds both on the first start.
    ///
    /// # Errors
    /// When a port is taken, the folder holds something else, or the seeding fails.
    pub async fn start(settings: &TourSettings) -> Result<Self> {
        if settings.fresh {
            remove_earlier(&settings.data)?;
        }
        fs::create_dir_all(&settings.data)?;
        let (listener, pages) = on_loopback(settings.port).await?;
        let (sandbox_listener, sandbox) = on_loopback(settings.sandbox_port).await?;
        let wiring = Wiring::open(&config(settings, &pages, &sandbox)).await?;
        let today = settings
            .today
            .unwrap_or_else(|| i18n::today(wiring.office.clock.now()));
        let marker = Marker {
            today,
            pages: pages.to_string(),
            sandbox: sandbox.to_string(),
        };
        let seeded = read_marker(&settings.data, &marker)?;
        let world = (!seeded).then(|| World::plan(today, settings.seed));
        let exact = open_sandbox(settings, world.as_ref(), &wiring)?;
        let mut serving = Serving::new();
        serving.pages(listener, wiring.router(), wiring.pages.clone());
        serving.sandbox(sandbox_listener, &exact);
        if let Some(world) = &world {
            ensure!(
                exact.is_fresh(),
                "{} holds an unfinished tour: start with --fresh",
                settings.data.display()
            );
            seeding::seed(&wiring, &exact, world, &pages)
                .await
                .context("seeding the demo")?;
            exact.set_switches(switches(settings.minute_limit))?;
            write_settings(&wiring.config, settings.database.as_ref())?;
            fs::write(settings.data.join(MARKER), serde_json::to_string(&marker)?)?;
        }
        keep_private(&settings.data.join(FILE))?;
        if settings.lanes {
            serving.lanes(wiring.link.clone());
            serving.sealer(wiring.office.db.clone());
            serving.noter(wiring.office.clone());
        }
        Ok(Self {
            pages,
            sandbox,
            wiring,
            exact,
            serving,
        })
    }

    /// Runs until Ctrl-C.
    ///
    /// # Errors
    /// What could not go on.
    pub async fn until_stopped(self) -> Result<()> {
        self.serving.until_stopped().await
    }

    /// Ends both programs.
    pub async fn end(self) {
        self.serving.end().await;
    }
}

fn config(settings: &TourSettings, pages: &Url, sandbox: &Url) -> Config {
    let plain = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    let file = settings.data.join(DATABASE_FILE);
    Config {
        data: settings.data.clone(),
        listen: pages.authority().to_owned(),
        database: settings
            .database
            .clone()
            .unwrap_or_else(|| file.to_string_lossy().into_owned()),
        public_url: plain(pages),
        hosts: Vec::new(),
        trusted_proxies: Vec::new(),
        node: "demo".to_owned(),
        host: None,
        secret_key: None,
        exact: Exact {
            base_url: plain(sandbox),
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.into(),
            bounds: settings.bounds,
            lease: None,
        },
    }
}

fn open_sandbox(
    settings: &TourSettings,
    world: Option<&World>,
    wiring: &Wiring,
) -> Result<Sandbox> {
    let clock: Clock = wiring.office.clock.clone();
    let mut builder = Sandbox::builder(Arc::new(move || clock.now()))
        .data_dir(settings.data.join(SANDBOX_FOLDER))
        .switches(switches(if world.is_some() {
            WHILE_SEEDING
        } else {
            settings.minute_limit
        }));
    if let Some(world) = world {
        let redirect = wiring.config.redirect_uri();
        builder = builder.seed(sandbox_books::seed(world, settings.seed, &redirect));
    }
    builder.build().context("opening the local Exact Online")
}

fn switches(minute_limit: u32) -> Switches {
    Switches {
        minute_limit,
        ..Switches::demo()
    }
}

async fn on_loopback(port: u16) -> Result<(TcpListener, Url)> {
    let listener = listen(&format!("127.0.0.1:{port}")).await?;
    let address = Url::parse(&format!("http://{}/", listener.local_addr()?))?;
    Ok((listener, address))
}

/// The tour's settings as a file, so that `--data` alone is enough for every other command.
/// A database in the folder itself is not named: a copied folder then has its own.
fn write_settings(config: &Config, database: Option<&String>) -> Result<()> {
    let database = database.map_or_else(String::new, |it| format!("database = \"{it}\"\n"));
    let text = format!(
        "# Written by the demo.\nlisten = \"{}\"\n{database}public_url = \"{}\"\n\n\
         [exact]\nbase_url = \"{}\"\nclient_id = \"{CLIENT_ID}\"\nclient_secret = \"{CLIENT_SECRET}\"\n",
        config.listen, config.public_url, config.exact.base_url,
    );
    // It holds a secret: nobody else may read it, not even while it is written.
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(config.data.join(FILE))?;
    Ok(file.write_all(text.as_bytes())?)
}

/// Only the owner may read the settings, also those that an earlier version of the demo wrote.
fn keep_private(file: &Path) -> Result<()> {
    #[cfg(unix)]
    if file.exists() {
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(file, owner_only)?;
    }
    Ok(())
}

/// Whether the tour in this folder was seeded; it must have been for these addresses.
fn read_marker(data: &Path, wanted: &Marker) -> Result<bool> {
    let path = data.join(MARKER);
    if !path.exists() {
        return Ok(false);
    }
    let made: Marker =
        serde_json::from_str(&fs::read_to_string(&path)?).context("reading demo.json")?;
    ensure!(
        made.pages == wanted.pages && made.sandbox == wanted.sandbox,
        "this tour was made for {} and {}: use those ports, or start with --fresh",
        made.pages,
        made.sandbox,
    );
    Ok(true)
}

/// Removes what a tour leaves, and nothing else that may be in the folder.
fn remove_earlier(data: &Path) -> Result<()> {
    let files = ["", "-wal", "-shm"].map(|ending| format!("{DATABASE_FILE}{ending}"));
    for name in files
        .iter()
        .map(String::as_str)
        .chain([KEY_FILE, MARKER, FILE])
        .chain([IDENTITY_FILE, MARK_FILE, LOCK_FILE])
    {
        let path = data.join(name);
        if path.exists() {
            fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
        }
    }
    let folder = data.join(SANDBOX_FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}
