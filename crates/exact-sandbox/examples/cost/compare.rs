//! Small and large books, measured in turn.

use std::time::Duration;

use super::acts::{ACTS, Act};
use super::side::Side;
use super::table::{Table, factor, median};

/// Both, and how often they are measured.
pub(crate) struct Pair {
    pub(crate) few: Side,
    pub(crate) many: Side,
    pub(crate) rounds: u64,
    /// Calls per turn.
    pub(crate) calls: u64,
}

/// How calls are made.
#[derive(Clone, Copy)]
enum How<'a> {
    InProcess(&'a Act),
    ByOrder,
    OverHttp(&'a Act),
}

/// What was measured in the rounds, of one side.
#[derive(Default)]
pub(crate) struct Measured {
    /// Per call, by round.
    rounds: Vec<Duration>,
    /// Of each call.
    each: Vec<Duration>,
}

impl How<'_> {
    /// Whether the books grow by it.
    fn grows(self) -> bool {
        match self {
            How::InProcess(act) | How::OverHttp(act) => act.grows,
            How::ByOrder => true,
        }
    }

    /// Some calls that are not measured, then so many that are.
    async fn turn(self, side: &Side, calls: u64, measured: &mut Measured) {
        self.run(side, (calls / 10).max(1)).await;
        measured.add(calls, self.run(side, calls).await);
    }

    async fn run(self, side: &Side, calls: u64) -> (Duration, Vec<Duration>) {
        match self {
            How::InProcess(act) => (side.in_process(act, calls).await, Vec::new()),
            How::ByOrder => (side.by_order(calls), Vec::new()),
            How::OverHttp(act) => side.over_http(act, calls).await,
        }
    }
}

impl Measured {
    /// A round of so many calls: how long all of them took, and each.
    pub(crate) fn add(&mut self, calls: u64, (whole, each): (Duration, Vec<Duration>)) {
        let nanos = whole.as_nanos() / u128::from(calls);
        self.rounds
            .push(Duration::from_nanos(u64::try_from(nanos).unwrap()));
        self.each.extend(each);
    }

    /// Calls a second.
    pub(crate) fn rate(&self) -> u128 {
        Duration::from_secs(1).as_nanos() / self.median().as_nanos().max(1)
    }

    fn median(&self) -> Duration {
        Duration::from_secs_f64(median(
            self.rounds.iter().map(Duration::as_secs_f64).collect(),
        ))
    }

    /// 99 of 100 calls came within.
    fn slowest_but_one_percent(&mut self) -> Duration {
        self.each.sort_unstable();
        self.each[(self.each.len() - 1) * 99 / 100]
    }
}

impl Pair {
    /// Measures every act in every way, and puts the figures into the table.
    pub(crate) async fn measure(&mut self, table: &mut Table) {
        for act in &ACTS {
            let name = format!("{}: µs in process", act.name);
            self.compare(How::InProcess(act), &name, table).await;
        }
        let name = "order of an entry with 12 lines: µs in process";
        self.compare(How::ByOrder, name, table).await;
        for act in ACTS.iter().filter(|act| act.served) {
            self.compare(How::OverHttp(act), act.name, table).await;
        }
    }

    /// Ends both.
    pub(crate) fn end(self) {
        self.few.end();
        self.many.end();
    }

    async fn compare(&mut self, how: How<'_>, name: &str, table: &mut Table) {
        eprintln!("{name}");
        let [mut few, mut many] = [Measured::default(), Measured::default()];
        let calls = if how.grows() {
            self.calls / 10
        } else {
            self.calls
        };
        for round in 0..self.rounds {
            if how.grows() {
                self.few.renew();
            }
            let order = [(&self.few, &mut few), (&self.many, &mut many)];
            let order = if round.is_multiple_of(2) {
                order
            } else {
                let [few, many] = order;
                [many, few]
            };
            for (side, measured) in order {
                how.turn(side, calls, measured).await;
            }
        }
        let factors = few.rounds.iter().zip(&many.rounds);
        let growth = Some(median(
            factors.map(|(few, many)| factor(*few, *many)).collect(),
        ));
        let both = [few.median(), many.median()];
        if let How::OverHttp(_) = how {
            let rates = [few.rate(), many.rate()];
            table.row(format!("{name}: a second over HTTP"), rates, growth);
            let slow = [
                few.slowest_but_one_percent(),
                many.slowest_but_one_percent(),
            ];
            let name = format!("{name}: µs over HTTP, 99 of 100 within");
            table.row(name, slow.map(|time| time.as_micros()), None);
        } else {
            table.row(name.to_owned(), both.map(|time| time.as_micros()), growth);
        }
    }
}
