//! `check`: what would be refused, and why. Asks nothing of Exact.

use anyhow::Result;
use link::export;
use serde_json::json;

use super::filter;
use crate::cli::FilterArgs;
use crate::output::{Ending, Output, sentence};
use crate::wiring::Wiring;

pub(super) async fn run(
    wiring: &Wiring,
    arguments: &FilterArgs,
    output: &Output,
) -> Result<Ending> {
    let today = filter::today(wiring);
    let filter = filter::read(wiring, arguments, today, today).await?;
    let checks = export::check(&wiring.link, &wiring.shell(), &filter).await?;
    let refused: Vec<_> = checks
        .iter()
        .filter(|it| !it.refusals.is_empty() || it.parked.is_some())
        .collect();
    let rows: Vec<_> = refused
        .iter()
        .map(|it| {
            let reasons: Vec<_> = it.refusals.iter().chain(&it.parked).collect();
            json!({ "invoice": it.invoice, "number": it.number, "reasons": reasons })
        })
        .collect();
    output.value(&json!({ "checked": checks.len(), "refused": rows }));
    for it in &refused {
        output.line(it.number.as_deref().unwrap_or("(without number)"));
        for refusal in it.refusals.iter().chain(&it.parked) {
            output.line(&format!("    {}", sentence(refusal)));
        }
    }
    output.line(&format!(
        "{} invoices checked, {} would be refused",
        checks.len(),
        refused.len()
    ));
    Ok(Ending::well(refused.is_empty()))
}
