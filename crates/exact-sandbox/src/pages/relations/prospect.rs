//! What relations are, in words: customer, prospect, suspect, or none of these.

/// Exact's letters and words.
pub(super) const STATUSES: [(&str, &str); 4] = [
    ("C", "Klant"),
    ("P", "Prospect"),
    ("S", "Suspect"),
    ("A", "Geen klant"),
];

/// The word for a letter.
pub(super) fn status_name(status: &str) -> &'static str {
    let found = STATUSES.iter().find(|(letter, _)| *letter == status);
    found.map_or("", |(_, name)| name)
}
