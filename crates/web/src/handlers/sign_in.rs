//! Signing in and out, changing one's password, choosing a language.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;
use office::{PASSWORD_MIN, sessions};
use secrecy::SecretString;

use crate::app::App;
use crate::cookies;
use crate::error::WebError;
use crate::forms::Typed;
use crate::pages::sign_in::{PasswordPage, SignInPage};
use crate::routes::{Home, SignIn, local};
use crate::shell::{self, page, page_as, plain_frame};
use crate::views::{Field, Menu, Notice, Problem};
use crate::visitor::{SignedIn, Visitor};

/// The sign-in form; somebody who is signed in already goes on.
pub(crate) async fn form(
    visitor: Visitor,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let then = local(Typed(typed).get("then"));
    if visitor.session.is_some() {
        return Ok(Redirect::to(&then).into_response());
    }
    page(&SignInPage {
        frame: plain_frame(&visitor, Menu::Nowhere),
        login: String::new(),
        failure: None,
        then,
    })
}

/// Signs in; the session's token is new each time, and the session of before ends.
pub(crate) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    jar: CookieJar,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let (login, then) = (typed.get("login").to_owned(), local(typed.get("then")));
    let password = SecretString::from(typed.raw("password"));
    match sessions::sign_in(&app.office, &login, password, &visitor.knock(&jar)).await {
        Ok(signed_in) => {
            let mut jar = CookieJar::new().add(cookies::session(&app.settings, &signed_in.token));
            if let Some(device) = &signed_in.device {
                jar = jar.add(cookies::device(&app.settings, device));
            }
            Ok((jar, Redirect::to(&then)).into_response())
        }
        Err(error) => {
            let refusals = WebError::from(error).refusals()?;
            let failure = Problem::all(visitor.lang, &refusals).into_iter().next();
            let failure = failure.map(|problem| format!("{} {}", problem.sentence, problem.fix));
            let frame = plain_frame(&visitor, Menu::Nowhere);
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &SignInPage {
                    frame,
                    login,
                    failure,
                    then,
                },
            )
        }
    }
}

/// Ends the session.
pub(crate) async fn sign_out(State(app): State<App>, jar: CookieJar) -> Result<Response, WebError> {
    if let Some(cookie) = jar.get(cookies::SESSION) {
        sessions::sign_out(&app.office, cookie.value()).await?;
    }
    let gone = CookieJar::new().add(cookies::forget(cookies::SESSION));
    Ok((gone, shell::done(&app, SignIn, Notice::SignedOut)).into_response())
}

/// The form that changes one's password.
pub(crate) async fn password_form(signed_in: SignedIn) -> Result<Response, WebError> {
    page(&password_page(
        &signed_in,
        Field::default(),
        Field::default(),
    ))
}

/// Changes the password; every other session of this person ends.
pub(crate) async fn change_password(
    State(app): State<App>,
    signed_in: SignedIn,
    jar: CookieJar,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let typed = Typed(typed);
    let present = SecretString::from(typed.raw("present"));
    let wanted = SecretString::from(typed.raw("wanted"));
    let knock = signed_in.visitor.knock(&jar);
    match sessions::change_password(&app.office, &signed_in.actor, present, wanted, &knock).await {
        Ok(anew) => {
            let jar = CookieJar::new().add(cookies::session(&app.settings, &anew.token));
            Ok((jar, shell::done(&app, Home, Notice::PasswordChanged)).into_response())
        }
        Err(error) => {
            let refusals = WebError::from(error).refusals()?;
            let (mut present, mut wanted) = (Field::default(), Field::default());
            for refusal in &refusals {
                let problem = Problem::of(signed_in.lang, refusal);
                let about_new = refusal.code.starts_with("password");
                let text = format!("{} {}", problem.sentence, problem.fix);
                if about_new {
                    wanted = wanted.wrong(text)
                } else {
                    present = present.wrong(text)
                }
            }
            page_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &password_page(&signed_in, present, wanted),
            )
        }
    }
}

fn password_page(signed_in: &SignedIn, present: Field, wanted: Field) -> PasswordPage {
    PasswordPage {
        frame: plain_frame(&signed_in.visitor, Menu::Nowhere),
        one_time: signed_in.one_time,
        present,
        wanted,
        least: PASSWORD_MIN,
    }
}

/// Chooses a language on this browser, and goes back.
pub(crate) async fn language(
    State(app): State<App>,
    Path(lang): Path<String>,
    Query(typed): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let lang = lang.parse().map_err(|_| WebError::NotFound)?;
    let jar = CookieJar::new().add(cookies::language(&app.settings, lang));
    Ok((jar, Redirect::to(&local(Typed(typed).get("naar")))).into_response())
}
