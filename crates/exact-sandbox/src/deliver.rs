//! Carries what is due to its subscribers: to each address one after the other, to different addresses at the same
//! time, so that one that is slow to answer holds up nobody else. The state is not held while the world answers.

use std::collections::BTreeSet;

use crate::error::SandboxError;
use crate::hooks::{Attempt, Change};
use crate::state::Shared;

/// Most deliveries to one address in one go, so that a subscriber that answers each with another change cannot hold it
/// for ever.
const AT_ONCE: usize = 10_000;

/// Delivers everything that is due by the sandbox's clock; gives back how many tries were made.
pub(crate) async fn deliver(shared: &Shared) -> Result<usize, SandboxError> {
    let addresses: BTreeSet<String> = {
        let core = shared.lock();
        let now = core.now();
        core.hooks.due(now).map(|it| it.callback.clone()).collect()
    };
    let lanes = addresses.iter().map(|address| lane(shared, address));
    let tries = futures_util::future::try_join_all(lanes).await?;
    Ok(tries.into_iter().sum())
}

/// Delivers what is due at one address.
async fn lane(shared: &Shared, address: &str) -> Result<usize, SandboxError> {
    for tries in 0..AT_ONCE {
        let due = {
            let core = shared.lock();
            let now = core.now();
            let next = core.hooks.due(now).find(|it| it.callback == address);
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
