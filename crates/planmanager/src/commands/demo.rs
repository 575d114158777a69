//! `demo`: the whole tour.

use std::path::Path;

use anyhow::Result;

use crate::cli::DemoArgs;
use crate::demo::tour::{Tour, TourSettings};
use crate::demo::users::USERS;
use crate::output::{Ending, Output};

pub(super) async fn run(data: &Path, arguments: &DemoArgs, output: &Output) -> Result<Ending> {
    let settings = TourSettings {
        port: arguments.port,
        sandbox_port: arguments.sandbox_port,
        fresh: arguments.fresh,
        minute_limit: arguments.minute_limit,
        ..TourSettings::at(data)
    };
    output.line("One moment. The first start makes a year of invented body shops.");
    let tour = Tour::start(&settings).await?;
    output.value(&serde_json::json!({ "planmanager": tour.pages.as_str(), "sandbox": tour.sandbox.as_str() }));
    output.line(&format!("\n  PlanManager           {}", tour.pages));
    output.line(&format!("  Exact Online (local)  {}\n", tour.sandbox));
    for user in &USERS {
        output.line(&format!(
            "  sign in as {:<12} password {:<22} ({})",
            user.login, user.password, user.name
        ));
    }
    output.line("\n  Then: Facturatie > Boekhouding, a location, the last month, Exporteer Klanten & Facturen.");
    output.line("  Ctrl-C ends both.");
    tour.until_stopped().await?;
    Ok(Ending::Done)
}
