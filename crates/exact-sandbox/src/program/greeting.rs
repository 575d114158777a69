//! What is printed: where everything is, on the standard output; complaints on the other one.

use std::io::Write as _;
use std::net::SocketAddr;

use anyhow::Result;
use exact_sandbox::{App, BLOB_FOLDER, LOG_FILE, Sandbox, VERSION};

use super::arguments::Arguments;

/// Most companies, users and apps that are named.
const NAMED: usize = 4;

/// Where the pages are, with what to sign in, and where everything is kept.
pub(crate) fn greet(arguments: &Arguments, sandbox: &Sandbox, address: SocketAddr) -> Result<()> {
    let base = format!("http://{address}");
    let mut lines = vec![
        format!("exact-sandbox {VERSION}, a local Exact Online. It is not a service of Exact."),
        line("pages", &format!("{base}/")),
        line("base URL", &base),
        line("API", &format!("{base}/api/v1/…")),
        line(
            "sign-in",
            &format!("{base}/api/oauth2/auth and {base}/api/oauth2/token"),
        ),
    ];
    lines.extend(companies(sandbox));
    for app in sandbox.apps().iter().take(NAMED) {
        lines.extend(app_lines(app));
    }
    lines.extend(users(sandbox));
    lines.push(line("data", &kept(arguments, sandbox)));
    lines.push("Ctrl-C stops it.".to_owned());
    print(&lines.join("\n"))?;
    if !address.ip().is_loopback() {
        complain(
            "everyone who can reach this address can read and change everything: this is not loopback.",
        );
    }
    Ok(())
}

fn line(name: &str, text: &str) -> String {
    format!("  {name:<14} {text}")
}

fn companies(sandbox: &Sandbox) -> Option<String> {
    let named = sandbox.with_books(|books| {
        let all = books.companies.values();
        let named = all.map(|it| format!("{} {}", it.profile.division, it.profile.name));
        some(named)
    });
    (!named.is_empty()).then(|| line("companies", &named))
}

fn users(sandbox: &Sandbox) -> Option<String> {
    let named = sandbox.with_books(|books| {
        let all = books.users.iter().map(|user| user.user_name.clone());
        some(all)
    });
    (!named.is_empty()).then(|| line("users", &format!("{named}  (no passwords)")))
}

fn app_lines(app: &App) -> Vec<String> {
    vec![
        line("client id", &format!("{}  ({})", app.client_id, app.name)),
        line("client secret", &app.secret),
        line("redirects to", &some(app.redirect_uris.iter().cloned())),
    ]
}

/// The first few, and how many more there are.
fn some(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let named = all
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn kept(arguments: &Arguments, sandbox: &Sandbox) -> String {
    let Some(folder) = &arguments.data else {
        return "in memory: gone when it stops (--data DIR keeps it)".to_owned();
    };
    let folder = folder.display();
    let begun = if sandbox.is_fresh() {
        format!("begun with the seed {}", arguments.seed)
    } else {
        "as it was at the last stop; the seed was not looked at".to_owned()
    };
    format!("{folder}/{LOG_FILE} and {folder}/{BLOB_FOLDER}, {begun}")
}

/// Prints on the standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// Says what is wrong.
pub(crate) fn complain(text: &str) {
    // Nobody can be told when even this fails.
    drop(writeln!(std::io::stderr(), "exact-sandbox: {text}"));
}
