//! From a path to an endpoint. Paths are compared without regard to case (facts 2.1).

use super::endpoint::Endpoint;
use super::registry::ENDPOINTS;
use crate::odata::{Value, literals};

/// What a path names.
#[derive(Clone)]
pub(crate) struct Target {
    /// The company; `None` under `current`.
    pub(crate) division: Option<i32>,
    /// The path after the company, without a key, in lower case: what errors are counted by.
    pub(crate) pattern: String,
    pub(crate) endpoint: Option<&'static Endpoint>,
    pub(crate) key: Option<Vec<Value>>,
    /// The collection inside the entity that a link leads to.
    pub(crate) inside: Option<String>,
    /// Whether there is a key that cannot be understood.
    pub(crate) bad_key: bool,
}

/// Takes the path apart; `None` when it does not name a company.
pub(crate) fn resolve(path: &str) -> Option<Target> {
    let rest = path.get("/api/v1/".len()..)?.trim_end_matches('/');
    let beta = rest.strip_prefix("beta/");
    let (first, rest) = beta.unwrap_or(rest).split_once('/')?;
    let division = first.parse::<i32>().ok();
    if division.is_none() && !first.eq_ignore_ascii_case("current") {
        return None;
    }
    let (plain, rest) = rest
        .split_once('(')
        .map_or((rest, None), |(plain, rest)| (plain, Some(rest)));
    let (key, inside) = rest.map_or((None, None), |rest| match rest.rsplit_once(")/") {
        Some((key, inside)) => (Some(literals(key)), Some(inside.to_owned())),
        None => (Some(rest.strip_suffix(')').and_then(literals)), None),
    });
    let prefix = match (beta, division) {
        (Some(_), _) => "beta/",
        (None, Some(_)) => "",
        (None, None) => "current/",
    };
    let pattern = format!("{prefix}{}", plain.to_ascii_lowercase());
    let endpoint = ENDPOINTS
        .iter()
        .copied()
        .find(|endpoint| endpoint.path.eq_ignore_ascii_case(&pattern));
    let bad_key = matches!(key, Some(None));
    Some(Target {
        division,
        pattern,
        endpoint,
        key: key.flatten(),
        inside,
        bad_key,
    })
}
