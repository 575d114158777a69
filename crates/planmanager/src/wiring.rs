//! Puts the product together: database, key, office, link. The one place that knows all of them.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Router;
use exact_client::{HttpTransport, Transport};
use link::{Link, LinkSettings};
use office::{Actor, Office, Vault};
use secrecy::ExposeSecret as _;
use store::{Clock, Db, Ids, Target};

use crate::config::{Config, KEY_FILE};
use crate::output::SettingsError;

/// The product, put together.
#[derive(Clone, Debug)]
pub struct Wiring {
    /// The shop's own desk.
    pub office: Office,
    /// The link with Exact Online.
    pub link: Link,
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
        let db = Db::open(&target)
            .await
            .context("opening the database")
            .context(SettingsError)?;
        ids.rise_above_stored(&db)
            .await
            .context("reading the database")
            .context(SettingsError)?;
        let vault = vault(config, &ids)
            .context("reading the master key")
            .context(SettingsError)?;
        let office = Office::new(db, clock, ids, vault);
        let link = Link::new(
            office.clone(),
            transport,
            link_settings(config, &office.ids),
        )
        .context(SettingsError)?;
        Ok(Self {
            office,
            link,
            config: config.clone(),
        })
    }

    /// The pages.
    pub fn router(&self) -> Router {
        let secure = self.config.public_url.starts_with("https://");
        web::router(web::App {
            office: self.office.clone(),
            link: self.link.clone(),
            settings: web::Settings { secure },
        })
    }

    /// Who acts when a command is typed: whoever may read the data folder may do everything.
    #[must_use]
    pub fn shell(&self) -> Actor {
        Actor::system("shell")
    }
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
