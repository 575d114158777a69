//! Signing in without a browser and without HTTP, for tests that are about something else.

use uuid::Uuid;

use crate::error::SandboxError;
use crate::gate::{Consent, Event, Issue};
use crate::sandbox::Sandbox;
use crate::state::Core;

/// A pair of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// For `Authorization: Bearer …`; lives 600 s by the sandbox's clock.
    pub access: String,
    /// For the token endpoint, from 570 s on.
    pub refresh: String,
}

impl Sandbox {
    /// The key of the user who signs in with this name.
    #[must_use]
    pub fn user(&self, name: &str) -> Option<Uuid> {
        let find = |user: &&crate::books::User| user.user_name.eq_ignore_ascii_case(name);
        self.with_books(|books| books.users.iter().find(find).map(|user| user.id))
    }

    /// Gives a user's consent without a browser; the answer is the authorisation code for the token endpoint.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn consent(
        &self,
        client: &str,
        user: Uuid,
        divisions: &[i32],
        redirect: &str,
    ) -> Result<String, SandboxError> {
        consent(&mut self.shared.lock(), client, user, (divisions, redirect))
    }

    /// Signs a user in for an app and these companies, and gives the tokens out: consent and token call in one, without
    /// either. As a real second consent would, it ends an earlier chain of the same user and app.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sign_in(
        &self,
        client: &str,
        user: Uuid,
        divisions: &[i32],
    ) -> Result<Tokens, SandboxError> {
        let mut core = self.shared.lock();
        let given = consent(&mut core, client, user, (divisions, ""))?;
        let tokens = Tokens {
            access: core.new_secret(),
            refresh: core.new_secret(),
        };
        let at = core.now();
        core.gate_event(Event::Issued(Issue {
            given,
            access: tokens.access.clone(),
            refresh: tokens.refresh.clone(),
            at,
        }))?;
        Ok(tokens)
    }

    /// Breaks every token chain of a user, as when his access is withdrawn.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn revoke(&self, user: Uuid) -> Result<(), SandboxError> {
        self.shared.lock().gate_event(Event::Revoked(user))
    }
}

fn consent(
    core: &mut Core,
    client: &str,
    user: Uuid,
    (divisions, redirect): (&[i32], &str),
) -> Result<String, SandboxError> {
    let (code, at) = (core.new_secret(), core.now());
    let consent = Consent {
        code: code.clone(),
        client: client.to_owned(),
        user,
        divisions: divisions.to_vec(),
        redirect_uri: redirect.to_owned(),
        at,
    };
    core.gate_event(Event::Consented(consent))?;
    Ok(code)
}
