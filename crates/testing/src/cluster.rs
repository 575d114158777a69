//! A throwaway PostgreSQL server, shared by the test processes that run at the same time.
//!
//! The address in `PLANMANAGER_TEST_POSTGRES` comes first: `cargo xtask test` starts one server for the whole run.
//! Without it the first test process starts a server, and the others find it. Each of them holds a shared lock on
//! one file for as long as it lives; a small shell that watches over the server stops it and removes its data as
//! soon as nobody holds that lock. Locks end with their processes, however those end, so nothing leaks.
//!
//! As root the server runs as user `postgres`, because PostgreSQL refuses to run as root.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};

/// Where a superuser reaches a server that somebody else has started.
pub const ADDRESS: &str = "PLANMANAGER_TEST_POSTGRES";
/// The user that Debian's package makes.
const USER: &str = "postgres";
/// How much memory has to be free for the data to be kept there, in MiB.
const MEMORY_NEEDED: u64 = 4_096;
/// How often we look whether the server is ready.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How many times we look before we give up: 30 seconds.
const LOOK_AT_MOST: u32 = 1_500;

/// Starts the server, and stops it when nobody holds the lock: users' lock, address, folder, command.
const WATCH: &str = r#"
users=$1 address=$2 folder=$3; shift 3
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
exec 9>>"$users"
while kill -0 $server 2>/dev/null; do
    sleep 1
    if flock --exclusive --nonblock 9; then
        rm -f "$address"
        kill -QUIT $server
        wait $server
        rm -rf "$folder"
        exit
    fi
done
rm -f "$address"
"#;

/// A server that lives at least as long as this value.
#[derive(Debug)]
pub struct Cluster {
    /// Where a superuser reaches it; ends with the name of a database.
    pub url: String,
    _user: Option<File>,
}

/// The server that is there already, or a new one.
///
/// # Errors
/// When PostgreSQL is not installed, or does not start within 30 seconds.
pub fn start() -> Result<Cluster> {
    if let Some(url) = given_address() {
        return Ok(Cluster { url, _user: None });
    }
    let home = home()?;
    let user = lock_file(&home.join("users"))?;
    user.lock_shared()?;
    let starter = lock_file(&home.join("starter"))?;
    starter.lock()?;
    let address = home.join("address");
    let url = match running(&address) {
        Some(url) => url,
        None => launch(&home, &address)?,
    };
    Ok(Cluster {
        url,
        _user: Some(user),
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the run of all tests hands its server over in the environment"
)]
fn given_address() -> Option<String> {
    std::env::var(ADDRESS).ok()
}

/// The folder where the test processes of one user meet.
fn home() -> Result<PathBuf> {
    let home = base().join(format!("planmanager-tests-{}", user_id()?));
    fs::create_dir_all(&home)?;
    ensure!(
        fs::symlink_metadata(&home)?.is_dir() && fs::metadata(&home)?.uid() == user_id()?,
        "{} is somebody else's",
        home.display()
    );
    Ok(home)
}

/// Memory, where there is enough of it: a database is made of several hundred files, and copying the template
/// takes 20 ms there and 400 ms on a disk.
fn base() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let report = Command::new("df")
        .args(["--output=avail", "--block-size=1M"])
        .arg(memory)
        .output();
    let free: Option<u64> = report.ok().and_then(|report| {
        let text = String::from_utf8(report.stdout).ok()?;
        text.lines().last()?.trim().parse().ok()
    });
    if free.is_some_and(|free| free >= MEMORY_NEEDED) {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    }
}

fn user_id() -> Result<u32> {
    Ok(fs::metadata("/proc/self")?.uid())
}

fn lock_file(path: &Path) -> Result<File> {
    let mut options = File::options();
    let file = options.append(true).create(true).open(path);
    file.with_context(|| format!("opening {}", path.display()))
}

/// The address of the server that was started before, if it still answers.
fn running(address: &Path) -> Option<String> {
    let url = fs::read_to_string(address).ok()?;
    let (_, folder) = url.rsplit_once("host=")?;
    let socket = Path::new(folder).join(".s.PGSQL.5432");
    std::os::unix::net::UnixStream::connect(socket).ok()?;
    Some(url)
}

fn launch(home: &Path, address: &Path) -> Result<String> {
    let programs = programs().context("PostgreSQL is not installed: apt-get install postgresql")?;
    let folder = tempfile::Builder::new()
        .prefix("server-")
        .tempdir_in(home)?;
    let root = user_id()? == 0;
    if root {
        run(Command::new("chown").arg(USER).arg(folder.path()))?;
    }
    let data = folder.path().join("data");
    run(initdb(&programs, &data, root).current_dir(folder.path()))?;
    // From here on the watching shell removes the folder.
    let folder = folder.keep();
    Command::new("sh")
        .args(["-c", WATCH, "watch"])
        .args([&home.join("users"), address, &folder])
        .args(server(&programs, &folder, root))
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    wait(&folder)?;
    let url = format!(
        "postgres://{USER}@/postgres?sslmode=disable&host={}",
        folder.display()
    );
    fs::write(address, &url)?;
    Ok(url)
}

/// The folder of PostgreSQL's programs: Debian's newest, else one in the path.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok();
    let debian = versions
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .max_by_key(|folder| version(folder));
    debian.or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file())
    })
}

fn version(folder: &Path) -> u32 {
    let name = folder.parent().and_then(Path::file_name);
    name.and_then(|name| name.to_str()?.parse().ok())
        .unwrap_or(0)
}

fn initdb(programs: &Path, data: &Path, root: bool) -> Command {
    let program = programs.join("initdb");
    let mut command = if root {
        let mut command = Command::new("runuser");
        command.args(["-u", USER, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command
        .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
        .args(["--locale=C.UTF-8", "--no-sync", "-D"])
        .arg(data);
    command
}

/// The server's command line. It ends when the watching shell is killed.
fn server(programs: &Path, folder: &Path, root: bool) -> Vec<String> {
    let mut words = vec!["setpriv".to_owned(), "--pdeathsig=QUIT".to_owned()];
    if root {
        words.extend([
            format!("--reuid={USER}"),
            format!("--regid={USER}"),
            "--clear-groups".to_owned(),
        ]);
    }
    let text = |path: &Path| path.display().to_string();
    words.extend([
        text(&programs.join("postgres")),
        "-D".to_owned(),
        text(&folder.join("data")),
        "-k".to_owned(),
        text(folder),
    ]);
    for setting in [
        "listen_addresses=",
        "max_connections=400",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "shared_buffers=64MB",
        "dynamic_shared_memory_type=mmap",
    ] {
        words.extend(["-c".to_owned(), setting.to_owned()]);
    }
    words
}

/// Waits until the server says in its own file that it is ready.
fn wait(folder: &Path) -> Result<()> {
    for _ in 0..LOOK_AT_MOST {
        let status = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap_or_default();
        if status.lines().any(|line| line.trim() == "ready") {
            return Ok(());
        }
        std::thread::sleep(LOOK_EVERY);
    }
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    bail!("PostgreSQL did not start: {log}")
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    ensure!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
