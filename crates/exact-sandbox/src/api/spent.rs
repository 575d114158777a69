//! What a call was counted against, and how that stands after it: both windows, the errors of its endpoint, the token
//! calls of the day.

use uuid::Uuid;

use super::admit::error_key;
use super::call::Call;
use super::resolve::resolve;
use crate::calls::{CallRecord, Spent};
use crate::gate::TOKEN_CALLS_A_DAY;
use crate::limits::ErrorKey;
use crate::state::Core;

/// Whose call it was, and what it was counted against.
pub(super) fn spent(
    core: &mut Core,
    call: &Call,
    record: &CallRecord,
) -> (Option<Uuid>, Vec<Spent>) {
    if call.is_token_call() {
        return token_call(core, call, record);
    }
    let now = core.now();
    let target = resolve(&call.path);
    let Some(pass) = call.pass(core) else {
        return (None, Vec::new());
    };
    let key = (pass.client.clone(), record.division.unwrap_or(0));
    let used = core.limits.used(&key, now);
    let window = |what, used, limit, until| Spent {
        what,
        used,
        limit,
        until: Some(until),
    };
    let (per_minute, per_day) = (core.switches.minute_limit, core.switches.day_limit);
    let mut spent = vec![
        window("minute", used.minute, per_minute, used.minute_end),
        window("day", used.day, per_day, used.day_end),
    ];
    let errors = error_key(target.as_ref(), Some(&pass));
    spent.extend(errors_of(core, &errors));
    (Some(pass.user), spent)
}

fn token_call(core: &Core, call: &Call, record: &CallRecord) -> (Option<Uuid>, Vec<Spent>) {
    let parameters = call.token_parameters().unwrap_or_default();
    let given = parameters
        .get("code")
        .or_else(|| parameters.get("refresh_token"));
    let Some(user) = given.and_then(|given| core.gate.owner(given)) else {
        return (None, Vec::new());
    };
    let now = core.now();
    let today = core.gate.token_calls(now);
    let mine = today
        .iter()
        .find(|(client, of, _)| *client == record.client && *of == user);
    let mut spent = vec![Spent {
        what: "token_calls",
        used: mine.map_or(0, |(_, _, count)| *count),
        limit: TOKEN_CALLS_A_DAY,
        until: Some(core.limits.used(&(String::new(), 0), now).day_end),
    }];
    spent.extend(errors_of(core, &ErrorKey::of_tokens(&record.client, user)));
    (Some(user), spent)
}

/// The errors of the last hour, where there are any.
fn errors_of(core: &Core, key: &ErrorKey) -> Option<Spent> {
    let (count, until) = core.limits.errors_of(key, core.now());
    let limit = core.switches.error_limit;
    let counted = u32::try_from(count).unwrap_or(u32::MAX);
    (count > 0 || until.is_some()).then_some(Spent {
        what: "errors",
        // Those that led to a block are forgotten; it was one too many.
        used: if until.is_some() {
            limit.saturating_add(1)
        } else {
            counted
        },
        limit,
        until,
    })
}
