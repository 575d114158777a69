//! Fetches the scripts of the pages with npm, pinned by `assets/package-lock.json`, and writes
//! the table of embedded assets. Without npm the pages are served without scripts.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The script inside the npm folder that the pages load.
const HTMX: &str = "node_modules/htmx.org/dist/htmx.min.js";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in [
        "assets",
        "templates",
        "i18n.toml",
        "../i18n/i18n",
        "build.rs",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-env-changed=PATH");
    #[expect(
        clippy::disallowed_methods,
        reason = "cargo tells a build script its folder this way"
    )]
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let htmx = fetch(&out);
    if htmx.is_none() {
        println!("cargo::warning=npm is absent or failed: pages are served without scripts");
    }
    let mut table = String::from("&[\n");
    let here = env::current_dir()?.join("assets");
    for name in ["planmanager.css", "planmanager.js", "favicon.svg"] {
        entry(&mut table, name, &here.join(name))?;
    }
    if let Some(path) = &htmx {
        entry(&mut table, "htmx.js", path)?;
    }
    table.push_str("]\n");
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

fn entry(table: &mut String, name: &str, path: &Path) -> std::fmt::Result {
    writeln!(
        table,
        "    ({name:?}, include_bytes!({:?}).as_slice()),",
        path.display().to_string()
    )
}

/// The fetched script, or `None` when there is no npm, no network or no such file.
fn fetch(out: &Path) -> Option<PathBuf> {
    let folder = out.join("npm");
    fs::create_dir_all(&folder).ok()?;
    let mut stale = !folder.join(HTMX).exists();
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let wanted = fs::read(Path::new("assets").join(name)).ok()?;
        if fs::read(folder.join(name)).ok().as_ref() != Some(&wanted) {
            fs::write(folder.join(name), wanted).ok()?;
            stale = true;
        }
    }
    if stale {
        let done = Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .output()
            .ok()?;
        if !done.status.success() {
            return None;
        }
    }
    let script = folder.join(HTMX);
    script.exists().then_some(script)
}
