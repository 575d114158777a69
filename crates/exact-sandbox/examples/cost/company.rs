//! The books that are measured: a company of the demo with many entries of twelve lines, how it is loaded, and how it
//! is started from its log.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use exact_sandbox::books::{CompanySeed, EntrySeed, SaleDraft, SaleLine, Status};
use exact_sandbox::{LOG_FILE, Money, Sandbox, Seed, Switches, demo};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

pub(crate) const COMPANY: i32 = 123_456;
pub(crate) const GL_ACCOUNT: &str = "704000";

/// A sandbox, and what is needed to call it.
pub(crate) struct Loaded {
    pub(crate) sandbox: Sandbox,
    /// How many entries there were at first.
    pub(crate) entries: u64,
    pub(crate) customer: Uuid,
    pub(crate) gl_account: Uuid,
    /// How long it took, from a seed that is there.
    pub(crate) took: Duration,
}

/// A start from a log.
pub(crate) struct Restart {
    pub(crate) took: Duration,
    /// Bytes of the log.
    pub(crate) log: u64,
}

/// The moment at which the clock stands.
fn now() -> Timestamp {
    "2026-11-24T09:00:30Z".parse().unwrap()
}

/// Entries are spread over the days of a year.
pub(crate) fn day(number: u64) -> Date {
    let month = i8::try_from(number % 12).unwrap() + 1;
    date(2026, month, i8::try_from(number / 12 % 28).unwrap() + 1)
}

fn filled(template: &CompanySeed, count: u64) -> CompanySeed {
    let gl_account = gl_account(template);
    let line = |number: u64, line: u64| SaleLine {
        id: Uuid::from_u64_pair(number.wrapping_mul(0x9e37_79b9_7f4a_7c15), line),
        gl_account: Some(gl_account),
        amount: Some(Money(1_000)),
        vat_code: Some("2".into()),
        ..SaleLine::default()
    };
    let entry = |number: u64| EntrySeed {
        draft: SaleDraft {
            id: Uuid::from_u64_pair(number.wrapping_mul(0x9e37_79b9_7f4a_7c15), 99),
            journal: Some("70".into()),
            customer: Some(template.accounts[usize::try_from(number % 3).unwrap()].id),
            number: Some(i32::try_from(number).unwrap() + 100),
            date: Some(day(number)),
            your_ref: format!("G-{number}"),
            lines: (0..12).map(|index| line(number, index)).collect(),
            ..SaleDraft::default()
        },
        status: Status::Open,
        at: now(),
    };
    CompanySeed {
        entries: (0..count).map(entry).collect(),
        ..template.clone()
    }
}

fn gl_account(company: &CompanySeed) -> Uuid {
    let found = company.gl_accounts.iter().find(|gl| gl.code == GL_ACCOUNT);
    found.unwrap().id
}

/// Loads books with so many entries; with a folder they are kept there.
pub(crate) fn load(entries: u64, folder: Option<&Path>) -> Loaded {
    let template = demo(now());
    let company = &template.companies[0];
    let (customer, gl_account) = (company.accounts[0].id, gl_account(company));
    let seed = Seed {
        companies: vec![filled(company, entries)],
        ..template
    };
    let begun = Instant::now();
    let mut builder = Sandbox::builder(Arc::new(now))
        .seed(seed)
        .switches(Switches {
            minute_limit: u32::MAX,
            day_limit: u32::MAX,
            ..Switches::demo()
        });
    if let Some(folder) = folder {
        builder = builder.data_dir(folder);
    }
    Loaded {
        sandbox: builder.build().unwrap(),
        entries,
        customer,
        gl_account,
        took: begun.elapsed(),
    }
}

/// Keeps such books in a folder, ends, and starts from what is kept.
pub(crate) fn restart(entries: u64) -> Restart {
    let folder = tempfile::tempdir().unwrap();
    drop(load(entries, Some(folder.path())));
    let log = std::fs::metadata(folder.path().join(LOG_FILE)).unwrap();
    let begun = Instant::now();
    let sandbox = Sandbox::builder(Arc::new(now)).data_dir(folder.path());
    let sandbox = sandbox.build().unwrap();
    let took = begun.elapsed();
    assert!(!sandbox.is_fresh());
    Restart {
        took,
        log: log.len(),
    }
}

/// What `/proc/self/status` says, in bytes: memory now, and the most that it ever was.
pub(crate) fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let bytes = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kilobytes * 1_024
    };
    (bytes("VmRSS:"), bytes("VmHWM:"))
}
