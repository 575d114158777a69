//! Whether what stands in Exact is what we meant (protocol, section 5), and what to conclude from it.
//!
//! *Equal* means: same customer, journal, date, currency, total, VAT per code, and account per line. Lines are
//! compared by their sums per account and VAT code: whoever typed one line of 150 where we have 100 and 50 on
//! the same account made the same bookkeeping.

use domain::Money;
use jiff::civil::Date;
use uuid::Uuid;

use super::{intended::Intended, standing::Standing};

/// One way in which an entry differs from what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Another customer.
    Customer,
    /// Another date.
    Date {
        /// What it has to be.
        ours: Date,
        /// What it is in Exact.
        theirs: Date,
    },
    /// A currency other than the euro.
    Currency(String),
    /// Another total.
    Total {
        /// What it has to be.
        ours: Money,
        /// What it is in Exact.
        theirs: Money,
    },
    /// Other VAT on some code.
    Vat,
    /// Other amounts on some ledger account or VAT code.
    Accounts,
    /// An entry where a credit note belongs, or the other way round.
    Kind,
}

impl Difference {
    /// The word for parameters of a reason.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Date { .. } => "date",
            Self::Currency(_) => "currency",
            Self::Total { .. } => "total",
            Self::Vat => "vat",
            Self::Accounts => "accounts",
            Self::Kind => "kind",
        }
    }
}

/// How the entry differs; empty when it is equal. The journal is compared by [`judge`].
#[must_use]
pub fn differences(ours: &Intended, theirs: &Standing) -> Vec<Difference> {
    let mut found = Vec::new();
    // A customer that must still be made cannot be the one of an entry that stands already.
    if ours.customer.is_none() || ours.customer != theirs.customer {
        found.push(Difference::Customer);
    }
    if ours.entry_date != theirs.entry_date {
        found.push(Difference::Date {
            ours: ours.entry_date,
            theirs: theirs.entry_date,
        });
    }
    if !theirs.currency.is_empty() && theirs.currency != "EUR" {
        found.push(Difference::Currency(theirs.currency.clone()));
    }
    if ours.total() != theirs.total {
        found.push(Difference::Total {
            ours: ours.total(),
            theirs: theirs.total,
        });
    }
    let sums = ours.sums();
    if sums.vat != theirs.sums.vat {
        found.push(Difference::Vat);
    }
    if sums.net != theirs.sums.net {
        found.push(Difference::Accounts);
    }
    if ours.kind() != theirs.kind {
        found.push(Difference::Kind);
    }
    found
}

/// What a look under one reference of one division concludes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing stands there.
    Absent,
    /// One entry stands there and is equal.
    Equal(Box<Standing>),
    /// One entry stands there and differs.
    Different(Box<Standing>, Vec<Difference>),
    /// The reference is used in another journal of the division.
    OtherJournal(Box<Standing>),
    /// More than one entry stands there.
    Double(Vec<Uuid>),
}

/// Judges everything that stands in the whole division under the reference (ignoring case).
#[must_use]
pub fn judge(ours: &Intended, found: &[Standing]) -> Verdict {
    let (here, elsewhere): (Vec<&Standing>, Vec<&Standing>) = found
        .iter()
        .partition(|entry| entry.journal == ours.journal);
    match (here.as_slice(), elsewhere.first()) {
        ([], None) => Verdict::Absent,
        ([], Some(other)) => Verdict::OtherJournal(Box::new((*other).clone())),
        ([one], _) => {
            let differences = differences(ours, one);
            let one = Box::new((*one).clone());
            if differences.is_empty() {
                Verdict::Equal(one)
            } else {
                Verdict::Different(one, differences)
            }
        }
        (several, _) => Verdict::Double(several.iter().map(|entry| entry.entry_id).collect()),
    }
}

/// The words of the differences, for the parameters of a reason: `customer, total`.
#[must_use]
pub fn words(differences: &[Difference]) -> String {
    let words: Vec<&str> = differences.iter().map(Difference::word).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::booking::{
        intended::IntendedLine,
        standing::{assemble, tests::lines_of},
    };

    fn ours() -> Intended {
        let line = |net: i64, vat: i64| IntendedLine {
            account: Uuid::from_u128(704),
            vat_code: "4".to_owned(),
            net: Money::from_cents(net),
            vat: Money::from_cents(vat),
            description: String::new(),
            quantity: Decimal::ONE,
            cost_centre: String::new(),
        };
        Intended {
            reference: "R1".to_owned(),
            journal: "700".to_owned(),
            customer: Some(Uuid::from_u128(9)),
            entry_date: jiff::civil::date(2026, 11, 2),
            due_date: None,
            description: String::new(),
            payment_reference: String::new(),
            link: None,
            lines: vec![line(6_000, 1_260), line(4_000, 840)],
        }
    }

    #[test]
    fn one_line_of_100_is_60_and_40_on_the_same_account() {
        let found = assemble(&lines_of(1));
        assert!(matches!(judge(&ours(), &found), Verdict::Equal(_)));
    }

    #[test]
    fn each_part_can_differ() {
        let standing = assemble(&lines_of(1)).remove(0);
        let cases: Vec<(Standing, &str)> = vec![
            (
                Standing {
                    customer: None,
                    ..standing.clone()
                },
                "customer",
            ),
            (
                Standing {
                    entry_date: jiff::civil::date(2026, 11, 3),
                    ..standing.clone()
                },
                "date",
            ),
            (
                Standing {
                    currency: "GBP".to_owned(),
                    ..standing.clone()
                },
                "currency",
            ),
            (
                Standing {
                    total: Money::from_cents(12_101),
                    ..standing.clone()
                },
                "total",
            ),
            (
                Standing {
                    kind: 21,
                    ..standing
                },
                "kind",
            ),
        ];
        for (theirs, word) in cases {
            assert_eq!(words(&differences(&ours(), &theirs)), word);
        }
    }

    #[test]
    fn another_account_or_code_differs() {
        let mut lines = lines_of(1);
        lines[1].gl_account = Uuid::from_u128(705);
        let found = assemble(&lines);
        assert_eq!(words(&differences(&ours(), &found[0])), "accounts");
        let mut lines = lines_of(1);
        lines[1].vat_code = "5".to_owned();
        lines[2].vat_code = "5".to_owned();
        let found = assemble(&lines);
        assert_eq!(words(&differences(&ours(), &found[0])), "vat, accounts");
    }

    #[test]
    fn the_whole_division_counts() {
        let mut lines = lines_of(1);
        for line in &mut lines {
            line.journal = "701".to_owned();
        }
        assert!(matches!(
            judge(&ours(), &assemble(&lines)),
            Verdict::OtherJournal(_)
        ));
        let mut lines = lines_of(1);
        lines.extend(lines_of(2));
        assert!(
            matches!(judge(&ours(), &assemble(&lines)), Verdict::Double(ids) if ids.len() == 2)
        );
        assert_eq!(judge(&ours(), &[]), Verdict::Absent);
    }

    #[test]
    fn a_customer_still_to_be_made_is_never_equal() {
        let ours = Intended {
            customer: None,
            ..ours()
        };
        let found = assemble(&lines_of(1));
        assert!(
            matches!(judge(&ours, &found), Verdict::Different(_, differences)
            if differences == [Difference::Customer])
        );
    }
}
