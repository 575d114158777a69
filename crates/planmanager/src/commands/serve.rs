//! `serve`: pages and lanes in one process.

use anyhow::Result;
use office::users;
use secrecy::ExposeSecret as _;

use crate::output::{Ending, Output};
use crate::serving::{self, Serving};
use crate::wiring::Wiring;

pub(super) async fn run(wiring: Wiring, output: &Output) -> Result<Ending> {
    if let Some(first) = users::create_first(&wiring.office).await? {
        let password = first.password.expose_secret();
        output.line(&format!(
            "first start: sign in as {} with the one-time password {password}",
            first.login
        ));
    }
    super::key::tell_foreign(&wiring, output).await?;
    let mut serving = Serving::new();
    let listener = serving::listen(&wiring.config.listen).await?;
    output.line(&format!(
        "PlanManager is on {} (Ctrl-C ends it)",
        wiring.config.public_url
    ));
    serving.pages(listener, wiring.router(), wiring.pages.clone());
    serving.lanes(wiring.link.clone());
    serving.sealer(wiring.office.db.clone());
    serving.noter(wiring.office.clone());
    serving.until_stopped().await?;
    Ok(Ending::Done)
}
