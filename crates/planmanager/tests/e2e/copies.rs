//! A copied folder, a database that was put back, a dump: nothing is sent twice, nothing is lost, each is told.
//!
//! The real folder beside the database, with a clock of the test's own.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use domain::{Invoice, Refusal};
use jiff::civil::date;
use link::installation::{self as decided, Alarm};
use link::{Filter, Link, LinkError, Parts, accounts, connect, export, journals, worker};
use office::OfficeError;
use office::installation::{self, Beside, Difference, Pause, Standing};
use planmanager::config::{Config, Environment};
use planmanager::folder::Folder;
use store::Target;
use tempfile::TempDir;
use testing::app::{DAY, TestApp};
use testing::db::TestDb;
use testing_macros::db_test;

/// The bounds of the protocol, waited out: six minutes and one.
const BOUNDS: Duration = Duration::from_mins(7);

/// A data folder beside a database.
fn beside(data: &Path, test: &TestDb) -> Result<Option<Arc<dyn Beside>>> {
    let config = Config::load(
        data,
        None,
        &Environment::of(&[("PLANMANAGER_HOST", "garage")]),
    )?;
    let folder = Folder::beside(&config, test.target(), None);
    Ok(Some(Arc::new(folder)))
}

fn copy(from: &TempDir) -> Result<TempDir> {
    let to = tempfile::tempdir()?;
    let inside = format!("{}/.", from.path().display());
    let done = Command::new("cp")
        .args(["-a", &inside])
        .arg(to.path())
        .status()?;
    ensure!(done.success(), "cp");
    Ok(to)
}

async fn standing(link: &Link) -> Result<Standing> {
    Ok(installation::standing(&link.office).await?)
}

async fn differs(link: &Link) -> Result<Vec<Difference>> {
    match standing(link).await? {
        Standing::Paused(Pause::Differs(all)) => Ok(all),
        other => anyhow::bail!("it does not differ: {other:?}"),
    }
}

fn whole() -> Filter {
    Filter::between(date(2020, 1, 1), date(2040, 1, 1))
}

fn number(invoice: &Invoice) -> String {
    let number = invoice.printed.number.as_ref();
    number.map(ToString::to_string).unwrap_or_default()
}

/// The code with which something is refused.
fn code<T, E: Into<LinkError>>(outcome: Result<T, E>) -> String {
    let refused = |refusals: Vec<Refusal>| refusals[0].code.clone();
    match outcome.map_err(Into::into) {
        Err(LinkError::Refused(refusals) | LinkError::Office(OfficeError::Refused(refusals))) => {
            refused(refusals)
        }
        Err(error) => error.to_string(),
        Ok(_) => "done".to_owned(),
    }
}

/// Tries every verb that must not work while someone has to decide; gives back the reasons.
async fn every_verb(app: &TestApp, link: &Link) -> Vec<String> {
    let (actor, there) = (&app.admin, app.administration);
    let issued = {
        let draft = office::invoices::InvoiceDraft {
            location: app.location.id,
            journal: app.journal.id,
            customer: domain::CustomerId::new(1),
            kind: domain::InvoiceKind::Invoice,
            issue_date: DAY,
            due_date: None,
            supply_date: None,
            payment_reference: String::new(),
            plate: String::new(),
            note: String::new(),
            prepaid: domain::Money::ZERO,
            corrects: Vec::new(),
            lines: Vec::new(),
        };
        code(office::invoices::issue(&link.office, actor, &draft).await)
    };
    vec![
        issued,
        code(export::start(link, actor, &whole(), Parts::Both).await),
        code(accounts::import(link, actor, there).await),
        code(accounts::synchronise(link, actor, there).await),
        code(journals::import(link, actor, there).await),
        code(connect::start(link, actor).await),
        code(connect::finish(link, actor, "code", "state").await),
    ]
}

#[db_test]
async fn a_copied_folder_beside_its_original_sends_nothing_and_says_so(test: TestDb) -> Result<()> {
    let data = tempfile::tempdir()?;
    let app = TestApp::start_beside(test.db(), beside(data.path(), &test)?).await?;
    let mut invoices = Vec::new();
    for _ in 0..3 {
        invoices.push(app.invoice().issue().await?);
    }
    app.press().await?;
    let (copied, other) = (copy(&data)?, test.copied().await?);
    let link = app
        .another(other.db(), beside(copied.path(), &other)?, "copy")
        .await?;
    let different = differs(&link).await?;
    ensure!(
        matches!(different.as_slice(), [Difference::FolderCopied { .. }]),
        "{different:?}"
    );
    for refused in every_verb(&app, &link).await {
        assert_eq!(refused, "installation-differs");
    }
    let alarm = decided::alarm(&link).await?;
    ensure!(matches!(alarm, Some(Alarm::Paused(_))), "{alarm:?}");
    let calls = app.sandbox.calls().len();
    assert_eq!(worker::run_until_idle(&link).await?, 0);
    assert_eq!(app.sandbox.calls().len(), calls, "no token was used");
    app.run_jobs().await?;
    for invoice in &invoices {
        app.entry(&number(invoice))?;
    }
    assert_eq!(standing(&app.link).await?, Standing::InOrder);
    assert_eq!(decided::alarm(&app.link).await?, None);

    decided::copy(&link, &app.admin).await?;
    for refused in every_verb(&app, &link).await {
        assert_eq!(refused, "installation-copy");
    }
    let connections = connect::status(&link, &app.admin).await?;
    assert_eq!(
        connections[0].state,
        connect::ConnectionState::ReconnectNeeded
    );
    app.office.clock.advance(Duration::from_hours(24));
    assert_eq!(worker::run_until_idle(&link).await?, 0, "for good");
    ensure!(decided::goes_on(&link, &app.admin).await?.changed);
    let status = decided::status(&link, &app.admin).await?;
    ensure!(status.looks[0].needs_consent, "{status:?}");
    app.run_jobs().await?;
    assert_eq!(app.posts("SalesEntries"), 3);
    drop(link);
    other.remove().await?;
    app.finish().await
}

/// Two invoices of before the copy of the database, exported after it, with a third of which the copy does not know.
async fn three_sent_since(app: &TestApp, test: &TestDb) -> Result<(TestDb, Vec<Invoice>)> {
    let mut invoices = vec![app.invoice().issue().await?];
    app.press().await?;
    app.run_jobs().await?;
    invoices.push(app.invoice().issue().await?);
    invoices.push(app.invoice().issue().await?);
    let before = test.copied().await?;
    invoices.push(app.invoice().issue().await?);
    app.press().await?;
    app.run_jobs().await?;
    Ok((before, invoices))
}

#[db_test]
async fn a_database_that_was_put_back_waits_looks_and_goes_on_above_the_numbers(
    test: TestDb,
) -> Result<()> {
    let data = tempfile::tempdir()?;
    let app = TestApp::start_beside(test.db(), beside(data.path(), &test)?).await?;
    let mut switches = app.sandbox.switches();
    switches.visibility_delay_ms = 50_000;
    app.sandbox.set_switches(switches)?;
    // What stands there by now has been seen.
    app.office.clock.advance(Duration::from_mins(1));
    let (before, invoices) = three_sent_since(&app, &test).await?;
    assert_eq!(app.posts("SalesEntries"), 4);

    // The same folder, and the database of before: at once, within the staleness of reads.
    let link = app
        .another(before.db(), beside(data.path(), &before)?, "back")
        .await?;
    assert_eq!(differs(&link).await?, [Difference::DatabaseOlder]);
    for refused in every_verb(&app, &link).await {
        assert_eq!(refused, "installation-older");
    }
    installation::note_newest(&link.office).await?;
    assert_eq!(
        differs(&link).await?,
        [Difference::DatabaseOlder],
        "what it says does not take the place of what was done"
    );
    let until = decided::goes_on(&link, &app.admin).await?.until.unwrap();
    assert_eq!(standing(&link).await?, Standing::Waits { until });
    assert_eq!(every_verb(&app, &link).await[0], "installation-waits");
    export::start(&link, &app.admin, &whole(), Parts::Both).await?;
    assert_eq!(worker::run_until_idle(&link).await?, 0);
    app.office.clock.advance(BOUNDS - Duration::from_secs(1));
    assert_eq!(worker::run_until_idle(&link).await?, 0);
    app.office.clock.advance(Duration::from_secs(1));
    assert_eq!(every_verb(&app, &link).await[0], "installation-not-looked");

    ensure!(worker::run_until_idle(&link).await? > 0, "it looks");
    worker::run_to_end(&link, Duration::from_hours(1)).await?;
    assert_eq!(app.posts("SalesEntries"), 4, "nothing was sent again");
    for invoice in &invoices {
        app.entry(&number(invoice))?;
    }
    let status = decided::status(&link, &app.admin).await?;
    assert_eq!(status.held().count(), 0);
    let [look] = status.looks.as_slice() else {
        anyhow::bail!("{status:?}");
    };
    assert_eq!(look.numbers[0].numbers, [number(&invoices[3])]);
    assert_eq!(look.numbers[0].next, 5);
    assert_eq!(decided::alarm(&link).await?, None);
    let journal = office::journals::get(&link.office, &app.admin, app.journal.id).await?;
    assert_eq!(journal.series.next, 5);
    for invoice in &invoices[..3] {
        let booking = link::bookings::of_invoice(&link, &app.admin, invoice.id).await?;
        assert_eq!(booking.unwrap().state.as_str(), "booked");
    }
    drop(link);
    before.remove().await?;
    app.give_up();
    Ok(())
}

#[db_test]
async fn what_differs_after_it_was_put_back_is_a_conflict_and_what_is_absent_is_sent(
    test: TestDb,
) -> Result<()> {
    let data = tempfile::tempdir()?;
    let app = TestApp::start_beside(test.db(), beside(data.path(), &test)?).await?;
    let (before, invoices) = three_sent_since(&app, &test).await?;
    let link = app
        .another(before.db(), beside(data.path(), &before)?, "back")
        .await?;
    // Another account than what was sent: ours was coded anew after the backup, and that is lost.
    let coding = domain::Coding {
        ledger_account: app.accounts.get("705000").copied(),
        cost_centre: String::new(),
    };
    ensure!(coding.ledger_account.is_some(), "{:?}", app.accounts);
    office::invoices::recode(&link.office, &app.admin, invoices[1].id, 1, &coding).await?;
    decided::goes_on(&link, &app.admin).await?;
    app.office.clock.advance(BOUNDS);
    worker::run_until_idle(&link).await?;
    let state = async |invoice: &Invoice| -> Result<Option<String>> {
        let booking = link::bookings::of_invoice(&link, &app.admin, invoice.id).await?;
        Ok(booking.map(|booking| booking.state.to_string()))
    };
    assert_eq!(state(&invoices[1]).await?.as_deref(), Some("conflict"));
    assert_eq!(state(&invoices[2]).await?.as_deref(), Some("booked"));
    worker::run_to_end(&link, Duration::from_hours(1)).await?;
    assert_eq!(app.posts("SalesEntries"), 4);
    drop(link);
    before.remove().await?;
    app.give_up();
    Ok(())
}

#[db_test]
async fn another_folder_joins_a_database_that_is_at_work_after_it_was_accepted(
    test: TestDb,
) -> Result<()> {
    if matches!(test.target(), Target::SqliteFile(_)) {
        return Ok(());
    }
    let (first, second) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let app = TestApp::start_beside(test.db(), beside(first.path(), &test)?).await?;
    installation::note_newest(&app.office).await?;
    let joining = app
        .another(test.db(), beside(second.path(), &test)?, "second")
        .await?;
    assert_eq!(differs(&joining).await?, [Difference::FolderUnknown]);
    app.invoice().issue().await?;
    app.press().await?;
    assert_eq!(worker::run_until_idle(&joining).await?, 0);
    ensure!(app.run_jobs().await? > 0, "the first one goes on");
    assert_eq!(
        code(decided::copy(&joining, &app.admin).await),
        "installation-in-use"
    );
    decided::goes_on(&joining, &app.admin).await?;
    app.office.clock.advance(BOUNDS);
    app.run_jobs().await?;
    for link in [&app.link, &joining] {
        assert_eq!(standing(link).await?, Standing::InOrder);
    }
    app.invoice().issue().await?;
    export::start(&joining, &app.admin, &whole(), Parts::Both).await?;
    worker::run_to_end(&joining, Duration::from_hours(1)).await?;
    assert_eq!(app.posts("SalesEntries"), 2);
    drop(joining);
    app.finish().await
}

#[db_test]
async fn where_nothing_is_at_stake_nobody_is_asked(test: TestDb) -> Result<()> {
    let (first, second) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let settle = async |data: &TempDir, test: &TestDb| -> Result<office::Office> {
        let clock = store::Clock::system();
        let ids = store::Ids::system(clock.clone());
        let vault = office::Vault::from_key([7; 32], ids.clone());
        let office = office::Office::new(test.db(), clock, ids, vault);
        let office = match beside(data.path(), test)? {
            Some(beside) => office.with_beside(beside),
            None => office,
        };
        assert_eq!(installation::settle(&office).await?, Standing::InOrder);
        Ok(office)
    };
    settle(&first, &test).await?;
    settle(&first, &test).await?;
    let other = test.copied().await?;
    settle(&second, &other).await?;
    settle(&copy(&first)?, &other).await?;
    other.remove().await
}

#[db_test]
async fn someone_stops_it_and_lets_it_go_on(test: TestDb) -> Result<()> {
    let data = tempfile::tempdir()?;
    let app = TestApp::start_beside(test.db(), beside(data.path(), &test)?).await?;
    let invoice = app.invoice().issue().await?;
    app.press().await?;
    decided::pause(&app.link, &app.admin).await?;
    for refused in every_verb(&app, &app.link).await {
        assert_eq!(refused, "installation-stopped");
    }
    assert_eq!(app.run_jobs().await?, 0);
    ensure!(decided::goes_on(&app.link, &app.admin).await?.changed);
    ensure!(!decided::goes_on(&app.link, &app.admin).await?.changed);
    app.office.clock.advance(BOUNDS);
    app.run_jobs().await?;
    app.entry(&number(&invoice))?;
    let clerk = office::Actor {
        role: office::Role::Bookkeeper,
        ..app.admin.clone()
    };
    for denied in [
        decided::goes_on(&app.link, &clerk).await.map(drop),
        decided::copy(&app.link, &clerk).await,
        decided::pause(&app.link, &clerk).await,
    ] {
        let denied = matches!(denied, Err(LinkError::Office(OfficeError::Denied { .. })));
        ensure!(denied);
    }
    app.finish().await
}
