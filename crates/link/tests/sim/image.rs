//! The world before anything happens: a connected shop, made once, copied for each seed.
//!
//! The database is a file that is copied; the sandbox is built anew and given the same consent, from which the same
//! tokens follow.

use std::{path::PathBuf, sync::Arc, sync::OnceLock, time::Duration};

use domain::{LocationId, VatRate, VatRegime, VatTreatment};
use exact_client::{Gate, Outgoing, Transport as _};
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, DEMO_USER, Sandbox, Switches};
use jiff::{Timestamp, civil::date};
use link::{Link, LinkSettings, vat, worker};
use office::{Actor, Office, Vault};
use store::{Clock, Db, Ids, Target, params, transact};
use testing::transport::SandboxTransport;

use crate::customers;

/// The sandbox's first company.
pub(crate) const DIVISION: i32 = 123_456;
const BASE: &str = "http://127.0.0.1:8090";
const REDIRECT: &str = "http://127.0.0.1:8080/oauth/callback";
/// The location of the shop.
pub(crate) const LOCATION: LocationId = LocationId::new(10);

/// When every world begins.
pub(crate) fn morning() -> Timestamp {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

/// A sandbox that is told the time by this clock.
pub(crate) fn sandbox(clock: &Clock, switches: Switches) -> Sandbox {
    let told = clock.clone();
    Sandbox::builder(Arc::new(move || told.now()))
        .seed(exact_sandbox::demo(morning()))
        .switches(switches)
        .build()
        .unwrap()
}

/// A node's link.
pub(crate) fn link(
    db: Db,
    clock: &Clock,
    carrier: Arc<dyn exact_client::Transport>,
    node: &str,
) -> Link {
    let seed = node
        .bytes()
        .fold(7_u64, |sum, byte| sum * 31 + u64::from(byte));
    let ids = Ids::seeded(seed, clock.clone());
    let vault = Vault::from_key([7; 32], ids.clone());
    let office = Office::new(db, clock.clone(), ids, vault);
    let secret = secrecy::SecretString::from(DEMO_CLIENT_SECRET);
    let settings = LinkSettings::new(BASE, DEMO_CLIENT_ID, secret, REDIRECT, node);
    Link::new(office, carrier, settings).unwrap()
}

/// Gives the consent that the image was made with, and draws its tokens.
pub(crate) async fn consent_again(sandbox: &Sandbox, clock: &Clock) {
    let code = consent(sandbox);
    let form = format!(
        "grant_type=authorization_code&code={code}&client_id={DEMO_CLIENT_ID}\
         &client_secret={DEMO_CLIENT_SECRET}&redirect_uri={}",
        "http%3A%2F%2F127.0.0.1%3A8080%2Foauth%2Fcallback"
    );
    let request = http::Request::builder()
        .method("POST")
        .uri("/api/oauth2/token")
        .header("host", "127.0.0.1:8090")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(bytes::Bytes::from(form))
        .unwrap();
    let outgoing = Outgoing {
        base: url::Url::parse(BASE).unwrap(),
        request,
        gate: Gate::at(clock.now()),
    };
    let answer = SandboxTransport::new(sandbox).send(outgoing).await.unwrap();
    assert_eq!(answer.status(), 200, "{answer:?}");
    sandbox.forget_calls();
}

fn consent(sandbox: &Sandbox) -> String {
    let user = sandbox.with_books(|books| {
        let found = books.users.iter().find(|user| user.user_name == DEMO_USER);
        found.unwrap().id
    });
    sandbox
        .consent(DEMO_CLIENT_ID, user, &[DIVISION], REDIRECT)
        .unwrap()
}

/// Consents, as a person does who was told that the connection is lost.
pub(crate) async fn connect(sandbox: &Sandbox, link: &Link, actor: &Actor) {
    let url = link::connect::start(link, actor).await.unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state");
    let state = state.unwrap().1.into_owned();
    let code = consent(sandbox);
    link::connect::finish(link, actor, &code, &state)
        .await
        .unwrap();
}

/// A copy of the image in a folder of its own.
pub(crate) fn copy() -> (tempfile::TempDir, PathBuf) {
    static IMAGE: OnceLock<Vec<u8>> = OnceLock::new();
    let image = IMAGE.get_or_init(make);
    let folder = folder();
    let path = folder.path().join("world.sqlite");
    std::fs::write(&path, image).unwrap();
    (folder, path)
}

/// In memory where there is a file system for it: a world writes a lot and is soon forgotten.
fn folder() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
    .unwrap()
}

fn make() -> Vec<u8> {
    std::thread::spawn(|| {
        let folder = folder();
        let path = folder.path().join("image.sqlite");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(fill(&path));
        // Closes every connection, which puts all of the log into the file.
        drop(runtime);
        let log = path.with_extension("sqlite-wal");
        assert!(!log.exists(), "the image is not whole without its log");
        std::fs::read(&path).unwrap()
    })
    .join()
    .unwrap()
}

async fn fill(path: &std::path::Path) {
    let clock = Clock::tokio(morning());
    let sandbox = sandbox(&clock, Switches::default());
    let db = Db::open(&Target::SqliteFile(path.to_owned()))
        .await
        .unwrap();
    let carrier = Arc::new(SandboxTransport::new(&sandbox));
    let link = link(db, &clock, carrier, "image");
    let actor = crate::world::actor();
    rows(&link, &actor).await;
    connect(&sandbox, &link, &actor).await;
    let list = link::administrations::list(&link, &actor).await.unwrap();
    let administration = list
        .iter()
        .find(|one| one.division == i64::from(DIVISION))
        .unwrap()
        .id;
    link::administrations::choose(&link, &actor, LOCATION, Some(administration))
        .await
        .unwrap();
    link::administrations::set_start_date(&link, &actor, administration, date(2026, 10, 1))
        .await
        .unwrap();
    link::accounts::import(&link, &actor, administration)
        .await
        .unwrap();
    link::journals::import(&link, &actor, administration)
        .await
        .unwrap();
    worker::run_to_end(&link, Duration::from_secs(60))
        .await
        .unwrap();
    vat::propose(&link, &actor, administration).await.unwrap();
    let exempt = vat::MappingKey {
        administration,
        journal: String::new(),
        treatment: VatTreatment {
            regime: VatRegime::Exempt,
            rate: VatRate::ZERO,
        },
    };
    vat::map(&link, &actor, &exempt, Some("0")).await.unwrap();
}

async fn rows(link: &Link, actor: &Actor) {
    let now = link.office.clock.now();
    let user = actor.user.unwrap().get();
    transact!(link.office.db, |tx| -> Result<(), store::StoreError> {
        tx.execute(
            "INSERT INTO app_user (id, login, name, password_hash, role, language, active, must_change_password, \
             created_at) VALUES ($1, 'an', 'An', '', 'administrator', 'nl', TRUE, FALSE, $2)",
            params![user, now],
        )
        .await?;
        tx.execute(
            "INSERT INTO location (id, name, legal_name, enterprise_number, address_line, postcode, city, country, \
             iban, language, administration_id) \
             VALUES (10, 'Bodystop A', 'Bodystop', '', 'Straat 1', '9000', 'Gent', 'BE', '', 'nl', NULL)",
            params![],
        )
        .await?;
        for customer in customers::ALL {
            customers::insert(tx, customer, now).await?;
        }
        Ok(())
    })
    .unwrap();
}
