//! What stands in Exact under a reference, put together from mirrored transaction lines.

use std::collections::BTreeMap;

use domain::Money;
use jiff::civil::Date;
use uuid::Uuid;

use super::intended::Sums;

/// One mirrored transaction line of a sales entry or credit note, with Exact's signs: debit positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirroredLine {
    /// The entry that it belongs to.
    pub entry_id: Uuid,
    /// 0 is the receivable line.
    pub line_number: i64,
    /// The number that Exact gave the entry.
    pub entry_number: i64,
    /// 20 entry, 21 credit note.
    pub kind: i64,
    /// The code of the journal.
    pub journal: String,
    /// The relation of the line.
    pub relation: Option<Uuid>,
    /// The ledger account.
    pub gl_account: Uuid,
    /// The booking date.
    pub entry_date: Date,
    /// The due date, on the receivable line.
    pub due_date: Option<Date>,
    /// Debit positive.
    pub amount: Money,
    /// The VAT that belongs to a revenue line, with that line's sign.
    pub vat_amount: Money,
    /// The code, trimmed; empty without VAT.
    pub vat_code: String,
    /// Exact's VATType letter: A and Z are lines of VAT itself.
    pub vat_kind: String,
    /// The currency.
    pub currency: String,
    /// 20 open, 50 processed.
    pub status: i64,
}

/// An entry as it stands in Exact. Amounts have our sign: negative on a credit note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its key.
    pub entry_id: Uuid,
    /// Its number.
    pub entry_number: i64,
    /// 20 entry, 21 credit note.
    pub kind: i64,
    /// The code of its journal.
    pub journal: String,
    /// Its customer.
    pub customer: Option<Uuid>,
    /// Its date.
    pub entry_date: Date,
    /// Its due date.
    pub due_date: Option<Date>,
    /// Its currency.
    pub currency: String,
    /// Including VAT.
    pub total: Money,
    /// What the books depend on.
    pub sums: Sums,
    /// 20 open, 50 processed.
    pub status: i64,
}

impl Standing {
    /// Whether its lines make up its total. While one is not read yet, or is read as deleted before the one that takes
    /// its place, they do not; neither do they where the customer reckons the VAT.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let lines: Money = self.sums.net.values().copied().sum();
        let vat: Money = self.sums.vat.values().copied().sum();
        lines + vat == self.total
    }
}

impl MirroredLine {
    /// Whether the line is VAT itself, not revenue (facts 4.22: A sales VAT, Z VAT of a credit note).
    fn is_vat(&self) -> bool {
        matches!(self.vat_kind.as_str(), "A" | "Z")
    }
}

/// Puts lines together into entries, by entry id. An entry whose receivable line is not among the lines
/// is left out: it cannot be judged.
#[must_use]
pub fn assemble(lines: &[MirroredLine]) -> Vec<Standing> {
    let mut entries: BTreeMap<Uuid, Vec<&MirroredLine>> = BTreeMap::new();
    for line in lines {
        entries.entry(line.entry_id).or_default().push(line);
    }
    entries
        .into_values()
        .filter_map(|lines| one(&lines))
        .collect()
}

fn one(lines: &[&MirroredLine]) -> Option<Standing> {
    let header = lines.iter().find(|line| line.line_number == 0)?;
    let mut sums = Sums::default();
    let has_vat_lines = lines.iter().any(|line| line.is_vat());
    for line in lines.iter().filter(|line| line.line_number != 0) {
        if line.is_vat() {
            sums.add_vat(&line.vat_code, -line.amount);
            continue;
        }
        sums.add(line.gl_account, &line.vat_code, -line.amount);
        if !has_vat_lines {
            sums.add_vat(&line.vat_code, -line.vat_amount);
        }
    }
    Some(Standing {
        entry_id: header.entry_id,
        entry_number: header.entry_number,
        kind: header.kind,
        journal: header.journal.clone(),
        customer: header.relation,
        entry_date: header.entry_date,
        due_date: header.due_date,
        currency: header.currency.clone(),
        total: header.amount,
        sums: sums.settled(),
        status: header.status,
    })
}

/// The key by which references are looked up: they are unique ignoring case.
pub(crate) fn reference_key(reference: &str) -> String {
    reference.trim().to_lowercase()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The lines of an entry of 100.00 + 21.00 as Exact keeps them.
    pub(crate) fn lines_of(entry: u128) -> Vec<MirroredLine> {
        let line =
            |number: i64, account: u128, cents: i64, code: &str, letter: &str| MirroredLine {
                entry_id: Uuid::from_u128(entry),
                line_number: number,
                entry_number: 26_700_001,
                kind: 20,
                journal: "700".to_owned(),
                relation: Some(Uuid::from_u128(9)),
                gl_account: Uuid::from_u128(account),
                entry_date: jiff::civil::date(2026, 11, 2),
                due_date: None,
                amount: Money::from_cents(cents),
                vat_amount: Money::ZERO,
                vat_code: code.to_owned(),
                vat_kind: letter.to_owned(),
                currency: "EUR".to_owned(),
                status: 20,
            };
        vec![
            line(0, 400, 12_100, "", ""),
            line(1, 704, -10_000, "4", "V"),
            line(2, 451, -2_100, "4", "A"),
        ]
    }

    #[test]
    fn an_entry_has_our_signs() {
        let entries = assemble(&lines_of(1));
        let [entry] = entries.as_slice() else {
            panic!("one entry")
        };
        assert_eq!(entry.total, Money::from_cents(12_100));
        assert_eq!(
            entry.sums.net.get(&(Uuid::from_u128(704), "4".to_owned())),
            Some(&Money::from_cents(10_000))
        );
        assert_eq!(entry.sums.vat.get("4"), Some(&Money::from_cents(2_100)));
    }

    #[test]
    fn without_its_receivable_line_an_entry_is_not_judged() {
        assert_eq!(assemble(lines_of(1).get(1..).unwrap()), Vec::new());
    }

    #[test]
    fn an_entry_that_lacks_a_line_is_not_whole() {
        let lines = lines_of(1);
        for left_out in [None, Some(1), Some(2)] {
            let lines: Vec<MirroredLine> = lines
                .iter()
                .filter(|line| Some(line.line_number) != left_out)
                .cloned()
                .collect();
            let entry = assemble(&lines).remove(0);
            assert_eq!(entry.is_whole(), left_out.is_none(), "{left_out:?}");
        }
    }

    #[test]
    fn two_entries_stay_two() {
        let mut lines = lines_of(1);
        lines.extend(lines_of(2));
        assert_eq!(assemble(&lines).len(), 2);
    }
}
