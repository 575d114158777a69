//! Connects the demo as a person would: signs in here, goes to the local Exact Online, consents, comes back.

use anyhow::{Context as _, Result, ensure};
use url::Url;

use super::group::SHOPS;
use super::sandbox_books::BOOKKEEPER_LOGIN;
use super::users::DemoUser;
use crate::browser::Browser;

/// Walks the whole sign-in over HTTP; both programs must be listening.
///
/// # Errors
/// At the first step that does not answer as it should, named.
pub(super) async fn connect(pages: &Url, user: &DemoUser) -> Result<()> {
    let mut browser = Browser::new()?;
    let credentials = [
        ("login", user.login),
        ("password", user.password),
        ("then", "/"),
    ];
    let signed_in = browser
        .post(&pages.join("/aanmelden")?, &credentials)
        .await?;
    signed_in.redirect("signing in")?;
    let asked = browser
        .post(&pages.join("/systeem/opties/verbinden")?, &[])
        .await?;
    let consent = asked.redirect("going to Exact")?;
    let shown = browser.get(&consent).await?;
    ensure!(
        shown.status == 200,
        "the consent page answered {}: {}",
        shown.status,
        shown.body
    );
    let answer = consent_form(&consent);
    let fields: Vec<(&str, &str)> = answer
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let back = browser
        .post(&consent.join("/api/oauth2/auth")?, &fields)
        .await?;
    let callback = back.redirect("consenting")?;
    ensure!(
        callback.origin() == pages.origin(),
        "Exact sends the browser to {callback}"
    );
    let landed = browser.get(&callback).await.context("coming back")?;
    landed.redirect("coming back").map(drop)
}

/// What the consent page would post: who asks, who answers, which administrations.
fn consent_form(consent: &Url) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = consent.query_pairs().into_owned().collect();
    fields.push(("user".to_owned(), BOOKKEEPER_LOGIN.to_owned()));
    fields.extend(
        SHOPS
            .iter()
            .map(|shop| ("division".to_owned(), shop.division.to_string())),
    );
    fields.push(("decision".to_owned(), "allow".to_owned()));
    fields
}
