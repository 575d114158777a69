//! Secrets come back only with the right key and context.

use std::{fs, os::unix::fs::PermissionsExt as _};

use secrecy::ExposeSecret as _;
use store::Clock;

use super::*;

fn ids(seed: u64) -> Ids {
    Ids::seeded(seed, Clock::fixed("2026-11-24T12:00:00Z".parse().unwrap()))
}

fn vault() -> Vault {
    Vault::from_key([7; 32], ids(1))
}

#[test]
fn a_secret_comes_back_for_its_own_purpose_only() {
    let vault = vault();
    let sealed = vault.seal("connection/1/refresh", b"s3cret").unwrap();
    assert!(!sealed.contains("s3cret"));
    let opened = vault.open_text("connection/1/refresh", &sealed).unwrap();
    assert_eq!(opened.expose_secret(), "s3cret");
    assert!(matches!(
        vault.open("connection/2/refresh", &sealed),
        Err(VaultError::Damaged)
    ));
}

#[test]
fn the_same_secret_is_never_sealed_alike() {
    let vault = vault();
    assert_ne!(
        vault.seal("x", b"same").unwrap(),
        vault.seal("x", b"same").unwrap()
    );
}

#[test]
fn every_changed_sign_is_noticed() {
    let vault = vault();
    let sealed = vault.seal("x", b"secret").unwrap();
    for index in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(vault.open("x", &changed).is_err(), "{changed}");
    }
    for text in ["", "v1", "v1.abc", "v1..", "v2.x.y", "v1.ffffffff.!"] {
        assert!(vault.open("x", text).is_err());
    }
}

#[test]
fn another_key_is_told_from_damage() {
    let sealed = vault().seal("x", b"secret").unwrap();
    let other = Vault::from_key([8; 32], ids(1));
    assert!(matches!(
        other.open("x", &sealed),
        Err(VaultError::OtherKey { .. })
    ));
}

#[test]
fn whoever_has_no_key_seals_and_opens_nothing_and_knows_whose_it_is() {
    let sealed = vault().seal("x", b"secret").unwrap();
    assert_eq!(Vault::key_of(&sealed), Some(vault().key_id()));
    assert_eq!(Vault::key_of("no sealed text"), None);
    let none = Vault::without_key(ids(1));
    assert!(matches!(none.open("x", &sealed), Err(VaultError::Missing)));
    assert!(matches!(
        none.seal("x", b"secret"),
        Err(VaultError::Missing)
    ));
}

#[test]
fn debug_shows_no_key() {
    let text = format!("{:?}", vault());
    assert!(text.contains("key_id"));
    assert!(!text.contains("7, 7"));
    assert!(!text.contains("0707"));
}

#[test]
fn a_key_file_is_made_once_and_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    let missing = Vault::from_file(&path, ids(1));
    assert!(matches!(missing, Err(VaultError::Missing)), "{missing:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let first = Vault::make_file(&path, ids(1)).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = Vault::from_file(&path, ids(2)).unwrap();
    assert_eq!(first.key_id(), again.key_id());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_open_or_broken_key_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    fs::write(&path, "ab".repeat(32)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(
        Vault::from_file(&path, ids(1)),
        Err(VaultError::TooOpen)
    ));
    fs::write(&path, "ab").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(matches!(
        Vault::from_file(&path, ids(1)),
        Err(VaultError::NotAKey)
    ));
    assert_eq!(fs::read_to_string(&path).unwrap(), "ab");
}

#[test]
fn those_who_start_at_once_share_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    let starts: Vec<_> = (0..8)
        .map(|seed| {
            let path = path.clone();
            std::thread::spawn(move || Vault::make_file(&path, ids(seed)).unwrap())
        })
        .collect();
    let keys: std::collections::BTreeSet<String> = starts
        .into_iter()
        .map(|start| start.join().unwrap().key_id().to_owned())
        .collect();
    assert_eq!(keys.len(), 1);
}
