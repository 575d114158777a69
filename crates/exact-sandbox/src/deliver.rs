//! Carries what is due to its subscribers, one after the other, without holding the state while the world answers.

use crate::error::SandboxError;
use crate::hooks::{Attempt, Change};
use crate::state::Shared;

/// Most deliveries in one go, so that a subscriber that answers each with another change cannot hold it for ever.
const AT_ONCE: usize = 10_000;

/// Delivers everything that is due by the sandbox's clock; gives back how many tries were made.
pub(crate) async fn deliver(shared: &Shared) -> Result<usize, SandboxError> {
    for tries in 0..AT_ONCE {
        let due = {
            let core = shared.lock();
            let now = core.now();
            core.hooks
                .next_due(now)
                .map(|it| (it.id, it.callback.clone(), it.body.clone()))
        };
        let Some((delivery, address, body)) = due else {
            return Ok(tries);
        };
        let heard = shared.courier().post(address, body.into()).await;
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
