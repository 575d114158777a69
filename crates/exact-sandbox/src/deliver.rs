//! Carries what is due to its subscribers: to each address one after the other, to different addresses at the same
//! time, so that one that is slow to answer holds up nobody else. The state is not held while the world answers.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;

use crate::error::SandboxError;
use crate::hooks::{Attempt, Change};
use crate::state::Shared;

/// Most deliveries to one address in one go, so that a subscriber that answers each with another change cannot hold it
/// for ever.
const AT_ONCE: usize = 10_000;

/// The addresses that are being delivered to.
struct Lanes<'a> {
    shared: &'a Shared,
    under_way: BTreeSet<String>,
    /// Each ends with its address and how many tries it made.
    running: FuturesUnordered<BoxFuture<'a, (String, Result<usize, SandboxError>)>>,
}

/// Delivers everything that is due by the sandbox's clock; gives back how many tries were made.
pub(crate) async fn deliver(shared: &Shared) -> Result<usize, SandboxError> {
    let mut lanes = Lanes::new(shared);
    lanes.begin();
    let mut all = 0;
    while let Some(tries) = lanes.next_end().await? {
        all += tries;
    }
    Ok(all)
}

/// Delivers what becomes due, for as long as it is polled; looks for it at every pause.
pub(crate) async fn keep_delivering(shared: &Shared, pause: Duration) -> Result<(), SandboxError> {
    let mut lanes = Lanes::new(shared);
    loop {
        lanes.begin();
        tokio::select! {
            ended = lanes.next_end(), if !lanes.under_way.is_empty() => { ended?; }
            () = tokio::time::sleep(pause) => {}
        }
    }
}

impl<'a> Lanes<'a> {
    fn new(shared: &'a Shared) -> Lanes<'a> {
        Lanes {
            shared,
            under_way: BTreeSet::new(),
            running: FuturesUnordered::new(),
        }
    }

    /// Begins with every address where something is due, but those that are under way: they see it by themselves.
    fn begin(&mut self) {
        let shared = self.shared;
        let due: Vec<String> = {
            let core = shared.lock();
            let due = core.hooks.deliveries().addresses_due(core.now());
            let due = due.filter(|address| !self.under_way.contains(*address));
            due.map(str::to_owned).collect()
        };
        for address in due {
            self.under_way.insert(address.clone());
            self.running.push(Box::pin(async move {
                let tries = lane(shared, &address).await;
                (address, tries)
            }));
        }
    }

    /// Waits until the next one ends; `None` when none is under way.
    async fn next_end(&mut self) -> Result<Option<usize>, SandboxError> {
        let Some((address, tries)) = self.running.next().await else {
            return Ok(None);
        };
        self.under_way.remove(&address);
        tries.map(Some)
    }
}

/// Delivers what is due at one address.
async fn lane(shared: &Shared, address: &str) -> Result<usize, SandboxError> {
    for tries in 0..AT_ONCE {
        let due = {
            let core = shared.lock();
            let next = core.hooks.deliveries().next_at(address, core.now());
            next.map(|it| (it.id, it.body.clone()))
        };
        let Some((delivery, body)) = due else {
            return Ok(tries);
        };
        let heard = shared.courier().post(address.to_owned(), body.into()).await;
        let mut core = shared.lock();
        let attempt = Attempt {
            at: core.now(),
            status: heard.status,
            text: heard.text,
        };
        core.hook_change(Change::Tried { delivery, attempt })?;
    }
    Ok(AT_ONCE)
}
