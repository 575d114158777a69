//! The audit chain on both engines: it holds, and it shows every way of tampering.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail")]

use serde_json::json;
use store::audit::{self, Entry, Report, SEAL_BATCH};
use store::{Clock, Db, Ids, Params, StoreError, params, transact};
use testing_macros::db_test;
use tokio::task::JoinSet;

async fn act(db: &Db, ids: &Ids, times: usize) -> Result<(), StoreError> {
    transact!(db, |tx| {
        for number in 0..times {
            let entry = Entry {
                actor: (number % 2 == 0).then_some(7),
                verb: "change",
                subject_kind: "customer",
                subject_id: number.to_string(),
                before: None,
                after: Some(json!({"name": "Garage é"})),
                reason: (number % 3 == 0).then_some("asked by phone"),
            };
            audit::append(tx, ids, &entry).await?;
        }
        Ok(())
    })
}

async fn sealed(db: &Db, times: usize) -> Result<Ids, StoreError> {
    let ids = Ids::seeded(3, Clock::fixed("2026-11-24T12:00:00Z".parse().unwrap()));
    act(db, &ids, times).await?;
    while audit::seal(db).await? == SEAL_BATCH.unsigned_abs() {}
    Ok(ids)
}

async fn tamper(db: &Db, sql: &'static str, params: Params) -> Result<Report, StoreError> {
    transact!(db, |tx| tx.execute_one(sql, params.clone()).await)?;
    audit::verify(db).await
}

#[db_test]
async fn the_chain_grows_in_batches_and_reports_its_tail(db: Db) -> Result<(), StoreError> {
    let empty = audit::verify(&db).await?;
    assert_eq!(
        (empty.sealed, empty.unsealed, empty.broken_at),
        (0, 0, None)
    );

    let ids = sealed(&db, 1_203).await?;
    act(&db, &ids, 5).await?;
    let report = audit::verify(&db).await?;
    assert_eq!(
        (report.sealed, report.unsealed, report.broken_at),
        (1_203, 5, None)
    );

    assert_eq!(audit::seal(&db).await?, 5);
    assert_eq!(audit::seal(&db).await?, 0);
    let report = audit::verify(&db).await?;
    assert_eq!(
        (report.sealed, report.unsealed, report.broken_at),
        (1_208, 0, None)
    );
    Ok(())
}

#[db_test]
async fn both_engines_make_the_same_chain(db: Db) -> Result<(), StoreError> {
    sealed(&db, 4).await?;
    let report = audit::verify(&db).await?;
    assert_eq!(
        report.head,
        "450511c6f08706e31bd58f71fe37169337e39f85b566637412d85ce8b87a9216"
    );
    Ok(())
}

#[db_test]
async fn a_changed_row_is_found(db: Db) -> Result<(), StoreError> {
    sealed(&db, 6).await?;
    let report = tamper(
        &db,
        "UPDATE audit SET actor = 8 WHERE seal_number = 4",
        params![],
    )
    .await?;
    assert_eq!((report.sealed, report.broken_at), (3, Some(4)));
    Ok(())
}

#[db_test]
async fn a_reason_that_moved_to_another_column_is_found(db: Db) -> Result<(), StoreError> {
    sealed(&db, 6).await?;
    let sql =
        "UPDATE audit SET before_state = after_state, after_state = NULL WHERE seal_number = 2";
    assert_eq!(tamper(&db, sql, params![]).await?.broken_at, Some(2));
    Ok(())
}

#[db_test]
async fn a_removed_row_is_found(db: Db) -> Result<(), StoreError> {
    sealed(&db, 6).await?;
    let report = tamper(&db, "DELETE FROM audit WHERE seal_number = 1", params![]).await?;
    assert_eq!((report.sealed, report.broken_at), (0, Some(1)));
    Ok(())
}

#[db_test]
async fn a_forged_seal_and_a_row_slipped_in_are_found(db: Db) -> Result<(), StoreError> {
    sealed(&db, 6).await?;
    let sql = "INSERT INTO audit (id, at, verb, subject_kind, subject_id, seal_number, seal) \
               VALUES (1, 1, 'pay', 'invoice', '1', 7, $1)";
    let report = tamper(&db, sql, params![&[7_u8; 32][..]]).await?;
    assert_eq!((report.sealed, report.broken_at), (6, Some(7)));
    Ok(())
}

#[db_test]
async fn two_sealers_at_once_do_no_harm(db: Db) -> anyhow::Result<()> {
    let ids = Ids::seeded(3, Clock::system());
    act(&db, &ids, 50).await?;
    let mut sealers = JoinSet::new();
    for _ in 0..4 {
        let db = db.clone();
        sealers.spawn(async move { audit::seal(&db).await });
    }
    while let Some(sealed) = sealers.join_next().await {
        sealed??;
    }
    let report = audit::verify(&db).await?;
    assert_eq!(
        (report.sealed, report.unsealed, report.broken_at),
        (50, 0, None)
    );
    Ok(())
}
