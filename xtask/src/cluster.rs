//! A throwaway PostgreSQL for one test run: its own data folder, its own port, an unprivileged user, no sync.
//!
//! PostgreSQL refuses to run as root, so as root everything runs as `postgres` (Debian's package makes that
//! user). The server is bound to our life by the parent-death signal: nothing leaks when we are killed.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use std::{env, fs, process};

use anyhow::{Context as _, Result, bail};

use crate::machine::{is_root, postgres_programs};
use crate::run::run;

/// The unprivileged user that Debian's package makes.
const USER: &str = "postgres";
/// How often the server is asked whether it is there.
const ASK_EVERY: Duration = Duration::from_millis(50);
/// How many times it is asked before we give up.
const ASK_AT_MOST: u32 = 600;

/// A running server; it ends, and its data with it, when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts one.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, cannot make its data folder, or does not start within 30 s.
    pub fn start() -> Result<Self> {
        let programs = postgres_programs()
            .context("PostgreSQL is not installed: apt-get install postgresql")?;
        let folder = env::temp_dir().join(format!("planmanager-cluster-{}", process::id()));
        make_folder(&folder)?;
        let data = folder.join("data");
        let mut initdb = as_unprivileged(&programs.join("initdb"), &["runuser", "-u", USER, "--"]);
        initdb.args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "-D",
        ]);
        run(initdb.arg(&data).current_dir(&folder).stdout(Stdio::null()))
            .context("making a cluster")?;
        let port = free_port()?;
        let server = serve(&programs, &folder, &data, port)?;
        let mut cluster = Self {
            server,
            folder,
            port,
        };
        cluster.wait()?;
        Ok(cluster)
    }

    /// Where tests find it, as a connection address of the superuser.
    #[must_use]
    pub fn address(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self) -> Result<()> {
        for _ in 0..ASK_AT_MOST {
            if let Some(status) = self.server.try_wait()? {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("the cluster ended with {status}: {log}");
            }
            if std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            sleep(ASK_EVERY);
        }
        bail!("the cluster does not answer on port {}", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // A kill is enough: nobody needs the data, and setpriv became the server by exec.
        drop(self.server.kill());
        drop(self.server.wait());
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn serve(programs: &Path, folder: &Path, data: &Path, port: u16) -> Result<Child> {
    let user = format!("--reuid={USER}");
    let group = format!("--regid={USER}");
    let lower = [
        "setpriv",
        &user,
        &group,
        "--clear-groups",
        "--pdeathsig=QUIT",
    ];
    let mut command = as_unprivileged(&programs.join("postgres"), &lower);
    let log = fs::File::create(folder.join("log"))?;
    let port = port.to_string();
    command
        .arg("-D")
        .arg(data)
        .args(["-p", &port, "-k"])
        .arg(folder);
    command.args([
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "max_connections=400",
        "-c",
        "fsync=off",
    ]);
    command.args([
        "-c",
        "synchronous_commit=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "shared_buffers=128MB",
    ]);
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    command.spawn().context("starting PostgreSQL")
}

/// The command itself, or as root behind the program that lowers the rights.
fn as_unprivileged(program: &Path, lower: &[&str]) -> Command {
    let Some((first, rest)) = lower.split_first().filter(|_| is_root()) else {
        return Command::new(program);
    };
    let mut command = Command::new(first);
    command.args(rest).arg(program);
    command
}

fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    if is_root() {
        run(Command::new("chown")
            .arg(format!("{USER}:{USER}"))
            .arg(folder))?;
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing() {
        let cluster = Cluster::start().unwrap();
        let folder = cluster.folder.clone();
        assert!(
            cluster
                .address()
                .starts_with("postgres://postgres@127.0.0.1:")
        );
        assert!(folder.join("data/PG_VERSION").is_file());
        drop(cluster);
        assert!(!folder.exists());
    }
}
