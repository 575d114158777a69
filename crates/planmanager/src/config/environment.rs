//! The environment, read once.

use std::collections::BTreeMap;

/// Every setting of ours begins so.
const PREFIX: &str = "PLANMANAGER_";

/// Our part of the environment, without the prefix.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// That of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self::collect(std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        }))
    }

    /// A given one.
    #[must_use]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self::collect(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        )
    }

    fn collect(pairs: impl Iterator<Item = (String, String)>) -> Self {
        Self(
            pairs
                .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), value)))
                .collect(),
        )
    }

    /// A setting by its name without the prefix; an empty one is not set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).cloned()
    }
}

impl std::fmt::Debug for Environment {
    /// Names only: values may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
