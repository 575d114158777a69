//! The same calls on what makers of connectors would take otherwise: a mock server from a file of JSON. It checks
//! nothing, keeps no books and knows no Exact; it is here to know how far from such a one the sandbox is.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::Arguments;
use super::acts::{ACTS, Act, entry};
use super::company::Loaded;
use super::compare::Measured;
use super::served::Client;
use super::side::Side;
use super::table::grouped;

/// The mock server, as npm names it.
const PACKAGE: &str = "json-server@0.17.4";
/// It has read its file by then, or never will.
const READY_WITHIN: Duration = Duration::from_secs(120);

/// A mock server that listens, filled with as many entries as the books have.
struct Mock {
    client: Client,
    process: Child,
    took: Duration,
    _folder: TempDir,
}

impl Drop for Mock {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Mock {
    async fn start(program: &Path, books: &Loaded) -> Mock {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("db.json");
        let rows = (0..books.entries).map(|number| row(number, books));
        let content = json!({ "SalesEntries": rows.collect::<Vec<_>>() });
        std::fs::write(&file, content.to_string()).unwrap();
        let port = free_port().to_string();
        let begun = Instant::now();
        let process = Command::new("node")
            .arg(program)
            .args(["--quiet", "--host", "127.0.0.1", "--port", &port])
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut mock = Mock {
            client: Client::of(format!("http://127.0.0.1:{port}")),
            process: process.unwrap(),
            took: Duration::ZERO,
            _folder: folder,
        };
        while !mock.client.is_answered().await {
            assert!(begun.elapsed() < READY_WITHIN, "{PACKAGE} does not answer");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        mock.took = begun.elapsed();
        mock
    }
}

/// An entry as a list would show it, with its lines.
fn row(number: u64, books: &Loaded) -> Value {
    let mut row = entry(&format!("G-{number}"), number, books);
    row["id"] = json!(number);
    row["EntryNumber"] = json!(number + 100);
    row
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Where the mock server's program is; it is fetched by npm when it is not there yet.
fn install() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let folder = here.parent().unwrap().join("mock");
    let program = folder.join("node_modules/json-server/lib/cli/bin.js");
    if !program.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let npm = Command::new("npm")
            .args(["install", "--no-save", "--silent", "--prefix"])
            .arg(&folder)
            .arg(PACKAGE)
            .stdout(Stdio::null())
            .status();
        let fetched = npm.is_ok_and(|status| status.success());
        assert!(
            fetched && program.exists(),
            "{PACKAGE} cannot be fetched: Node with npm and a connection are needed"
        );
    }
    program
}

/// Measures both with few and with many entries, in turn, and gives a table back.
pub(crate) async fn run(arguments: &Arguments) -> String {
    let program = install();
    let acts: Vec<&Act> = ACTS.iter().filter(|act| act.mocked.is_some()).collect();
    let (mut title, mut line) = ("| over HTTP, a second |".to_owned(), "|---|".to_owned());
    let mut rows: Vec<String> = acts.iter().map(|act| format!("| {} |", act.name)).collect();
    let mut starts = "| start: ms |".to_owned();
    for count in [arguments.few, arguments.entries] {
        eprintln!("{count} entries");
        let side = Side::new(count);
        let mock = Mock::start(&program, &side.loaded).await;
        let entries = grouped(count.into());
        title += &format!(" sandbox, {entries} entries | json-server, {entries} entries |");
        line += "---:|---:|";
        starts += &format!(
            " {} | {} |",
            side.loaded.took.as_millis(),
            mock.took.as_millis()
        );
        for (act, row) in acts.iter().zip(&mut rows) {
            eprintln!("{}", act.name);
            let rates = compare(&side, &mock, act, arguments).await;
            *row += &format!(" {} | {} |", grouped(rates[0]), grouped(rates[1]));
        }
        side.end();
    }
    rows.insert(0, title);
    rows.insert(1, line);
    rows.push(starts);
    rows.join("\n")
}

/// Calls a second of the sandbox and of the mock server.
async fn compare(side: &Side, mock: &Mock, act: &Act, arguments: &Arguments) -> [u128; 2] {
    let calls = if act.grows {
        arguments.calls / 10
    } else {
        arguments.calls
    };
    let [mut ours, mut theirs] = [Measured::default(), Measured::default()];
    for _ in 0..arguments.rounds {
        ours.add(calls, side.over_http(act, calls).await);
        theirs.add(calls, side.over_mock(&mock.client, act, calls).await);
    }
    [ours.rate(), theirs.rate()]
}
