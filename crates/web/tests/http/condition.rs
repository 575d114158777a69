//! What operators and people are told when the database cannot be used, and that it ends by itself.

use std::time::Duration;

use http::StatusCode;
use office::Role;
use office::sessions::SESSION_TOUCH;
use store::{Db, Probing, Target};
use testing::disk::SmallDisk;
use web::{Limits, Settings};

use crate::browser::{House, PASSWORD};

/// Asked anew each time.
const EACH_TIME: Probing = Probing {
    answer_within: Duration::from_secs(20),
    shared_for: Duration::ZERO,
    room_floor: 0,
};

/// Pages that have little patience.
fn hurried() -> Settings {
    let limits = Limits {
        database_wait: Duration::from_millis(300),
        ..Limits::default()
    };
    Settings {
        limits,
        ..Settings::default()
    }
}

#[tokio::test]
async fn it_is_not_ready_while_another_program_holds_the_database() {
    let house = House::with(hurried()).await.probed(EACH_TIME);
    let mut operator = house.browser();
    assert_eq!(operator.get("/readyz").await.status, StatusCode::OK);
    let lock = house.locked();
    let answer = operator.get("/readyz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        answer.body,
        "the database is busy: another program holds it"
    );
    assert_eq!(answer.header("retry-after"), "5");
    assert_eq!(operator.get("/healthz").await.status, StatusCode::OK);
    drop(lock);
    assert_eq!(operator.get("/readyz").await.body, "ready");
}

#[tokio::test]
async fn who_waits_for_a_locked_database_is_told_so_in_time_and_in_his_language() {
    let house = House::with(hurried()).await;
    house.person("els", Role::Office).await;
    let lock = house.locked();
    for (lang, told) in [
        ("nl", "gebruikt door een ander programma"),
        ("fr", "Un autre programme les utilise"),
        ("en", "Another program is using them"),
    ] {
        let mut browser = house.browser();
        browser
            .cookies
            .insert("planmanager_language".to_owned(), lang.to_owned());
        let form = [("login", "els"), ("password", PASSWORD)];
        let answer = browser.post("/aanmelden", &form).await;
        assert_eq!(
            answer.status,
            StatusCode::SERVICE_UNAVAILABLE,
            "{}",
            answer.body
        );
        assert!(answer.says(told), "{}", answer.body);
        assert_eq!(answer.header("retry-after"), "10");
    }
    drop(lock);
    let mut browser = house.browser();
    let form = [("login", "els"), ("password", PASSWORD)];
    let answer = browser.post("/aanmelden", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn pages_that_only_read_are_there_while_the_database_is_locked() {
    let house = House::with(hurried()).await;
    let mut browser = house.signed_in(Role::Office).await;
    // The request would be noted with the session.
    house.app.office.clock.advance(SESSION_TOUCH * 2);
    let lock = house.locked();
    let answer = browser.get("/facturatie/klanten").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.says("role=\"alert\""), "it passes by itself");
    let answer = browser
        .post(
            "/facturatie/klanten/nieuw",
            &[("name", "X"), ("country", "BE")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    drop(lock);
}

#[tokio::test]
async fn a_full_disk_is_shown_on_every_page_and_ends_by_itself() {
    let Some(disk) = SmallDisk::mount(6 * 1024).unwrap() else {
        return;
    };
    let target = Target::SqliteFile(disk.path().join("db.sqlite"));
    let db = Db::open(&target).await.unwrap();
    let house = House::over(db, hurried()).probed(Probing {
        room_floor: 128 * 1024,
        ..EACH_TIME
    });
    let mut browser = house.signed_in(Role::Office).await;
    let full = "Er is geen plaats meer op de schijf.";
    assert!(!browser.get("/").await.says(full));
    disk.fill().unwrap();
    for address in [
        "/",
        "/facturatie/facturen",
        "/nowhere",
        "/aanmelden/wachtwoord",
    ] {
        let answer = browser.get(address).await;
        assert!(answer.says(full), "{address}: {}", answer.body);
        assert!(answer.says("role=\"alert\""));
    }
    assert!(
        !house.browser().get("/aanmelden").await.says(full),
        "strangers are told nothing"
    );
    assert_eq!(
        house.browser().get("/readyz").await.body,
        "the disk of the database is full, or nearly"
    );
    // What was left in the side files is used up, then it is said.
    let mut answers = Vec::new();
    for number in 0..400 {
        let name = format!("Klant {number}");
        let form = [("name", name.as_str()), ("country", "BE")];
        let answer = browser.post("/facturatie/klanten/nieuw", &form).await;
        answers.push(answer.status);
        if answer.status != StatusCode::SEE_OTHER {
            assert_eq!(
                answer.status,
                StatusCode::SERVICE_UNAVAILABLE,
                "{}",
                answer.body
            );
            assert!(
                answer.says("<h1>Er is geen plaats meer op de schijf."),
                "{}",
                answer.body
            );
            break;
        }
    }
    assert_eq!(answers.last(), Some(&StatusCode::SERVICE_UNAVAILABLE));
    disk.empty().unwrap();
    assert!(!browser.get("/").await.says(full));
    assert_eq!(house.browser().get("/readyz").await.body, "ready");
    let form = [("name", "Klant"), ("country", "BE")];
    let answer = browser.post("/facturatie/klanten/nieuw", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}
