//! Exact's tests on cost centre and cost unit of a line, the same in every journal.

use jiff::civil::Date;

use super::bag::in_use;
use super::company::Company;
use super::ledger::{CostCentre, GlAccount};
use super::refusal::{Label, Refusal};

/// What speaks against these codes on this ledger account: first of the cost centre, then of the cost unit.
pub(super) fn dimensions(
    company: &Company,
    gl: Option<&GlAccount>,
    (centre, unit): (Option<&str>, Option<&str>),
    date: Date,
) -> Vec<Refusal> {
    let rules = gl.map_or((0, 0), |gl| (gl.use_cost_centre, gl.use_cost_unit));
    let centre = refusal(rules.0, centre, Label::CostCentre, date, |code| {
        company.cost_centre(code)
    });
    let unit = refusal(rules.1, unit, Label::CostUnit, date, |code| {
        company.cost_unit(code)
    });
    centre.into_iter().chain(unit).collect()
}

/// 0 may be there, 1 must, 2 must not (facts 4.7); after its end date it is not used any more (facts 4.24).
fn refusal<'a>(
    rule: u8,
    code: Option<&str>,
    label: Label,
    date: Date,
    known: impl Fn(&str) -> Option<&'a CostCentre>,
) -> Option<Refusal> {
    let code = code.filter(|code| !code.trim().is_empty());
    match (rule, code) {
        (1, None) => Some(Refusal::Mandatory(label)),
        (2, Some(_)) => Some(Refusal::NotAllowed(label)),
        (_, Some(code)) => match known(code) {
            None => Some(Refusal::InvalidReference(label)),
            Some(known) if !in_use(&known.other, date) => Some(Refusal::Invalid(label)),
            Some(_) => None,
        },
        _ => None,
    }
}
