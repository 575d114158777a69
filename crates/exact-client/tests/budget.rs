//! The budget, minute by minute.

use exact_api::{Limits, Window};
use exact_client::{
    Budget, COUNTED_ERRORS, CallOutcome, Class, LimitWindow, PAYMENT_RESERVE, Permit, StopReason,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const LIST: &str = "crm/Accounts";

/// Seconds after a full minute of a day that began at noon.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_774_958_400 + seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn told(limit: Option<u32>, remaining: Option<u32>, reset: Option<Timestamp>) -> Limits {
    Limits {
        minute: Some(Window {
            limit,
            remaining,
            reset,
        }),
        day: None,
    }
}

fn go(budget: &mut Budget, now: Timestamp, class: Class) -> bool {
    let went = budget.permit(now, class, LIST) == Permit::Go;
    if went {
        budget.record(now, LIST, &Limits::default(), CallOutcome::Fine);
    }
    went
}

#[test]
fn the_export_leaves_the_reserve_until_the_last_ten_seconds() {
    let mut budget = Budget::new();
    let mut exported = 0;
    while go(&mut budget, at(5), Class::Export) {
        exported += 1;
    }
    assert_eq!(exported, 60 - PAYMENT_RESERVE);
    assert_eq!(
        budget.permit(at(5), Class::Export, LIST),
        Permit::WaitUntil(at(50))
    );
    assert!(go(&mut budget, at(6), Class::Payments));
    for _ in 1..PAYMENT_RESERVE {
        assert!(go(&mut budget, at(50), Class::Export));
    }
    assert_eq!(
        budget.permit(at(50), Class::Payments, LIST),
        Permit::WaitUntil(at(60))
    );
    assert!(go(&mut budget, at(60), Class::Export));
    assert_eq!(budget.view(at(60)).minute_left, 59);
    assert_eq!(budget.view(at(60)).day_left, 5_000 - 61);
}

#[test]
fn headers_are_believed_over_the_own_count() {
    let mut budget = Budget::new();
    assert_eq!(budget.permit(at(0), Class::Export, LIST), Permit::Go);
    // Another installation used most of it, and the server's minute ends at 0:47 of ours.
    let limits = told(Some(60), Some(3), Some(at(47)));
    budget.record(at(1), LIST, &limits, CallOutcome::Fine);
    assert_eq!(budget.view(at(1)).minute_left, 3);
    assert_eq!(
        budget.permit(at(1), Class::Export, LIST),
        Permit::WaitUntil(at(37))
    );
    assert!(go(&mut budget, at(1), Class::Payments));
    assert_eq!(budget.view(at(47)).minute_left, 60);
}

#[test]
fn a_raised_limit_is_taken_over_and_a_missing_header_changes_nothing() {
    let mut budget = Budget::new();
    for _ in 0..10 {
        go(&mut budget, at(0), Class::Export);
    }
    assert_eq!(budget.permit(at(0), Class::Export, LIST), Permit::Go);
    budget.record(
        at(0),
        LIST,
        &told(Some(600), Some(589), None),
        CallOutcome::Fine,
    );
    assert_eq!(
        (
            budget.view(at(0)).minute_limit,
            budget.view(at(0)).minute_left
        ),
        (600, 589)
    );
    assert!(go(&mut budget, at(0), Class::Export));
    assert_eq!(budget.view(at(0)).minute_left, 588);
}

#[test]
fn answers_that_come_out_of_order_never_raise_the_count() {
    let mut budget = Budget::new();
    for _ in 0..3 {
        assert_eq!(budget.permit(at(0), Class::Export, LIST), Permit::Go);
    }
    budget.record(at(1), LIST, &told(None, Some(57), None), CallOutcome::Fine);
    budget.record(at(1), LIST, &told(None, Some(59), None), CallOutcome::Fine);
    assert!(budget.view(at(1)).minute_left <= 57);
}

#[test]
fn an_answer_about_the_last_minute_is_not_taken_for_this_one() {
    let mut budget = Budget::new();
    assert_eq!(budget.permit(at(59), Class::Export, LIST), Permit::Go);
    budget.record(
        at(61),
        LIST,
        &told(Some(60), Some(0), Some(at(60))),
        CallOutcome::Fine,
    );
    assert_eq!(budget.view(at(61)).minute_left, 60);
}

#[test]
fn a_server_with_another_clock_is_believed_in_its_counts() {
    for offset in [-86_400 * 400, -3_600, 3_600, 86_400 * 400] {
        let mut budget = Budget::new();
        assert_eq!(budget.permit(at(1), Class::Export, LIST), Permit::Go);
        let limits = told(Some(60), Some(0), Some(at(60 + offset)));
        budget.record(at(1), LIST, &limits, CallOutcome::Fine);
        assert_eq!(
            budget.permit(at(1), Class::Payments, LIST),
            Permit::WaitUntil(at(60))
        );
    }
}

#[test]
fn a_429_ends_its_window_whatever_was_counted() {
    let mut budget = Budget::new();
    assert_eq!(budget.permit(at(3), Class::Payments, LIST), Permit::Go);
    let minute = CallOutcome::TooMany {
        window: None,
        until: None,
    };
    budget.record(at(3), LIST, &Limits::default(), minute);
    assert_eq!(
        budget.permit(at(4), Class::Payments, LIST),
        Permit::WaitUntil(at(60))
    );

    assert_eq!(budget.permit(at(60), Class::Payments, LIST), Permit::Go);
    let midnight = at(12 * 3_600);
    let day = CallOutcome::TooMany {
        window: Some(LimitWindow::Day),
        until: Some(midnight),
    };
    budget.record(at(60), LIST, &Limits::default(), day);
    assert_eq!(
        budget.permit(at(120), Class::Payments, LIST),
        Permit::Stopped {
            until: midnight,
            why: StopReason::DayExhausted
        }
    );
    assert_eq!(budget.permit(midnight, Class::Payments, LIST), Permit::Go);
}

#[test]
fn what_was_not_sent_is_given_back() {
    let mut budget = Budget::new();
    assert_eq!(budget.permit(at(0), Class::Export, LIST), Permit::Go);
    budget.record(at(0), LIST, &Limits::default(), CallOutcome::NotSent);
    let view = budget.view(at(0));
    assert_eq!(
        (view.minute_left, view.day_left, view.in_flight),
        (60, 5_000, 0)
    );
}

#[test]
fn a_clock_that_was_ahead_and_is_set_right_is_not_waited_for() {
    let mut budget = Budget::new();
    let ahead = at(2 * 86_400);
    let mut calls = 0;
    while go(&mut budget, ahead, Class::Payments) {
        calls += 1;
    }
    assert_eq!(calls, 60);
    for _ in 0..5 {
        budget.permit(ahead, Class::Payments, "accounts");
        let counted = CallOutcome::CountedError;
        budget.record(ahead, "accounts", &Limits::default(), counted);
    }
    let permit = budget.permit(at(0), Class::Export, "accounts");
    assert_eq!(
        permit,
        Permit::Go,
        "nothing of two days hence is waited for"
    );
}

#[test]
fn five_errors_in_an_hour_stop_the_endpoint_and_no_other() {
    let mut budget = Budget::new();
    for error in 0..COUNTED_ERRORS {
        let now = at(i64::try_from(error).unwrap_or_default() * 60);
        assert_eq!(budget.permit(now, Class::Export, LIST), Permit::Go);
        budget.record(now, LIST, &Limits::default(), CallOutcome::CountedError);
    }
    let stopped = Permit::Stopped {
        until: at(3_600),
        why: StopReason::TooManyErrors,
    };
    assert_eq!(budget.permit(at(300), Class::Export, LIST), stopped);
    assert_eq!(
        budget.permit(at(300), Class::Export, "financial/Journals"),
        Permit::Go
    );
    // The first error has left the hour: one call may go, and a sixth error stops it again.
    assert_eq!(budget.permit(at(3_600), Class::Export, LIST), Permit::Go);
    budget.record(
        at(3_600),
        LIST,
        &Limits::default(),
        CallOutcome::CountedError,
    );
    let stopped = Permit::Stopped {
        until: at(3_660),
        why: StopReason::TooManyErrors,
    };
    assert_eq!(budget.permit(at(3_601), Class::Export, LIST), stopped);
    budget.forgive(LIST);
    assert_eq!(budget.permit(at(3_601), Class::Export, LIST), Permit::Go);
}

proptest! {
    /// Whatever is asked when, no clock minute sees more than sixty calls, and the export never
    /// takes the reserve before its release.
    #[test]
    fn no_minute_is_overdrawn(steps in prop::collection::vec((0_i64..1_500, any::<bool>()), 1..600)) {
        let mut budget = Budget::new();
        let mut now = at(0);
        let mut minute = (now.as_second() / 60, 0_u32);
        for (millis, payments) in steps {
            now = now.saturating_add(SignedDuration::from_millis(millis)).unwrap_or(now);
            if now.as_second() / 60 != minute.0 {
                minute = (now.as_second() / 60, 0);
            }
            let class = if payments { Class::Payments } else { Class::Export };
            match budget.permit(now, class, LIST) {
                Permit::Go => {
                    budget.record(now, LIST, &Limits::default(), CallOutcome::Fine);
                    minute.1 += 1;
                    prop_assert!(minute.1 <= 60);
                    if class == Class::Export && now.as_second() % 60 < 50 {
                        prop_assert!(minute.1 <= 60 - PAYMENT_RESERVE);
                    }
                }
                Permit::WaitUntil(until) => prop_assert!(until > now),
                Permit::Stopped { .. } => prop_assert!(false, "nothing stops this"),
            }
        }
    }
}
