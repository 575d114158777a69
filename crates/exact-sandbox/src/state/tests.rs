//! What is due takes effect once, whatever becomes of it.

use super::*;
use crate::books::Account;

const DIVISION: i32 = 123_456;

fn morning() -> Timestamp {
    "2026-11-24T09:00:30Z".parse().unwrap()
}

fn core(folder: &std::path::Path, late_door: LateDoor) -> Core {
    let (kept, lines) = Kept::in_folder(folder).unwrap();
    let mut core = Core::new(Arc::new(morning), 1, (kept, Blobs::default()), late_door);
    if lines.is_empty() {
        core.load(crate::demo(morning())).unwrap();
    } else {
        core.replay(lines, 1).unwrap();
    }
    core
}

fn relation(core: &mut Core, name: &str) {
    let account = Account {
        id: core.new_id(),
        name: name.to_owned(),
        ..Account::default()
    };
    let by = core.books.users[0].id;
    let deed = Deed::CreateAccount(Box::new(account));
    core.do_now(DIVISION, by, deed).unwrap();
}

fn knows(core: &Core, name: &str) -> bool {
    let mut accounts = core.books.company(DIVISION).unwrap().accounts.iter();
    accounts.any(|it| it.name == name)
}

fn breaks_off(core: &mut Core, _: &LateCall, _: Timestamp) {
    relation(core, "before it broke off");
    panic!("as the test wants it");
}

#[test]
fn a_late_call_that_panics_is_done_and_what_comes_after_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = core(folder.path(), breaks_off);
    let late = LateCall {
        number: first.late.next_number(),
        due: morning(),
        method: "POST".to_owned(),
        target: "/".to_owned(),
        origin: String::new(),
        headers: Vec::new(),
        body: String::new(),
        pass: None,
    };
    first.later(late).unwrap();
    first.run_due();
    assert_eq!(first.late.waiting().0, 0, "it is not tried for ever");
    relation(&mut first, "answered as kept");
    drop(first);
    let again = core(folder.path(), |_, _, _| {});
    assert!(knows(&again, "answered as kept"));
    assert!(
        knows(&again, "before it broke off"),
        "memory and disk agree"
    );
    assert_eq!(again.late.waiting().0, 0);
}

/// Whether the picture that a fault took shares a company with the books.
fn shared(core: &mut Core, division: i32) -> bool {
    let struck = core.strike("GET", "/api", Some(division)).unwrap();
    let picture = struck.picture.unwrap();
    Arc::ptr_eq(
        &picture.companies[&division],
        &core.books.companies[&division],
    )
}

#[test]
fn a_picture_for_stale_reads_copies_only_a_company_that_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut core = core(folder.path(), |_, _, _| {});
    let address = |core: &Core| Arc::as_ptr(&core.books.companies[&DIVISION]);
    core.order_fault(Fault::new(FaultKind::Stale)).unwrap();
    assert!(shared(&mut core, DIVISION) && shared(&mut core, 234_567));
    relation(&mut core, "new");
    assert!(!shared(&mut core, DIVISION) && shared(&mut core, 234_567));
    let copied = address(&core);
    relation(&mut core, "newer");
    assert_eq!(address(&core), copied, "it is copied once");
}
