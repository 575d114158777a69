//! In which order a lane sends: within a journal by number, and early what covers values not yet proven.
//!
//! Number order inside a journal is never broken; the choice is only whose turn it is among the journals. So one
//! early invoice meets a mistake, not fifty.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::{BookingId, by_number};

use crate::refusals::Suspect;

/// One booking that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Which.
    pub(crate) booking: BookingId,
    /// The code of its Exact journal.
    pub(crate) journal: String,
    /// The invoice number.
    pub(crate) number: String,
    /// What it would prove.
    pub(crate) values: BTreeSet<Suspect>,
}

/// The queues of a lane, one per journal.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    queues: BTreeMap<String, VecDeque<Candidate>>,
    proven: BTreeSet<Suspect>,
}

impl Plan {
    /// Orders the candidates; `proven` holds the values that entries in Exact bear already.
    #[must_use]
    pub(crate) fn new(mut candidates: Vec<Candidate>, proven: BTreeSet<Suspect>) -> Self {
        candidates.sort_by(|a, b| by_number(&a.number, &b.number).then(a.booking.cmp(&b.booking)));
        let mut queues: BTreeMap<String, VecDeque<Candidate>> = BTreeMap::new();
        for candidate in candidates {
            queues
                .entry(candidate.journal.clone())
                .or_default()
                .push_back(candidate);
        }
        Self { queues, proven }
    }

    /// Takes the next one: the head of a journal that covers most unproven values.
    pub(crate) fn take(&mut self) -> Option<Candidate> {
        let mut best: Option<(usize, String)> = None;
        for (journal, queue) in &self.queues {
            let Some(head) = queue.front() else { continue };
            let unproven = head.values.difference(&self.proven).count();
            if best.as_ref().is_none_or(|(most, _)| unproven > *most) {
                best = Some((unproven, journal.clone()));
            }
        }
        let (_, journal) = best?;
        self.queues.get_mut(&journal)?.pop_front()
    }

    /// Puts one back that was not decided: it is the first of its journal again.
    pub(crate) fn put_back(&mut self, candidate: Candidate) {
        self.queues
            .entry(candidate.journal.clone())
            .or_default()
            .push_front(candidate);
    }

    /// Everything that is still to be taken.
    #[must_use]
    pub(crate) fn left(&self) -> BTreeSet<BookingId> {
        let queues = self.queues.values().flatten();
        queues.map(|candidate| candidate.booking).collect()
    }

    /// Leaves out everything else, in the order that there is.
    pub(crate) fn keep(&mut self, kept: &BTreeSet<BookingId>) {
        for queue in self.queues.values_mut() {
            queue.retain(|candidate| kept.contains(&candidate.booking));
        }
    }

    /// Remembers that Exact took these values.
    pub(crate) fn prove(&mut self, values: &BTreeSet<Suspect>) {
        self.proven.extend(values.iter().cloned());
    }

    /// Whether a value was taken by Exact before.
    #[must_use]
    pub(crate) fn is_proven(&self, value: &Suspect) -> bool {
        self.proven.contains(value)
    }

    /// Takes out everything that shares one of the values, with the value that it shares.
    pub(crate) fn park(&mut self, suspects: &BTreeSet<Suspect>) -> Vec<(Candidate, Suspect)> {
        let mut parked = Vec::new();
        for queue in self.queues.values_mut() {
            let mut kept = VecDeque::new();
            for candidate in queue.drain(..) {
                match candidate.values.intersection(suspects).next() {
                    Some(shared) => {
                        let shared = shared.clone();
                        parked.push((candidate, shared));
                    }
                    None => kept.push_back(candidate),
                }
            }
            *queue = kept;
        }
        parked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: i64, journal: &str, number: &str, values: &[&str]) -> Candidate {
        Candidate {
            booking: BookingId::new(id),
            journal: journal.to_owned(),
            number: number.to_owned(),
            values: values
                .iter()
                .map(|v| Suspect::VatCode((*v).to_owned()))
                .collect(),
        }
    }

    fn order(plan: &mut Plan) -> Vec<i64> {
        let mut taken = Vec::new();
        while let Some(candidate) = plan.take() {
            plan.prove(&candidate.values);
            taken.push(candidate.booking.get());
        }
        taken
    }

    #[test]
    fn a_journal_leaves_in_number_order() {
        let mut plan = Plan::new(
            vec![
                candidate(1, "700", "A-3", &["4"]),
                candidate(2, "700", "A-1", &["4"]),
                candidate(3, "700", "A-2", &["4", "5", "6"]),
            ],
            BTreeSet::new(),
        );
        assert_eq!(order(&mut plan), [2, 3, 1]);
    }

    #[test]
    fn the_journal_that_proves_most_goes_first() {
        let mut plan = Plan::new(
            vec![
                candidate(1, "700", "A-1", &["4"]),
                candidate(2, "700", "A-2", &["4"]),
                candidate(3, "701", "B-1", &["5", "6"]),
                candidate(4, "702", "C-1", &["5"]),
            ],
            BTreeSet::from([Suspect::VatCode("4".to_owned())]),
        );
        assert_eq!(order(&mut plan), [3, 1, 2, 4]);
    }

    #[test]
    fn what_is_left_out_leaves_the_others_in_order() {
        let mut plan = Plan::new(
            (1..=4)
                .map(|id| candidate(id, "700", &format!("A-{id}"), &["4"]))
                .collect(),
            BTreeSet::new(),
        );
        let taken = plan.take().unwrap();
        assert_eq!(plan.left().len(), 3);
        plan.put_back(taken);
        plan.keep(&[1, 3, 4].map(BookingId::new).into());
        assert_eq!(order(&mut plan), [1, 3, 4]);
    }

    #[test]
    fn what_shares_a_suspect_value_is_parked() {
        let mut plan = Plan::new(
            vec![
                candidate(1, "700", "A-1", &["4"]),
                candidate(2, "700", "A-2", &["5"]),
                candidate(3, "701", "B-1", &["4", "5"]),
            ],
            BTreeSet::new(),
        );
        let parked = plan.park(&BTreeSet::from([Suspect::VatCode("5".to_owned())]));
        let ids: Vec<i64> = parked.iter().map(|(c, _)| c.booking.get()).collect();
        assert_eq!(ids, [2, 3]);
        assert_eq!(order(&mut plan), [1]);
    }
}
