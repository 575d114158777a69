//! `compare`: our books beside those of the local Exact Online.

use anyhow::Result;
use jiff::ToSpan as _;
use url::Url;

use super::filter;
use crate::cli::CompareArgs;
use crate::compare::{self, Which};
use crate::output::{Ending, Output};
use crate::reasons;
use crate::stop::Stopped;
use crate::wiring::Wiring;

pub(super) async fn run(
    wiring: &Wiring,
    arguments: &CompareArgs,
    output: &Output,
) -> Result<Ending> {
    let address = arguments
        .sandbox
        .as_deref()
        .unwrap_or(&wiring.config.exact.base_url);
    let malformed = |_| Stopped::typed(reasons::ADDRESS_MALFORMED).with("name", address);
    let sandbox = Url::parse(address).map_err(malformed)?;
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
    Ok(Ending::well(comparison.is_equal()))
}
