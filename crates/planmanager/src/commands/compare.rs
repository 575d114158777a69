//! `compare`: our books beside those of the local Exact Online.

use anyhow::{Context as _, Result};
use jiff::ToSpan as _;
use url::Url;

use super::filter;
use crate::cli::CompareArgs;
use crate::compare::{self, Which};
use crate::output::Output;
use crate::wiring::Wiring;

pub(super) async fn run(wiring: &Wiring, arguments: &CompareArgs, output: &Output) -> Result<bool> {
    let address = arguments
        .sandbox
        .as_deref()
        .unwrap_or(&wiring.config.exact.base_url);
    let sandbox = Url::parse(address).with_context(|| format!("not an address: {address}"))?;
    let today = filter::today(wiring);
    let chosen = filter::read(
        wiring,
        &arguments.filter,
        today.saturating_sub(1.year()),
        today,
    )
    .await?;
    let which = Which {
        location: chosen.location,
        from: chosen.from,
        to: chosen.to,
    };
    let comparison = compare::run(wiring, &wiring.shell(), &sandbox, &which).await?;
    output.value(&comparison);
    for difference in &comparison.differences {
        output.line(&difference.to_string());
    }
    output.line(&format!(
        "{} invoices compared, {} differences; {} not booked on either side, {} known conflicts",
        comparison.compared,
        comparison.differences.len(),
        comparison.not_booked,
        comparison.conflicts,
    ));
    Ok(comparison.is_equal())
}
