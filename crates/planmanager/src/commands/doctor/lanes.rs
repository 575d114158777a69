//! The link: its consents, what was read of the administrations, and what their lanes wait for.

use anyhow::Result;
use domain::{Place, Refusal};
use jiff::ToSpan as _;
use link::connect::ConnectionState;
use link::lane::{self, Asked, Doing};
use link::{administrations, connect};

use super::Finding;
use crate::commands::follow::Waiting;
use crate::reasons;
use crate::wiring::Wiring;

/// Master data that are older are not trusted any more, in hours.
const OLD_AFTER: i64 = 24 * 7;

/// Every consent.
pub(super) async fn connections(wiring: &Wiring) -> Result<Vec<Finding>> {
    let all = connect::status(&wiring.link, &wiring.shell()).await?;
    if all.is_empty() {
        let reason = Refusal::new(link::reasons::NOT_CONNECTED, Place::Connection);
        return Ok(vec![Finding::look("connection", reason)]);
    }
    let told = |it: connect::ConnectionView| match it.state {
        ConnectionState::Connected => Finding::well(
            "connection",
            format!("{} at {}", it.exact_user, it.base_url),
        ),
        ConnectionState::ReconnectNeeded => {
            let reason = Refusal::new(link::reasons::RECONNECT_NEEDED, Place::Connection);
            Finding::look("connection", reason.with("user", &it.exact_user))
        }
    };
    Ok(all.into_iter().map(told).collect())
}

/// Every administration: whether it is paused, and how old is what is known of it.
pub(super) async fn administrations(wiring: &Wiring) -> Result<Vec<Finding>> {
    let old = wiring.office.clock.now().checked_sub(OLD_AFTER.hours())?;
    let all = administrations::list(&wiring.link, &wiring.shell()).await?;
    let told = |it: administrations::AdministrationView| {
        let look = |code: &'static str| {
            let reason = Refusal::new(code, Place::Connection).with("administration", &it.name);
            reason.with("message", "none").with("user", "")
        };
        let known = |code: &str| link::reasons::ALL.iter().find(|known| **known == code);
        let reason = match (&it.paused, it.mirrored_at) {
            (Some(why), _) => look(known(why).copied().unwrap_or(link::reasons::LANE_PAUSED)),
            (None, None) if it.locations > 0 => look(link::reasons::NOT_MIRRORED_YET),
            (None, Some(at)) if it.locations > 0 && at < old => {
                look(reasons::MIRROR_OLD).with("since", i18n::moment(at))
            }
            (None, at) => {
                let read = at.map_or_else(|| "never".to_owned(), i18n::moment);
                let unused = if it.locations == 0 { ", not used" } else { "" };
                let told = format!("{} ({}): read {read}{unused}", it.name, it.division);
                return Finding::well("administration", told);
            }
        };
        Finding::look("administration", reason)
    };
    Ok(all.into_iter().map(told).collect())
}

/// Every lane that waits, and until when. One that waits for a look only is told by the bookings that are unknown.
pub(super) async fn waiting(wiring: &Wiring) -> Result<Vec<Finding>> {
    let lanes = lane::waits(&wiring.link, &wiring.shell(), Asked::Everything).await?;
    let waiting = lanes
        .iter()
        .filter(|lane| matches!(lane.doing, Doing::Waits(_)));
    let told = |lane| {
        let waiting = Waiting::of(lane);
        Finding {
            what: "lane",
            well: waiting.reason() == link::reasons::BEING_LOOKED_UP,
            told: waiting.line(),
            reason: Some(waiting.reason().to_owned()),
        }
    };
    Ok(waiting.map(told).collect())
}
