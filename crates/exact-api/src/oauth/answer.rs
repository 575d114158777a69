//! What the token endpoint answers.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{FromWire, ValueError, WireError};

/// A fresh pair of tokens.
#[derive(Debug, Clone)]
pub struct TokenAnswer {
    /// For the header `Authorization: Bearer …`.
    pub access_token: SecretString,
    /// For the next pair; works once.
    pub refresh_token: SecretString,
    /// How many seconds the access token lives.
    pub expires_in: u32,
}

#[derive(Deserialize)]
struct OnTheWire<'a> {
    access_token: SecretString,
    refresh_token: SecretString,
    #[serde(borrow)]
    expires_in: &'a RawValue,
}

impl TokenAnswer {
    /// Reads a 200. `expires_in` is a string on the wire; a number is taken too.
    ///
    /// # Errors
    /// When it is not JSON, or a member is missing.
    pub fn read(body: &str) -> Result<Self, WireError> {
        let wire: OnTheWire<'_> = serde_json::from_str(body).map_err(WireError::NotJson)?;
        let bad = |source| WireError::Value {
            name: "expires_in",
            source,
        };
        let seconds = i64::read(wire.expires_in).map_err(bad)?;
        Ok(Self {
            access_token: wire.access_token,
            refresh_token: wire.refresh_token,
            expires_in: u32::try_from(seconds).map_err(|_| bad(ValueError("seconds")))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn expires_in_is_a_string_or_a_number() {
        for expires in ["\"600\"", "600"] {
            let body = format!(
                r#"{{"access_token":"a","token_type":"bearer","expires_in":{expires},"refresh_token":"r"}}"#
            );
            let answer = TokenAnswer::read(&body).expect("an answer");
            assert_eq!(answer.expires_in, 600);
            assert_eq!(answer.access_token.expose_secret(), "a");
            assert!(!format!("{answer:?}").contains("\"a\""));
        }
        assert!(TokenAnswer::read("{}").is_err());
    }
}
