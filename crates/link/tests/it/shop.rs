//! A shop with one location, connected to the sandbox's demo company, and helpers to look at both sides.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use domain::{
    AdministrationId, Coding, CustomerId, Draft, DraftLine, Invoice, InvoiceId, InvoiceKind,
    InvoiceNumber, JournalId, Language, LedgerAccountId, LocationId, Money, Printed, RunId, Source,
    UserId, VatRate, VatTreatment,
};
use exact_sandbox::{Sandbox, Switches, admin::EntryView};
use jiff::civil::{Date, date};
use link::{Bounds, Filter, Limits, Link, Parts, booking::state::BookingState, worker};
use office::{Actor, Role};
use store::{Clock, Db, params, transact};
use testing::transport::SandboxTransport;

/// The sandbox's first company.
pub(crate) const DIVISION: i32 = 123_456;
/// Where the sandbox is said to be.
pub(crate) const BASE: &str = "http://127.0.0.1:8090";
/// Where its app sends browsers back.
pub(crate) const REDIRECT: &str = "http://127.0.0.1:8080/oauth/callback";
/// Another address of the app, for a sandbox that wants https.
pub(crate) const HTTPS_REDIRECT: &str = "https://planmanager.example/oauth/callback";
/// The invoice date of most invoices here.
pub(crate) const DAY: Date = date(2026, 11, 2);

pub(crate) use crate::nodes::{link_back_to, link_over, link_through, node_through};

/// Everything that a test needs.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) transport: SandboxTransport,
    pub(crate) link: Link,
    pub(crate) actor: Actor,
    pub(crate) administration: AdministrationId,
    pub(crate) location: LocationId,
    pub(crate) journal: JournalId,
    pub(crate) accounts: BTreeMap<String, LedgerAccountId>,
    pub(crate) customers: Vec<CustomerId>,
}

/// The time at which tests begin.
pub(crate) fn morning() -> jiff::Timestamp {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

/// A sandbox that is told the time by our clock.
fn sandbox(clock: &Clock, switches: Switches) -> Sandbox {
    let told = clock.clone();
    let mut seed = exact_sandbox::demo(morning());
    for app in &mut seed.apps {
        app.redirect_uris.push(HTTPS_REDIRECT.to_owned());
    }
    Sandbox::builder(Arc::new(move || told.now()))
        .seed(seed)
        .switches(switches)
        .build()
        .unwrap()
}

impl Shop {
    /// Connected, chosen, imported, mapped; the clock stands still until it is advanced.
    pub(crate) async fn open(db: Db) -> Self {
        Self::open_with(db, Clock::fixed(morning()), 5_000).await
    }

    /// The same with a clock and a minute limit of one's own.
    pub(crate) async fn open_with(db: Db, clock: Clock, minute_limit: u32) -> Self {
        let switches = Switches {
            minute_limit,
            ..Switches::default()
        };
        Self::open_under(db, clock, switches).await
    }

    /// The same under these switches of the sandbox.
    pub(crate) async fn open_under(db: Db, clock: Clock, switches: Switches) -> Self {
        let redirect = if switches.https_redirects {
            HTTPS_REDIRECT
        } else {
            REDIRECT
        };
        let sandbox = sandbox(&clock, switches);
        if sandbox.switches().visibility_delay_ms > 0 {
            // Nobody has seen yet what the sandbox begins with.
            tokio::time::sleep(Bounds::default().max_staleness).await;
        }
        let transport = SandboxTransport::new(&sandbox);
        let link = link_back_to(
            redirect,
            db.telling(&clock),
            &clock,
            transport.clone(),
            ("first", Limits::default()),
        );
        let actor = actor();
        super::desk::seed_rows(&link, &actor).await;
        connect(&sandbox, &link, &actor).await;
        let location = LocationId::new(10);
        let administration = link::administrations::list(&link, &actor)
            .await
            .unwrap()
            .into_iter()
            .find(|one| one.division == i64::from(DIVISION))
            .unwrap()
            .id;
        link::administrations::choose(&link, &actor, location, Some(administration))
            .await
            .unwrap();
        link::administrations::set_start_date(&link, &actor, administration, date(2026, 1, 1))
            .await
            .unwrap();
        link::accounts::import(&link, &actor, administration)
            .await
            .unwrap();
        link::journals::import(&link, &actor, administration)
            .await
            .unwrap();
        worker::run_until_idle(&link).await.unwrap();
        link::vat::propose(&link, &actor, administration)
            .await
            .unwrap();
        let mut shop = Self {
            sandbox,
            transport,
            link,
            actor,
            administration,
            location,
            journal: JournalId::new(0),
            accounts: BTreeMap::new(),
            customers: Vec::new(),
        };
        shop.look_around().await;
        shop.sandbox.forget_calls();
        shop
    }

    async fn look_around(&mut self) {
        let mut tx = self.link.office.db.read().await.unwrap();
        let journal: i64 = tx
            .one("SELECT id FROM journal WHERE code = '70'", params![])
            .await
            .unwrap();
        self.journal = JournalId::new(journal);
        let accounts: Vec<(String, i64)> = tx
            .all("SELECT number, id FROM ledger_account", params![])
            .await
            .unwrap();
        self.accounts = accounts
            .into_iter()
            .map(|(number, id)| (number, LedgerAccountId::new(id)))
            .collect();
        let customers: Vec<i64> = tx
            .all("SELECT id FROM customer ORDER BY number", params![])
            .await
            .unwrap();
        self.customers = customers.into_iter().map(CustomerId::new).collect();
    }

    /// Another node over the same database and sandbox.
    pub(crate) fn other_node(&self, node: &str) -> Link {
        self.node_with_clock(node, &self.link.office.clock)
    }

    /// The same on a machine with a clock of its own; the database keeps the right time.
    pub(crate) fn node_with_clock(&self, node: &str, clock: &Clock) -> Link {
        link_over(self.link.office.db.clone(), clock, &self.transport, node)
    }

    /// A node that does less in one go.
    pub(crate) fn limited(&self, node: &str, limits: Limits) -> Link {
        let (db, clock) = (self.link.office.db.clone(), &self.link.office.clock);
        link_back_to(REDIRECT, db, clock, self.transport.clone(), (node, limits))
    }

    /// Stores an invoice of one line of labour.
    pub(crate) async fn invoice(&self, number: &str, customer: usize, cents: i64) -> InvoiceId {
        let lines = vec![(
            line("Arbeidsloon", cents, VatRate::PERCENT_21),
            self.coding("704000"),
        )];
        self.invoice_of(number, customer, DAY, lines).await
    }

    /// Stores an invoice of these lines.
    pub(crate) async fn invoice_of(
        &self,
        number: &str,
        customer: usize,
        day: Date,
        lines: Vec<(DraftLine, Coding)>,
    ) -> InvoiceId {
        let (lines, coding): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
        let invoice =
            self.invoice_from(draft(number, day, lines), self.customers[customer], coding);
        self.store(&invoice).await;
        invoice.id
    }

    /// An invoice from this draft, not stored yet.
    pub(crate) fn invoice_from(
        &self,
        draft: Draft,
        customer: CustomerId,
        coding: Vec<Coding>,
    ) -> Invoice {
        Invoice {
            id: InvoiceId::new(self.link.office.ids.next()),
            location: self.location,
            journal: self.journal,
            customer,
            source: Source::Desk,
            printed: Printed::compute(draft).unwrap(),
            coding,
        }
    }

    /// Stores an invoice.
    pub(crate) async fn store(&self, invoice: &Invoice) {
        let now = self.link.office.clock.now();
        transact!(
            self.link.office.db,
            |tx| -> Result<(), office::OfficeError> {
                office::invoices::store_many(tx, now, std::slice::from_ref(invoice)).await
            }
        )
        .unwrap();
    }

    /// The coding of a line on an account.
    pub(crate) fn coding(&self, account: &str) -> Coding {
        Coding {
            ledger_account: Some(self.accounts[account]),
            cost_centre: String::new(),
        }
    }

    /// Runs a statement of the test's own.
    pub(crate) async fn sql(&self, sql: &'static str) {
        transact!(self.link.office.db, |tx| tx.execute(sql, params![]).await).unwrap();
    }

    /// Presses the button for the whole month.
    pub(crate) async fn press(&self) -> RunId {
        link::export::start(&self.link, &self.actor, &month(), Parts::Both)
            .await
            .unwrap()
    }

    /// Presses it and lets the lane do everything that is due now.
    pub(crate) async fn export(&self) -> RunId {
        let run = self.press().await;
        worker::run_until_idle(&self.link).await.unwrap();
        run
    }

    /// Turns the clock and lets the lane do what became due.
    pub(crate) async fn later(&self, minutes: u64) {
        self.link.office.clock.advance(Duration::from_mins(minutes));
        worker::run_until_idle(&self.link).await.unwrap();
    }

    /// The state of an invoice's booking, and the code of its reason.
    pub(crate) async fn state(&self, invoice: InvoiceId) -> (BookingState, Option<String>) {
        let booking = link::bookings::of_invoice(&self.link, &self.actor, invoice)
            .await
            .unwrap()
            .unwrap();
        (booking.state, booking.refusal.map(|refusal| refusal.code))
    }

    /// The entries in Exact with this reference.
    pub(crate) fn entries(&self, reference: &str) -> Vec<EntryView> {
        let books = self.sandbox.books(DIVISION).unwrap();
        books
            .entries
            .into_iter()
            .filter(|entry| entry.your_ref == reference)
            .collect()
    }

    /// How many writes Exact was asked for, by part of the path.
    pub(crate) fn posts(&self, path: &str) -> usize {
        let calls = self.sandbox.calls();
        calls
            .iter()
            .filter(|call| call.method == "POST" && call.path.contains(path))
            .count()
    }
}

/// The month of the tests.
pub(crate) fn month() -> Filter {
    Filter::between(date(2026, 11, 1), date(2026, 11, 30))
}

/// A draft for a fictitious garage, due in thirty days.
pub(crate) fn draft(number: &str, day: Date, lines: Vec<DraftLine>) -> Draft {
    let total: Money = lines.iter().filter_map(|line| line.net).sum();
    let kind = if total.is_negative() {
        InvoiceKind::CreditNote
    } else {
        InvoiceKind::Invoice
    };
    Draft {
        kind,
        number: InvoiceNumber::parse(number).ok(),
        issue_date: day,
        due_date: Some(day.saturating_add(jiff::Span::new().days(30))),
        supply_date: None,
        payment_reference: String::new(),
        plate: "1-ABC-234".to_owned(),
        note: String::new(),
        buyer: domain::Party {
            name: "Fictieve Garage BV".to_owned(),
            ..Default::default()
        },
        lines,
        prepaid: Money::ZERO,
        corrects: Vec::new(),
    }
}

/// A line of one piece.
pub(crate) fn line(text: &str, cents: i64, rate: VatRate) -> DraftLine {
    let price = Money::from_cents(cents).to_decimal();
    let treatment = if rate.is_zero() {
        VatTreatment::untaxed(domain::VatRegime::Exempt)
    } else {
        VatTreatment::standard(rate)
    };
    DraftLine::priced(text, rust_decimal::Decimal::ONE, "stuk", price, treatment).unwrap()
}

/// An administrator who signed in.
pub(crate) fn actor() -> Actor {
    Actor {
        user: Some(UserId::new(1)),
        name: "An".to_owned(),
        role: Role::Administrator,
        language: Language::Nl,
    }
}

/// Consents as the sandbox's first user, on the sandbox's page.
pub(crate) async fn connect(sandbox: &Sandbox, link: &Link, actor: &Actor) {
    let url = link::connect::start(link, actor).await.unwrap();
    let (code, state) = super::browser::consent(sandbox, &url, &[DIVISION, 234_567])
        .await
        .unwrap();
    link::connect::finish(link, actor, &code, &state)
        .await
        .unwrap();
}
