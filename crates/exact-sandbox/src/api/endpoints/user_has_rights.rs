//! `users/UserHasRights`: whether the caller may do something, without spending a refusal (facts 4.27).

use http::Method;

use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, ReadRule, Rows, View, Wanted};
use crate::api::failure::Failure;
use crate::api::prop::Table;
use crate::api::registry::ENDPOINTS;

pub(crate) static ENDPOINT: Endpoint = Endpoint {
    key: &[],
    rule: ReadRule::Free,
    function: Some(answer),
    ..Endpoint::reading("users/UserHasRights", &NOTHING, "", rows)
};

static NOTHING: Table = Table {
    type_name: "UserHasRights",
    props: &[],
};

fn rows<'a>(_: &'a View<'a>, _: &Wanted<'_>) -> Rows<'a> {
    Box::new(std::iter::empty())
}

fn answer(view: &View<'_>, call: &Call) -> Result<String, Failure> {
    let endpoint = quoted(&call.query, "endpoint")?;
    let action = quoted(&call.query, "action")?;
    let may = ENDPOINTS
        .iter()
        .find(|it| it.path.eq_ignore_ascii_case(&endpoint))
        .is_some_and(|it| offered(it, &action) && in_scope(view, it, &action));
    Ok(format!(r#"{{"d":{may}}}"#))
}

/// A parameter in single quotes.
fn quoted(query: &str, name: &str) -> Result<String, Failure> {
    let found = url::form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name);
    let value = found.map(|(_, value)| value.trim().to_owned());
    let inner = value.as_deref().and_then(|value| {
        let inner = value.strip_prefix('\'')?.strip_suffix('\'')?;
        Some(inner.trim_start_matches('/').replace("''", "'"))
    });
    inner.filter(|inner| !inner.is_empty()).ok_or_else(|| {
        Failure::Bad(format!(
            "Bad Request - Error in query syntax. The parameter '{name}' must be a text in single quotes."
        ))
    })
}

fn offered(endpoint: &Endpoint, action: &str) -> bool {
    match Method::from_bytes(action.to_ascii_uppercase().as_bytes()) {
        Ok(Method::GET) => endpoint.readable,
        Ok(Method::POST) => endpoint.post.is_some(),
        Ok(Method::PUT) => endpoint.put.is_some(),
        Ok(Method::DELETE) => endpoint.delete.is_some(),
        _ => false,
    }
}

fn in_scope(view: &View<'_>, endpoint: &Endpoint, action: &str) -> bool {
    let manage = !action.eq_ignore_ascii_case("GET");
    endpoint.scope.is_empty() || view.app.is_some_and(|app| app.may(endpoint.scope, manage))
}
