//! What differs between an invoice and the entry that stands for it.

use std::fmt;

use serde::Serialize;

use super::ours::Ours;
use super::theirs::Entry;

/// One thing that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The invoice number.
    pub number: String,
    /// What differs: `customer`, `date`, `total`, `line 3 vat`, …
    pub what: String,
    /// Here.
    pub ours: String,
    /// There.
    pub theirs: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: {} here, {} there",
            self.number, self.what, self.ours, self.theirs
        )
    }
}

/// Everything in which a booked invoice and the entries under its number differ.
#[must_use]
pub fn between(ours: &Ours, entries: &[&Entry]) -> Vec<Difference> {
    let [entry] = entries else {
        let found = entries.len().to_string();
        return vec![told(ours, "entries", "1".to_owned(), found)];
    };
    let amounts = [
        ("net", entry.net),
        ("VAT", entry.vat),
        ("total", entry.total),
    ];
    let mut pairs: Vec<(String, String, String)> = vec![
        (
            "customer".to_owned(),
            ours.customer.clone(),
            entry.customer_code.trim().to_owned(),
        ),
        (
            "date".to_owned(),
            ours.date.to_string(),
            entry.date.to_string(),
        ),
        (
            "lines".to_owned(),
            ours.lines.len().to_string(),
            entry.lines.len().to_string(),
        ),
    ];
    for ((name, theirs), here) in amounts.into_iter().zip(ours.totals) {
        pairs.push((name.to_owned(), here.to_string(), theirs.to_string()));
    }
    for (at, ((account, net, vat), line)) in (1..).zip(ours.lines.iter().zip(&entry.lines)) {
        pairs.push((
            format!("line {at} account"),
            account.clone(),
            line.gl_code.trim().to_owned(),
        ));
        pairs.push((
            format!("line {at} net"),
            net.to_string(),
            line.net.to_string(),
        ));
        pairs.push((
            format!("line {at} VAT"),
            vat.to_string(),
            line.vat.to_string(),
        ));
    }
    let differing = pairs.into_iter().filter(|(_, here, there)| here != there);
    differing
        .map(|(what, here, there)| told(ours, &what, here, there))
        .collect()
}

/// An entry stands there, and we do not know of it.
#[must_use]
pub fn only_there(ours: &Ours, entry: &Entry) -> Difference {
    told(
        ours,
        "booking",
        ours.state.clone(),
        format!("entry {}", entry.number),
    )
}

fn told(ours: &Ours, what: &str, here: String, there: String) -> Difference {
    let number = ours.number.clone();
    Difference {
        number,
        what: what.to_owned(),
        ours: here,
        theirs: there,
    }
}

#[cfg(test)]
mod tests {
    use domain::Money;
    use jiff::civil::date;

    use super::super::theirs::Line;
    use super::*;

    fn pair() -> (Ours, Entry) {
        let (net, vat) = (Money::from_cents(10_00), Money::from_cents(2_10));
        let ours = Ours {
            number: "A1-2026-000001".to_owned(),
            journal: "700".to_owned(),
            customer: "10001".to_owned(),
            date: date(2026, 11, 2),
            state: "booked".to_owned(),
            totals: [net, vat, net + vat],
            lines: vec![("704000".to_owned(), net, vat)],
        };
        let entry = Entry {
            number: 26_700_001,
            journal: "700".to_owned(),
            customer_code: " 10001".to_owned(),
            date: date(2026, 11, 2),
            your_ref: "A1-2026-000001".to_owned(),
            net,
            vat,
            total: net + vat,
            lines: vec![Line {
                gl_code: "704000".to_owned(),
                net,
                vat,
            }],
        };
        (ours, entry)
    }

    #[test]
    fn equal_is_equal() {
        let (ours, entry) = pair();
        assert_eq!(between(&ours, &[&entry]), []);
    }

    #[test]
    fn a_cent_is_a_difference_in_the_line_and_in_the_totals() {
        let (ours, mut entry) = pair();
        entry.lines[0].vat = Money::from_cents(2_11);
        entry.vat = Money::from_cents(2_11);
        let told: Vec<String> = between(&ours, &[&entry])
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
            [
                "A1-2026-000001: VAT: 2.10 here, 2.11 there",
                "A1-2026-000001: line 1 VAT: 2.10 here, 2.11 there",
            ]
        );
    }

    #[test]
    fn none_and_two_are_told() {
        let (ours, entry) = pair();
        assert_eq!(between(&ours, &[])[0].theirs, "0");
        assert_eq!(between(&ours, &[&entry, &entry])[0].theirs, "2");
    }
}
