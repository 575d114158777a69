//! The key by which a database sorts numbers is in the order in which people read them.

use domain::{by_number, number_order};
use proptest::prelude::*;

/// Texts that meet each other: few characters, from below and above the digits, and of several bytes.
fn numbers() -> impl Strategy<Value = String> {
    let character = prop::sample::select(vec![
        '0', '1', '2', '9', '-', '/', ' ', ':', 'a', 'b', 'z', 'é', '€',
    ]);
    prop::collection::vec(character, 0..10).prop_map(|characters| characters.into_iter().collect())
}

proptest! {
    #[test]
    fn the_key_sorts_as_people_do(a in numbers(), b in numbers()) {
        prop_assert_eq!(number_order(&a).cmp(&number_order(&b)), by_number(&a, &b), "{:?} {:?}", a, b);
    }

    #[test]
    fn any_text_that_a_number_may_be_sorts_as_people_do(a in "\\PC{1,30}", b in "\\PC{1,30}") {
        prop_assert_eq!(number_order(&a).cmp(&number_order(&b)), by_number(&a, &b), "{:?} {:?}", a, b);
    }

    #[test]
    fn the_key_has_hexadecimal_digits_only(a in "\\PC{0,30}") {
        prop_assert!(number_order(&a).bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    }
}

#[test]
fn what_people_read_as_one_after_the_other_sorts_so() {
    let numbers = [
        "", "7", "A", "A-09", "A-9", "A-10", "A-10b", "A-010c", "B-1", "B-1-2",
    ];
    let keys: Vec<String> = numbers.iter().map(|text| number_order(text)).collect();
    assert!(keys.is_sorted(), "{keys:?}");
}
