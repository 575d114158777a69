//! What was found wrong with a file so far: each thing once, and not without end.

use domain::{Place, Refusal};
use roxmltree::Node;

use crate::limits::MAX_REFUSALS;
use crate::tree::place;

/// Refusals, in the order in which they were found.
#[derive(Default)]
pub(crate) struct Findings {
    refusals: Vec<Refusal>,
    /// How many elements were found wrong, those included that are told already.
    elements: usize,
}

impl Findings {
    /// Adds a refusal about an element. Its line is only looked up while more is taken, since that
    /// walks through the file.
    pub(crate) fn add(&mut self, node: Node<'_, '_>, refusal: Refusal) {
        if self.is_full() {
            return;
        }
        self.elements += 1;
        let refusal = Refusal {
            place: place(node),
            ..refusal
        };
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    /// Adds a refusal whose element is looked for; not when the same is told already, wherever.
    pub(crate) fn add_where(&mut self, refusal: Refusal, find: impl FnOnce() -> Place) {
        let told = |known: &Refusal| known.code == refusal.code && known.params == refusal.params;
        if !self.is_full() && !self.refusals.iter().any(told) {
            self.refusals.push(Refusal {
                place: find(),
                ..refusal
            });
        }
    }

    /// Whether nothing more is taken; a long file need not be read further then.
    pub(crate) fn is_full(&self) -> bool {
        self.refusals.len().max(self.elements) >= MAX_REFUSALS
    }

    /// Gives a value when nothing was found, otherwise all that was.
    pub(crate) fn or<T>(self, value: Option<T>) -> Result<T, Vec<Refusal>> {
        match value {
            Some(value) if self.refusals.is_empty() => Ok(value),
            _ => Err(self.refusals),
        }
    }
}

/// A refusal that gets its place when it is added.
pub(crate) fn refusal(code: &'static str) -> Refusal {
    Refusal::new(code, Place::File { line: None })
}
