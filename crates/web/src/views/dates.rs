//! Attributes of a date field: typed, not picked, so that dd-mm-jjjj stays dd-mm-jjjj.

use i18n::Lang;

/// The attributes that every date field has, with a leading blank.
#[must_use]
pub fn date_attributes(lang: Lang) -> String {
    format!(
        " class=\"date\" inputmode=\"numeric\" autocomplete=\"off\" maxlength=\"10\" placeholder=\"{}\"",
        i18n::date_hint(lang)
    )
}
