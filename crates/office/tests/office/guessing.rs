//! Guessing at passwords: whoever does it slows down himself, and keeps nobody out who knows the right one.

use domain::Language;
use office::{
    Office, Role,
    sessions::{self, ADDRESS_FREE, DEVICE_LIFE, FAILURES_FREE, FAILURES_KEPT, Knock, SignedIn},
    users::{self, UserForm},
};
use secrecy::{ExposeSecret as _, SecretString};
use store::{Db, params, transact};
use testing_macros::db_test;

use crate::rig::{Outcome, Rig, codes};

const PASSWORD: &str = "vijf natte honden";
const STRANGER: &str = "203.0.113.9";

fn from(address: &str) -> Knock<'static> {
    Knock {
        address: address.parse().ok(),
        ..Knock::default()
    }
}

async fn els(db: Db) -> Outcome<(Rig, domain::UserId)> {
    let rig = Rig::new(db);
    let form = UserForm {
        login: "els".to_owned(),
        name: "Els Fictiers".to_owned(),
        role: Role::Office,
        language: Language::Nl,
        password: Some(PASSWORD.into()),
    };
    let user = users::create(&rig.office, &rig.boss, &form).await?.user.id;
    Ok((rig, user))
}

async fn guess(office: &Office, login: &str, knock: &Knock<'_>) -> Vec<String> {
    codes(sessions::sign_in(office, login, "wrong".into(), knock).await)
}

async fn enter(office: &Office, knock: &Knock<'_>) -> Result<SignedIn, office::OfficeError> {
    sessions::sign_in(office, "els", PASSWORD.into(), knock).await
}

/// Wrong ones until the source is slowed down.
async fn guess_on(office: &Office, knock: &Knock<'_>) {
    while guess(office, "els", knock).await == ["sign-in-refused"] {}
    assert_eq!(guess(office, "els", knock).await, ["sign-in-slowed-down"]);
}

#[db_test]
async fn a_stranger_keeps_nobody_out_who_comes_from_elsewhere(db: Db) -> Outcome {
    let (rig, _) = els(db).await?;
    for round in 0..10 {
        guess_on(&rig.office, &from(STRANGER)).await;
        let owner = format!("198.51.100.{round}");
        enter(&rig.office, &from(&owner)).await?;
    }
    // Nor does a right password open the way for him again.
    assert_eq!(
        guess(&rig.office, "els", &from(STRANGER)).await,
        ["sign-in-slowed-down"]
    );
    Ok(())
}

#[db_test]
async fn a_browser_that_is_known_gets_in_beside_a_stranger_at_the_same_address(db: Db) -> Outcome {
    let (rig, _) = els(db).await?;
    let device = enter(&rig.office, &from(STRANGER))
        .await?
        .device
        .ok_or("no token")?;
    let known = Knock {
        device: Some(device.expose_secret()),
        ..from(STRANGER)
    };
    guess_on(&rig.office, &from(STRANGER)).await;
    let again = enter(&rig.office, &known).await?;
    assert!(again.device.is_none(), "it keeps the token that it has");
    // It has a count of its own, and that one is no way to guess either.
    guess_on(&rig.office, &known).await;
    // The token is for one person, and for a time.
    let other = guess(&rig.office, "bart", &known).await;
    assert_eq!(other, ["sign-in-refused"], "counted at the address");
    rig.clock.advance(DEVICE_LIFE);
    let anew = enter(&rig.office, &known).await?;
    assert!(anew.device.is_some());
    let stored = rig.count("SELECT COUNT(*) FROM device").await?;
    assert_eq!(stored, 1, "the one of before is forgotten");
    Ok(())
}

#[db_test]
async fn an_address_that_tries_many_logins_is_slowed_down_at_all(db: Db) -> Outcome {
    let (rig, _) = els(db).await?;
    let stranger = from("2001:db8:1:2::7");
    for number in 0..ADDRESS_FREE {
        let login = format!("login-{number}");
        let told = guess(&rig.office, &login, &stranger).await;
        assert_eq!(told, ["sign-in-refused"], "{login}");
        if number % 10 == 0 {
            // Signing in himself takes nothing off.
            enter(&rig.office, &stranger).await?;
        }
    }
    for address in ["2001:db8:1:2::7", "2001:db8:1:2:9::1"] {
        let told = guess(&rig.office, "another", &from(address)).await;
        assert_eq!(told, ["sign-in-slowed-down"], "{address}");
    }
    let told = guess(&rig.office, "another", &from("2001:db8:1:3::7")).await;
    assert_eq!(told, ["sign-in-refused"]);
    Ok(())
}

#[db_test]
async fn a_new_password_forgets_the_wrong_ones_from_everywhere(db: Db) -> Outcome {
    let (rig, user) = els(db).await?;
    let stranger = from(STRANGER);
    for number in 0..ADDRESS_FREE - FAILURES_FREE {
        guess(&rig.office, &format!("login-{number}"), &stranger).await;
    }
    guess_on(&rig.office, &stranger).await;
    let refused = codes(enter(&rig.office, &stranger).await);
    assert_eq!(refused, ["sign-in-slowed-down"]);
    let one_time = users::set_password(&rig.office, &rig.boss, user, None).await?;
    let one_time = one_time.ok_or("no password")?.password;
    let signed_in = sessions::sign_in(&rig.office, "els", one_time.clone(), &stranger).await?;

    guess_on(&rig.office, &stranger).await;
    let elsewhere = from("198.51.100.1");
    let anew = SecretString::from(PASSWORD);
    sessions::change_password(&rig.office, &signed_in.actor, one_time, anew, &elsewhere).await?;
    assert_eq!(
        guess(&rig.office, "els", &stranger).await,
        ["sign-in-refused"]
    );
    Ok(())
}

#[db_test]
async fn signing_in_again_ends_the_earlier_session_of_this_browser_only(db: Db) -> Outcome {
    let (rig, _) = els(db).await?;
    let first = enter(&rig.office, &from(STRANGER)).await?.token;
    let other = enter(&rig.office, &from(STRANGER)).await?.token;
    let again = Knock {
        session: Some(first.expose_secret()),
        ..from(STRANGER)
    };
    let wrong = guess(&rig.office, "els", &again).await;
    assert_eq!(wrong, ["sign-in-refused"]);
    let goes_on = async |token: &SecretString| -> Outcome<bool> {
        let session = sessions::resume(&rig.office, token.expose_secret()).await?;
        Ok(session.is_some())
    };
    assert!(goes_on(&first).await?, "a wrong password ends nothing");
    let second = enter(&rig.office, &again).await?.token;
    assert!(!goes_on(&first).await?);
    assert!(goes_on(&second).await? && goes_on(&other).await?);
    Ok(())
}

#[db_test]
async fn the_counts_do_not_grow_for_ever(db: Db) -> Outcome {
    let (rig, _) = els(db).await?;
    let now = rig.clock.now();
    transact!(rig.office.db, |tx| {
        tx.execute(
            "INSERT INTO sign_in_failure (source, login, failures, last_at)
             WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST($1 AS BIGINT))
             SELECT 'address ' || CAST(n AS TEXT), 'els', 1, CAST($2 AS BIGINT) - n FROM numbers",
            params![FAILURES_KEPT + 50, now],
        )
        .await
    })?;
    guess(&rig.office, "els", &from(STRANGER)).await;
    let kept = rig.count("SELECT COUNT(*) FROM sign_in_failure").await?;
    // The oldest were forgotten before this one was counted, at the login and at the address.
    assert_eq!(kept, FAILURES_KEPT + 2);
    Ok(())
}
