//! Puts the product together: database, key, office, link. The one place that knows all of them.

pub mod key;

use std::fs::File;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use exact_client::{HttpTransport, Transport};
use link::{Link, LinkSettings};
use office::{Actor, Office, Vault, installation};
use store::{Clock, Db, Engine, Ids, Schema, StoreError, Target};

use crate::config::Config;
use crate::folder::{self, Folder};
use crate::output::SettingsError;
use crate::reasons;
use crate::stop::Stopped;
use key::KeyStand;

/// The product, put together.
#[derive(Clone, Debug)]
pub struct Wiring {
    /// The shop's own desk.
    pub office: Office,
    /// The link with Exact Online.
    pub link: Link,
    /// How its pages are served.
    pub pages: web::Settings,
    /// What it was made from.
    pub config: Config,
}

/// The product, put together to be looked at: nothing that is stored changes.
#[derive(Debug)]
pub struct Looked {
    /// The product; it has no key, and works no lane.
    pub wiring: Wiring,
    /// How old the tables are.
    pub schema: Schema,
    /// How the key stands; unknown while the tables are not this program's.
    pub key: Option<KeyStand>,
}

impl Wiring {
    /// Opens the database (and brings its tables up to date), or makes it, reads or makes the key, and joins the parts,
    /// with the real clock and the real network.
    ///
    /// # Errors
    /// When the database, the key or the address of Exact cannot be used: [`SettingsError`] with its cause, or
    /// [`Stopped`].
    pub async fn open(config: &Config) -> Result<Self> {
        let (clock, ids) = real();
        Self::with(config, network()?, (clock, ids)).await
    }

    /// The same where a database is; none is made by asking it something.
    ///
    /// # Errors
    /// As [`Wiring::open`].
    pub async fn open_existing(config: &Config) -> Result<Self> {
        // A folder without a database stays as it is.
        drop(opened(config, Db::look(&target(config)).await)?);
        let in_use = folder::hold(&config.data).context(SettingsError)?;
        let db = opened(config, Db::open_existing(&target(config)).await)?;
        Self::join(config, network()?, real(), (db, in_use)).await
    }

    /// The same without its key, for whoever mends that.
    ///
    /// # Errors
    /// When the database or the address of Exact cannot be used.
    pub async fn open_without_key(config: &Config) -> Result<Self> {
        let db = opened(config, Db::open_existing(&target(config)).await)?;
        let (clock, ids) = real();
        let office = Office::new(db, clock, ids.clone(), Vault::without_key(ids));
        Self::linked(config, network()?, office)
    }

    /// Opens the database to look at it: no table is brought up to date, no key is made.
    ///
    /// # Errors
    /// When the database or the address of Exact cannot be used.
    pub async fn look(config: &Config) -> Result<Looked> {
        let (db, schema) = opened(config, Db::look(&target(config)).await)?;
        let (clock, ids) = real();
        let key = if schema.applied == schema.known {
            Some(key::stand(config, &db, &ids).await?)
        } else {
            None
        };
        // Compared with the database, and not settled: to look changes nothing.
        let folder = Folder::beside(config, &target(config), None);
        let office = Office::new(db, clock, ids.clone(), Vault::without_key(ids))
            .with_beside(Arc::new(folder));
        let wiring = Self::linked(config, network()?, office)?;
        Ok(Looked {
            wiring,
            schema,
            key,
        })
    }

    /// The same with a transport, clock and ids of the caller's.
    ///
    /// # Errors
    /// As [`Wiring::open`].
    pub async fn with(
        config: &Config,
        transport: Arc<dyn Transport>,
        (clock, ids): (Clock, Ids),
    ) -> Result<Self> {
        let in_use = folder::hold(&config.data).context(SettingsError)?;
        let db = opened(config, Db::open(&target(config)).await)?;
        Self::join(config, transport, (clock, ids), (db, in_use)).await
    }

    async fn join(
        config: &Config,
        transport: Arc<dyn Transport>,
        (clock, ids): (Clock, Ids),
        (db, in_use): (Db, Option<File>),
    ) -> Result<Self> {
        ids.rise_above_stored(&db)
            .await
            .context("reading the database")
            .context(SettingsError)?;
        let vault = key::vault(config, &db, &ids).await?;
        let folder = Folder::beside(config, &target(config), in_use);
        let office = Office::new(db, clock, ids, vault).with_beside(Arc::new(folder));
        installation::settle(&office)
            .await
            .context("comparing the data folder with the database")
            .context(SettingsError)?;
        Self::linked(config, transport, office)
    }

    /// The same with another vault over the same database.
    ///
    /// # Errors
    /// When the address of Exact cannot be used.
    pub fn with_vault(&self, vault: Vault) -> Result<Self> {
        let office = self.office.clone().with_vault(vault);
        Self::linked(&self.config, network()?, office)
    }

    fn linked(config: &Config, transport: Arc<dyn Transport>, office: Office) -> Result<Self> {
        let pages = pages(config).context(SettingsError)?;
        let link = Link::new(
            office.clone(),
            transport,
            link_settings(config, &office.ids),
        )
        .context(SettingsError)?;
        Ok(Self {
            office,
            link,
            pages,
            config: config.clone(),
        })
    }

    /// The pages.
    pub fn router(&self) -> Router {
        web::router(web::App {
            office: self.office.clone(),
            link: self.link.clone(),
            settings: self.pages.clone(),
        })
    }

    /// Who acts when a command is typed: whoever may read the data folder may do everything.
    #[must_use]
    pub fn shell(&self) -> Actor {
        Actor::system("shell")
    }
}

fn pages(config: &Config) -> Result<web::Settings> {
    let proxies = web::Proxies::read(&config.trusted_proxies)
        .map_err(|text| anyhow!("trusted_proxies: {text} is no address and no network"))?;
    Ok(web::Settings {
        secure: config.public_url.starts_with("https://"),
        names: web::Names::new(&config.public_url, &config.listen, &config.hosts),
        proxies,
        limits: web::Limits::default(),
    })
}

fn real() -> (Clock, Ids) {
    let clock = Clock::system();
    (clock.clone(), Ids::system(clock))
}

fn network() -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(HttpTransport::new().context(SettingsError)?))
}

fn target(config: &Config) -> Target {
    config
        .database
        .parse()
        .unwrap_or_else(|never| match never {})
}

/// A database that is not there is told apart from one that cannot be opened.
fn opened<T>(config: &Config, outcome: Result<T, StoreError>) -> Result<T> {
    match outcome {
        Err(StoreError::Absent) => {
            // The address of a server may hold a password.
            let database = match target(config) {
                Target::SqliteFile(path) => path.display().to_string(),
                Target::Postgres(_) => engine_name(Engine::Postgres).to_owned(),
            };
            let stopped = Stopped::settings(reasons::DATABASE_MISSING)
                .with("folder", config.data.display())
                .with("database", database);
            Err(stopped.into())
        }
        outcome => outcome
            .context("opening the database")
            .context(SettingsError),
    }
}

/// What people call an engine.
#[must_use]
pub const fn engine_name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}

fn link_settings(config: &Config, ids: &Ids) -> LinkSettings {
    let exact = &config.exact;
    // A lease belongs to one start of one process: a second start must not take the first one's for its own.
    let node = format!("{}-{}", config.node, ids.next());
    let mut settings = LinkSettings::new(
        &exact.base_url,
        &exact.client_id,
        exact.client_secret.clone(),
        &config.redirect_uri(),
        &node,
    );
    settings.public_url = Some(config.public_url.clone());
    settings.bounds = exact.bounds;
    if let Some(lease) = exact.lease {
        settings.lease = lease;
    }
    settings
}
