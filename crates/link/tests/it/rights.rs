//! Every verb of the link asks for its right before it looks at anything, also where there is nothing to do.

use domain::{AdministrationId, ConnectionId, InvoiceId, LocationId, RunId};
use link::{LinkError, Parts};
use office::{Actor, OfficeError, Right, Role, accounts::AccountForm};
use store::Db;

use crate::shop::{link_over, month, morning};

/// Which right somebody was denied.
fn denied<T>(outcome: Result<T, LinkError>) -> Option<Right> {
    match outcome {
        Err(LinkError::Office(OfficeError::Denied { right })) => Some(right),
        _ => None,
    }
}

/// What each verb answers on an installation with nothing in it.
async fn all(link: &link::Link, actor: &Actor) -> Vec<(&'static str, Option<Right>, Right)> {
    let (here, place) = (AdministrationId::new(1), LocationId::new(1));
    let (invoice, filter, day) = (InvoiceId::new(1), month(), crate::shop::DAY);
    let form = AccountForm::default();
    macro_rules! asked {
        ($($verb:expr => $right:ident;)*) => {
            vec![$((stringify!($verb), denied($verb.await), Right::$right)),*]
        };
    }
    asked! {
        link::accounts::import(link, actor, here) => EditAccounts;
        link::accounts::synchronise(link, actor, here) => EditAccounts;
        link::accounts::save(link, actor, &form) => EditAccounts;
        link::accounts::unlinked(link, actor, here) => View;
        link::administrations::list(link, actor) => View;
        link::administrations::choose(link, actor, place, Some(here)) => EditLocations;
        link::administrations::choose(link, actor, place, None) => EditLocations;
        link::administrations::set_start_date(link, actor, here, day) => MapVat;
        link::bookings::of_invoice(link, actor, invoice) => View;
        link::clocks::held(link, actor) => View;
        link::clocks::examine(link, actor) => View;
        link::connect::start(link, actor) => Connect;
        link::connect::finish(link, actor, "", "") => Connect;
        link::connect::status(link, actor) => View;
        link::connect::divisions::read(link, actor, ConnectionId::new(1)) => Connect;
        link::export::start(link, actor, &filter, Parts::Both) => Export;
        link::export::check(link, actor, &filter) => View;
        link::export::preview(link, actor, &filter) => View;
        link::export::missing(link, actor, &filter) => View;
        link::export::run(link, actor, RunId::new(1), None) => View;
        link::export::runs(link, actor, None) => View;
        link::journals::import(link, actor, here) => EditJournals;
        link::lane::held(link, actor) => View;
        link::lane::view(link, actor, here) => View;
        link::lane::wake(link, actor) => EditOptions;
        link::past::store_booked(link, actor, &[]) => MendBookings;
        link::vat::mapping(link, actor, here) => View;
        link::vat::propose(link, actor, here) => MapVat;
    }
}

#[testing_macros::db_test]
async fn whoever_lacks_the_right_is_denied_it_also_where_there_is_nothing_to_do(db: Db) {
    let clock = store::Clock::fixed(morning());
    let sandbox = exact_sandbox::Sandbox::builder(std::sync::Arc::new(morning))
        .build()
        .unwrap();
    let transport = testing::transport::SandboxTransport::new(&sandbox);
    let link = link_over(db.telling(&clock), &clock, &transport, "node");
    let mut looked = 0;
    for role in Role::ALL {
        let actor = Actor {
            role: *role,
            ..crate::shop::actor()
        };
        for (verb, denied, right) in all(&link, &actor).await {
            let expected = (!role.may(right)).then_some(right);
            assert_eq!(denied, expected, "{role}: {verb}");
            looked += usize::from(expected.is_some());
        }
    }
    assert!(looked > 10, "hardly anybody lacks a right");
}
