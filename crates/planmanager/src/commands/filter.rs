//! From what was typed to the link's filter.

use anyhow::Result;
use jiff::civil::Date;
use link::Filter;

use crate::cli::FilterArgs;
use crate::lookup;
use crate::wiring::Wiring;

/// The filter, with dates that default to `today` (both ends).
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
    Ok(Filter {
        location: location.map(|location| location.id),
        from: typed.from.unwrap_or(first),
        to: typed.to.unwrap_or(today),
        number_from: typed.number_from.clone(),
        number_to: typed.number_to.clone(),
        journals: journals.into_iter().map(|journal| journal.id).collect(),
    })
}

/// The day in Brussels.
pub(super) fn today(wiring: &Wiring) -> Date {
    i18n::today(wiring.office.clock.now())
}
