//! The cookies: session, browser, language, notice.

use axum_extra::extract::cookie::{Cookie, SameSite};
use i18n::Lang;
use secrecy::{ExposeSecret, SecretString};

use crate::app::Settings;
use crate::views::Notice;

/// Who is signed in. Cookies ignore ports, so the name says whose it is.
pub(crate) const SESSION: &str = "planmanager_session";
/// By what a browser is known in which somebody has signed in before.
pub(crate) const DEVICE: &str = "planmanager_device";
/// The language that was chosen on this browser.
pub(crate) const LANGUAGE: &str = "planmanager_language";
/// What the next page says happened.
pub(crate) const NOTICE: &str = "planmanager_notice";

/// The session's cookie ends with the browser; the session itself ends earlier.
///
/// `Lax`, not `Strict`: Exact Online sends the browser back by a link, and `Strict` would not come along.
pub(crate) fn session(settings: &Settings, token: &SecretString) -> Cookie<'static> {
    base(SESSION, token.expose_secret().to_owned(), settings.secure)
}

/// Lets nobody in; whoever brings it is not counted with the strangers at his address.
pub(crate) fn device(settings: &Settings, token: &SecretString) -> Cookie<'static> {
    let mut cookie = base(DEVICE, token.expose_secret().to_owned(), settings.secure);
    cookie.make_permanent();
    cookie
}

pub(crate) fn language(settings: &Settings, lang: Lang) -> Cookie<'static> {
    let mut cookie = base(LANGUAGE, lang.as_str().to_owned(), settings.secure);
    cookie.make_permanent();
    cookie
}

pub(crate) fn notice(settings: &Settings, notice: Notice) -> Cookie<'static> {
    base(NOTICE, notice.as_str().to_owned(), settings.secure)
}

/// A cookie that makes the browser forget the one of this name.
pub(crate) fn forget(name: &'static str) -> Cookie<'static> {
    let mut cookie = base(name, String::new(), false);
    cookie.make_removal();
    cookie
}

fn base(name: &'static str, value: String, secure: bool) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .build()
}
