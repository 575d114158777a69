//! From which address somebody asks: that of the connection, or the one that a proxy in front names.

use std::net::{IpAddr, SocketAddr};

use http::{Extensions, HeaderMap, HeaderName};
use ipnet::IpNet;

/// Where a proxy names the address that it was asked from.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Both ends of the connection on which a request came.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Who asks: a browser, or a proxy.
    pub remote: SocketAddr,
    /// The address of ours that was called.
    pub local: SocketAddr,
}

/// The proxies in front of us that are believed; without any, nobody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Addresses (`127.0.0.1`) and networks (`10.0.0.0/8`).
    ///
    /// # Errors
    /// The text that is neither.
    pub fn read(texts: &[String]) -> Result<Self, String> {
        let read = |text: &String| {
            let address = text.parse::<IpAddr>().map(IpNet::from);
            address
                .or_else(|_| text.parse::<IpNet>())
                .map_err(|_| text.clone())
        };
        texts.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Whether this is one of them.
    pub(crate) fn trust(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// Who asks, if it is known. What stands in the header is believed from a proxy of ours only, and from the right: each
/// proxy adds at the end whom it was asked by, and what stands before that anybody may have written.
pub(crate) fn address(
    extensions: &Extensions,
    headers: &HeaderMap,
    proxies: &Proxies,
) -> Option<IpAddr> {
    let mut address = extensions.get::<Peer>()?.remote.ip();
    let named: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .collect();
    for name in named.into_iter().rev() {
        if !proxies.trust(address) {
            break;
        }
        match read(name.trim()) {
            Some(named) => address = named,
            // A proxy of ours does not write this: whoever wrote it is behind it.
            None => break,
        }
    }
    Some(address.to_canonical())
}

/// An address, with or without a port.
fn read(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().ok().map(|it| it.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    text.parse().ok().or_else(with_port).or_else(bracketed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let proxies: Vec<String> = proxies.iter().map(ToString::to_string).collect();
        let mut extensions = Extensions::new();
        extensions.insert(Peer {
            remote: peer.parse().unwrap(),
            local: "10.0.0.1:8080".parse().unwrap(),
        });
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let proxies = Proxies::read(&proxies).unwrap();
        address(&extensions, &headers, &proxies)
            .unwrap()
            .to_string()
    }

    #[test]
    fn a_proxy_of_ours_is_believed_and_nobody_else() {
        let proxy = ["10.0.0.0/8", "::1"];
        assert_eq!(told("203.0.113.9:1", &["192.0.2.1"], &[]), "203.0.113.9");
        assert_eq!(told("203.0.113.9:1", &["192.0.2.1"], &proxy), "203.0.113.9");
        assert_eq!(told("10.0.0.2:1", &["192.0.2.1"], &proxy), "192.0.2.1");
        assert_eq!(told("10.0.0.2:1", &[], &proxy), "10.0.0.2");
        assert_eq!(told("[::1]:1", &["2001:db8::7"], &proxy), "2001:db8::7");
        assert_eq!(
            told("[::ffff:10.0.0.2]:1", &["192.0.2.1:99"], &proxy),
            "192.0.2.1"
        );
    }

    #[test]
    fn what_whoever_asks_wrote_himself_is_not_believed() {
        let proxy = ["10.0.0.0/8"];
        let forged = ["192.0.2.66", "198.51.100.4, 203.0.113.9"];
        assert_eq!(told("10.0.0.2:1", &forged, &proxy), "203.0.113.9");
        let chain = ["192.0.2.66, 203.0.113.9, 10.1.1.1"];
        assert_eq!(told("10.0.0.2:1", &chain, &proxy), "203.0.113.9");
        assert_eq!(
            told("10.0.0.2:1", &["203.0.113.9, nonsense"], &proxy),
            "10.0.0.2"
        );
    }

    #[test]
    fn a_misspelt_proxy_is_named() {
        let texts = ["127.0.0.1".to_owned(), "10.0.0.0/99".to_owned()];
        assert_eq!(Proxies::read(&texts), Err("10.0.0.0/99".to_owned()));
    }
}
