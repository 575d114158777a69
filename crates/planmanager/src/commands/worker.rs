//! `worker`: lanes only.

use anyhow::Result;

use crate::output::{Ending, Output};
use crate::serving::Serving;
use crate::wiring::Wiring;

pub(super) async fn run(wiring: Wiring, output: &Output) -> Result<Ending> {
    super::key::tell_foreign(&wiring, output).await?;
    let mut serving = Serving::new();
    output.line(&format!(
        "{} works the lanes (Ctrl-C ends it)",
        wiring.config.node
    ));
    serving.lanes(wiring.link.clone());
    serving.sealer(wiring.office.db.clone());
    serving.noter(wiring.office.clone());
    serving.until_stopped().await?;
    Ok(Ending::Done)
}
