//! The rules for codes and refresh tokens.

use jiff::Timestamp;
use uuid::Uuid;

use super::refusal::TokenRefusal;
use super::{CODE_LIFE, EARLIEST_REFRESH, Gate, REFRESH_LIFE, TOKEN_CALLS_A_DAY, seconds_between};

impl Gate {
    /// The user behind a code or refresh token, whatever its state.
    pub(crate) fn owner(&self, given: &str) -> Option<Uuid> {
        let of_code = self.codes.get(given).map(|code| code.consent.user);
        of_code.or_else(|| {
            self.chains
                .get(self.refresh.get(given)?)
                .map(|chain| chain.user)
        })
    }

    /// Counts a token call of the app and user on this UTC day.
    ///
    /// # Errors
    /// From the 201st call on.
    pub(crate) fn count_call(
        &mut self,
        client: &str,
        user: Uuid,
        now: Timestamp,
    ) -> Result<(), TokenRefusal> {
        let day = now.as_second().div_euclid(86_400);
        self.calls.retain(|(_, _, counted), _| *counted == day);
        let count = self
            .calls
            .entry((client.to_owned(), user, day))
            .or_default();
        *count += 1;
        if *count > TOKEN_CALLS_A_DAY {
            Err(TokenRefusal::TooMany)
        } else {
            Ok(())
        }
    }

    /// Whether the code may be exchanged: once, within 180 s, by the same app, with the same redirect address.
    ///
    /// # Errors
    /// `InvalidGrant` in every other case.
    pub(crate) fn check_code(
        &self,
        code: &str,
        client: &str,
        redirect: &str,
        now: Timestamp,
    ) -> Result<(), TokenRefusal> {
        let known = self.codes.get(code).ok_or(TokenRefusal::InvalidGrant)?;
        let consent = &known.consent;
        let fresh = seconds_between(consent.at, now) < CODE_LIFE;
        let same = consent.client == client && consent.redirect_uri == redirect;
        if fresh && same && !known.used {
            Ok(())
        } else {
            Err(TokenRefusal::InvalidGrant)
        }
    }

    /// Whether the refresh token may be used. `lenient` is switch B: the old token dies only when the new one is used.
    ///
    /// # Errors
    /// The refusals of facts 1.5.
    pub(crate) fn check_refresh(
        &self,
        token: &str,
        client: &str,
        now: Timestamp,
        lenient: bool,
    ) -> Result<(), TokenRefusal> {
        let id = self.refresh.get(token).ok_or(TokenRefusal::InvalidGrant)?;
        let chain = self.chains.get(id).ok_or(TokenRefusal::InvalidGrant)?;
        if chain.client != client {
            return Err(TokenRefusal::InvalidGrant);
        }
        if chain.broken {
            return Err(TokenRefusal::BrokenChain);
        }
        let still_lives = lenient && !chain.previous_dead && chain.previous == token;
        if chain.refresh != token && !still_lives {
            return Err(TokenRefusal::OldRefreshToken);
        }
        let age = seconds_between(chain.issued, now);
        if age < EARLIEST_REFRESH {
            return Err(TokenRefusal::TooEarly);
        }
        if age >= REFRESH_LIFE {
            Err(TokenRefusal::InvalidGrant)
        } else {
            Ok(())
        }
    }
}
