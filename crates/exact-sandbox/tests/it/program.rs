//! The program itself: what it says, how it ends, what it keeps.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_exact-sandbox"));
    command.args(arguments);
    command
}

/// Exit code, output and complaint of a program that ends by itself.
fn ended(arguments: &[&str]) -> (i32, String, String) {
    let child = program(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (id, (told, heard)) = (child.id().to_string(), std::sync::mpsc::channel());
    std::thread::spawn(move || told.send(child.wait_with_output()));
    let output = heard.recv_timeout(std::time::Duration::from_secs(30));
    if output.is_err() {
        drop(Command::new("kill").args(["-KILL", &id]).status());
    }
    let Output {
        status,
        stdout,
        stderr,
    } = output
        .unwrap_or_else(|_| panic!("{arguments:?} runs on"))
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A program that listens on a free port, and what it said.
struct Running {
    child: Child,
    said: String,
    address: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Running {
        let mut command = program(&["--listen", "127.0.0.1:0"]);
        let mut child = command
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        while !said.contains("Ctrl-C") {
            assert!(out.read_line(&mut said).unwrap() > 0, "it ended: {said}");
        }
        let line = said.lines().find(|line| line.contains("pages")).unwrap();
        let address = line.split("http://").nth(1).unwrap().trim_matches('/');
        Running {
            address: address.to_owned(),
            child,
            said,
        }
    }

    fn ask(&self, request: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{request} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Ends it as a service manager does; gives back its exit code.
    fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(killed.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn help_is_grouped_with_defaults_and_examples() {
    let (code, help, _) = ended(&["--help"]);
    assert_eq!(code, 0);
    for heading in [
        "Where it listens:",
        "What is in it:",
        "How it behaves:",
        "Examples:",
    ] {
        assert!(help.contains(heading), "{heading}");
    }
    assert!(
        help.lines().all(|line| line.chars().count() <= 90),
        "{help}"
    );
    let options = help.split("\n      --").skip(1);
    let mut count = 0;
    for option in options {
        let switch = ["print-seed"].iter().any(|it| option.starts_with(it));
        assert!(option.contains("[default: ") || switch, "--{option}");
        count += 1;
    }
    assert_eq!(count, 10);
    let version = format!("exact-sandbox {}\n", exact_sandbox::VERSION);
    assert_eq!(ended(&["--version"]), (0, version, String::new()));
}

#[test]
fn a_wrong_option_is_usage() {
    for wrong in [
        &["--bogus"][..],
        &["--switch", "languag=en"],
        &["--switch", "language=xx"],
        &["--switch", "language"],
        &["--listen", "here"],
        &["--minute-limit", "many"],
    ] {
        let (code, out, said) = ended(wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}");
        assert!(said.starts_with("error: "), "{said}");
    }
}

/// Seeds and data folders that cannot be started with.
fn broken_starts(folder: &Path) {
    std::fs::write(folder.join("file"), "{").unwrap();
    let begin = r#"{"begin":{"format":99,"version":"9.9.9"}}"#;
    for (name, log) in [("newer", begin), ("broken", "nonsense\n{}")] {
        std::fs::create_dir(folder.join(name)).unwrap();
        let path = folder.join(name).join(exact_sandbox::LOG_FILE);
        std::fs::write(path, format!("{log}\n")).unwrap();
    }
    let mut seed: serde_json::Value =
        serde_json::from_str(include_str!("../../docs/seed.example.json")).unwrap();
    seed["companies"][0]["entries"] = serde_json::json!([{ "draft": {
        "journal": "V1", "customer": "1001", "date": "2026-11-02", "your_ref": "X-1",
        "lines": [{ "gl_account": "700100", "amount": 10_000 }],
    } }]);
    std::fs::write(folder.join("refused"), seed.to_string()).unwrap();
}

#[test]
fn what_keeps_it_from_starting_is_one_sentence_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    broken_starts(folder.path());
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    let free = ["--listen", "127.0.0.1:0"];
    let cases: [(&[&str], &str, &str); 8] = [
        (
            &["--listen", &taken],
            "cannot listen on 127.0.0.1:",
            "--listen 127.0.0.1:",
        ),
        (
            &["--seed", &at("none")],
            "cannot be read: No such file",
            "'demo'",
        ),
        (&["--seed", &at("file")], "it is not JSON", "--print-seed"),
        (
            &["--seed", &at("refused")],
            "division 345678 refuses the entry X-1: Mandatory: Cost center. Mend the seed",
            "--print-seed",
        ),
        (
            &["--data", &at("file/x")],
            "cannot be used: Not a directory",
            "--data",
        ),
        (
            &["--data", &at("newer")],
            "by the newer version 9.9.9",
            "Start version 9.9.9 or later",
        ),
        (
            &["--data", &at("broken")],
            "line 1 of the log",
            "Put back a copy",
        ),
        (&["--data", &at("file")], "cannot be used: ", "--data"),
    ];
    for (arguments, why, way_out) in cases {
        let mut all = free.to_vec();
        if arguments.contains(&"--listen") {
            all.clear();
        }
        all.extend(arguments);
        let (code, out, said) = ended(&all);
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}");
        assert!(
            said.starts_with("exact-sandbox: ") && said.ends_with(".\n"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(why) && said.contains(way_out), "{said}");
        assert!(
            !said.contains("os error") && !said.contains("Caused by"),
            "{said}"
        );
    }
}

#[test]
fn it_says_where_everything_is_and_its_folder_survives() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("books");
    let data = data.to_str().unwrap();
    let redirect = "http://localhost:3000/back";
    let first = Running::start(&[
        "--data",
        data,
        "--redirect",
        redirect,
        "--switch",
        "language=en",
    ]);
    for told in [
        exact_sandbox::VERSION,
        "123456 Proefbedrijf NV",
        exact_sandbox::DEMO_CLIENT_ID,
        exact_sandbox::DEMO_CLIENT_SECRET,
        exact_sandbox::DEMO_USER,
        redirect,
        "begun with the seed demo",
        &format!("{data}/sandbox.log"),
        "not a service of Exact",
    ] {
        assert!(first.said.contains(told), "{told}: {}", first.said);
    }
    assert!(first.said.lines().count() < 15);
    let (code, _, said) = ended(&["--listen", "127.0.0.1:0", "--data", data]);
    assert_eq!(code, 1);
    assert!(
        said.contains("is in use by another sandbox. Stop the other one"),
        "{said}"
    );
    let made = first.ask(
        "POST /_sandbox/act",
        r#"{"act": "create_customer", "division": 123456, "name": "Blijft"}"#,
    );
    assert!(made.starts_with("HTTP/1.1 200"), "{made}");
    assert_eq!(first.stop(), Some(0));
    let again = Running::start(&["--data", data, "--seed", "empty"]);
    assert!(
        again.said.contains("the seed was not looked at"),
        "{}",
        again.said
    );
    assert!(again.said.contains(redirect));
    assert!(
        again
            .ask("GET /_sandbox/books?division=123456", "")
            .contains("Blijft")
    );
    assert!(
        again
            .ask("GET /_sandbox/switches", "")
            .contains(r#""language":"en""#)
    );
    assert_eq!(again.stop(), Some(0));
    copied(Path::new(data), folder.path());
}

/// A copy of the folder is a backup.
fn copied(data: &Path, beside: &Path) {
    let copy = beside.join("copy");
    std::fs::create_dir(&copy).unwrap();
    let log = exact_sandbox::LOG_FILE;
    std::fs::copy(data.join(log), copy.join(log)).unwrap();
    let restored = Running::start(&["--data", copy.to_str().unwrap()]);
    assert!(
        restored
            .ask("GET /_sandbox/books?division=123456", "")
            .contains("Blijft")
    );
}

#[test]
fn a_printed_seed_can_be_started_with() {
    let folder = tempfile::tempdir().unwrap();
    let (code, seed, said) = ended(&["--print-seed"]);
    assert_eq!((code, said.as_str()), (0, ""));
    let path = folder.path().join("mine.json");
    std::fs::write(&path, seed.replace("Proefbedrijf NV", "Eigen Bedrijf")).unwrap();
    let running = Running::start(&["--seed", path.to_str().unwrap()]);
    assert!(running.said.contains("123456 Eigen Bedrijf"));
    assert!(running.said.contains("in memory"));
}
