//! Exact's tests on cost centre and cost unit of a line, the same in every journal.

use super::company::Company;
use super::ledger::GlAccount;
use super::refusal::{Label, Refusal};

/// What speaks against these codes on this ledger account: first of the cost centre, then of the cost unit.
pub(super) fn dimensions(
    company: &Company,
    gl: Option<&GlAccount>,
    (centre, unit): (Option<&str>, Option<&str>),
) -> Vec<Refusal> {
    let rules = gl.map_or((0, 0), |gl| (gl.use_cost_centre, gl.use_cost_unit));
    let centre = refusal(rules.0, centre, Label::CostCentre, |code| {
        company.cost_centre(code).is_some()
    });
    let unit = refusal(rules.1, unit, Label::CostUnit, |code| {
        company.cost_unit(code).is_some()
    });
    centre.into_iter().chain(unit).collect()
}

/// 0 may be there, 1 must, 2 must not (facts 4.7).
fn refusal(
    rule: u8,
    code: Option<&str>,
    label: Label,
    known: impl Fn(&str) -> bool,
) -> Option<Refusal> {
    let code = code.filter(|code| !code.trim().is_empty());
    match (rule, code) {
        (1, None) => Some(Refusal::Mandatory(label)),
        (2, Some(_)) => Some(Refusal::NotAllowed(label)),
        (_, Some(code)) if !known(code) => Some(Refusal::InvalidReference(label)),
        _ => None,
    }
}
