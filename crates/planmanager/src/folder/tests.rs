//! What a folder says of itself, and which ways of copying are seen.

use std::fs;
use std::process::Command;

use super::*;
use crate::config::{Environment, FILE};

fn folder(data: &Path) -> Folder {
    fs::create_dir_all(data).unwrap();
    fs::write(data.join(FILE), "host = 'garage'\n").unwrap();
    let config = Config::load(data, None, &Environment::default()).unwrap();
    let database = data.join("planmanager.sqlite");
    if !database.exists() {
        fs::write(&database, "").unwrap();
    }
    Folder::beside(&config, &Target::SqliteFile(database), None)
}

fn identity(key: &str) -> Identity {
    Identity {
        installation: "i".to_owned(),
        key: key.to_owned(),
        host: "garage".to_owned(),
    }
}

fn copy(program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).status().unwrap();
    assert!(done.success());
}

#[test]
fn whoever_was_first_stays_and_only_its_owner_reads_it() {
    let data = tempfile::tempdir().unwrap();
    let folder = folder(data.path());
    assert_eq!(folder.look().identity, None);
    assert_eq!(folder.first(&identity("a")).unwrap(), identity("a"));
    assert_eq!(folder.first(&identity("b")).unwrap(), identity("a"));
    folder.replace(&identity("c")).unwrap();
    assert_eq!(folder.look().identity, Some(identity("c")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let file = fs::metadata(data.path().join(IDENTITY_FILE)).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
    }
    let names: Vec<_> = fs::read_dir(data.path()).unwrap().collect();
    assert_eq!(names.len(), 3, "no draft is left: {names:?}");
}

#[test]
fn a_copy_and_what_is_put_back_are_other_files_and_a_move_is_not() {
    let data = tempfile::tempdir().unwrap();
    let (home, moved) = (data.path().join("home"), data.path().join("moved"));
    let first = folder(&home);
    first.first(&identity("a")).unwrap();
    let before = first.look();
    // A backup that only reads.
    let (here, there) = (home.to_str().unwrap(), data.path().join("copy"));
    copy("cp", &["-a", here, there.to_str().unwrap()]);
    assert_eq!(first.look().file, before.file);
    let copied = folder(&there).look();
    assert_eq!(copied.identity, before.identity);
    assert_ne!(copied.file, before.file, "cp -a");
    fs::rename(&home, &moved).unwrap();
    let after = folder(&moved).look();
    assert_eq!((&after.file, &after.device), (&before.file, &before.device));
    // Put back over it, with all its times.
    let back = format!("{}/.", there.display());
    copy("cp", &["-a", &back, moved.to_str().unwrap()]);
    assert_ne!(folder(&moved).look().file, before.file, "cp -a over it");
}

#[test]
fn the_last_mark_is_kept_under_its_key_and_half_a_write_leaves_the_one_before() {
    let data = tempfile::tempdir().unwrap();
    let folder = folder(data.path());
    folder.first(&identity("a")).unwrap();
    let mark = |intent, audit| Mark { intent, audit };
    folder.note(mark(Some(7), None)).unwrap();
    folder.note(mark(None, Some(8))).unwrap();
    assert_eq!(folder.look().mark, mark(Some(7), Some(8)));
    folder.note(mark(Some(9), None)).unwrap();
    assert_eq!(folder.look().mark, mark(Some(9), Some(8)));
    let path = data.path().join(MARK_FILE);
    let mut bytes = fs::read(&path).unwrap();
    assert_eq!(bytes.len(), 512);
    bytes.iter_mut().take(20).for_each(|byte| *byte = b'x');
    fs::write(&path, bytes).unwrap();
    assert_eq!(folder.look().mark, mark(Some(7), Some(8)));
    folder.replace(&identity("b")).unwrap();
    assert_eq!(folder.look().mark, Mark::default());
    folder.note(mark(Some(1), None)).unwrap();
    assert_eq!(folder.look().mark, mark(Some(1), None));
}

#[test]
fn a_database_that_was_put_in_place_of_the_open_one_is_seen() {
    let data = tempfile::tempdir().unwrap();
    let folder = folder(data.path());
    assert!(!folder.look().replaced);
    let (database, other) = (
        data.path().join("planmanager.sqlite"),
        data.path().join("other"),
    );
    fs::write(&other, "").unwrap();
    fs::rename(&other, &database).unwrap();
    assert!(folder.look().replaced);
    fs::remove_file(&database).unwrap();
    assert!(folder.look().replaced);
}

#[test]
fn nothing_is_restored_while_a_program_works_there() {
    let data = tempfile::tempdir().unwrap();
    let first = hold(data.path()).unwrap();
    let second = hold(data.path()).unwrap();
    assert!(hold_alone(data.path()).is_err());
    drop((first, second));
    let alone = hold_alone(data.path()).unwrap();
    assert!(hold(data.path()).is_err());
    drop(alone);
    assert!(hold(data.path()).is_ok());
}
