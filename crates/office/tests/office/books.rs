//! What the shop keeps: accounts, journals, locations, options.

use domain::NumberSeries;
use office::{
    accounts::{self, AccountForm, AccountQuery},
    invoices,
    journals::{self, JournalForm, Marks},
    locations::{self, LocationForm},
    options, preferences,
};
use store::Db;
use testing_macros::db_test;

use crate::rig::{Outcome, Rig, codes};

#[db_test]
async fn an_account_is_made_told_and_mended(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let account = rig.account("640200").await?;
    assert_eq!(rig.events().await?, ["ledger_account"]);
    let form = AccountForm {
        id: Some(account.id),
        number: " 640200 ".to_owned(),
        name: "Diverse kosten".to_owned(),
        ..AccountForm::default()
    };
    let mended = accounts::save(&rig.office, &rig.boss, &form).await?;
    assert_eq!(mended.name, "Diverse kosten");
    let choices = accounts::choices(&rig.office, &rig.boss).await?;
    assert_eq!(choices, std::slice::from_ref(&mended));
    let query = AccountQuery {
        text: "DIVERSE".to_owned(),
        after: None,
    };
    let found = accounts::list(&rig.office, &rig.boss, &query).await?;
    assert_eq!(found.rows, [mended]);
    assert_eq!(
        rig.trail().await?,
        ["create ledger_account", "change ledger_account"]
    );
    Ok(())
}

#[db_test]
async fn an_account_number_is_digits_and_one_accounts(db: Db) -> Outcome {
    let rig = Rig::new(db);
    rig.account("704000").await?;
    let form = |number: &str| AccountForm {
        number: number.to_owned(),
        name: "x".to_owned(),
        ..AccountForm::default()
    };
    for (number, code) in [
        ("", "account-number-malformed"),
        ("70 4", "account-number-malformed"),
        ("70A", "account-number-malformed"),
        ("123456789012345678901", "account-number-malformed"),
        ("704000", "account-number-taken"),
    ] {
        let outcome = accounts::save(&rig.office, &rig.boss, &form(number)).await;
        assert_eq!(codes(outcome), [code], "{number}");
    }
    let unnamed = AccountForm {
        name: String::new(),
        ..form("1")
    };
    let outcome = accounts::save(&rig.office, &rig.boss, &unnamed).await;
    assert_eq!(codes(outcome), ["text-missing"]);
    Ok(())
}

#[db_test]
async fn a_journal_is_not_made_twice(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let a = rig.location("A").await?;
    let b = rig.location("B").await?;
    let marks = |location| Marks {
        location: Some(location),
        ..Marks::default()
    };
    rig.journal("700", marks(a.id)).await?;
    rig.journal("700", marks(b.id)).await?;
    let twin = JournalForm {
        code: "700".to_owned(),
        name: "Weer".to_owned(),
        administration: None,
        marks: marks(b.id),
    };
    let outcome = journals::create(&rig.office, &rig.boss, &twin).await;
    assert_eq!(codes(outcome), ["journal-exists"]);
    let empty = JournalForm {
        marks: Marks {
            prefix: "x".repeat(30),
            ..Marks::default()
        },
        ..JournalForm::default()
    };
    let outcome = journals::create(&rig.office, &rig.boss, &empty).await;
    assert_eq!(
        codes(outcome),
        ["text-missing", "text-missing", "series-malformed"]
    );
    assert_eq!(journals::list(&rig.office, &rig.boss).await?.len(), 2);
    Ok(())
}

#[db_test]
async fn marks_are_set_but_who_numbers_stays_once_there_are_invoices(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let journal = journals::get(&rig.office, &rig.boss, draft.journal).await?;
    let internal = Marks {
        internal: true,
        ..Marks::of(&journal)
    };
    let saved = journals::save_marks(&rig.office, &rig.boss, journal.id, &internal).await?;
    assert!(saved.internal);
    invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let elsewhere = Marks {
        numbered_elsewhere: true,
        ..internal.clone()
    };
    let outcome = journals::save_marks(&rig.office, &rig.boss, journal.id, &elsewhere).await;
    assert_eq!(codes(outcome), ["journal-has-invoices"]);
    let bad = Marks {
        prefix: "x".repeat(30),
        ..internal
    };
    let outcome = journals::save_marks(&rig.office, &rig.boss, journal.id, &bad).await;
    assert_eq!(codes(outcome), ["series-malformed"]);
    Ok(())
}

#[db_test]
async fn a_location_is_checked_and_mended(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let location = rig.location("Bodystop A").await?;
    assert_eq!(location.enterprise_number, "BE0000000196");
    let form = LocationForm {
        id: Some(location.id),
        iban: "BE68 5390 0754 7034".to_owned(),
        name: "Bodystop Testgem".to_owned(),
        ..LocationForm::default()
    };
    let mended = locations::save(&rig.office, &rig.boss, &form).await?;
    assert_eq!(mended.iban, "BE68539007547034");
    let read = locations::get(&rig.office, &rig.boss, location.id).await?;
    assert_eq!(read, mended);
    let wrong = LocationForm {
        enterprise_number: "0000.000.197".to_owned(),
        iban: "BE41091811735141".to_owned(),
        ..LocationForm::default()
    };
    let outcome = locations::save(&rig.office, &rig.boss, &wrong).await;
    assert_eq!(
        codes(outcome),
        [
            "text-missing",
            "enterprise-number-malformed",
            "iban-malformed"
        ]
    );
    assert_eq!(locations::list(&rig.office, &rig.boss).await?.len(), 1);
    Ok(())
}

#[db_test]
async fn options_have_defaults_and_known_values(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let (office, boss) = (&rig.office, &rig.boss);
    let package = &options::ACCOUNTING_PACKAGE;
    assert_eq!(options::get(office, boss, package).await?, "exact_online");
    options::set(office, boss, package.name, "none").await?;
    assert_eq!(options::get(office, boss, package).await?, "none");
    let all = options::all(office, boss).await?;
    assert_eq!(all.len(), options::KINDS.len());
    assert_eq!(all[0].value, "none");
    let outcome = options::set(office, boss, package.name, "other").await;
    assert_eq!(codes(outcome), ["option-value"]);
    let outcome = options::set(office, boss, "OTHER", "1").await;
    assert_eq!(codes(outcome), ["option-unknown"]);
    assert_eq!(rig.trail().await?, ["change option"]);
    Ok(())
}

#[db_test]
async fn a_preference_is_a_persons(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let first = office::users::create_first(&rig.office).await?;
    let mut person = rig.boss.clone();
    preferences::set(&rig.office, &person, "location", "1").await?;
    assert_eq!(
        preferences::get(&rig.office, &person, "location").await?,
        None
    );
    person.user = first.map(|first| first.id);
    preferences::set(&rig.office, &person, "location", "1").await?;
    preferences::set(&rig.office, &person, "location", "2").await?;
    assert_eq!(
        preferences::get(&rig.office, &person, "location").await?,
        Some("2".to_owned())
    );
    let long = "x".repeat(5_000);
    let outcome = preferences::set(&rig.office, &person, "location", &long).await;
    assert_eq!(codes(outcome), ["text-too-long"]);
    Ok(())
}

#[db_test]
async fn a_journal_goes_on_where_another_program_stopped(db: Db) -> Outcome {
    let rig = Rig::new(db);
    let draft = rig.draft().await?;
    let series = NumberSeries {
        prefix: "F".to_owned(),
        next: 418,
        last_date: Some("2026-11-20".parse()?),
    };
    let set = || journals::set_series(&rig.office, &rig.boss, draft.journal, &series);
    assert_eq!(set().await?.series, series);
    let invoice = invoices::issue(&rig.office, &rig.boss, &draft).await?;
    let number = invoice.printed.number.map(|number| number.to_string());
    assert_eq!(number.as_deref(), Some("F000418"));
    assert_eq!(codes(set().await), ["journal-has-invoices"]);
    Ok(())
}
