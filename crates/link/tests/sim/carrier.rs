//! The way to Exact as it is on bad days: every call may be cut, delayed, doubled in nothing, half read or answered
//! with something else. What goes wrong follows from the seed.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use exact_client::{Gate, Outgoing, Transport, TransportError};
use exact_sandbox::{Fault, FaultKind, Sandbox, Switches, When, Where};
use futures_util::future::BoxFuture;
use http::{Method, Response};
use store::{Clock, Db};
use testing::transport::SandboxTransport;

use crate::{chance::Chance, intents, journal::Journal, mode::Weather};

/// What the carriers of one world share.
#[derive(Clone)]
pub(crate) struct Sea {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Clock,
    /// The clock of the machine of the nodes, which somebody may set wrong.
    pub(crate) machine: Clock,
    pub(crate) db: Db,
    pub(crate) journal: Journal,
    pub(crate) weather: Arc<Mutex<Weather>>,
    chance: Arc<Mutex<Chance>>,
}

impl Sea {
    pub(crate) fn new(
        sandbox: Sandbox,
        ((clock, machine), db): ((Clock, Clock), Db),
        (journal, weather): (Journal, Weather),
        chance: Chance,
    ) -> Self {
        Self {
            sandbox,
            clock,
            machine,
            db,
            journal,
            weather: Arc::new(Mutex::new(weather)),
            chance: Arc::new(Mutex::new(chance)),
        }
    }

    pub(crate) fn weather(&self) -> Weather {
        self.weather.lock().unwrap().clone()
    }

    fn with<T>(&self, draw: impl FnOnce(&mut Chance) -> T) -> T {
        draw(&mut self.chance.lock().unwrap())
    }

    /// Some time up to the most, which often is none or the very most: that is where promises break.
    fn millis(&self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_millis()).unwrap();
        Duration::from_millis(self.with(|chance| match chance.below(4) {
            0 => 0,
            1 => most,
            _ => chance.between(0, most),
        }))
    }
}

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// Nothing.
    None,
    /// The connection cannot be opened.
    Unreachable,
    /// It is cut before Exact has read the request, which we cannot know.
    CutBefore,
    /// It is cut after Exact has done the work.
    CutAfter,
    /// Half of the answer arrives.
    Truncated,
    /// Exact does the work later.
    Late,
    /// The answer takes its time.
    Slow,
    /// The process sleeps between the last question and its bytes.
    Sleepy,
    /// Connecting takes longer than a lane lasts; the last question comes after it.
    Connecting,
    /// 500 with nothing done.
    BrokenBefore,
    /// 500 with everything done.
    BrokenAfter,
    /// 503 of a server in front.
    Away,
    /// 500 that says why: nothing is done.
    Refused,
    /// 429 of the minute.
    TooMany,
    /// 401.
    Distrusted,
}

const TROUBLES: &[(Trouble, u64)] = &[
    (Trouble::Unreachable, 2),
    (Trouble::CutBefore, 2),
    (Trouble::CutAfter, 4),
    (Trouble::Truncated, 2),
    (Trouble::Late, 4),
    (Trouble::Slow, 2),
    (Trouble::Sleepy, 2),
    (Trouble::Connecting, 3),
    (Trouble::BrokenBefore, 1),
    (Trouble::BrokenAfter, 2),
    (Trouble::Away, 1),
    (Trouble::Refused, 1),
    (Trouble::TooMany, 1),
    (Trouble::Distrusted, 1),
];

/// Reasons that prove that nothing was booked.
const REFUSALS: &[&str] = &[
    "Ongeldige referentie: Btw-code",
    "Geblokkeerd: Grootboekrekening",
    "Periode is afgesloten",
    "Verplicht: Dagboek",
];

/// Carries the requests of one node.
#[derive(Clone)]
pub(crate) struct Carrier {
    sea: Sea,
    node: String,
    calm: SandboxTransport,
}

impl Carrier {
    pub(crate) fn new(sea: &Sea, node: &str) -> Self {
        Self {
            sea: sea.clone(),
            node: node.to_owned(),
            calm: SandboxTransport::new(&sea.sandbox),
        }
    }

    fn trouble(&self, outgoing: &Outgoing) -> Trouble {
        let weather = self.sea.weather();
        let is_token = outgoing.request.uri().path().contains("oauth2");
        let writes = outgoing.request.method() == Method::POST;
        let rate = match (is_token, writes) {
            (true, _) => weather.token_faults,
            (false, true) => weather.write_faults,
            (false, false) => weather.faults,
        };
        self.sea.with(|chance| {
            if !chance.percent(rate) {
                return Trouble::None;
            }
            let weights: Vec<u64> = TROUBLES.iter().map(|(_, weight)| *weight).collect();
            match TROUBLES[chance.weighed(&weights)].0 {
                Trouble::Late if !writes || is_token => Trouble::CutBefore,
                Trouble::Refused | Trouble::Distrusted | Trouble::TooMany if is_token => {
                    Trouble::CutBefore
                }
                Trouble::Refused if !writes => Trouble::Away,
                trouble => trouble,
            }
        })
    }

    async fn carry(&self, outgoing: Outgoing) -> Result<Response<Bytes>, TransportError> {
        let trouble = self.trouble(&outgoing);
        let what = format!(
            "{} {} {} {trouble:?}",
            self.node,
            outgoing.request.method(),
            outgoing.request.uri().path()
        );
        if trouble == Trouble::Unreachable {
            self.sea.journal.call(&what, "not sent");
            return Err(TransportError::NotSent("no way".into()));
        }
        if trouble == Trouble::Connecting {
            tokio::time::sleep(self.sea.millis(CONNECTING)).await;
        }
        if let Err(closed) = outgoing.gate.pass() {
            self.sea.journal.call(&what, "gate closed");
            return Err(TransportError::NotSent(Box::new(closed)));
        }
        if outgoing.request.method() == Method::POST {
            intents::expect_one(&self.sea, &outgoing.request).await;
        }
        if matches!(trouble, Trouble::Sleepy | Trouble::Late) {
            tokio::time::sleep(self.sea.millis(self.sea.weather().pause)).await;
        }
        let answer = self.meet(trouble, outgoing).await;
        let told = match &answer {
            Ok(answer) => answer.status().to_string(),
            Err(error) => error.to_string(),
        };
        self.sea.journal.call(&what, &told);
        answer
    }

    async fn meet(
        &self,
        trouble: Trouble,
        outgoing: Outgoing,
    ) -> Result<Response<Bytes>, TransportError> {
        let cut = || TransportError::Unknown("cut".into());
        match trouble {
            Trouble::CutBefore => Err(cut()),
            Trouble::BrokenBefore => Ok(said(500, "A problem has occurred.")),
            Trouble::Away => Ok(plain(503, "<html>away</html>")),
            Trouble::Refused => {
                let text = self.sea.with(|chance| *chance.pick(REFUSALS));
                Ok(said(500, text))
            }
            Trouble::TooMany => Ok(self.too_many()),
            Trouble::Distrusted => Ok(said(401, "Unauthorized")),
            Trouble::Late => self.late(outgoing).await,
            Trouble::Slow => {
                // Half of the time before the work, half after it.
                let (before, after) = (self.sea.millis(SLOW), self.sea.millis(SLOW));
                tokio::time::sleep(before).await;
                let answer = self.ask(outgoing).await;
                tokio::time::sleep(after).await;
                answer
            }
            Trouble::CutAfter => self.ask(outgoing).await.and(Err(cut())),
            Trouble::BrokenAfter => self
                .ask(outgoing)
                .await
                .map(|_| said(500, "A problem has occurred.")),
            Trouble::Truncated => self.ask(outgoing).await.map(|answer| {
                let kept = answer.body().len() / 2;
                answer.map(|body| body.slice(..kept))
            }),
            Trouble::None | Trouble::Unreachable | Trouble::Sleepy | Trouble::Connecting => {
                self.ask(outgoing).await
            }
        }
    }

    async fn late(&self, outgoing: Outgoing) -> Result<Response<Bytes>, TransportError> {
        let ms = self.sea.millis(self.sea.weather().work);
        self.sea
            .sandbox
            .fault(Fault {
                kind: FaultKind::CommitLate {
                    ms: i64::try_from(ms.as_millis()).unwrap(),
                },
                place: Where {
                    method: Some(outgoing.request.method().to_string()),
                    path: Some(outgoing.request.uri().path().to_owned()),
                    division: None,
                },
                when: When::Before,
                count: Some(1),
                probability: None,
                seed: 0,
            })
            .unwrap();
        self.ask(outgoing).await
    }

    /// Through the sandbox, which looks back as far as it likes for this read.
    async fn ask(&self, outgoing: Outgoing) -> Result<Response<Bytes>, TransportError> {
        let delay = self.sea.millis(self.sea.weather().staleness);
        self.sea
            .sandbox
            .set_switches(Switches {
                visibility_delay_ms: i64::try_from(delay.as_millis()).unwrap(),
                ..self.sea.sandbox.switches()
            })
            .unwrap();
        let gate = Gate::at(self.sea.clock.now());
        self.calm.send(Outgoing { gate, ..outgoing }).await
    }

    fn too_many(&self) -> Response<Bytes> {
        let next = self.sea.clock.now().as_second().div_euclid(60) * 60 + 60;
        let mut answer = said(429, "Too many requests");
        let headers = answer.headers_mut();
        headers.insert("X-RateLimit-Minutely-Limit", "60".parse().unwrap());
        headers.insert("X-RateLimit-Minutely-Remaining", "0".parse().unwrap());
        let reset = format!("{}", next * 1_000);
        headers.insert("X-RateLimit-Minutely-Reset", reset.parse().unwrap());
        answer
    }
}

/// The longest half of a slow answer: together still within what Exact may work on a request.
const SLOW: Duration = Duration::from_secs(150);

/// The longest that a connection takes: longer than everything that a takeover waits for, and as long as a token
/// lives, whose end would hide what happens then.
const CONNECTING: Duration = Duration::from_secs(570);

fn said(status: u16, text: &str) -> Response<Bytes> {
    let body = format!(r#"{{"error":{{"code":"","message":{{"lang":"","value":"{text}"}}}}}}"#);
    plain(status, &body)
}

fn plain(status: u16, body: &str) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(Bytes::from(body.to_owned()))
        .unwrap()
}

impl Transport for Carrier {
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.carry(outgoing))
    }
}
