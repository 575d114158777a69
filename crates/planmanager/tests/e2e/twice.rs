//! The button, pressed twice at once from two sessions, over HTTP.

use anyhow::{Result, ensure};
use planmanager::browser::{Browser, Page};
use planmanager::demo::tour::{Tour, TourSettings};
use planmanager::demo::users::{DemoUser, USERS};

use crate::support;

async fn signed_in(tour: &Tour, user: &DemoUser) -> Result<Browser> {
    let mut browser = Browser::new()?;
    let fields = [
        ("login", user.login),
        ("password", user.password),
        ("then", "/"),
    ];
    browser
        .post(&tour.pages.join("/aanmelden")?, &fields)
        .await?
        .redirect("signing in")?;
    Ok(browser)
}

async fn press(tour: &Tour, browser: &mut Browser, location: &str) -> Result<Page> {
    let month = support::world().open_month();
    let (from, to) = (i18n::date(month.first), i18n::date(month.last));
    let fields = [
        ("sent", "1"),
        ("location", location),
        ("from", &from),
        ("to", &to),
        ("all_journals", "1"),
        ("parts", "both"),
    ];
    browser
        .post(&tour.pages.join("/facturatie/boekhouding")?, &fields)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn pressed_twice_at_once_each_invoice_is_booked_once() -> Result<()> {
    let data = tempfile::tempdir()?;
    let tour = Tour::start(&TourSettings {
        lanes: true,
        ..support::settings(data.path())
    })
    .await?;
    let (world, location) = (support::world(), support::first_location(&tour).await?);
    let (mut admin, mut bookkeeper) = (
        signed_in(&tour, &USERS[0]).await?,
        signed_in(&tour, &USERS[1]).await?,
    );
    let place = location.to_string();
    let (first, second) = tokio::join!(
        press(&tour, &mut admin, &place),
        press(&tour, &mut bookkeeper, &place)
    );
    let runs = [
        first?.redirect("the first press")?,
        second?.redirect("the second press")?,
    ];
    ensure!(runs[0] != runs[1], "both presses made {}", runs[0]);
    support::until("both runs are done", async || {
        let runs =
            link::export::runs(&tour.wiring.link, &office::Actor::system("test"), None).await?;
        Ok(runs.rows.iter().all(|run| run.finished_at.is_some()))
    })
    .await?;
    support::assert_booked_once(&tour, &world)?;
    assert_eq!(support::compared(&tour, location).await?.differences, []);
    for (browser, run) in [(&mut admin, &runs[0]), (&mut bookkeeper, &runs[1])] {
        let shown = browser.get(run).await?;
        assert_eq!(shown.status, 200, "{}", shown.body);
    }
    tour.end().await;
    Ok(())
}
