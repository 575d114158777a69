//! Which addresses may be called back: https, on the domain of the app's redirect address (facts 5.1).

use url::{Host, Url};

use crate::switches::CallbackRule;

/// Whether the rule lets notifications go to this address.
pub(crate) fn address_allowed(callback: &str, redirects: &[String], rule: CallbackRule) -> bool {
    let Ok(callback) = Url::parse(callback) else {
        return false;
    };
    if !matches!(callback.scheme(), "http" | "https") || callback.host().is_none() {
        return false;
    }
    match rule {
        CallbackRule::Off => true,
        CallbackRule::Loopback if is_loopback(&callback) => true,
        CallbackRule::Loopback | CallbackRule::Strict => {
            let same = redirects
                .iter()
                .filter_map(|it| Url::parse(it).ok())
                .any(|it| same_domain(&it, &callback));
            callback.scheme() == "https" && !is_loopback(&callback) && same
        }
    }
}

/// Whether a browser may be sent there: https, and not this very machine (facts 1.2).
pub(crate) fn is_public_https(address: &str) -> bool {
    Url::parse(address).is_ok_and(|it| it.scheme() == "https" && !is_loopback(&it))
}

fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// The same host, or one below the other.
fn same_domain(a: &Url, b: &Url) -> bool {
    let (Some(a), Some(b)) = (a.host_str(), b.host_str()) else {
        return false;
    };
    let below = |inner: &str, outer: &str| inner.ends_with(&format!(".{outer}"));
    a == b || below(a, b) || below(b, a)
}

#[cfg(test)]
mod tests {
    use super::address_allowed;
    use crate::switches::CallbackRule::{Loopback, Off, Strict};

    #[test]
    fn https_on_the_domain_of_the_redirect_address() {
        let redirects = ["https://app.example.com/oauth".to_owned()];
        let allowed = |address: &str, rule| address_allowed(address, &redirects, rule);
        assert!(allowed("https://app.example.com/hook", Strict));
        assert!(allowed("https://hooks.app.example.com/hook", Strict));
        assert!(!allowed("http://app.example.com/hook", Strict));
        assert!(!allowed("https://elsewhere.example.org/hook", Strict));
        assert!(!allowed("https://notapp.example.com.evil.org/hook", Strict));
        assert!(!allowed("http://127.0.0.1:8080/hook", Strict));
        assert!(allowed("http://127.0.0.1:8080/hook", Loopback));
        assert!(allowed("http://localhost/hook", Loopback));
        assert!(!allowed("http://app.example.com/hook", Loopback));
        assert!(allowed("http://anything.test/", Off));
        assert!(!allowed("ftp://app.example.com/", Off));
        assert!(!allowed("nonsense", Off));
    }
}
