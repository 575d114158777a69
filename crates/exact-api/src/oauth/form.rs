//! What the token endpoint is asked.

use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::Serializer;

/// The path of the token endpoint.
pub const TOKEN_PATH: &str = "/api/oauth2/token";

/// The app's own credentials.
#[derive(Debug, Clone)]
pub struct AppCredentials {
    /// The app.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
}

/// What is given for a pair of tokens.
#[derive(Debug, Clone)]
pub enum Grant {
    /// The code of a consent: once, within 180 seconds.
    Code {
        /// The code, decoded.
        code: SecretString,
        /// The same address as in the consent.
        redirect_uri: String,
    },
    /// The refresh token of the last pair: once.
    Refresh(SecretString),
}

impl Grant {
    /// The form, as `application/x-www-form-urlencoded`. It holds secrets.
    #[must_use]
    pub fn form(&self, app: &AppCredentials) -> SecretString {
        let mut form = Serializer::new(String::new());
        match self {
            Self::Code { code, redirect_uri } => {
                form.append_pair("grant_type", "authorization_code")
                    .append_pair("code", code.expose_secret())
                    .append_pair("redirect_uri", redirect_uri);
            }
            Self::Refresh(token) => {
                form.append_pair("grant_type", "refresh_token")
                    .append_pair("refresh_token", token.expose_secret());
            }
        }
        form.append_pair("client_id", &app.client_id)
            .append_pair("client_secret", app.client_secret.expose_secret());
        SecretString::from(form.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> AppCredentials {
        AppCredentials {
            client_id: "id".into(),
            client_secret: SecretString::from("s&cret"),
        }
    }

    #[test]
    fn both_grants_as_forms() {
        let code = Grant::Code {
            code: SecretString::from("a.b/c"),
            redirect_uri: "https://plan.example/back".into(),
        };
        assert_eq!(
            code.form(&app()).expose_secret(),
            "grant_type=authorization_code&code=a.b%2Fc&redirect_uri=https%3A%2F%2Fplan.example%2Fback&client_id=id&client_secret=s%26cret"
        );
        assert_eq!(
            Grant::Refresh(SecretString::from("r"))
                .form(&app())
                .expose_secret(),
            "grant_type=refresh_token&refresh_token=r&client_id=id&client_secret=s%26cret"
        );
    }

    #[test]
    fn secrets_do_not_show() {
        let shown = format!(
            "{:?} {:?}",
            app(),
            Grant::Refresh(SecretString::from("tok-1"))
        );
        assert!(
            !shown.contains("s&cret") && !shown.contains("tok-1"),
            "{shown}"
        );
    }
}
