//! People, their passwords and their sessions.

use domain::{Language, UserId};
use office::{
    Actor, Role, sessions,
    users::{self, Access, UserForm},
};
use secrecy::{ExposeSecret as _, SecretString};
use store::{Db, params};
use testing_macros::db_test;

use crate::rig::{HERE, Outcome, Rig, codes};

fn form(login: &str, password: Option<&str>) -> UserForm {
    UserForm {
        login: login.to_owned(),
        name: "Els Fictiers".to_owned(),
        role: Role::Office,
        language: Language::Fr,
        password: password.map(SecretString::from),
    }
}

#[db_test]
async fn the_first_administrator_is_made_once(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = users::create_first(&rig.office).await?.ok_or("nobody")?;
    assert_eq!(first.login, users::FIRST_LOGIN);
    assert_eq!(first.password.expose_secret().len(), 19);
    assert!(users::create_first(&rig.office).await?.is_none());
    let signed_in = sessions::sign_in(&rig.office, "Admin ", first.password, &HERE).await?;
    assert!(signed_in.must_change_password);
    assert_eq!(signed_in.actor.role, Role::Administrator);
    Ok(())
}

#[db_test]
async fn a_password_is_stored_as_argon2id_only(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let new = users::create(
        &rig.office,
        &rig.boss,
        &form("els", Some("correct horse battery")),
    )
    .await?;
    assert!(new.one_time.is_none());
    let hash: String = rig
        .office
        .db
        .read()
        .await?
        .one("SELECT password_hash FROM app_user", params![])
        .await?;
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );
    let audit: Vec<String> = rig
        .office
        .db
        .read()
        .await?
        .all("SELECT after_state FROM audit", params![])
        .await?;
    assert!(audit.iter().all(|row| !row.contains("argon2")));
    Ok(())
}

#[db_test]
async fn a_form_of_a_person_is_checked(db: Db) -> Outcome {
    let rig = Rig::new(db);
    users::create(&rig.office, &rig.boss, &form("els", None)).await?;
    for (form, code) in [
        (form("ELS", None), "login-taken"),
        (form("e l s", None), "login-malformed"),
        (form("", None), "login-malformed"),
        (form("bart", Some("short")), "password-length"),
    ] {
        let outcome = users::create(&rig.office, &rig.boss, &form).await;
        assert_eq!(codes(outcome), [code]);
    }
    Ok(())
}

#[db_test]
async fn someone_always_stays_to_manage_the_others(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = users::create_first(&rig.office).await?.ok_or("nobody")?;
    let outcome = users::set_active(&rig.office, &rig.boss, first.id, false).await;
    assert_eq!(codes(outcome), ["last-administrator"]);
    let clerk = Access {
        role: Role::Office,
        active: true,
    };
    let outcome = users::set_access(&rig.office, &rig.boss, first.id, clerk).await;
    assert_eq!(codes(outcome), ["last-administrator"]);
    let outcome = users::set_active(&rig.office, &rig.boss, UserId::new(1), false).await;
    assert_eq!(codes(outcome), ["no user"]);
    let all = users::list(&rig.office, &rig.boss).await?;
    assert!(all[0].active && all[0].role == Role::Administrator);
    Ok(())
}

#[db_test]
async fn who_is_let_out_is_out_at_once(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let new = users::create(
        &rig.office,
        &rig.boss,
        &form("els", Some("correct horse battery")),
    )
    .await?;
    let password = || SecretString::from("correct horse battery");
    let session = sessions::sign_in(&rig.office, "els", password(), &HERE).await?;
    let token = session.token.expose_secret();
    assert!(sessions::resume(&rig.office, token).await?.is_some());
    users::set_active(&rig.office, &rig.boss, new.user.id, false).await?;
    assert!(sessions::resume(&rig.office, token).await?.is_none());
    let outcome = sessions::sign_in(&rig.office, "els", password(), &HERE).await;
    assert_eq!(codes(outcome), ["sign-in-refused"]);
    Ok(())
}

#[db_test]
async fn a_new_password_ends_every_session(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = users::create_first(&rig.office).await?.ok_or("nobody")?;
    let old = first.password;
    let one = sessions::sign_in(&rig.office, "admin", old.clone(), &HERE).await?;
    let other = sessions::sign_in(&rig.office, "admin", old.clone(), &HERE).await?;
    let change = |present: &SecretString, new: &str| {
        let new = SecretString::from(new);
        sessions::change_password(&rig.office, &one.actor, present.clone(), new, &HERE)
    };
    let outcome = change(&"wrong".into(), "a new password").await;
    assert_eq!(codes(outcome), ["sign-in-refused"]);
    let outcome = change(&old, old.expose_secret()).await;
    assert_eq!(codes(outcome), ["password-unchanged"]);
    let renewed = change(&old, "a new password").await?;
    assert!(!renewed.must_change_password);
    for session in [&one, &other] {
        let gone = sessions::resume(&rig.office, session.token.expose_secret()).await?;
        assert_eq!(gone, None);
    }
    let session = sessions::resume(&rig.office, renewed.token.expose_secret()).await?;
    assert_eq!(
        session.map(|session| session.actor),
        Some(one.actor.clone())
    );
    let reset = users::set_password(&rig.office, &rig.boss, first.id, None).await?;
    assert!(reset.is_some());
    let session = sessions::resume(&rig.office, renewed.token.expose_secret()).await?;
    assert_eq!(session, None);
    let nobody = Actor::system("x");
    let outcome =
        sessions::change_password(&rig.office, &nobody, "a".into(), "b".into(), &HERE).await;
    assert_eq!(codes(outcome), ["no user"]);
    Ok(())
}
