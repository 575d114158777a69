//! A queue of a test.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use store::jobs::{self, Claim, Claimed, NewJob, Outcome};
use store::{Clock, Db, Ids, StoreError, transact};

pub(crate) const KINDS: &[&str] = &["export", "pull_payments"];
pub(crate) const LEASE: Duration = Duration::from_secs(60);

/// A queue with its own clock and identities.
#[derive(Clone)]
pub(crate) struct Queue {
    pub(crate) db: Db,
    pub(crate) ids: Ids,
    pub(crate) clock: Clock,
}

impl Queue {
    pub(crate) fn new(db: Db) -> Self {
        let clock = Clock::fixed("2026-11-24T12:00:00Z".parse().unwrap());
        let ids = Ids::seeded(1, clock.clone());
        Self { db, ids, clock }
    }

    pub(crate) fn job(&self, key: &str, number: i64) -> NewJob {
        NewJob::new(
            "export",
            key,
            json!({"v": 1, "number": number}),
            self.clock.now(),
        )
    }

    pub(crate) fn later(&self, seconds: u64) -> Timestamp {
        self.clock.now() + Duration::from_secs(seconds)
    }

    pub(crate) async fn put(&self, job: NewJob) -> i64 {
        let id = transact!(self.db, |tx| jobs::enqueue(tx, &self.ids, &job).await);
        id.unwrap()
    }

    pub(crate) async fn claim_as(&self, node: &str) -> Option<Claimed> {
        let claim = Claim {
            node,
            kinds: KINDS,
            now: self.clock.now(),
            lease: LEASE,
        };
        jobs::claim(&self.db, &claim).await.unwrap()
    }

    pub(crate) async fn number_of_next(&self) -> Option<i64> {
        let claimed = self.claim_as("node").await?;
        claimed.payload["number"].as_i64()
    }

    pub(crate) async fn finish(
        &self,
        claimed: &Claimed,
        outcome: Outcome,
    ) -> Result<(), StoreError> {
        transact!(self.db, |tx| {
            jobs::finish(tx, &self.ids, claimed, outcome.clone()).await
        })
    }

    pub(crate) async fn counts(&self) -> (i64, i64, i64) {
        let counts = jobs::counts(&mut self.db.read().await.unwrap())
            .await
            .unwrap();
        (counts.waiting, counts.running, counts.failed)
    }
}
