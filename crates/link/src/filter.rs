//! What of the invoices is exported (*Boekhouding*): the filter and the parts.

use domain::{JournalId, LocationId, number_order};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which invoices. Only issued ones count, never drafts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// One location; `None` = *Alle locaties*.
    pub location: Option<LocationId>,
    /// The first invoice date.
    pub from: Date,
    /// The last invoice date.
    pub to: Date,
    /// The first number, compared as people do (`A-9` before `A-10`), ignoring case.
    pub number_from: Option<String>,
    /// The last number.
    pub number_to: Option<String>,
    /// The journals; empty = all.
    pub journals: Vec<JournalId>,
}

impl Filter {
    /// Everything between two dates.
    #[must_use]
    pub const fn between(from: Date, to: Date) -> Self {
        Self {
            location: None,
            from,
            to,
            number_from: None,
            number_to: None,
            journals: Vec::new(),
        }
    }

    /// Only one location.
    #[must_use]
    pub const fn at(mut self, location: LocationId) -> Self {
        self.location = Some(location);
        self
    }

    /// The bounds of numbers as the database sorts numbers; `None` = none. Where there is one, an invoice without a
    /// number lies outside.
    pub(crate) fn number_bounds(&self) -> (Option<String>, Option<String>) {
        let order = |text: &Option<String>| bound(text.as_deref()).map(|text| number_order(&text));
        (order(&self.number_from), order(&self.number_to))
    }
}

/// A bound as numbers are compared with it; `None` when nothing was typed.
fn bound(text: Option<&str>) -> Option<String> {
    let text: String = text?.chars().filter(|c| !c.is_control()).collect();
    Some(text.trim().to_lowercase()).filter(|text| !text.is_empty())
}

/// Which parts of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parts {
    /// *Exporteer Klanten & Facturen*.
    Both,
    /// *Klanten Exporteren*.
    Customers,
    /// *Facturen Exporteren*: customers are not made.
    Invoices,
    /// *Rekeningen Exporteren*: what Exact lacks, made there only where that is allowed.
    Accounts,
}

impl Parts {
    /// Every choice.
    pub const ALL: &'static [Self] = &[Self::Both, Self::Customers, Self::Invoices, Self::Accounts];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Customers => "customers",
            Self::Invoices => "invoices",
            Self::Accounts => "accounts",
        }
    }

    /// The choice of a stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|parts| parts.as_str() == text)
    }

    /// Whether invoices are booked.
    #[must_use]
    pub const fn has_invoices(self) -> bool {
        matches!(self, Self::Both | Self::Invoices)
    }

    /// Whether customers are made.
    #[must_use]
    pub const fn has_customers(self) -> bool {
        matches!(self, Self::Both | Self::Customers)
    }
}

#[cfg(test)]
mod tests {
    use domain::InvoiceNumber;

    use super::*;

    #[test]
    fn numbers_are_bounded_as_people_read_them() {
        let day = jiff::civil::date(2026, 11, 1);
        let filter = Filter {
            number_from: Some("a-9".to_owned()),
            number_to: Some("A-10".to_owned()),
            ..Filter::between(day, day)
        };
        let (from, to) = filter.number_bounds();
        let takes = |text: &str| {
            let order = number_order(&InvoiceNumber::parse(text).unwrap().key());
            from.as_ref().unwrap() <= &order && &order <= to.as_ref().unwrap()
        };
        assert!(takes("A-9") && takes("a-10"));
        assert!(!takes("A-8") && !takes("A-11") && !takes("B-9"));
    }

    #[test]
    fn words_come_back() {
        for parts in Parts::ALL {
            assert_eq!(Parts::parse(parts.as_str()), Some(*parts));
        }
    }
}
