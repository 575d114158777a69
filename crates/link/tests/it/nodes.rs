//! Links over one database: the nodes of a test.

use std::{sync::Arc, time::Duration};

use exact_client::Transport;
use exact_sandbox::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET};
use link::{Bounds, Limits, Link, LinkSettings};
use office::{Office, Vault};
use store::{Clock, Db, Ids};
use testing::transport::SandboxTransport;

use crate::shop::{BASE, REDIRECT, Shop};

/// A link of its own start: another node over the same database.
pub(crate) fn link_over(db: Db, clock: &Clock, transport: &SandboxTransport, node: &str) -> Link {
    link_back_to(
        REDIRECT,
        db,
        clock,
        transport.clone(),
        (node, Limits::default()),
    )
}

/// The same over another way to the sandbox.
pub(crate) fn link_through(
    db: Db,
    clock: &Clock,
    transport: impl Transport + 'static,
    node: &str,
) -> Link {
    link_back_to(REDIRECT, db, clock, transport, (node, Limits::default()))
}

/// Another node over the same database, on a way to Exact of the test's own.
pub(crate) fn node_through(
    shop: &Shop,
    clock: &Clock,
    transport: Arc<dyn exact_client::Transport>,
    node: &str,
) -> Link {
    let redirect = shop.link.settings().redirect_uri.clone();
    link_on(
        (&redirect, transport),
        shop.link.office.db.clone(),
        clock,
        (node, Limits::default()),
    )
}

/// The same with limits, sent back to an address of the app.
pub(crate) fn link_back_to(
    redirect: &str,
    db: Db,
    clock: &Clock,
    transport: impl Transport + 'static,
    (node, limits): (&str, Limits),
) -> Link {
    link_on((redirect, Arc::new(transport)), db, clock, (node, limits))
}

fn link_on(
    (redirect, transport): (&str, Arc<dyn exact_client::Transport>),
    db: Db,
    clock: &Clock,
    (node, limits): (&str, Limits),
) -> Link {
    let seed = node.bytes().map(u64::from).sum();
    let ids = Ids::seeded(seed, clock.clone());
    let vault = Vault::from_key([7; 32], ids.clone());
    let office = Office::new(db, clock.clone(), ids, vault);
    let secret = secrecy::SecretString::from(DEMO_CLIENT_SECRET);
    let mut settings = LinkSettings::new(BASE, DEMO_CLIENT_ID, secret, redirect, node);
    settings.bounds = Bounds {
        remote_max_work: Duration::from_mins(6),
        max_staleness: Duration::from_mins(1),
        max_pause: Duration::from_secs(30),
    };
    settings.limits = limits;
    Link::new(office, transport, settings).unwrap()
}
