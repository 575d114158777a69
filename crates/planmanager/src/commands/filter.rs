//! From what was typed to the link's filter.

use anyhow::Result;
use jiff::civil::Date;
use link::Filter;

use crate::cli::FilterArgs;
use crate::lookup;
use crate::reasons;
use crate::stop::Stopped;
use crate::wiring::Wiring;

/// The filter, with dates that default to `first` and `today`.
pub(super) async fn read(
    wiring: &Wiring,
    typed: &FilterArgs,
    first: Date,
    today: Date,
) -> Result<Filter> {
    let (office, actor) = (&wiring.office, wiring.shell());
    let location = match typed.location.as_deref() {
        Some(named) => Some(lookup::location(office, &actor, Some(named)).await?),
        None => None,
    };
    let journals = lookup::journals(office, &actor, location.as_ref(), &typed.journals).await?;
    let (from, to) = (typed.from.unwrap_or(first), typed.to.unwrap_or(today));
    if from > to {
        let reversed = Stopped::typed(reasons::DATES_REVERSED);
        return Err(reversed.with("from", from).with("to", to).into());
    }
    Ok(Filter {
        location: location.map(|location| location.id),
        from,
        to,
        number_from: typed.number_from.clone(),
        number_to: typed.number_to.clone(),
        journals: journals.into_iter().map(|journal| journal.id).collect(),
    })
}

/// The day in Brussels.
pub(super) fn today(wiring: &Wiring) -> Date {
    i18n::today(wiring.office.clock.now())
}
