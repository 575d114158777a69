//! The fields of a form that was posted.

/// Names and values, in the order in which they were sent.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    pub(super) fn parse(body: &[u8]) -> Fields {
        let pairs = url::form_urlencoded::parse(body);
        Fields(
            pairs
                .map(|(name, value)| (name.into_owned(), value.trim().to_owned()))
                .collect(),
        )
    }

    /// The first value of a field, blanks around it taken off; `None` when it is empty or absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Whether the field was sent at all.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The first value, or nothing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// All values of a field that are not empty.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let mine = self.0.iter().filter(move |(known, _)| known == name);
        mine.map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// All fields that are not empty.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self
            .0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        pairs.filter(|(_, value)| !value.is_empty())
    }
}
