//! The address of Exact Online, or of something that behaves like it.

use url::{Host, Url};

/// An address that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaseError {
    /// Not a URL.
    #[error("the address of Exact Online is not a URL")]
    NotAUrl(#[source] url::ParseError),
    /// Tokens would travel in the clear. Plain http is taken on this machine only.
    #[error("the address of Exact Online must begin with https://")]
    NotHttps,
    /// Only scheme, host and port are wanted.
    #[error("the address of Exact Online must not have a path")]
    HasPath,
    /// It cannot stand in a request.
    #[error("the address or the name of the client cannot stand in a request")]
    NotAHeader(#[source] http::header::InvalidHeaderValue),
}

/// Scheme, host and port, checked.
pub(crate) fn parse(text: &str) -> Result<Url, BaseError> {
    let url = Url::parse(text).map_err(BaseError::NotAUrl)?;
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() {
        return Err(BaseError::HasPath);
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_this_machine(&url) => Ok(url),
        _ => Err(BaseError::NotHttps),
    }
}

/// The value of the `Host` header: the port only when it is not the scheme's own.
pub(crate) fn host_header(base: &Url) -> String {
    let host = base.host_str().unwrap_or_default();
    match base.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_this_machine() {
        for (text, host) in [
            ("https://start.exactonline.be", "start.exactonline.be"),
            ("https://start.exactonline.be:443/", "start.exactonline.be"),
            ("http://127.0.0.1:8090", "127.0.0.1:8090"),
            ("http://[::1]:8090", "[::1]:8090"),
            ("http://localhost:8090", "localhost:8090"),
        ] {
            assert_eq!(host_header(&parse(text).expect(text)), host);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(matches!(
            parse("start.exactonline.be"),
            Err(BaseError::NotAUrl(_))
        ));
        for text in [
            "http://start.exactonline.be",
            "http://127.0.0.1.evil.example",
            "ftp://x",
        ] {
            assert!(matches!(parse(text), Err(BaseError::NotHttps)), "{text}");
        }
        for text in [
            "https://x/api",
            "https://u:p@x",
            "https://x?a=b",
            "https://x#a",
        ] {
            assert!(matches!(parse(text), Err(BaseError::HasPath)), "{text}");
        }
    }
}
