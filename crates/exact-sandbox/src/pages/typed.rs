//! What comes with an address or a form: named texts, as they were typed.

use std::collections::HashSet;
use std::convert::Infallible;

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::money::Money;

/// Named texts in the order in which they came; a name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    /// Reads a query or the body of a form.
    pub(super) fn parse(encoded: &[u8]) -> Typed {
        let pairs = url::form_urlencoded::parse(encoded);
        Typed(pairs.into_owned().collect())
    }

    /// Named texts that nobody typed.
    pub(super) fn of(pairs: &[(&str, String)]) -> Typed {
        let own = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        Typed(own.collect())
    }

    /// The first text of this name that is not empty, without outer blanks; empty when there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.filled(name).unwrap_or_default()
    }

    /// The same, or nothing.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All texts of this name that are not empty, without outer blanks.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.pairs().filter(move |(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    /// All names with texts that are not empty, without outer blanks.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter().map(|(name, value)| (&**name, value.trim()));
        pairs.filter(|(_, value)| !value.is_empty())
    }

    /// Whether the name came at all.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// All texts of this name that are keys, each once.
    pub(super) fn keys(&self, name: &str) -> Vec<Uuid> {
        let found = self.all(name).filter_map(|text| Uuid::try_parse(text).ok());
        let mut met = HashSet::new();
        found.filter(|key| met.insert(*key)).collect()
    }

    /// The first text of this name as a key.
    pub(super) fn key(&self, name: &str) -> Option<Uuid> {
        Uuid::try_parse(self.get(name).trim_matches(['{', '}'])).ok()
    }

    /// The first text of this name whatever the case of the name: Exact's own addresses.
    pub(super) fn get_folded(&self, name: &str) -> &str {
        let mut pairs = self.pairs();
        let found = pairs.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value).unwrap_or_default()
    }

    /// The same with these names set.
    pub(super) fn changed(&self, changes: &[(&str, Option<&str>)]) -> Typed {
        Typed::parse(self.with(changes).trim_start_matches('?').as_bytes())
    }

    /// As a query with these names set, taken out where `None`, and everything else as it is.
    pub(super) fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let changed = |name: &str| changes.iter().any(|(known, _)| *known == name);
        for (name, value) in self.0.iter().filter(|(name, _)| !changed(name)) {
            query.append_pair(name, value);
        }
        for (name, value) in changes {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("?{}", query.finish())
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Infallible;

    /// A body that cannot be read, or is too long, says nothing.
    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let body = Bytes::from_request(request, state)
            .await
            .unwrap_or_default();
        Ok(Typed::parse(&body))
    }
}

/// `1.234,56`, `1234,56`, `1234.56`, `€ 12`, `12-`: as bookkeepers type amounts. At most two places.
pub(super) fn amount(text: &str) -> Option<Money> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !['€', '\''].contains(c))
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    let (negative, digits) = match (plain.strip_prefix('-'), plain.strip_suffix('-')) {
        (Some(rest), _) | (None, Some(rest)) => (true, rest),
        (None, None) => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, places) = match (digits.rsplit_once(','), digits.rsplit_once('.')) {
        (Some(parts), _) => parts,
        // A single point with one or two digits after it is a decimal point, else points group.
        (None, Some((whole, places))) if places.len() < 3 && !whole.contains('.') => {
            (whole, places)
        }
        _ => (digits, ""),
    };
    let whole = ungrouped(whole)?;
    let numeric = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if !numeric(&whole) || !numeric(places) || places.len() > 2 {
        return None;
    }
    if whole.is_empty() && places.is_empty() {
        return None;
    }
    let decimal: Decimal = format!("{whole:0>1}.{places:0<2}").parse().ok()?;
    let money = Money::from_decimal(decimal)?;
    Some(if negative { -money } else { money })
}

/// Digits without the points that group them: one to three digits first, of which the first is no zero, then three by
/// three. `0.500` and `1234.567` are no groups: whoever types them means something else.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let further: Vec<&str> = groups.collect();
    let leads = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let sound = further.is_empty() || (leads && further.iter().all(|group| group.len() == 3));
    sound.then(|| whole.replace('.', ""))
}

/// `31-01-2026`, `31/1/26`, `31.1.2026`, `2026-01-31`.
pub(super) fn date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).map(str::trim).collect();
    let &[first, second, third] = parts.as_slice() else {
        return None;
    };
    if first.len() == 4 {
        return Date::new(
            first.parse().ok()?,
            second.parse().ok()?,
            third.parse().ok()?,
        )
        .ok();
    }
    let year: i16 = third.parse().ok()?;
    let year = match third.len() {
        2 => 2_000 + year,
        4 => year,
        _ => return None,
    };
    Date::new(year, second.parse().ok()?, first.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{Typed, amount, date};
    use crate::money::Money;

    #[test]
    fn amounts_as_bookkeepers_type_them() {
        for (text, cents) in [
            ("1.234,56", 123_456),
            ("1234,5", 123_450),
            ("1234.56", 123_456),
            ("1.234", 123_400),
            ("€ 12", 1_200),
            ("12-", -1_200),
            ("−0,05", -5),
            (",5", 50),
            ("1.234.567,89", 123_456_789),
            ("12.345", 1_234_500),
            ("123.456,7", 12_345_670),
            ("0.50", 50),
            ("-1.234", -123_400),
            ("0012", 1_200),
        ] {
            assert_eq!(amount(text), Some(Money(cents)), "{text}");
        }
        for text in [
            "",
            "-",
            "1,234",
            "12,345",
            "1.23,4",
            "abc",
            "1..2",
            "1,2,3",
            "12.34.5",
            "0.500",
            "00.500",
            "012.345",
            "-0.500",
            "1234.567",
            "1234.567,00",
            ".123",
            ".123,00",
            "1.23.456",
            "1.234.56",
            "1.234.",
            "1,234.56",
            "1.234,567",
        ] {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn dates_as_bookkeepers_type_them() {
        let wanted = Some(jiff::civil::date(2026, 1, 31));
        for text in ["31-01-2026", "31/1/26", "31.1.2026", "2026-01-31"] {
            assert_eq!(date(text), wanted, "{text}");
        }
        for text in ["", "31-02-2026", "1-1", "1-1-026", "x-1-2026"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn a_query_keeps_what_is_not_changed() {
        let typed = Typed::parse(b"zoek=a+b&na=1&melding=x");
        let changed = typed.with(&[("na", Some("2")), ("melding", None)]);
        assert_eq!(changed, "?zoek=a+b&na=2");
        assert_eq!((typed.get("zoek"), typed.get("geen")), ("a b", ""));
    }

    #[test]
    fn texts_are_told_without_blanks_and_empty_ones_not_at_all() {
        let typed = Typed::parse(b"a=+&b=+x+&a=1&c=&a=2");
        assert_eq!((typed.get("a"), typed.filled("a")), ("1", Some("1")));
        assert_eq!(typed.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((typed.has("c"), typed.filled("c")), (true, None));
        let pairs: Vec<_> = typed.pairs().collect();
        assert_eq!(pairs, [("b", "x"), ("a", "1"), ("a", "2")]);
    }
}
