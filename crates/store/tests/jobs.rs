//! The job queue on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use store::jobs::{self, JobState, NewJob, Outcome};
use store::{Db, StoreError, params, transact};
use testing::db::TestDb;
use testing_macros::db_test;
use tokio::task::JoinSet;

mod queue;

use queue::{LEASE, Queue};

#[db_test]
async fn a_job_is_enqueued_claimed_and_done(db: Db) {
    let queue = Queue::new(db);
    let id = queue.put(queue.job("a", 1)).await;
    assert_eq!(queue.counts().await, (1, 0, 0));
    let claimed = queue.claim_as("n1").await.unwrap();
    assert_eq!((claimed.id, claimed.attempts, claimed.fence), (id, 1, 1));
    assert_eq!(claimed.until, queue.later(60));
    assert_eq!(
        (claimed.kind.as_str(), claimed.key.as_str()),
        ("export", "a")
    );
    assert_eq!(claimed.payload, json!({"v": 1, "number": 1}));
    assert_eq!(queue.counts().await, (0, 1, 0));
    assert_eq!(queue.claim_as("n2").await, None);
    queue.finish(&claimed, Outcome::Done).await.unwrap();
    assert_eq!(queue.counts().await, (0, 0, 0));
    let again = queue.finish(&claimed, Outcome::Done).await.unwrap_err();
    assert!(matches!(again, StoreError::Fenced));
}

#[db_test]
async fn a_job_goes_down_with_its_transaction(db: Db) -> Result<(), StoreError> {
    let queue = Queue::new(db);
    let mut tx = queue.db.begin().await?;
    jobs::enqueue(&mut tx, &queue.ids, &queue.job("a", 1)).await?;
    drop(tx);
    assert_eq!(queue.claim_as("n1").await, None);
    Ok(())
}

#[db_test]
async fn only_the_kinds_asked_for_and_only_when_due(db: Db) {
    let queue = Queue::new(db);
    let mut other = queue.job("a", 1);
    // An underscore is no wildcard, and a part of a name is not the name.
    for kind in ["pull-payments", "exports", "expor", "xport"] {
        other.kind = kind;
        queue.put(other.clone()).await;
    }
    let mut later = queue.job("b", 2);
    later.run_at = queue.later(5);
    queue.put(later).await;
    assert_eq!(queue.claim_as("n1").await, None);
    queue.clock.advance(Duration::from_secs(5));
    assert_eq!(queue.number_of_next().await, Some(2));
}

#[db_test]
async fn jobs_of_one_key_keep_their_order(db: Db) {
    let queue = Queue::new(db);
    for number in 1..=3 {
        queue.put(queue.job("a", number)).await;
    }
    queue.put(queue.job("b", 10)).await;
    let first = queue.claim_as("n1").await.unwrap();
    assert_eq!(first.payload["number"], 1);
    assert_eq!(queue.number_of_next().await, Some(10));
    assert_eq!(queue.claim_as("n1").await, None);

    // It waits for its next try, and the others wait behind it.
    let retry = Outcome::RetryAt {
        when: queue.later(30),
        why: "busy".to_owned(),
    };
    queue.finish(&first, retry).await.unwrap();
    queue.clock.advance(Duration::from_secs(29));
    assert_eq!(queue.claim_as("n1").await, None);
    queue.clock.advance(Duration::from_secs(1));
    let first = queue.claim_as("n1").await.unwrap();
    assert_eq!(
        (first.payload["number"].as_i64(), first.attempts),
        (Some(1), 2)
    );
    queue.finish(&first, Outcome::Done).await.unwrap();
    assert_eq!(queue.number_of_next().await, Some(2));
}

#[db_test]
async fn a_job_due_later_does_not_hold_up_one_due_now(db: Db) {
    let queue = Queue::new(db);
    let mut sweep = queue.job("a", 1);
    sweep.run_at = queue.later(600);
    queue.put(sweep).await;
    queue.put(queue.job("a", 2)).await;
    assert_eq!(queue.number_of_next().await, Some(2));
}

#[db_test]
async fn it_merges_with_the_one_that_waits_but_not_with_the_one_that_runs(db: Db) {
    let queue = Queue::new(db);
    let mut sweep = queue.job("a", 1).merging();
    sweep.run_at = queue.later(600);
    let first = queue.put(sweep).await;
    let hint = queue.put(queue.job("a", 2).merging()).await;
    assert_eq!(first, hint);
    let running = queue.claim_as("n1").await.unwrap();
    assert_eq!(
        (running.id, running.payload["number"].as_i64()),
        (first, Some(2))
    );

    let second = queue.put(queue.job("a", 3).merging()).await;
    assert_ne!(second, first);
    assert_eq!(queue.put(queue.job("a", 4).merging()).await, second);
    let other_kind = NewJob {
        kind: "pull_payments",
        ..queue.job("a", 5).merging()
    };
    assert_ne!(queue.put(other_kind).await, second);
    assert_eq!(queue.counts().await, (2, 1, 0));
}

#[db_test]
async fn a_merge_does_not_cut_a_pause_short(db: Db) {
    let queue = Queue::new(db);
    queue.put(queue.job("a", 1).merging()).await;
    let claimed = queue.claim_as("n1").await.unwrap();
    let retry = Outcome::RetryAt {
        when: queue.later(30),
        why: "budget".to_owned(),
    };
    queue.finish(&claimed, retry).await.unwrap();
    queue.put(queue.job("a", 2).merging()).await;
    assert_eq!(queue.claim_as("n1").await, None);
    queue.clock.advance(Duration::from_secs(30));
    assert_eq!(queue.number_of_next().await, Some(2));
}

#[db_test]
async fn what_waits_tells_why_until_somebody_asks_for_it_at_once(db: Db) {
    let queue = Queue::new(db);
    let why = async |id| {
        let mut tx = queue.db.read().await.unwrap();
        jobs::find(&mut tx, id).await.unwrap().unwrap().why
    };
    let mut later = queue.job("a", 1).merging().because("exact-unreachable");
    later.run_at = queue.later(30);
    let id = queue.put(later.clone()).await;
    assert_eq!(why(id).await.as_deref(), Some("exact-unreachable"));
    // What waits longer changes nothing of that.
    let mut longer = later.clone().because("day-exhausted");
    longer.run_at = queue.later(60);
    assert_eq!(queue.put(longer).await, id);
    assert_eq!(why(id).await.as_deref(), Some("exact-unreachable"));
    assert_eq!(queue.put(queue.job("a", 2).merging()).await, id);
    assert_eq!(why(id).await, None);
}

#[db_test]
async fn when_a_node_dies_another_takes_over_and_the_first_is_fenced_off(db: Db) {
    let queue = Queue::new(db);
    queue.put(queue.job("a", 1)).await;
    let first = queue.claim_as("n1").await.unwrap();
    queue.clock.advance(Duration::from_secs(50));
    let until = jobs::heartbeat(&queue.db, &first, queue.clock.now(), LEASE).await;
    assert_eq!(until.unwrap(), queue.later(60));
    queue.clock.advance(Duration::from_secs(59));
    assert_eq!(queue.claim_as("n2").await, None);
    queue.clock.advance(Duration::from_secs(1));
    let late = jobs::heartbeat(&queue.db, &first, queue.clock.now(), LEASE).await;
    assert!(matches!(late, Err(StoreError::Fenced)));
    let second = queue.claim_as("n2").await.unwrap();
    assert_eq!((second.id, second.fence, second.attempts), (first.id, 2, 2));

    for outcome in [
        Outcome::Done,
        Outcome::Then(queue.job("a", 9)),
        Outcome::RetryAt {
            when: queue.later(1),
            why: String::new(),
        },
        Outcome::GiveUp { why: String::new() },
    ] {
        let refused = queue.finish(&first, outcome).await.unwrap_err();
        assert!(matches!(refused, StoreError::Fenced));
    }
    assert_eq!(queue.counts().await, (0, 1, 0));
    queue.finish(&second, Outcome::Done).await.unwrap();
    assert_eq!(queue.counts().await, (0, 0, 0));
}

#[db_test]
async fn one_gives_up_and_one_follows(db: Db) -> Result<(), StoreError> {
    let queue = Queue::new(db);
    let id = queue.put(queue.job("a", 1)).await;
    queue.put(queue.job("a", 2)).await;
    let first = queue.claim_as("n1").await.unwrap();
    let why = "the file is gone".to_owned();
    queue
        .finish(&first, Outcome::GiveUp { why: why.clone() })
        .await?;
    let second = queue.claim_as("n1").await.unwrap();
    queue
        .finish(&second, Outcome::Then(queue.job("a", 3)))
        .await?;

    let mut tx = queue.db.read().await?;
    let failed = jobs::failed(&mut tx, 10).await?;
    assert_eq!((failed.len(), failed[0].id), (1, id));
    assert_eq!(
        (failed[0].state, failed[0].why.clone()),
        (JobState::Failed, Some(why))
    );
    let left = jobs::left(&mut tx, 10).await?;
    assert_eq!(
        (left.len(), left[0].payload["number"].as_i64()),
        (1, Some(3))
    );
    assert_eq!(jobs::find(&mut tx, second.id).await?, None);
    drop(tx);

    let now = queue.clock.now();
    transact!(queue.db, |tx| jobs::try_again(tx, &queue.ids, id, now)
        .await)?;
    assert_eq!(queue.counts().await, (2, 0, 0));
    let twice = transact!(queue.db, |tx| jobs::try_again(tx, &queue.ids, id, now)
        .await);
    assert!(matches!(twice, Err(StoreError::RowsAffected { .. })));
    Ok(())
}

#[db_test]
async fn an_outcome_and_what_it_changes_stand_or_fall_together(db: Db) -> Result<(), StoreError> {
    let queue = Queue::new(db);
    queue.put(queue.job("a", 1)).await;
    let claimed = queue.claim_as("n1").await.unwrap();
    let mut tx = queue.db.begin().await?;
    jobs::finish(&mut tx, &queue.ids, &claimed, Outcome::Done).await?;
    drop(tx);
    assert_eq!(queue.counts().await, (0, 1, 0));
    Ok(())
}

const KEYS: i64 = 5;
const JOBS: i64 = 60;

/// What the claimers have seen: the numbers per key, in the order in which they were done.
#[derive(Default)]
struct Seen {
    running: HashSet<String>,
    done: HashMap<String, Vec<i64>>,
}

async fn work(queue: Queue, node: String, seen: Arc<Mutex<Seen>>) {
    loop {
        let Some(claimed) = queue.claim_as(&node).await else {
            if queue.counts().await == (0, 0, 0) {
                return;
            }
            tokio::task::yield_now().await;
            continue;
        };
        let number = claimed.payload["number"].as_i64().unwrap();
        let fresh = seen.lock().unwrap().running.insert(claimed.key.clone());
        assert!(fresh, "two jobs of key {} at once", claimed.key);
        tokio::time::sleep(Duration::from_micros(300)).await;
        {
            let mut seen = seen.lock().unwrap();
            seen.running.remove(&claimed.key);
            seen.done
                .entry(claimed.key.clone())
                .or_default()
                .push(number);
        }
        queue.finish(&claimed, Outcome::Done).await.unwrap();
    }
}

#[db_test]
async fn eight_claimers_on_two_nodes_never_double_nor_overtake(test: TestDb) -> anyhow::Result<()> {
    let queue = Queue::new(test.db());
    for number in 0..JOBS {
        let key = format!("key {}", number % KEYS);
        queue.put(queue.job(&key, number)).await;
    }
    let other = Queue {
        db: Db::open(test.target()).await?,
        ..queue.clone()
    };
    let seen = Arc::new(Mutex::new(Seen::default()));
    let mut claimers = JoinSet::new();
    for number in 0..8 {
        let queue = if number % 2 == 0 { &queue } else { &other };
        claimers.spawn(work(queue.clone(), format!("n{number}"), Arc::clone(&seen)));
    }
    claimers.join_all().await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.done.len(), 5);
    for key in 0..KEYS {
        let expected: Vec<i64> = (0..JOBS).filter(|number| number % KEYS == key).collect();
        assert_eq!(seen.done[&format!("key {key}")], expected);
    }
    Ok(())
}

/// A press merges with the job that waits, and a node wants it before the press has committed: the node waits, and works
/// with what was pressed.
#[db_test]
async fn who_merges_with_a_job_is_seen_by_whoever_claims_it(test: TestDb) -> anyhow::Result<()> {
    let queue = Queue::new(test.db());
    queue.put(queue.job("a", 1).merging()).await;
    let other = Queue {
        db: Db::open(test.target()).await?,
        ..queue.clone()
    };
    let mut press = queue.db.begin().await?;
    jobs::enqueue(&mut press, &queue.ids, &queue.job("a", 2).merging()).await?;
    let mut claiming = JoinSet::new();
    claiming.spawn(async move { other.claim_as("n2").await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(claiming.try_join_next().is_none(), "it did not wait");
    press.commit().await?;
    let claimed = claiming.join_next().await.unwrap()?.unwrap();
    assert_eq!(claimed.payload["number"], 2);
    Ok(())
}

#[db_test]
async fn the_database_itself_forbids_two_running_jobs_of_one_key(db: Db) -> Result<(), StoreError> {
    let queue = Queue::new(db);
    queue.put(queue.job("a", 1)).await;
    queue.put(queue.job("a", 2)).await;
    let mut tx = queue.db.begin().await?;
    let error = tx
        .execute("UPDATE job SET state = 'running'", params![])
        .await;
    assert!(error.unwrap_err().is_unique_violation());
    Ok(())
}

#[db_test]
async fn what_a_clock_two_days_ahead_put_off_or_holds_is_due_when_it_is_right(db: Db) {
    let queue = Queue::new(db);
    queue.clock.set_wrong(jiff::SignedDuration::from_hours(48));
    queue.put(queue.job("held", 1)).await;
    let held = queue.claim_as("ahead").await.unwrap();
    queue.put(queue.job("put off", 2)).await;
    queue.clock.set_wrong(jiff::SignedDuration::ZERO);
    queue.clock.advance(Duration::from_secs(1));
    let beat = jobs::heartbeat(&queue.db, &held, queue.clock.now(), LEASE).await;
    assert!(matches!(beat, Err(StoreError::Fenced)), "{beat:?}");
    let numbers = [queue.number_of_next().await, queue.number_of_next().await];
    assert!(
        numbers.contains(&Some(1)) && numbers.contains(&Some(2)),
        "{numbers:?}"
    );
}

#[db_test]
async fn the_calls_of_the_next_day_are_waited_for(db: Db) {
    let queue = Queue::new(db);
    let mut job = queue.job("a", 1);
    job.run_at = queue.clock.now() + jobs::LONGEST_WAIT;
    queue.put(job).await;
    assert_eq!(queue.number_of_next().await, None);
    let almost = jobs::LONGEST_WAIT - Duration::from_secs(1);
    queue.clock.advance(almost);
    assert_eq!(queue.number_of_next().await, None);
    queue.clock.advance(Duration::from_secs(1));
    assert_eq!(queue.number_of_next().await, Some(1));
}
