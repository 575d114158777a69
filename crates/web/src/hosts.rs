//! Under which names we answer. A page that another site makes a browser open under a name of its own is none of ours,
//! and links that were made under a wrong name lead nowhere.

use std::collections::BTreeSet;
use std::net::IpAddr;

use http::uri::Authority;
use url::Url;

/// The names under which browsers find us. This machine's own (`localhost`, 127.0.0.1, the address that was called) are
/// always among them; ports do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeSet<String>);

impl Names {
    /// The name in the address that the settings give, the one that is listened on, and others.
    #[must_use]
    pub fn new(public_url: &str, listen: &str, others: &[String]) -> Self {
        let public = Url::parse(public_url).ok();
        let public = public.as_ref().and_then(Url::host_str).map(normal);
        let read = |text: &str| text.parse::<Authority>().ok().map(|it| normal(it.host()));
        let others = others.iter().filter_map(|text| read(text));
        Self(
            public
                .into_iter()
                .chain(read(listen))
                .chain(others)
                .collect(),
        )
    }

    /// Whether we answer under this name.
    pub(crate) fn know(&self, name: &str, called: Option<IpAddr>) -> bool {
        let address: Option<IpAddr> = name.parse().ok();
        let address = address.map(|address| address.to_canonical());
        self.0.contains(name)
            || name == "localhost"
            || address.is_some_and(|address| {
                address.is_loopback()
                    || called.is_some_and(|called| called.to_canonical() == address)
            })
    }
}

/// A name as it is compared: small letters, no dot at the end, an IPv6 address without brackets.
pub(crate) fn normal(name: &str) -> String {
    let name = name.strip_suffix('.').unwrap_or(name);
    let name = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
        .unwrap_or(name);
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_names_are_known_whatever_the_port_and_others_are_not() {
        let others = ["pm.lan".to_owned(), "192.0.2.7:8080".to_owned()];
        let names = Names::new("https://Pm.Example:8443", "192.168.1.5:8080", &others);
        let called = Some("10.0.0.4".parse().unwrap());
        for name in [
            "pm.example",
            "pm.lan",
            "192.0.2.7",
            "192.168.1.5",
            "localhost",
            "127.0.0.1",
            "::1",
            "10.0.0.4",
        ] {
            assert!(names.know(name, called), "{name}");
        }
        for name in ["evil.example", "pm.example.evil.example", "10.0.0.5", ""] {
            assert!(!names.know(name, called), "{name}");
        }
        assert!(!names.know("10.0.0.4", None));
    }
}
