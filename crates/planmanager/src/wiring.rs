//! Puts the product together: database, key, office, link. The one place that knows all of them.

use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use exact_client::{HttpTransport, Transport};
use link::{Link, LinkSettings};
use office::{Actor, Office, Vault, installation};
use secrecy::ExposeSecret as _;
use store::{Clock, Db, Ids, Target};

use crate::config::{Config, KEY_FILE};
use crate::folder::{self, Folder};
use crate::output::SettingsError;

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

impl Wiring {
    /// Opens the database (and brings its tables up to date), reads or makes the key, and joins the parts, with
    /// the real clock and the real network.
    ///
    /// # Errors
    /// When the database, the key or the address of Exact cannot be used: [`SettingsError`] with its cause.
    pub async fn open(config: &Config) -> Result<Self> {
        let clock = Clock::system();
        let ids = Ids::system(clock.clone());
        let transport = HttpTransport::new().context(SettingsError)?;
        Self::with(config, Arc::new(transport), (clock, ids)).await
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
        let target: Target = config
            .database
            .parse()
            .unwrap_or_else(|never| match never {});
        let in_use = folder::hold(&config.data).context(SettingsError)?;
        let db = Db::open(&target)
            .await
            .context("opening the database")
            .context(SettingsError)?;
        let pages = pages(config).context(SettingsError)?;
        let vault = vault(config, &ids)
            .context("reading the master key")
            .context(SettingsError)?;
        let folder = Folder::beside(config, &target, in_use);
        let office = Office::new(db, clock, ids, vault).with_beside(Arc::new(folder));
        installation::settle(&office)
            .await
            .context("comparing the data folder with the database")
            .context(SettingsError)?;
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

fn vault(config: &Config, ids: &Ids) -> Result<Vault> {
    let Some(text) = &config.secret_key else {
        return Ok(Vault::from_file(&config.data.join(KEY_FILE), ids.clone())?);
    };
    let text = text.expose_secret();
    let digit = |at: usize| {
        text.get(at * 2..at * 2 + 2)
            .and_then(|it| u8::from_str_radix(it, 16).ok())
    };
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = digit(at).context("the secret key is not 64 hexadecimal digits")?;
    }
    anyhow::ensure!(
        text.len() == 64,
        "the secret key is not 64 hexadecimal digits"
    );
    Ok(Vault::from_key(key, ids.clone()))
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
