//! The packed lines answer as a plain list of lines would, whatever was done to them.

use jiff::Timestamp;
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Lines;
use crate::books::pack::Pack;
use crate::books::{Index, Record, Slot, Status, TransactionLine};
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
        amount in any::<i64>(),
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
            (
                Index::JournalDate,
                format!("{}|{}", line.journal, line.date),
            ),
        ] {
            let value = (index, Slot::from(&*text));
            let wanted = of(&|it| value.1 != Slot::NONE && it.keys().contains(&value));
            prop_assert_eq!(sorted(lines.find(index, &text)), wanted);
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
        for step in steps {
            carry_out(step, &mut lines, &mut plain, &mut version);
        }
        compare(&lines, &plain)?;
    }

    #[test]
    fn what_was_packed_comes_back_to_the_last_digit(lines in prop::collection::vec(line(), 0..20)) {
        let shown = |lines: &[TransactionLine]| format!("{lines:?}");
        prop_assert_eq!(shown(&Pack::of(&lines).to_vec()), shown(&lines));
    }
}
