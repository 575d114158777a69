//! `link`: which installation this is, and what a person decides about it.

use anyhow::Result;
use link::installation::{self, InstallationView};
use office::installation::{Pause, Standing};
use serde_json::json;

use crate::cli::LinkVerb;
use crate::output::{Ending, Output, sentence};
use crate::wiring::Wiring;

pub(super) async fn run(wiring: &Wiring, verb: &LinkVerb, output: &Output) -> Result<Ending> {
    let (link, actor) = (&wiring.link, wiring.shell());
    match verb {
        LinkVerb::Status => return status(wiring, output).await,
        LinkVerb::Continue => {
            let continued = installation::goes_on(link, &actor).await?;
            output.value(&continued);
            output.line(&match continued.until {
                None => "in order already: nothing had to be decided".to_owned(),
                Some(until) => format!(
                    "this one continues: nothing is sent or numbered before {until}; then each administration is \
                     looked through first"
                ),
            });
        }
        LinkVerb::Copy => {
            installation::copy(link, &actor).await?;
            output.value(&json!({ "copy": true }));
            output.line(
                "this is a copy: its access to Exact Online is erased, and nothing is sent or numbered here",
            );
        }
        LinkVerb::Pause => {
            installation::pause(link, &actor).await?;
            output.value(&json!({ "paused": true }));
            output.line(
                "the link stands still until someone says: planmanager link continue, or copy",
            );
        }
    }
    Ok(Ending::Done)
}

/// Ends with 1 while someone has to decide or something is still to be looked through.
async fn status(wiring: &Wiring, output: &Output) -> Result<Ending> {
    let view = installation::status(&wiring.link, &wiring.shell()).await?;
    output.value(&view);
    output.line(&told(&view));
    if let Standing::Paused(Pause::Differs(differences)) = &view.standing {
        for one in differences {
            output.line(&format!("    {}", serde_json::to_string(one)?));
        }
    }
    for look in &view.looks {
        let state = match look.looked_at {
            Some(at) => format!("looked through at {at}"),
            None if look.needs_consent => "waits for a new consent".to_owned(),
            None => "still to be looked through".to_owned(),
        };
        output.line(&format!("    {}: {state}", look.name));
        for found in &look.numbers {
            output.line(&format!(
                "        journal {}: {} numbers stand in Exact that are not known here: {}; it goes on with {}",
                found.journal,
                found.count,
                found.numbers.join(", "),
                found.next
            ));
        }
    }
    Ok(Ending::well(is_well(&view)))
}

/// Whether nobody has to do anything.
pub(super) fn is_well(view: &InstallationView) -> bool {
    view.standing == Standing::InOrder && view.held().next().is_none()
}

/// How it is, in one line.
pub(super) fn told(view: &InstallationView) -> String {
    let held: Vec<&str> = view.held().map(|look| look.name.as_str()).collect();
    match view.standing.refusal() {
        Some(refusal) => sentence(&refusal),
        None if held.is_empty() => format!("{}: database and folder belong together", view.place),
        None => format!(
            "goes on; still to be looked through in Exact: {}",
            held.join(", ")
        ),
    }
}
