//! Invoice numbers and their series (T54, T55), and codes of the accounting package (T57).

use domain::{InvoiceNumber, NumberError, NumberSeries, SeriesError, find_code, same_code};
use jiff::civil::date;

#[test]
fn numbers_keep_their_limits() {
    assert_eq!(InvoiceNumber::parse(""), Err(NumberError::Empty));
    assert_eq!(InvoiceNumber::parse(" A1"), Err(NumberError::OuterBlank));
    assert_eq!(
        InvoiceNumber::parse("A1\u{a0}"),
        Err(NumberError::OuterBlank)
    );
    assert_eq!(InvoiceNumber::parse("A\t1"), Err(NumberError::Control));
    assert_eq!(InvoiceNumber::parse("A1\n"), Err(NumberError::Control));
    assert!(InvoiceNumber::parse(&"9".repeat(30)).is_ok());
    assert_eq!(
        InvoiceNumber::parse(&"9".repeat(31)),
        Err(NumberError::TooLong { length: 31 })
    );
    // Characters count, not bytes.
    assert!(InvoiceNumber::parse(&"é".repeat(30)).is_ok());
}

#[test]
fn case_does_not_make_a_number_new() {
    let upper = InvoiceNumber::parse("VF-É-1").expect("valid");
    let lower = InvoiceNumber::parse("vf-é-1").expect("valid");
    assert_ne!(upper, lower, "printed as they are");
    assert_eq!(upper.key(), lower.key());
}

#[test]
fn t54_each_take_is_the_next_and_a_rollback_leaves_no_gap() {
    let series = NumberSeries::starting("A1-{year}-");
    let (first, after) = series.take(date(2026, 9, 1)).expect("a number");
    // The second user's transaction failed: the stored series is still `after`.
    let (lost, _) = after.take(date(2026, 9, 1)).expect("a number");
    let (second, after) = after.take(date(2026, 9, 2)).expect("a number");
    let (third, after) = after.take(date(2027, 1, 1)).expect("a number");
    assert_eq!(first.as_str(), "A1-2026-000001");
    assert_eq!(lost, second);
    assert_eq!(second.as_str(), "A1-2026-000002");
    assert_eq!(
        third.as_str(),
        "A1-2027-000003",
        "the counter goes on over the years"
    );
    assert_eq!((after.next, after.last_date), (4, Some(date(2027, 1, 1))));
}

#[test]
fn t55_dates_do_not_go_back_in_a_series() {
    let (_, series) = NumberSeries::starting("A1-")
        .take(date(2026, 9, 2))
        .expect("a number");
    let refused = series.take(date(2026, 9, 1));
    let error = SeriesError::DateBeforeLast {
        date: date(2026, 9, 1),
        last: date(2026, 9, 2),
    };
    assert_eq!(refused, Err(error));
    assert!(
        series.take(date(2026, 9, 2)).is_ok(),
        "the same day is no step back"
    );
}

#[test]
fn a_series_that_cannot_number_says_so() {
    let day = date(2026, 9, 1);
    let series = |prefix: &str, next| NumberSeries {
        prefix: prefix.into(),
        next,
        last_date: None,
    };
    assert_eq!(series("A-", 0).take(day), Err(SeriesError::Counter));
    assert_eq!(series("A-", i64::MAX).take(day), Err(SeriesError::Counter));
    let long = series(&"x".repeat(25), 1).take(day);
    assert_eq!(
        long,
        Err(SeriesError::Number(NumberError::TooLong { length: 31 }))
    );
    assert_eq!(
        series(" A", 1).take(day),
        Err(SeriesError::Number(NumberError::OuterBlank))
    );
    let (number, _) = series("", 1_234_567).take(day).expect("a number");
    assert_eq!(number.as_str(), "1234567");
}

#[test]
fn t57_codes_match_trimmed_and_exact() {
    assert!(same_code("02 ", "02"));
    assert!(!same_code("02 ", "2"), "zeros in front are never dropped");
    assert!(!same_code("a", "A"));
    assert_eq!(
        find_code("2", ["02 ", " 2 ", "20"].into_iter()),
        Some(" 2 ")
    );
    assert_eq!(find_code("2", ["02 ", "20"].into_iter()), None);
}

#[test]
fn a_series_knows_its_own_numbers_again() {
    let series = NumberSeries::starting("A1-{year}-");
    let read = |text: &str| series.read(text).map(|given| (given.counter, given.number));
    assert_eq!(
        read("a1-2026-000417"),
        Some((417, "A1-2026-000417".to_owned()))
    );
    assert_eq!(
        read(" A1-2027-1000000 "),
        Some((1_000_000, "A1-2027-1000000".to_owned()))
    );
    for other in [
        "A1-2026-00417",
        "A1-2026-0000417",
        "A1-26-000417",
        "A1-2026-000417B",
        "B1-2026-000417",
        "A1-2026-",
        "",
    ] {
        assert_eq!(read(other), None, "{other}");
    }
    let plain = NumberSeries::starting("");
    assert_eq!(plain.read("000012").map(|given| given.counter), Some(12));
    let twice = NumberSeries::starting("{year}/É{year}-");
    let (number, _) = twice.take(date(2026, 1, 2)).expect("a number");
    assert_eq!(
        twice.read(&number.key()).map(|given| given.number),
        Some(number.to_string())
    );
}
