//! Makes a Debian machine ready for the tests: programs that are missing are installed, or named in one line.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::run::{cargo, find_program, run};
use crate::say;

/// A program of Debian that tests use.
struct Need {
    package: &'static str,
    what_for: &'static str,
    is_there: fn() -> bool,
    /// Without it the tests fail; the others only make something smaller.
    required: bool,
}

const NEEDS: &[Need] = &[
    Need {
        package: "postgresql",
        what_for: "every store test runs on PostgreSQL too",
        is_there: || postgres_programs().is_some(),
        required: true,
    },
    Need {
        package: "python3-venv",
        what_for: "a Python client of others is tried against the sandbox",
        is_there: makes_python_environments,
        required: true,
    },
    Need {
        package: "curl",
        what_for: "the first steps of the sandbox's README are pasted into a shell",
        is_there: || find_program("curl").is_some(),
        required: true,
    },
    Need {
        package: "chromium",
        what_for: "pages are tested in a browser",
        is_there: || find_program("chromium").is_some(),
        required: true,
    },
    Need {
        package: "poppler-utils",
        what_for: "documents are read back",
        is_there: || find_program("pdftotext").is_some(),
        required: false,
    },
    Need {
        package: "npm",
        what_for: "the pages' scripts and the driver of the browser are fetched with it",
        is_there: || find_program("npm").is_some(),
        required: true,
    },
];

/// Installs what is missing when we are root, and says what to install otherwise.
///
/// # Errors
/// When something is missing that the tests cannot do without.
pub fn make_ready() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if missing.is_empty() {
        say::line("nothing is missing");
        return Ok(());
    }
    for need in &missing {
        say::line(&format!("missing: {} ({})", need.package, need.what_for));
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    if is_root()
        && find_program("apt-get").is_some()
        && let Err(error) = install(&packages)
    {
        say::error(&format!("{error:#}"));
    }
    let still: Vec<&Need> = missing
        .into_iter()
        .filter(|need| !(need.is_there)())
        .collect();
    if still.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = still.iter().map(|need| need.package).collect();
    let line = format!("install these first: apt-get install {}", names.join(" "));
    if still.iter().any(|need| need.required) {
        bail!(line);
    }
    say::line(&format!("{line} (the tests run without them)"));
    Ok(())
}

/// Whether `cargo nextest` can be used; it is installed when it is not there.
#[must_use]
pub fn has_nextest(root: &Path) -> bool {
    if find_program("cargo-nextest").is_some() {
        return true;
    }
    say::line("cargo-nextest is not there: installing it");
    let installed = run(&mut cargo(root, &["install", "cargo-nextest", "--locked"]));
    if let Err(error) = &installed {
        say::error(&format!("{error:#}; falling back to `cargo test`"));
    }
    installed.is_ok()
}

/// The folder with `initdb` and `postgres`, the newest version first.
#[must_use]
pub fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, folder)| folder);
    newest.or_else(|| find_program("initdb")?.parent().map(Path::to_path_buf))
}

/// Whether a Python is there that can make environments of its own: the first in the path may be one without.
fn makes_python_environments() -> bool {
    ["python3", "/usr/bin/python3"].iter().any(|name| {
        let mut python = Command::new(name);
        python
            .args(["-c", "import venv, ensurepip"])
            .stderr(Stdio::null());
        python.status().is_ok_and(|status| status.success())
    })
}

/// Whether we are root, by the owner of our own process.
#[must_use]
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn install(packages: &[&str]) -> Result<()> {
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(arguments);
        run(&mut command)
    };
    apt(&["update", "--quiet"]).context("reading the package lists")?;
    let mut arguments = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}
