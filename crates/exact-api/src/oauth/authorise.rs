//! Where a person consents.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// The path of the consent page.
pub const AUTHORISE_PATH: &str = "/api/oauth2/auth";

const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Exact compares the redirect address literally; a client found that it must arrive with its
/// slashes unencoded.
const ADDRESS: &AsciiSet = &VALUE.remove(b'/').remove(b':');

/// The consent page's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthoriseUrl {
    /// The app.
    pub client_id: String,
    /// As registered with the app, letter by letter.
    pub redirect_uri: String,
    /// Echoed back; proves that the answer belongs to the question.
    pub state: String,
    /// Whether to ask for credentials although a browser session exists.
    pub force_login: bool,
}

impl AuthoriseUrl {
    /// The whole address on this host.
    #[must_use]
    pub fn on(&self, base: &Url) -> String {
        let origin = base.origin().ascii_serialization();
        format!(
            "{origin}{AUTHORISE_PATH}?client_id={}&redirect_uri={}&response_type=code&state={}&force_login={}",
            utf8_percent_encode(&self.client_id, VALUE),
            utf8_percent_encode(&self.redirect_uri, ADDRESS),
            utf8_percent_encode(&self.state, VALUE),
            u8::from(self.force_login),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_stay_and_values_cannot_break_out() {
        let url = AuthoriseUrl {
            client_id: "{a-1}".into(),
            redirect_uri: "https://plan.example/exact/back?x=1".into(),
            state: "a&b".into(),
            force_login: true,
        };
        let base = Url::parse("https://start.exactonline.be").expect("a URL");
        assert_eq!(
            url.on(&base),
            "https://start.exactonline.be/api/oauth2/auth?client_id=%7Ba-1%7D&redirect_uri=https://plan.example/exact/back%3Fx%3D1&response_type=code&state=a%26b&force_login=1"
        );
    }
}
