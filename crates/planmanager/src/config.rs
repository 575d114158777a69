//! The settings: `planmanager.toml`, then `PLANMANAGER_*`, then what every setting is by itself.
//!
//! The one place of the product that reads the environment. Secrets are wrapped as soon as they are read.

mod environment;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use link::Bounds;
use secrecy::SecretString;
use serde::Deserialize;

use crate::output::SettingsError;
use crate::reasons;
use crate::stop::Stopped;

pub use environment::Environment;

/// The file of settings in the data folder.
pub const FILE: &str = "planmanager.toml";
/// The file of the master key in the data folder.
pub const KEY_FILE: &str = "secret.key";
/// The database in the data folder, where no other is named.
pub const DATABASE_FILE: &str = "planmanager.sqlite";
/// The data folder, where none is named.
pub const DATA: &str = "data";

/// Where everything is and who we are, ready for the wiring.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database, the key and documents are.
    pub data: PathBuf,
    /// Address of the pages, `host:port`.
    pub listen: String,
    /// A file path or a `postgres://` address.
    pub database: String,
    /// Where browsers find us, without a slash at the end.
    pub public_url: String,
    /// Other names under which browsers may ask for us.
    pub hosts: Vec<String>,
    /// The proxies in front of us that are believed about who asks.
    pub trusted_proxies: Vec<String>,
    /// This process's name in leases.
    pub node: String,
    /// What this computer is called, where it has another name at each start, as containers do.
    pub host: Option<String>,
    /// The master key in hexadecimal digits; the key file where there is none.
    pub secret_key: Option<SecretString>,
    /// The other side.
    pub exact: Exact,
}

/// Which Exact Online, and who we are there.
#[derive(Clone, Debug)]
pub struct Exact {
    /// Its address, without a slash at the end.
    pub base_url: String,
    /// Our app's id.
    pub client_id: String,
    /// Our app's secret.
    pub client_secret: SecretString,
    /// The bounds inside which each invoice is proven to be booked once.
    pub bounds: Bounds,
    /// How long a lease lasts.
    pub lease: Option<Duration>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    listen: Option<String>,
    database: Option<String>,
    public_url: Option<String>,
    hosts: Vec<String>,
    trusted_proxies: Vec<String>,
    node: Option<String>,
    host: Option<String>,
    exact: ExactFile,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ExactFile {
    base_url: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    remote_max_work_seconds: Option<u64>,
    max_staleness_seconds: Option<u64>,
    max_pause_seconds: Option<u64>,
    lease_seconds: Option<u64>,
}

impl Config {
    /// The same as [`Config::load`] for whoever begins something: the data folder is made when it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made; else as [`Config::load`].
    pub fn load_or_make(
        data: &Path,
        file: Option<&Path>,
        environment: &Environment,
    ) -> Result<Self> {
        fs::create_dir_all(data)
            .with_context(|| format!("making {}", data.display()))
            .context(SettingsError)?;
        Self::load(data, file, environment)
    }

    /// Reads the settings of a data folder.
    ///
    /// # Errors
    /// [`Stopped`] when there is no such folder; [`SettingsError`] when the file cannot be read, or a setting is unknown
    /// or not usable.
    pub fn load(data: &Path, file: Option<&Path>, environment: &Environment) -> Result<Self> {
        if !data.is_dir() {
            let missing = Stopped::settings(reasons::DATA_FOLDER_MISSING);
            return Err(missing.with("folder", data.display()).into());
        }
        Self::read(data, file, environment).context(SettingsError)
    }

    fn read(data: &Path, file: Option<&Path>, environment: &Environment) -> Result<Self> {
        let settings = read(data, file)?;
        let or = |name, told: Option<String>| environment.get(name).or(told);
        let listen = or("LISTEN", settings.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let public_url =
            or("PUBLIC_URL", settings.public_url).unwrap_or_else(|| format!("http://{listen}"));
        let database = or("DATABASE", settings.database)
            .unwrap_or_else(|| data.join(DATABASE_FILE).to_string_lossy().into_owned());
        Ok(Self {
            data: data.to_owned(),
            listen,
            database,
            public_url: address("public_url", &public_url)?,
            hosts: list(environment, "HOSTS", settings.hosts),
            trusted_proxies: list(environment, "TRUSTED_PROXIES", settings.trusted_proxies),
            node: or("NODE", settings.node).unwrap_or_else(|| "node-1".to_owned()),
            host: or("HOST", settings.host),
            secret_key: environment.get("SECRET_KEY").map(SecretString::from),
            exact: exact(settings.exact, environment)?,
        })
    }

    /// Where Exact sends the browser back to after the consent.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        format!("{}/koppeling/exact/callback", self.public_url)
    }
}

fn read(data: &Path, file: Option<&Path>) -> Result<File> {
    let path = file.map_or_else(|| data.join(FILE), Path::to_owned);
    if file.is_none() && !path.exists() {
        return Ok(File::default());
    }
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("reading {}", path.display()))
}

fn exact(file: ExactFile, environment: &Environment) -> Result<Exact> {
    let or = |name, told: Option<String>| environment.get(name).or(told);
    let base_url = or("EXACT_BASE_URL", file.base_url);
    let base_url = base_url.unwrap_or_else(|| "https://start.exactonline.be".to_owned());
    let seconds = |told: Option<u64>, default: Duration| told.map_or(default, Duration::from_secs);
    let usual = Bounds::default();
    let bounds = Bounds {
        remote_max_work: seconds(file.remote_max_work_seconds, usual.remote_max_work),
        max_staleness: seconds(file.max_staleness_seconds, usual.max_staleness),
        max_pause: seconds(file.max_pause_seconds, usual.max_pause),
    };
    let lease = file.lease_seconds.map(Duration::from_secs);
    link::check_promises(bounds, lease.unwrap_or(link::USUAL_LEASE))?;
    Ok(Exact {
        base_url: address("exact.base_url", &base_url)?,
        client_id: or("EXACT_CLIENT_ID", file.client_id).unwrap_or_default(),
        client_secret: or("EXACT_CLIENT_SECRET", file.client_secret)
            .unwrap_or_default()
            .into(),
        bounds,
        lease,
    })
}

/// A list from the environment, where it is one text with commas, or from the file.
fn list(environment: &Environment, name: &str, told: Vec<String>) -> Vec<String> {
    environment.get(name).map_or(told, |text| {
        let parts = text.split(',').map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(ToOwned::to_owned)
            .collect()
    })
}

fn address(name: &str, text: &str) -> Result<String> {
    let url = url::Url::parse(text).with_context(|| format!("{name} is not an address: {text}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        bail!("{name} is not a web address: {text}");
    }
    Ok(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config> {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(FILE), file).unwrap();
        Config::load(data.path(), None, &Environment::of(environment))
    }

    #[test]
    fn without_settings_everything_is_in_the_data_folder() {
        let config = load("", &[]).unwrap();
        assert_eq!(config.listen, "127.0.0.1:8080");
        assert!(config.database.ends_with(DATABASE_FILE));
        assert_eq!(
            config.redirect_uri(),
            "http://127.0.0.1:8080/koppeling/exact/callback"
        );
        assert_eq!(config.exact.bounds, Bounds::default());
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = "listen = '0.0.0.0:1'\n[exact]\nclient_id = 'file'\nmax_staleness_seconds = 2\n";
        let config = load(file, &[("PLANMANAGER_LISTEN", "127.0.0.1:2")]).unwrap();
        assert_eq!(config.listen, "127.0.0.1:2");
        assert_eq!(config.exact.client_id, "file");
        assert_eq!(config.exact.bounds.max_staleness, Duration::from_secs(2));
    }

    #[test]
    fn names_and_proxies_are_lists() {
        let file = "hosts = ['pm.lan']\ntrusted_proxies = ['10.0.0.0/8', '::1']\n";
        let config = load(file, &[]).unwrap();
        assert_eq!(config.hosts, ["pm.lan"]);
        assert_eq!(config.trusted_proxies, ["10.0.0.0/8", "::1"]);
        let config = load(file, &[("PLANMANAGER_TRUSTED_PROXIES", "127.0.0.1, ::1,")]).unwrap();
        assert_eq!(config.trusted_proxies, ["127.0.0.1", "::1"]);
    }

    #[test]
    fn a_lease_and_a_bound_of_nothing_are_refused_and_the_floor_is_named() {
        let told = |file: &str| load(file, &[]).unwrap_err().root_cause().to_string();
        assert_eq!(
            told("[exact]\nlease_seconds = 0"),
            "lease_seconds is 0 s; it must be from 90 s (3 times max_pause_seconds) to 600 s"
        );
        assert_eq!(
            told("[exact]\nremote_max_work_seconds = 0"),
            "remote_max_work_seconds is 0 s; it must be from 1 s to 3600 s"
        );
        let shortened = "[exact]\nremote_max_work_seconds = 1\nmax_staleness_seconds = 1\n\
                         max_pause_seconds = 1\nlease_seconds = 4";
        load(shortened, &[]).unwrap();
    }

    #[test]
    fn a_misspelt_setting_is_refused_by_name() {
        let error = format!("{:#}", load("databse = 'x'", &[]).unwrap_err());
        assert!(error.contains("databse"), "{error}");
        let error = format!("{:#}", load("public_url = 'nowhere'", &[]).unwrap_err());
        assert!(error.contains("public_url"), "{error}");
    }
}
