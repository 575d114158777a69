//! What follows from looking at clocks. Pure: what they showed is an argument.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How far clocks may be apart, and how long one that was set is watched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) skew: Duration,
    /// As long as anything that was begun before can still be under way.
    pub(super) settles: Duration,
    /// As long as a node that works on a lane is silent at most, twice.
    pub(super) silent: Duration,
    /// After so long in silence a node has lost its lanes.
    pub(super) gone: Duration,
}

/// What the clocks showed.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// Our clock before the server was asked.
    pub(super) asked: Timestamp,
    /// Our clock now.
    pub(super) wall: Timestamp,
    /// What only moves forward.
    pub(super) elapsed: Duration,
    /// The clock of the database's server, if it has one.
    pub(super) server: Option<Timestamp>,
    /// The last instant stored, and by which node.
    pub(super) stored: Option<(Timestamp, String)>,
}

impl Look {
    /// What the time is reckoned by: the server's clock; else ours.
    pub(super) fn reference(&self) -> Timestamp {
        self.server.unwrap_or(self.wall)
    }

    /// How far our clock is ahead of the server's, at least: asking takes time.
    fn ahead(&self) -> SignedDuration {
        match self.server {
            Some(server) if server < self.asked => self.asked.duration_since(server),
            Some(server) if server > self.wall => self.wall.duration_since(server),
            _ => SignedDuration::ZERO,
        }
    }
}

/// What may be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Our clock. `believe_anew` when it was watched for this: then it is the last instant, though it lies before.
    Right { believe_anew: bool },
    /// Not ours: it is ahead of this.
    Ahead { there: Timestamp },
    /// Not ours: it is behind this.
    Behind { there: Timestamp },
    /// Not yet: it was set, and this was expected. It is watched for so long.
    Set { expected: Timestamp, left: Duration },
}

/// What was seen before.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// The reference and what had elapsed.
    last: Option<(Timestamp, Duration)>,
    /// Our own clock and what had elapsed.
    wall: Option<(Timestamp, Duration)>,
    /// The instant of another node and when it was first seen unchanged.
    other: Option<(Timestamp, Duration)>,
    /// What followed from it, and when.
    beside: Option<(Verdict, Duration)>,
    /// A clock that was set: by how much, and until when it is watched.
    set: Option<(SignedDuration, Duration)>,
}

impl Watch {
    /// Whether our clock was set since the last look.
    pub(super) fn has_stepped(&self, wall: Timestamp, elapsed: Duration, limits: Limits) -> bool {
        self.wall
            .is_some_and(|before| step(before, (wall, elapsed)).unsigned_abs() > limits.skew)
    }

    /// Looks once more.
    pub(super) fn compare(&mut self, look: &Look, limits: Limits, node: &str) -> Verdict {
        let here = look.reference();
        self.wall = Some((look.wall, look.elapsed));
        let before = self.last.replace((here, look.elapsed));
        let by = before.map(|before| step(before, (here, look.elapsed)));
        if let Some(by) = by.filter(|by| by.unsigned_abs() > limits.skew) {
            // Set there and back: what was expected is what it showed at first.
            let whole = self.set.map_or(by, |(before, _)| before.saturating_add(by));
            self.set = Some((whole, look.elapsed + limits.settles));
        }
        if let Some(wrong) = self.beside_another(look, limits, node) {
            return wrong;
        }
        let ahead = look.ahead();
        if ahead.unsigned_abs() > limits.skew {
            let there = here;
            return if ahead.is_positive() {
                Verdict::Ahead { there }
            } else {
                Verdict::Behind { there }
            };
        }
        self.settled(look, limits)
    }

    /// Whether what was stored is to be left alone for now: another node stored an instant long before ours, and it is
    /// not known yet whether it lives and ours is ahead.
    pub(super) fn leaves_alone(&self, look: &Look, limits: Limits, node: &str) -> bool {
        let Some((there, writer)) = look.stored.as_ref().filter(|_| look.server.is_none()) else {
            return false;
        };
        let ahead = look.reference().duration_since(*there);
        let is_far = ahead.is_positive() && ahead.unsigned_abs() > limits.skew;
        let watched = self
            .other
            .map(|(_, then)| look.elapsed.saturating_sub(then));
        writer != node && is_far && watched.is_none_or(|watched| watched < limits.silent)
    }

    /// Another node that lives stores instants by another clock than ours. It is silent while it waits for an answer, and
    /// lives on for as long as its lanes may last.
    fn beside_another(&mut self, look: &Look, limits: Limits, node: &str) -> Option<Verdict> {
        let (there, writer) = look.stored.as_ref()?;
        let there = *there;
        if writer == node {
            (self.other, self.beside) = (None, None);
            return None;
        }
        let before = self.other.replace((there, look.elapsed));
        let is_news = before.is_none_or(|(before, _)| before != there);
        if is_news {
            // When it was written is not known, but after the last look.
            let verdict = before.and_then(|(_, then)| {
                let since = look.elapsed.saturating_sub(then);
                beside(look.reference().duration_since(there), since, limits, there)
            });
            if matches!(verdict, Some(Verdict::Behind { .. })) {
                self.set = None;
            }
            self.beside = verdict.map(|verdict| (verdict, look.elapsed));
        } else {
            // Seen unchanged since then.
            self.other = before;
        }
        let (verdict, since) = self.beside?;
        (look.elapsed.saturating_sub(since) < limits.gone).then_some(verdict)
    }

    /// A clock that was set is watched for as long as anything from before can be under way. That it lies before the
    /// last instant shows that it was set while nobody looked.
    fn settled(&mut self, look: &Look, limits: Limits) -> Verdict {
        let here = look.reference();
        if self.set.is_none()
            && let Some((stored, _)) = &look.stored
        {
            let behind = here.duration_since(*stored);
            if behind.is_negative() && behind.unsigned_abs() > limits.skew {
                self.set = Some((behind, look.elapsed + limits.settles));
            }
        }
        let Some((by, until)) = self.set else {
            return Verdict::Right {
                believe_anew: false,
            };
        };
        let left = until.saturating_sub(look.elapsed);
        if left.is_zero() {
            self.set = None;
            return Verdict::Right { believe_anew: true };
        }
        let expected = here.checked_sub(by).unwrap_or(here);
        Verdict::Set { expected, left }
    }
}

/// What follows from being so far ahead of an instant that was stored within this time.
fn beside(
    ahead: SignedDuration,
    since: Duration,
    limits: Limits,
    there: Timestamp,
) -> Option<Verdict> {
    let most = if ahead.is_negative() {
        limits.skew
    } else {
        limits.skew + since
    };
    if ahead.unsigned_abs() <= most {
        None
    } else if ahead.is_negative() {
        Some(Verdict::Behind { there })
    } else {
        Some(Verdict::Ahead { there })
    }
}

/// How far a clock went beyond what has elapsed.
pub(crate) fn step(
    (then, before): (Timestamp, Duration),
    (now, elapsed): (Timestamp, Duration),
) -> SignedDuration {
    let passed = SignedDuration::try_from(elapsed.saturating_sub(before)).unwrap_or_default();
    now.duration_since(then).saturating_sub(passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        skew: Duration::from_secs(5),
        settles: Duration::from_secs(450),
        silent: Duration::from_secs(10),
        gone: Duration::from_secs(180),
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + second).unwrap()
    }

    /// Our clock shows `wall` when so much has elapsed.
    fn look(wall: i64, elapsed: u64) -> Look {
        Look {
            asked: at(wall),
            wall: at(wall),
            elapsed: Duration::from_secs(elapsed),
            server: None,
            stored: None,
        }
    }

    fn beside(wall: i64, elapsed: u64, server: i64) -> Look {
        Look {
            server: Some(at(server)),
            ..look(wall, elapsed)
        }
    }

    fn after(wall: i64, elapsed: u64, (stored, node): (i64, &str)) -> Look {
        Look {
            stored: Some((at(stored), node.to_owned())),
            ..look(wall, elapsed)
        }
    }

    const RIGHT: Verdict = Verdict::Right {
        believe_anew: false,
    };
    const ANEW: Verdict = Verdict::Right { believe_anew: true };

    #[test]
    fn a_clock_that_is_off_the_servers_is_waited_for_and_believed_as_soon_as_it_is_right() {
        let mut watch = Watch::default();
        let mut see = |look| watch.compare(&look, LIMITS, "a");
        assert_eq!(see(beside(5, 0, 0)), RIGHT, "five seconds are nothing");
        assert_eq!(see(beside(16, 10, 10)), Verdict::Ahead { there: at(10) });
        assert_eq!(see(beside(-40, 20, 20)), Verdict::Behind { there: at(20) });
        assert_eq!(see(beside(30, 30, 30)), RIGHT, "the server's was never set");
    }

    #[test]
    fn asking_takes_time_and_makes_no_clock_wrong() {
        let mut watch = Watch::default();
        let slow = Look {
            asked: at(0),
            ..beside(30, 0, 15)
        };
        assert_eq!(watch.compare(&slow, LIMITS, "a"), RIGHT);
        let late = Look {
            asked: at(60),
            ..beside(90, 60, 54)
        };
        let verdict = watch.compare(&late, LIMITS, "a");
        assert_eq!(verdict, Verdict::Ahead { there: at(54) });
    }

    #[test]
    fn a_server_whose_clock_is_set_is_watched_too() {
        let mut watch = Watch::default();
        let mut see = |look| watch.compare(&look, LIMITS, "a");
        see(beside(0, 0, 0));
        let verdict = see(beside(1_010, 10, 1_010));
        let left = Duration::from_secs(450);
        assert_eq!(
            verdict,
            Verdict::Set {
                expected: at(10),
                left
            }
        );
        assert_eq!(see(beside(1_460, 460, 1_460)), ANEW);
        assert_eq!(see(beside(1_461, 461, 1_461)), RIGHT);
    }

    #[test]
    fn a_clock_that_was_set_there_and_back_is_watched_from_its_return() {
        let mut watch = Watch::default();
        let mut see = |look| watch.compare(&look, LIMITS, "a");
        see(look(0, 0));
        assert!(matches!(see(look(172_810, 10)), Verdict::Set { .. }));
        let back = see(look(20, 20));
        let left = Duration::from_secs(450);
        assert_eq!(
            back,
            Verdict::Set {
                expected: at(20),
                left
            }
        );
        assert!(matches!(see(look(469, 469)), Verdict::Set { .. }));
        assert_eq!(see(look(470, 470)), ANEW);
    }

    #[test]
    fn a_clock_before_the_last_instant_stored_was_set_while_nobody_looked() {
        let mut watch = Watch::default();
        let mut see = |look| watch.compare(&look, LIMITS, "a");
        let verdict = see(after(0, 0, (172_800, "before")));
        let left = Duration::from_secs(450);
        assert_eq!(
            verdict,
            Verdict::Set {
                expected: at(172_800),
                left
            }
        );
        assert_eq!(see(after(450, 450, (172_800, "before"))), ANEW);
        assert_eq!(see(after(451, 451, (450, "a"))), RIGHT);
    }

    #[test]
    fn time_without_a_node_is_no_step() {
        let mut watch = Watch::default();
        let verdict = watch.compare(&after(86_400, 0, (0, "before")), LIMITS, "a");
        assert_eq!(verdict, RIGHT);
    }

    #[test]
    fn an_instant_of_another_node_is_left_alone_until_that_node_is_known_to_be_gone() {
        let mut watch = Watch::default();
        let mut leaves = |look: Look| {
            watch.compare(&look, LIMITS, "a");
            watch.leaves_alone(&look, LIMITS, "a")
        };
        assert!(leaves(after(300, 0, (0, "b"))));
        assert!(leaves(after(309, 9, (0, "b"))));
        assert!(!leaves(after(310, 10, (0, "b"))), "it is silent");
        assert!(!leaves(after(311, 11, (310, "a"))));
        assert!(!leaves(after(312, 12, (311, "b"))), "it has our time");
    }

    #[test]
    fn beside_a_node_that_lives_a_clock_ahead_or_behind_shows() {
        let mut watch = Watch::default();
        let mut see = |look| watch.compare(&look, LIMITS, "a");
        // Nobody knows when it was stored.
        assert_eq!(see(after(300, 0, (0, "b"))), RIGHT);
        let verdict = see(after(306, 6, (5, "b")));
        assert_eq!(verdict, Verdict::Ahead { there: at(5) });
        let silent = see(after(308, 8, (5, "b")));
        assert_eq!(silent, Verdict::Ahead { there: at(5) });
        // It went on, by the same clock as ours.
        assert_eq!(
            see(after(12, 12, (10, "b"))),
            Verdict::Set {
                expected: at(312),
                left: Duration::from_secs(450)
            }
        );
        let verdict = see(after(-200, 18, (15, "b")));
        assert_eq!(verdict, Verdict::Behind { there: at(15) });
    }
}
