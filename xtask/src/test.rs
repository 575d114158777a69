//! `cargo xtask test`: from a bare machine to every test passed, on SQLite and on PostgreSQL.

use std::process::Command;

use anyhow::Result;

use crate::cluster::Cluster;
use crate::run::{cargo, run};
use crate::workspace::Workspace;
use crate::{browser, machine, say};

/// The tests find their PostgreSQL here; without it each test process starts its own.
const ADDRESS: &str = "PLANMANAGER_TEST_POSTGRES";

/// Makes the machine ready, starts PostgreSQL, runs all tests, the examples in the documentation, and the pages in a
/// browser.
///
/// # Errors
/// When something that the tests need cannot be had, or a test fails.
pub fn run_all(workspace: &Workspace) -> Result<()> {
    let root = &workspace.root;
    say::step("the machine");
    machine::make_ready()?;
    let nextest = machine::has_nextest(root);
    say::step("PostgreSQL for the tests");
    let cluster = Cluster::start()?;
    let address = cluster.address();
    say::line(&address);
    let with_address = |mut command: Command| run(command.env(ADDRESS, &address));
    say::step("tests");
    if nextest {
        with_address(cargo(
            root,
            &["nextest", "run", "--workspace", "--no-fail-fast"],
        ))?;
        say::step("examples in the documentation");
        with_address(cargo(root, &["test", "--workspace", "--doc"]))?;
    } else {
        with_address(cargo(root, &["test", "--workspace", "--no-fail-fast"]))?;
    }
    // The tests have built both programs, with the features that they have beside them.
    browser::drive(workspace, None)
}
