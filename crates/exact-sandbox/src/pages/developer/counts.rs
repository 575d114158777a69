//! The calls counted per method and endpoint.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::desk::{Desk, Section, Told, frame};
use super::filter::{Ask, Filters};
use super::when;
use crate::pages::frame::Frame;
use crate::pages::page;
use crate::state::Shared;

/// Most endpoints on the page; those with the most calls are shown.
const MOST: usize = 200;

/// What is known of one method and endpoint.
#[derive(Clone, Copy, Default)]
struct Sum {
    calls: usize,
    errors: usize,
    limited: usize,
    cut: usize,
    faulted: usize,
    total_us: i64,
    longest_us: i64,
}

struct Row {
    method: String,
    pattern: String,
    link: String,
    calls: usize,
    count: String,
    errors: usize,
    limited: usize,
    cut: usize,
    faulted: usize,
    mean: String,
    longest: String,
}

#[derive(Template)]
#[template(path = "developer/counts.html")]
struct CountsPage {
    frame: Frame,
    desk: Desk,
    filters: Filters,
    rows: Vec<Row>,
    most: usize,
    total: String,
    left_out: usize,
    forgotten: String,
    list: String,
}

/// The counts of what the filter takes.
pub(super) async fn show(State(shared): State<Shared>, Query(ask): Query<Ask>) -> Response {
    let core = shared.lock();
    let filter = ask.filter();
    let mut sums: HashMap<(&str, &str), Sum> = HashMap::new();
    let mut total = 0;
    for call in core.calls.iter().filter(|call| filter.takes(call)) {
        total += 1;
        let sum = sums.entry((&call.method, &call.pattern)).or_default();
        sum.calls += 1;
        sum.errors += usize::from(call.status >= 400 && call.status != 429);
        sum.limited += usize::from(call.status == 429);
        sum.cut += usize::from(call.status == 0);
        sum.faulted += usize::from(call.fault.is_some());
        sum.total_us = sum.total_us.saturating_add(call.duration_us);
        sum.longest_us = sum.longest_us.max(call.duration_us);
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(|(a, x), (b, y)| y.calls.cmp(&x.calls).then(a.cmp(b)));
    let left_out = sums.len().saturating_sub(MOST);
    sums.truncate(MOST);
    let rows: Vec<Row> = sums
        .into_iter()
        .map(|((method, pattern), sum)| row(&ask, method, pattern, sum))
        .collect();
    page(&CountsPage {
        frame: frame(&core),
        desk: Desk::new(&core, Section::Calls, &Told::default()),
        filters: Filters::of(&core, &ask),
        most: rows.iter().map(|row| row.calls).max().unwrap_or(1),
        rows,
        total: when::count(total),
        left_out,
        forgotten: match core.calls.forgotten {
            0 => String::new(),
            forgotten => when::count(usize::try_from(forgotten).unwrap_or(usize::MAX)),
        },
        list: ask.query(&[]),
    })
}

fn row(ask: &Ask, method: &str, pattern: &str, sum: Sum) -> Row {
    let narrowed = Ask {
        method: method.to_owned(),
        path: pattern.to_owned(),
        ..ask.clone()
    };
    let calls = i64::try_from(sum.calls.max(1)).unwrap_or(i64::MAX);
    Row {
        method: method.to_owned(),
        pattern: pattern.to_owned(),
        link: format!("/ontwikkelaar/calls?{}", narrowed.query(&[])),
        calls: sum.calls,
        count: when::count(sum.calls),
        errors: sum.errors,
        limited: sum.limited,
        cut: sum.cut,
        faulted: sum.faulted,
        mean: when::took(sum.total_us / calls),
        longest: when::took(sum.longest_us),
    }
}
