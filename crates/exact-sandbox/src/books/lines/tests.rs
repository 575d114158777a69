//! The packed lines answer as a plain list of lines would, whatever was done to them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Lines;
use crate::books::pack::Pack;
use crate::books::{
    BalanceKey, Index, Record, Slot, Status, Sum, SumKey, Total, TransactionLine, code_owner,
};
use crate::money::Money;

/// What is done: put a line, stamp it anew, take it out, take all lines of an entry out, number all anew.
#[derive(Clone, Debug)]
enum Step {
    Put(Vec<TransactionLine>),
    Remove(u64),
    Empty(u64),
    Renumber,
}

prop_compose! {
    fn line()(
        (id, entry, number) in (0_u64..40, 0_u64..5, 0_i32..6),
        // All of them together stay within what an amount can hold.
        amount in -1_000_000_000_000_i64..1_000_000_000_000,
        (gl, period, code) in (0_u64..3, 1_i16..3, "[aAb ]?"),
        text in "[ a-zA-Zé0-9\0]{0,3}",
        long in "[a-b]{14,17}",
        invoice in prop::option::of(0..3_i32),
        account in 0_u64..3,
        day in 1_i8..4,
        scale in 0_u32..3,
        modified in 0_i64..5,
        processed in any::<bool>(),
    ) -> TransactionLine {
        let date = jiff::civil::date(2026, 11, day);
        let mut line = TransactionLine {
            id: Uuid::from_u64_pair(1, id),
            entry: Uuid::from_u64_pair(2, entry),
            entry_number: i32::try_from(entry).unwrap(),
            number,
            invoice_number: invoice,
            journal: if processed { "70".into() } else { "71".into() },
            account: Uuid::from_u64_pair(0, account),
            gl_account: Uuid::from_u64_pair(3, gl),
            period,
            vat_code: code.as_str().into(),
            cost_centre: text.as_str().into(),
            cost_unit: code.as_str().into(),
            amount: Money(amount),
            vat_percentage: Decimal::new(10, scale),
            quantity: invoice.map(|it| Decimal::new(it.into(), scale)),
            date,
            due_date: invoice.map(|_| date),
            your_ref: text.into(),
            payment_reference: long.into(),
            status: if processed { Status::Processed } else { Status::Open },
            ..TransactionLine::default()
        };
        line.stamp.modified = Timestamp::new(modified, 5).unwrap();
        line
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::collection::vec(line(), 1..6).prop_map(Step::Put),
        2 => (0_u64..40).prop_map(Step::Remove),
        1 => (0_u64..5).prop_map(Step::Empty),
        1 => Just(Step::Renumber),
    ]
}

fn carry_out(step: Step, lines: &mut Lines, plain: &mut Vec<TransactionLine>, version: &mut u64) {
    match step {
        Step::Put(mut new) => {
            let entry = new[0].entry;
            for line in &mut new {
                *version += 1 + *version % 2;
                line.entry = entry;
                line.stamp.version = *version;
                plain.retain(|it| it.id != line.id);
                plain.push(line.clone());
            }
            lines.put_all(new);
        }
        Step::Remove(id) => {
            let id = Uuid::from_u64_pair(1, id);
            plain.retain(|it| it.id != id);
            lines.remove(id);
        }
        Step::Empty(entry) => {
            let entry = Uuid::from_u64_pair(2, entry);
            plain.retain(|it| it.entry != entry);
            lines.change(entry, Vec::clear);
        }
        Step::Renumber => {
            let mut used: Vec<u64> = plain.iter().map(|line| line.stamp.version).collect();
            used.sort_unstable();
            let next = |version: u64| {
                let at = used.binary_search(&version).unwrap();
                u64::try_from(at).unwrap() + 1
            };
            plain
                .iter_mut()
                .for_each(|line| line.stamp.version = next(line.stamp.version));
            lines.renumber(next);
            *version = u64::try_from(plain.len()).unwrap();
        }
    }
}

/// The lines in the order of their keys.
fn sorted(lines: impl Iterator<Item = TransactionLine>) -> Vec<TransactionLine> {
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_key(|line| line.id);
    lines
}

fn add(total: &mut Total, amount: Money) {
    total.count += 1;
    if amount.is_negative() {
        total.credit += -amount;
    } else {
        total.debit += amount;
    }
}

/// The sums by date and journal, and of each code, as a plain list of lines has them.
type Sums = BTreeMap<(Sum, Uuid), BTreeMap<SumKey, Total>>;

fn folded(plain: &[TransactionLine]) -> Sums {
    let mut sums = Sums::new();
    let mut note = |sum, owner, key, amount| {
        let of_owner = sums.entry((sum, owner)).or_default();
        add(of_owner.entry(key).or_default(), amount);
    };
    for line in plain {
        let gl = line.gl_account;
        let key = SumKey::new(Sum::Ledger, gl, line.date).in_journal(&line.journal);
        note(Sum::Ledger, gl, key, line.amount);
        for (sum, code) in [
            (Sum::VatCode, &line.vat_code),
            (Sum::CostCentre, &line.cost_centre),
            (Sum::CostUnit, &line.cost_unit),
        ] {
            let code = code.trim().to_lowercase();
            if !code.is_empty() {
                let owner = code_owner(&code);
                let key = SumKey::new(sum, owner, Date::ZERO);
                note(sum, owner, key, Money::ZERO);
            }
        }
    }
    sums
}

/// Compares what is kept in sums; `ever` are all owners that there ever were a sum of.
fn compare_sums(
    lines: &Lines,
    plain: &[TransactionLine],
    ever: &Sums,
) -> Result<(), TestCaseError> {
    let wanted = folded(plain);
    for of in ever.keys() {
        let wanted = wanted.get(of).cloned().unwrap_or_default();
        let found = lines.sums(*of, (Date::MIN, Date::MAX));
        let found: Vec<_> = found.map(|(key, total)| (*key, *total)).collect();
        prop_assert_eq!(&found, &wanted.clone().into_iter().collect::<Vec<_>>());
        let day = jiff::civil::date(2026, 11, 2);
        let found = lines.sums(*of, (day, day)).map(|(key, _)| *key);
        let within = wanted.into_keys().filter(|key| key.date() == day);
        prop_assert_eq!(found.collect::<Vec<_>>(), within.collect::<Vec<_>>());
    }
    let mut balances: BTreeMap<BalanceKey, Total> = BTreeMap::new();
    for line in plain {
        let key = BalanceKey {
            gl_account: line.gl_account,
            year: line.year,
            period: line.period,
            kind: line.kind,
            status: line.status.number(),
            centre: line.cost_centre.clone(),
            unit: line.cost_unit.clone(),
        };
        add(balances.entry(key).or_default(), line.amount);
    }
    let found = lines.balances().map(|(key, total)| (key.clone(), *total));
    prop_assert_eq!(
        found.collect::<Vec<_>>(),
        balances.into_iter().collect::<Vec<_>>()
    );
    Ok(())
}

/// Compares what is known of keys, whether there are lines with them or not.
fn compare_keys(lines: &Lines, plain: &[TransactionLine]) -> Result<(), TestCaseError> {
    for number in 0..41 {
        let id = Uuid::from_u64_pair(1, number);
        let line = plain.iter().find(|line| line.id == id);
        prop_assert_eq!(lines.contains(id), line.is_some());
        prop_assert_eq!(lines.get(id), line.cloned());
        let after = plain.iter().filter(|line| line.id > id).cloned();
        let found: Vec<_> = lines.iter_after(Some(id)).collect();
        prop_assert_eq!(found, sorted(after));
    }
    for number in 0..6 {
        let entry = Uuid::from_u64_pair(2, number);
        let has = plain.iter().any(|line| line.entry == entry);
        prop_assert_eq!(lines.has_entry(entry), has);
    }
    Ok(())
}

fn compare(lines: &Lines, plain: &[TransactionLine]) -> Result<(), TestCaseError> {
    let all = sorted(plain.iter().cloned());
    let of = |wanted: &dyn Fn(&TransactionLine) -> bool| -> Vec<TransactionLine> {
        all.iter().filter(|line| wanted(line)).cloned().collect()
    };
    prop_assert_eq!(lines.len(), plain.len());
    prop_assert_eq!(&lines.iter_after(None).collect::<Vec<_>>(), &all);
    prop_assert_eq!(&sorted(lines.iter()), &all);
    for line in plain {
        prop_assert_eq!(lines.get(line.id), Some(line.clone()));
        let entry = of(&|it| it.entry == line.entry);
        let found = lines.find(Index::Entry, &line.entry.to_string());
        prop_assert_eq!(found.collect::<Vec<_>>(), entry.clone());
        let numbers: Vec<i32> = lines.of(line.entry).iter().map(|it| it.number).collect();
        prop_assert!(numbers.is_sorted() && numbers.len() == entry.len());
        for (index, text) in [
            (Index::YourRef, line.your_ref.to_string()),
            (
                Index::PaymentReference,
                line.payment_reference.to_uppercase(),
            ),
            (Index::Account, line.account.to_string()),
            (Index::EntryNumber, line.entry_number.to_string()),
            (Index::Date, line.date.to_string()),
            (
                Index::InvoiceNumber,
                line.invoice_number
                    .map_or_else(String::new, |it| it.to_string()),
            ),
            (
                Index::JournalDate,
                format!("{}|{}", line.journal, line.date),
            ),
        ] {
            let value = (index, Slot::from(&*text));
            let wanted = of(&|it| value.1 != Slot::NONE && it.keys().contains(&value));
            prop_assert_eq!(sorted(lines.find(index, &text)), wanted);
            let rest = lines.find(index, &text).skip_while(|it| it.id != line.id);
            let rest: Vec<_> = rest.skip(1).collect();
            prop_assert!(lines.find_after(index, &text, line.id).eq(rest));
        }
    }
    let dates = ("2026-11-02", "2026-11-03");
    let wanted = of(&|it| (2..=3).contains(&it.date.day()));
    prop_assert_eq!(sorted(lines.between(Index::Date, dates)), wanted);
    let since = Timestamp::new(2, 5).unwrap();
    let found: Vec<_> = lines.modified_since(since).collect();
    prop_assert!(found.is_sorted_by_key(|line| line.stamp.modified));
    prop_assert_eq!(
        sorted(found.into_iter()),
        of(&|it| it.stamp.modified >= since)
    );
    for after in [0, 1, 2, 5, 11] {
        let mut wanted = of(&|it| it.stamp.version > after);
        wanted.sort_by_key(|line| line.stamp.version);
        prop_assert_eq!(lines.changed_after(after).collect::<Vec<_>>(), wanted);
    }
    Ok(())
}

proptest! {
    #[test]
    fn packed_lines_answer_as_a_plain_list(steps in prop::collection::vec(step(), 1..25)) {
        let (mut lines, mut plain, mut version) = (Lines::default(), Vec::new(), 0);
        let mut ever = Sums::new();
        for step in steps {
            carry_out(step, &mut lines, &mut plain, &mut version);
            ever.extend(folded(&plain));
        }
        compare(&lines, &plain)?;
        compare_keys(&lines, &plain)?;
        compare_sums(&lines, &plain, &ever)?;
    }

    #[test]
    fn what_was_packed_comes_back_to_the_last_digit(lines in prop::collection::vec(line(), 0..20)) {
        let shown = |lines: &[TransactionLine]| format!("{lines:?}");
        prop_assert_eq!(shown(&Pack::of(&lines).to_vec()), shown(&lines));
    }
}
