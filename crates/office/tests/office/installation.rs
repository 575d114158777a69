//! What a start takes for granted, and what proves that a database is older. The folder is in memory here; the real one
//! is tried where it is made.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use office::installation::{self, Beside, Difference, Found, Identity, Mark, Pause, Standing};
use office::{Actor, Office, options};
use store::{Db, params, transact};

use crate::rig::{Outcome, Rig};

/// A folder in memory; clones share it.
#[derive(Clone, Debug, Default)]
struct Memory(Arc<Mutex<(Option<Identity>, Mark)>>);

impl Memory {
    fn with<T>(&self, change: impl FnOnce(&mut (Option<Identity>, Mark)) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Beside for Memory {
    fn look(&self) -> Found {
        let (identity, mark) = self.with(|it| it.clone());
        Found {
            identity,
            mark,
            file: "1".to_owned(),
            host: "garage".to_owned(),
            place: "garage:/data".to_owned(),
            ..Found::default()
        }
    }

    fn first(&self, identity: &Identity) -> io::Result<Identity> {
        Ok(self.with(|it| it.0.get_or_insert_with(|| identity.clone()).clone()))
    }

    fn replace(&self, identity: &Identity) -> io::Result<()> {
        self.with(|it| *it = (Some(identity.clone()), Mark::default()));
        Ok(())
    }

    fn note(&self, mark: Mark) -> io::Result<()> {
        self.with(|it| {
            it.1.intent = mark.intent.or(it.1.intent);
            it.1.audit = mark.audit.or(it.1.audit);
        });
        Ok(())
    }
}

fn beside(rig: &Rig, folder: &Memory) -> Office {
    rig.office.clone().with_beside(Arc::new(folder.clone()))
}

/// From now on something is at stake.
async fn connected(rig: &Rig) -> Outcome {
    transact!(rig.office.db, |tx| {
        tx.execute_one(
            "INSERT INTO connection (id, base_url, client_id, exact_user_id, exact_user_name, state, access_token, \
             refresh_token, token_issued_at, token_version, created_at) \
             VALUES (1, 'u', 'c', 'x', 'X', 'connected', '', '', 0, 1, 0)",
            params![],
        )
        .await
    })?;
    Ok(())
}

/// What differs; nothing when it stands still for another reason, or not at all.
fn differs(standing: Standing) -> Vec<Difference> {
    match standing {
        Standing::Paused(Pause::Differs(all)) => all,
        _ => Vec::new(),
    }
}

/// Leaves an audit row.
async fn act(office: &Office, value: &str) -> Outcome {
    let name = options::ACCOUNTING_PACKAGE.name;
    options::set(office, &Actor::system("test"), name, value).await?;
    Ok(())
}

#[testing_macros::db_test]
async fn an_upgrade_goes_on_in_silence_and_half_of_it_does_not(db: Db) -> Outcome {
    let rig = Rig::new(db);
    connected(&rig).await?;
    let folder = Memory::default();
    let office = beside(&rig, &folder);
    assert_eq!(installation::settle(&office).await?, Standing::InOrder);
    assert_eq!(installation::settle(&office).await?, Standing::InOrder);
    let other = beside(&rig, &Memory::default());
    let standing = installation::settle(&other).await?;
    assert_eq!(differs(standing), [Difference::FolderUnknown]);
    let forget = "DELETE FROM installation";
    transact!(rig.office.db, |tx| tx.execute(forget, params![]).await)?;
    let standing = installation::settle(&office).await?;
    assert_eq!(differs(standing), [Difference::DatabaseUnknown]);
    Ok(())
}

#[testing_macros::db_test]
async fn a_mark_older_than_the_oldest_row_kept_proves_nothing(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let folder = Memory::default();
    let office = beside(&rig, &folder);
    installation::settle(&office).await?;
    connected(&rig).await?;
    act(&office, "none").await?;
    installation::note_newest(&office).await?;
    let noted = folder.with(|it| it.1.audit).unwrap();
    act(&office, "exact_online").await?;
    let standing = async || installation::standing(&office).await;
    assert_eq!(standing().await?, Standing::InOrder);
    let forget = "DELETE FROM audit WHERE id <= $1";
    transact!(rig.office.db, |tx| tx.execute(forget, params![noted]).await)?;
    assert_eq!(standing().await?, Standing::InOrder, "it was forgotten");
    installation::note_newest(&office).await?;
    let newest = folder.with(|it| it.1.audit).unwrap();
    assert!(newest > noted);
    folder.note(Mark {
        intent: None,
        audit: Some(newest + 1),
    })?;
    assert_eq!(differs(standing().await?), [Difference::DatabaseOlder]);
    folder.note(Mark {
        intent: Some(7),
        audit: Some(newest),
    })?;
    assert_eq!(differs(standing().await?), [Difference::DatabaseOlder]);
    Ok(())
}
