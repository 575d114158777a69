//! Three people at two nodes over one PostgreSQL: they issue invoices and press the button, again and again, while the
//! lanes of both nodes send. Everything goes over HTTP, as it does for them.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use domain::{
    Coding, CustomerId, DraftLine, InvoiceKind, Journal, JournalKind, Language, Location, Money,
    VatRate, VatTreatment,
};
use jiff::civil::{Date, date};
use office::invoices::{self, InvoiceDraft};
use office::{Actor, Office, Role, customers, journals, locations, users};
use planmanager::browser::Browser;
use planmanager::config::Config;
use planmanager::demo::tour::{Tour, TourSettings};
use planmanager::demo::users::USERS;
use planmanager::lookup;
use planmanager::serving::{Serving, listen};
use planmanager::wiring::Wiring;
use rust_decimal::Decimal;
use url::Url;

/// The last day of the world that is exported.
const TODAY: Date = date(2026, 11, 24);
/// More calls a minute than the lanes make: they send all the time.
const PLENTY: u32 = 100_000;
/// How many people there are.
const PEOPLE: usize = 3;
/// Invoices that each of them issues before he presses, so that the lanes never come to an end.
const ISSUED_BEFORE_A_PRESS: usize = 3;
/// The login and password of the third person.
const THIRD: (&str, &str) = ("collega", "demo-collega-2026");

/// What came of the presses.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// How many answers had which status.
    pub(crate) statuses: BTreeMap<u16, usize>,
    /// The longest press, and the middle one.
    pub(crate) longest: Duration,
    pub(crate) middle: Duration,
    /// How long all of them took.
    pub(crate) all: Duration,
    /// How often a lane was put off because the database was busy.
    pub(crate) put_off: u64,
    /// How many invoices stood in the other books at the end, and how many of their numbers stood there twice.
    pub(crate) booked: usize,
    pub(crate) doubles: usize,
}

/// Two nodes with three people, who press so often in all.
///
/// # Errors
/// When something does not start, or an answer does not come.
pub(crate) async fn run(data: &Path, database: &str, presses: usize) -> Result<Told> {
    let tour = Tour::start(&TourSettings {
        port: 0,
        sandbox_port: 0,
        minute_limit: PLENTY,
        today: Some(TODAY),
        database: Some(database.to_owned()),
        ..TourSettings::at(data)
    })
    .await?;
    let (second, pages, wiring) = second_node(&tour).await?;
    third_person(&tour.wiring.office).await?;
    let begun = Instant::now();
    let told = tokio::try_join!(
        person(&tour.wiring, &tour.pages, 0, presses),
        person(&wiring, &pages, 1, presses),
        person(&tour.wiring, &tour.pages, 2, presses),
    )?;
    let mut told = summed([told.0, told.1, told.2]);
    told.all = begun.elapsed();
    until_all_is_sent(&tour).await?;
    for link in [&tour.wiring.link, &wiring.link] {
        told.put_off += link.lanes_put_off_by_database();
    }
    (told.booked, told.doubles) = standing(&tour);
    second.end().await;
    tour.end().await;
    Ok(told)
}

/// Another process's worth of pages and lanes over the same database.
async fn second_node(tour: &Tour) -> Result<(Serving, Url, Wiring)> {
    let listener = listen("127.0.0.1:0").await?;
    let pages = Url::parse(&format!("http://{}/", listener.local_addr()?))?;
    let config = Config {
        listen: pages.authority().to_owned(),
        public_url: pages.as_str().trim_end_matches('/').to_owned(),
        node: "second".to_owned(),
        ..tour.wiring.config.clone()
    };
    let wiring = Wiring::open(&config).await?;
    let mut serving = Serving::new();
    serving.pages(listener, wiring.router(), wiring.pages.clone());
    serving.lanes(wiring.link.clone());
    serving.sealer(wiring.office.db.clone());
    Ok((serving, pages, wiring))
}

async fn third_person(office: &Office) -> Result<()> {
    let form = users::UserForm {
        login: THIRD.0.to_owned(),
        name: "Rik Testers".to_owned(),
        role: Role::Bookkeeper,
        language: Language::Nl,
        password: Some(THIRD.1.into()),
    };
    users::create(office, &Actor::system("test"), &form).await?;
    Ok(())
}

/// The presses of one person: how long each took, and how it was answered.
type Pressed = Vec<(u16, Duration)>;

async fn person(wiring: &Wiring, pages: &Url, nth: usize, presses: usize) -> Result<Pressed> {
    let (login, password) = match nth {
        0 | 1 => (USERS[nth].login, USERS[nth].password),
        _ => THIRD,
    };
    let mut browser = Browser::new()?;
    let fields = [("login", login), ("password", password), ("then", "/")];
    let signed_in = browser.post(&pages.join("/aanmelden")?, &fields).await?;
    signed_in.redirect("signing in")?;
    let desk = Desk::at(&wiring.office, nth).await?;
    let (from, to) = (i18n::date(TODAY.first_of_month()), i18n::date(TODAY));
    let place = desk.location.id.to_string();
    let mut pressed = Pressed::new();
    for press in (nth..presses).step_by(PEOPLE) {
        for _ in 0..ISSUED_BEFORE_A_PRESS {
            desk.issue(&wiring.office).await?;
        }
        // Every second press is for all locations: the people get into each other's way.
        let location = if press % 2 == 0 { place.as_str() } else { "" };
        let fields = [
            ("sent", "1"),
            ("location", location),
            // Other journals stood in the form before: it begins with all of this place.
            ("shown_location", "elsewhere"),
            ("from", &from),
            ("to", &to),
            ("all_journals", "1"),
            ("parts", "both"),
        ];
        let begun = Instant::now();
        let answer = browser
            .post(&pages.join("/facturatie/boekhouding")?, &fields)
            .await?;
        pressed.push((answer.status, begun.elapsed()));
        if let Some(run) = answer.location {
            let shown = browser.get(&run).await?;
            pressed.push((shown.status, Duration::ZERO));
        }
    }
    Ok(pressed)
}

/// Where a person issues invoices.
struct Desk {
    location: Location,
    journal: Journal,
    customer: CustomerId,
    coding: Coding,
}

impl Desk {
    async fn at(office: &Office, nth: usize) -> Result<Self> {
        let actor = Actor::system("test");
        let all = locations::list(office, &actor).await?;
        let location = all
            .get(nth % all.len())
            .cloned()
            .context("there is no location")?;
        let journal = journals::list(office, &actor)
            .await?
            .into_iter()
            .find(|it| {
                it.location == Some(location.id)
                    && it.kind == JournalKind::Sales
                    && !(it.internal || it.credit_notes || it.numbered_elsewhere)
            })
            .context("there is no sales journal")?;
        let customer = customers::list(office, &actor, &customers::CustomerQuery::default())
            .await?
            .rows
            .get(nth)
            .context("there is no customer")?
            .id;
        let account = lookup::accounts(office, &actor)
            .await?
            .into_iter()
            .find(|it| it.number.as_str().starts_with("704"))
            .context("there is no account")?;
        Ok(Self {
            location,
            journal,
            customer,
            coding: Coding {
                ledger_account: Some(account.id),
                cost_centre: String::new(),
            },
        })
    }

    async fn issue(&self, office: &Office) -> Result<()> {
        let standard = VatTreatment::standard(VatRate::PERCENT_21);
        let price = Decimal::from(100);
        let line = DraftLine::priced("Arbeidsloon", Decimal::ONE, "st", price, standard)?;
        let draft = InvoiceDraft {
            location: self.location.id,
            journal: self.journal.id,
            customer: self.customer,
            kind: InvoiceKind::Invoice,
            issue_date: TODAY,
            due_date: Some(TODAY),
            supply_date: None,
            payment_reference: String::new(),
            plate: String::new(),
            note: String::new(),
            prepaid: Money::ZERO,
            corrects: Vec::new(),
            lines: vec![(line, self.coding.clone())],
        };
        invoices::issue(office, &Actor::system("test"), &draft).await?;
        Ok(())
    }
}

fn summed(people: [Pressed; PEOPLE]) -> Told {
    let mut told = Told::default();
    let mut times = Vec::new();
    for (status, took) in people.into_iter().flatten() {
        *told.statuses.entry(status).or_insert(0) += 1;
        if !took.is_zero() {
            times.push(took);
        }
    }
    times.sort();
    told.longest = times.last().copied().unwrap_or_default();
    told.middle = times.get(times.len() / 2).copied().unwrap_or_default();
    told
}

/// Waits until no run is under way; gives up after ten minutes.
async fn until_all_is_sent(tour: &Tour) -> Result<()> {
    for _ in 0..1_200 {
        let runs = link::export::runs(&tour.wiring.link, &Actor::system("test"), None).await?;
        if runs.rows.iter().all(|run| run.finished_at.is_some()) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    anyhow::bail!("runs are still under way")
}

/// How many entries stand in the other books, and how many references twice in one of them.
fn standing(tour: &Tour) -> (usize, usize) {
    let (mut all, mut doubles) = (0, 0);
    for shop in &planmanager::demo::group::SHOPS {
        let Some(books) = tour.exact.books(shop.division) else {
            continue;
        };
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in books.entries {
            *counts.entry(entry.your_ref).or_insert(0) += 1;
            all += 1;
        }
        doubles += counts.values().filter(|count| **count > 1).count();
    }
    (all, doubles)
}

/// Demands what must be so, however many presses there were.
///
/// # Errors
/// When an answer was an error, a lane was put off by the database, or an invoice is booked twice.
pub(crate) fn judge(told: &Told) -> Result<()> {
    let good = |status: &u16| matches!(status, 200 | 303);
    ensure!(
        told.statuses.keys().all(good),
        "not every press was taken: {told:?}"
    );
    ensure!(
        told.put_off == 0,
        "lanes were put off by the database: {told:?}"
    );
    ensure!(told.doubles == 0, "booked twice: {told:?}");
    Ok(())
}
