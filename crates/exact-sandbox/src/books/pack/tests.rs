//! What was packed comes back to the last digit, or not at all.

use jiff::civil::Date;
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Pack;
use crate::books::{SaleLine, SalesLine};
use crate::money::Money;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-bé\0]{1,3}"]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (-1_000_i64..1_000, 0_u32..5).prop_map(|(number, scale)| Decimal::new(number, scale))
}

fn day() -> impl Strategy<Value = Date> {
    (-9_999_i16..=9_999, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

prop_compose! {
    fn sale_line()(
        id in 0_u64..9,
        gl_account in prop::option::of(0_u128..3),
        (amount, vat_amount) in prop::option::of((any::<i64>(), prop::option::of(any::<i64>())))
            .prop_map(|both| (both.map(|it| it.0), both.and_then(|it| it.1))),
        (vat_code, cost_centre, cost_unit) in
            (prop::option::of(text()), prop::option::of(text()), prop::option::of(text())),
        (vat_percentage, quantity) in (prop::option::of(decimal()), prop::option::of(decimal())),
        (description, notes) in (text(), text()),
        (from, to) in (prop::option::of(day()), prop::option::of(day())),
    ) -> SaleLine {
        SaleLine {
            id: Uuid::from_u64_pair(1, id),
            gl_account: gl_account.map(Uuid::from_u128),
            amount: amount.map(Money),
            vat_code,
            vat_amount: vat_amount.map(Money),
            vat_percentage,
            description,
            cost_centre,
            cost_unit,
            quantity,
            notes,
            from,
            to,
        }
    }
}

prop_compose! {
    fn sales_line()(
        draft in sale_line(),
        number in any::<i32>(),
        gl_account in 0_u128..3,
        (net, vat) in (any::<i64>(), any::<i64>()),
        vat_code in text(),
        vat_percentage in decimal(),
    ) -> SalesLine {
        SalesLine {
            draft,
            number,
            gl_account: Uuid::from_u128(gl_account),
            net: Money(net),
            vat_code,
            vat_percentage,
            vat: Money(vat),
        }
    }
}

/// 1.0 and 1.00 are equal, but shown differently.
fn shown(values: &impl std::fmt::Debug) -> String {
    format!("{values:?}")
}

proptest! {
    #[test]
    fn entered_lines_come_back(lines in prop::collection::vec(sale_line(), 0..12)) {
        let back = Pack::of(&lines).to_vec();
        prop_assert_eq!(&back, &lines);
        prop_assert_eq!(shown(&back), shown(&lines));
    }

    #[test]
    fn booked_lines_come_back(lines in prop::collection::vec(sales_line(), 0..12)) {
        let pack = Pack::of(&lines);
        prop_assert_eq!(&pack.to_vec(), &lines);
        prop_assert_eq!(shown(&pack.to_vec()), shown(&lines));
        for line in &lines {
            let first = lines.iter().find(|it| it.draft.id == line.draft.id).cloned();
            prop_assert_eq!(pack.find(|it| it.draft.id == line.draft.id), first);
        }
    }

    #[test]
    fn bytes_that_cannot_be_read_are_no_shorter_list(lines in prop::collection::vec(sales_line(), 0..5)) {
        let mut pack = Pack::of(&lines);
        // A number that goes on, but does not.
        pack.bytes = [&*pack.bytes, &[0x80]].concat().into();
        prop_assert_eq!(pack.read(), None);
    }
}
