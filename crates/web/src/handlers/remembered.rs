//! Filters that are remembered per person, as the query that they were sent with.

use office::{Actor, preferences};

use crate::app::App;
use crate::error::WebError;
use crate::forms::Typed;
use crate::routes::with_query;

/// What was remembered under a name; nothing when nothing was.
pub(crate) async fn recall(app: &App, actor: &Actor, name: &str) -> Result<Typed, WebError> {
    let stored = preferences::get(&app.office, actor, name)
        .await?
        .unwrap_or_default();
    let pairs = url::form_urlencoded::parse(stored.as_bytes());
    Ok(Typed(
        pairs
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect(),
    ))
}

/// Remembers some fields of what was sent, when it differs from what is remembered.
///
/// A choice too long to be remembered is not: that is no reason to refuse the page.
pub(crate) async fn keep(
    app: &App,
    actor: &Actor,
    name: &str,
    typed: &[(&str, &str)],
) -> Result<(), WebError> {
    let query = with_query("", typed);
    let value = query.strip_prefix('?').unwrap_or_default();
    if value.len() > preferences::PREFERENCE_MAX {
        return Ok(());
    }
    let before = preferences::get(&app.office, actor, name)
        .await?
        .unwrap_or_default();
    if before != value {
        preferences::set(&app.office, actor, name, value).await?;
    }
    Ok(())
}
