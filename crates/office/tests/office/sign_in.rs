//! Signing in, and being slowed down after wrong passwords.

use std::time::Duration;

use jiff::SignedDuration;
use office::{
    Office, OfficeError,
    sessions::{self, FAILURES_FREE, SESSION_IDLE, SESSION_LIFE, SESSIONS_PER_USER},
    users,
};
use secrecy::{ExposeSecret as _, SecretString};
use store::{Db, params};
use testing_macros::db_test;

use crate::rig::{HERE, Outcome, Rig, codes};

async fn guess(office: &Office, login: &str) -> Vec<String> {
    codes(sessions::sign_in(office, login, "wrong".into(), &HERE).await)
}

#[db_test]
async fn known_and_unknown_logins_are_answered_and_slowed_down_alike(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = users::create_first(&rig.office).await?.ok_or("nobody")?;
    for login in ["admin", "nobody", "no\0login"] {
        for _ in 0..FAILURES_FREE {
            assert_eq!(guess(&rig.office, login).await, ["sign-in-refused"]);
        }
        assert_eq!(guess(&rig.office, login).await, ["sign-in-slowed-down"]);
    }
    // Also with the right password, and for the time that it says.
    let outcome = sessions::sign_in(&rig.office, "admin", first.password.clone(), &HERE).await;
    let Err(OfficeError::Refused(refusals)) = outcome else {
        return Err("not refused".into());
    };
    assert_eq!(refusals[0].params["seconds"], "1");
    rig.clock.advance(Duration::from_secs(1));
    assert_eq!(guess(&rig.office, "admin").await, ["sign-in-refused"]);
    rig.clock.advance(Duration::from_secs(1));
    assert_eq!(guess(&rig.office, "admin").await, ["sign-in-slowed-down"]);
    rig.clock.advance(Duration::from_secs(1));
    sessions::sign_in(&rig.office, "admin", first.password, &HERE).await?;
    assert_eq!(guess(&rig.office, "admin").await, ["sign-in-refused"]);
    Ok(())
}

#[db_test]
async fn guesses_at_the_same_moment_are_counted_too(db: Db) -> Outcome {
    let rig = Rig::new(db);
    users::create_first(&rig.office).await?;
    let office = &rig.office;
    let answers = tokio::join!(
        guess(office, "admin"),
        guess(office, "admin"),
        guess(office, "admin"),
        guess(office, "admin"),
        guess(office, "admin"),
        guess(office, "admin"),
        guess(office, "admin"),
        guess(office, "admin"),
    );
    let answers = [
        answers.0, answers.1, answers.2, answers.3, answers.4, answers.5, answers.6, answers.7,
    ];
    let slowed = answers
        .iter()
        .filter(|answer| *answer == &["sign-in-slowed-down"]);
    assert_eq!(slowed.count(), 3);
    Ok(())
}

#[db_test]
async fn only_the_hash_of_a_token_is_stored(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = users::create_first(&rig.office).await?.ok_or("nobody")?;
    let session = sessions::sign_in(&rig.office, "admin", first.password, &HERE).await?;
    let stored: String = rig
        .office
        .db
        .read()
        .await?
        .one("SELECT token_hash FROM session", params![])
        .await?;
    assert_eq!(stored.len(), 64);
    assert_ne!(stored, session.token.expose_secret());
    assert!(sessions::resume(&rig.office, &stored).await?.is_none());
    Ok(())
}

#[db_test]
async fn a_session_ends_by_idleness_by_age_and_by_signing_out(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = users::create_first(&rig.office).await?.ok_or("nobody")?;
    let sign_in = async || -> Outcome<SecretString> {
        let signed_in =
            sessions::sign_in(&rig.office, "admin", first.password.clone(), &HERE).await?;
        Ok(signed_in.token)
    };
    let goes_on = async |token: &SecretString| -> Outcome<bool> {
        let session = sessions::resume(&rig.office, token.expose_secret()).await?;
        Ok(session.is_some())
    };
    let token = sign_in().await?;
    rig.clock.advance(SESSION_IDLE);
    assert!(!goes_on(&token).await?);

    let token = sign_in().await?;
    let step = SESSION_IDLE - Duration::from_secs(1);
    let mut age = Duration::ZERO;
    while age + step < SESSION_LIFE {
        assert!(goes_on(&token).await?, "after {age:?}");
        rig.clock.advance(step);
        age += step;
    }
    rig.clock.advance(SESSION_LIFE - age);
    assert!(!goes_on(&token).await?);

    let token = sign_in().await?;
    sessions::sign_out(&rig.office, token.expose_secret()).await?;
    assert!(!goes_on(&token).await?);
    Ok(())
}

#[db_test]
async fn a_session_of_a_clock_that_was_two_days_ahead_has_ended(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = users::create_first(&rig.office).await?.ok_or("nobody")?;
    let minute = SignedDuration::from_mins(1);
    for (wrong, goes_on) in [(minute * 5, true), (minute * 60 * 48, false)] {
        rig.clock.set_wrong(wrong);
        let signed_in =
            sessions::sign_in(&rig.office, "admin", first.password.clone(), &HERE).await?;
        rig.clock.set_wrong(SignedDuration::ZERO);
        let session = sessions::resume(&rig.office, signed_in.token.expose_secret()).await?;
        assert_eq!(session.is_some(), goes_on, "{wrong}");
    }
    Ok(())
}

#[db_test]
async fn a_person_has_so_many_sessions_and_no_more(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = users::create_first(&rig.office).await?.ok_or("nobody")?;
    let mut tokens = Vec::new();
    for _ in 0..=SESSIONS_PER_USER {
        let password = first.password.clone();
        tokens.push(
            sessions::sign_in(&rig.office, "admin", password, &HERE)
                .await?
                .token,
        );
        rig.clock.advance(Duration::from_secs(1));
    }
    let count = rig.count("SELECT COUNT(*) FROM session").await?;
    assert_eq!(count, SESSIONS_PER_USER);
    let oldest = sessions::resume(&rig.office, tokens[0].expose_secret()).await?;
    assert!(oldest.is_none());
    Ok(())
}
