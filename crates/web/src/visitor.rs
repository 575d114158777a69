//! Who asks: the session behind the cookie, the language, the notice that waits.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum_extra::extract::cookie::{Cookie, CookieJar};
use http::request::Parts;
use i18n::Lang;
use office::sessions::{Knock, Session};
use office::{Actor, Trouble};

use crate::cookies;
use crate::error::WebError;
use crate::views::{Alarm, Notice};

/// Who asks, known before any handler runs.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) lang: Lang,
    pub(crate) session: Option<Session>,
    pub(crate) address: String,
    pub(crate) notice: Option<Notice>,
    /// What everyone who is signed in has to know before anything else.
    pub(crate) alarm: Option<Alarm>,
    /// Why nothing can be stored now; told to those who are signed in.
    pub(crate) trouble: Option<Trouble>,
    /// Where the request comes from.
    pub(crate) from: Option<IpAddr>,
}

impl Visitor {
    /// Where a password comes from, with what this browser has kept.
    pub(crate) fn knock<'a>(&self, jar: &'a CookieJar) -> Knock<'a> {
        let kept = |name| jar.get(name).map(Cookie::value);
        Knock {
            address: self.from,
            device: kept(cookies::DEVICE),
            session: kept(cookies::SESSION),
        }
    }
}

/// Somebody who is signed in; handlers of every page but the open ones take this.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) actor: Actor,
    pub(crate) lang: Lang,
    pub(crate) one_time: bool,
    pub(crate) visitor: Visitor,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, WebError> {
        parts
            .extensions
            .get::<Visitor>()
            .cloned()
            .ok_or(WebError::NotFound)
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let session = visitor.session.clone().ok_or(WebError::NotFound)?;
        Ok(Self {
            actor: session.actor,
            lang: visitor.lang,
            one_time: session.must_change_password,
            visitor,
        })
    }
}
