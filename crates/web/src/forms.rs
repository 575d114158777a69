//! Reading what a form or query sent: names with texts, forgiving, never trusted.

use std::str::FromStr;

use i18n::Lang;
use i18n_embed_fl::fl;
use jiff::civil::Date;

use crate::views::Field;

/// What a form or query sent, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed(pub(crate) Vec<(String, String)>);

impl Typed {
    /// The first text under a name, trimmed; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// Whether there is anything under a name, even an empty text.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// A text as it was typed, untrimmed: for passwords.
    pub(crate) fn raw(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or_else(String::new, |(_, value)| value.clone())
    }

    /// An owned text; `None` when empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = self.get(name);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Something that a text can be read as; `None` when empty or wrong.
    pub(crate) fn read<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).parse().ok()
    }

    /// Everything under a name that can be read.
    pub(crate) fn all<T: FromStr>(&self, name: &str) -> Vec<T> {
        self.0
            .iter()
            .filter(|(key, _)| key == name)
            .filter_map(|(_, value)| value.trim().parse().ok())
            .collect()
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.get(name) == "1"
    }

    /// The names that begin so, without that beginning, with their texts.
    pub(crate) fn under<'a>(&'a self, start: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter_map(move |(key, value)| Some((key.strip_prefix(start)?, value.trim())))
    }

    /// A date field: the date, and the field with what is wrong with it.
    pub(crate) fn date(&self, name: &str, lang: Lang) -> (Option<Date>, Field) {
        let typed = self.get(name);
        match i18n::parse_date(typed) {
            Some(date) => (Some(date), Field::new(i18n::date(date))),
            None if typed.is_empty() => (None, Field::default()),
            None => (
                None,
                Field::new(typed).wrong(fl!(i18n::texts(lang), "bad-date")),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn texts_are_trimmed_and_absent_is_empty() {
        let form = typed(&[
            ("name", "  Els "),
            ("journal", "3"),
            ("journal", "x"),
            ("journal", "5"),
            ("tick", "1"),
        ]);
        assert_eq!(form.get("name"), "Els");
        assert_eq!(form.get("nothing"), "");
        assert_eq!(form.text("nothing"), None);
        assert_eq!(form.all::<i64>("journal"), vec![3, 5]);
        assert!(form.ticked("tick") && !form.ticked("name"));
        assert_eq!(form.raw("name"), "  Els ");
    }

    #[test]
    fn a_wrong_date_stays_in_its_field_with_the_problem() {
        let form = typed(&[("from", "1/2/26"), ("to", "31-02-2026")]);
        let (date, field) = form.date("from", Lang::Nl);
        assert_eq!(
            (date, field.value.as_str()),
            (Some(jiff::civil::date(2026, 2, 1)), "01-02-2026")
        );
        let (date, field) = form.date("to", Lang::Nl);
        assert_eq!((date, field.value.as_str()), (None, "31-02-2026"));
        assert!(!field.problem.is_empty());
        assert_eq!(form.date("none", Lang::Nl), (None, Field::default()));
    }

    #[test]
    fn names_are_found_by_their_beginning() {
        let form = typed(&[("account-1", "7"), ("account-2", ""), ("other", "9")]);
        assert_eq!(
            form.under("account-").collect::<Vec<_>>(),
            vec![("1", "7"), ("2", "")]
        );
    }
}
