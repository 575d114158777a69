//! What stands between us and the database, as people are told it.

use i18n::Texts;
use i18n_embed_fl::fl;
use office::Trouble;

/// What is wrong, and what is to be done.
#[must_use]
pub fn words(l: Texts, trouble: Trouble) -> (String, String) {
    match trouble {
        Trouble::Locked => (fl!(l, "trouble-locked"), fl!(l, "trouble-locked-advice")),
        Trouble::Full => (fl!(l, "trouble-full"), fl!(l, "trouble-full-advice")),
        Trouble::ReadOnly => (
            fl!(l, "trouble-read-only"),
            fl!(l, "trouble-read-only-advice"),
        ),
        Trouble::Moved => (fl!(l, "trouble-moved"), fl!(l, "trouble-moved-advice")),
        Trouble::Unreachable => (
            fl!(l, "trouble-unreachable"),
            fl!(l, "trouble-unreachable-advice"),
        ),
    }
}
