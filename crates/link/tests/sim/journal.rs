//! What happened in one world, and what was found wrong in it.

use std::sync::{Arc, Mutex};

use store::Clock;

/// The record of one world; clones share it.
#[derive(Clone)]
pub(crate) struct Journal {
    clock: Clock,
    pages: Arc<Mutex<Pages>>,
}

#[derive(Default)]
struct Pages {
    lines: Vec<String>,
    found: Vec<String>,
    calls: usize,
    acts: usize,
    doubles: usize,
}

/// What is left of a world when it has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) lines: Vec<String>,
    pub(crate) found: Vec<String>,
    pub(crate) calls: usize,
    pub(crate) acts: usize,
    /// Doubles that stood in Exact at the end and were shown.
    pub(crate) doubles: usize,
}

impl Journal {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            pages: Arc::default(),
        }
    }

    /// Something was done.
    pub(crate) fn act(&self, what: &str) {
        self.write(what);
        self.pages.lock().unwrap().acts += 1;
    }

    /// A call went, and what came back.
    pub(crate) fn call(&self, what: &str, told: &str) {
        self.write(&format!("    {what}: {told}"));
        self.pages.lock().unwrap().calls += 1;
    }

    /// Something is wrong.
    pub(crate) fn find(&self, what: String) {
        self.write(&format!("FOUND {what}"));
        let found = &mut self.pages.lock().unwrap().found;
        if !found.contains(&what) {
            found.push(what);
        }
    }

    /// A double stands in Exact, and is shown.
    pub(crate) fn double(&self) {
        self.pages.lock().unwrap().doubles += 1;
    }

    pub(crate) fn write(&self, what: &str) {
        let line = format!("{} {what}", self.clock.now());
        self.pages.lock().unwrap().lines.push(line);
    }

    pub(crate) fn told(&self) -> Told {
        let pages = self.pages.lock().unwrap();
        Told {
            lines: pages.lines.clone(),
            found: pages.found.clone(),
            calls: pages.calls,
            acts: pages.acts,
            doubles: pages.doubles,
        }
    }
}
