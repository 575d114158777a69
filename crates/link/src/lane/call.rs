//! Asking Exact: inside the budget, with a valid token, one page after the other.

use std::{sync::PoisonError, time::Duration};

use exact_api::{Endpoint, List};
use exact_client::{Call, CallError, Class, Pages, Permit, Sent, StopReason};
use jiff::Timestamp;
use office::installation;
use secrecy::SecretString;
use store::{StoreError, Trouble};

use super::{Lane, LaneError, described, outage::Kind};
use crate::{LinkError, connect::token, reasons};

/// How often one call is tried again after a certain no that another try may turn: 401 and 429.
const TRIES: u32 = 3;

/// When a lane looks again whether there is room on the disk.
const ROOM_AGAIN: Duration = Duration::from_secs(30);

impl Lane<'_> {
    /// Demands that this installation is certainly the one, and that what another may have sent has been waited for.
    async fn certain(&self) -> Result<(), LinkError> {
        match installation::standing(&self.link.office).await?.refusal() {
            Some(refusal) => Err(LinkError::refused(refusal)),
            None => Ok(()),
        }
    }

    /// Waits for room in the minute; books one call.
    pub(crate) async fn permit(&mut self, endpoint: &'static str) -> Result<(), LaneError> {
        self.stop_without_room().await?;
        // Before anything is opened: an intent that then gets no token would be unknown for nothing.
        self.certain().await?;
        loop {
            self.renew().await?;
            if self.link.is_stopping() {
                return Err(LaneError::Wait {
                    until: self.now(),
                    why: reasons::LANE_ELSEWHERE,
                });
            }
            let budget = self.link.budget(self.administration);
            let permit = budget
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .permit(self.now(), Class::Export, endpoint);
            match permit {
                Permit::Go => return Ok(()),
                Permit::WaitUntil(until) => {
                    self.link.lanes().waits(self.administration, Some(until));
                    self.wait_until(until).await?;
                    self.link.lanes().waits(self.administration, None);
                }
                Permit::Stopped { until, why } => {
                    let why = match why {
                        StopReason::DayExhausted => reasons::DAY_EXHAUSTED,
                        StopReason::TooManyErrors => reasons::TOO_MANY_ERRORS,
                    };
                    return Err(LaneError::Wait { until, why });
                }
            }
        }
    }

    /// Stops before a call whose outcome might find no room on the disk, while there is enough to say so.
    async fn stop_without_room(&self) -> Result<(), LaneError> {
        match self.link.office.db.condition().await {
            Err(Trouble::Full) => Err(LaneError::Wait {
                until: self.after(ROOM_AGAIN),
                why: reasons::DATABASE_FULL,
            }),
            Err(trouble) if trouble.forbids_writing() => {
                Err(LaneError::from(StoreError::Unavailable(trouble)))
            }
            _ => Ok(()),
        }
    }

    /// Gives back a permit that was not used.
    pub(crate) fn unused(&self, endpoint: &'static str) {
        let now = self.now();
        self.link
            .budget(self.administration)
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .record(
                now,
                endpoint,
                &exact_api::Limits::default(),
                exact_client::CallOutcome::NotSent,
            );
    }

    /// The token for a call that is permitted; without one the permit is given back, or a missing consent would use
    /// up the minute call by call.
    ///
    /// A write has it before its intent is opened: whatever getting it may come to, nothing is unknown by that.
    async fn token(&self, endpoint: &'static str) -> Result<SecretString, LaneError> {
        let token = token::access(self.link, self.connection).await;
        if token.is_err() {
            self.unused(endpoint);
        }
        Ok(token?)
    }

    /// Waits for room, and gets the token: after this an intent may be opened, and nothing but the gate lies between it
    /// and the bytes.
    ///
    /// # Errors
    /// When there is no room today or no token; nothing was opened then.
    pub(crate) async fn ready(
        &mut self,
        endpoint: &'static str,
    ) -> Result<SecretString, LaneError> {
        self.permit(endpoint).await?;
        self.equip(endpoint).await
    }

    /// The same for a call that is permitted already; without a token the permit is given back.
    ///
    /// # Errors
    /// When there is no token; nothing was opened then.
    pub(crate) async fn equip(
        &mut self,
        endpoint: &'static str,
    ) -> Result<SecretString, LaneError> {
        let token = self.token(endpoint).await?;
        // Another node may have refreshed it for a while.
        if let Err(error) = self.renew().await {
            self.unused(endpoint);
            return Err(error);
        }
        Ok(token)
    }

    /// Sends once and books what came of it; nothing here fails, or an outcome that is known would be lost.
    pub(crate) async fn send<E: Endpoint>(
        &mut self,
        endpoint: &E,
        (token, last): (&SecretString, Timestamp),
    ) -> Sent<E::Answer> {
        let call = Call::new(self.division, token, self.gate(last));
        let sent = self.link.api.send(endpoint, &call).await;
        let writes = endpoint.body().is_some();
        self.booked((E::NAME, writes), &sent);
        if let Err(CallError::Unauthorised { .. }) = sent.result
            && let Err(error) = token::distrust(self.link, self.connection, token).await
        {
            tracing::warn!(error = %described(&error), "a token that Exact does not take was not noted as such");
        }
        sent
    }

    fn booked<T>(&mut self, (endpoint, writes): (&'static str, bool), sent: &Sent<T>) {
        self.calls += 1;
        self.asked_at = sent.written_at;
        let kind = Kind { endpoint, writes };
        let outages = self.link.outages();
        match &sent.result {
            // A no for a reason of business is an answer.
            Ok(_) | Err(CallError::Refused(_)) => outages.answered(self.administration, kind),
            Err(_) => outages.failed(self.administration, kind),
        }
        let now = self.now();
        self.link
            .budget(self.administration)
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .record(now, endpoint, &sent.limits, sent.outcome());
    }

    /// The rows of the next page, or `None` after the last. The caller stores them before it asks for more.
    ///
    /// A loop with this, not a callback: a future that holds an async closure cannot be proven `Send`.
    pub(crate) async fn next_rows<E: List>(
        &mut self,
        pages: &mut Pages<E>,
    ) -> Result<Option<Vec<E::Row>>, LaneError> {
        let mut tries = 0;
        while !pages.is_done() {
            self.permit(E::NAME).await?;
            let token = self.token(E::NAME).await?;
            let call = Call::new(self.division, &token, self.gate(self.send_not_after()));
            let Some(sent) = pages.next(&self.link.api, &call).await else {
                break;
            };
            self.booked((E::NAME, false), &sent);
            match sent.result {
                Ok(rows) => {
                    self.writes_stopped = false;
                    return Ok(Some(rows));
                }
                Err(CallError::Unauthorised { .. }) if tries < TRIES => {
                    tries += 1;
                    token::distrust(self.link, self.connection, &token).await?;
                }
                // The budget knows by now until when to wait.
                Err(CallError::TooManyRequests { .. }) if tries < TRIES => tries += 1,
                Err(error) => return Err(LaneError::Call(Box::new(error))),
            }
        }
        Ok(None)
    }

    /// Reads every page of a short list at once.
    pub(crate) async fn read_all<E: List>(
        &mut self,
        endpoint: E,
        max_pages: u32,
    ) -> Result<Vec<E::Row>, LaneError> {
        let mut pages = Pages::new(endpoint, max_pages);
        let mut all = Vec::new();
        while let Some(rows) = self.next_rows(&mut pages).await? {
            all.extend(rows);
        }
        Ok(all)
    }
}
