//! What every handler works with.

use link::Link;
use office::Office;
use url::Url;

use crate::client::Proxies;
use crate::hosts::Names;
use crate::limits::Limits;

/// The office, the link and a few settings; clones share them.
#[derive(Clone)]
pub struct App {
    /// The shop's own desk.
    pub office: Office,
    /// The link with Exact Online.
    pub link: Link,
    /// How pages are served.
    pub settings: Settings,
}

/// How pages are served.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether browsers reach us by https only: cookies are then marked `Secure`.
    pub secure: bool,
    /// Under which names.
    pub names: Names,
    /// The proxies in front that are believed about who asks.
    pub proxies: Proxies,
    /// How long and how many.
    pub limits: Limits,
}

impl App {
    /// The origin of Exact Online, where the form that connects ends up.
    pub(crate) fn exact_origin(&self) -> String {
        Url::parse(&self.link.settings().base_url)
            .map(|url| url.origin().ascii_serialization())
            .unwrap_or_default()
    }
}
