//! What is packed comes back whole, and what is not whole is refused.

use std::fs;

use super::*;
use crate::private_file::Over;

fn manifest() -> Manifest {
    Manifest {
        format: FORMAT,
        schema_version: 4,
        schema: "s".to_owned(),
        installation: Some("i".to_owned()),
        made_at: "2026-11-24T09:00:00Z".parse().unwrap(),
        place: "garage:/data".to_owned(),
        engine: "sqlite".to_owned(),
        database: Packed {
            name: "database.sqlite".to_owned(),
            bytes: 0,
            sha256: String::new(),
        },
    }
}

#[test]
fn what_is_packed_comes_back_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("database"), b"the books").unwrap();
    let packed = pack(&at("one"), &at("database"), manifest(), Over::Nothing).unwrap();
    assert_eq!(read_manifest(&at("one")).unwrap(), packed);
    unpack(&at("one"), &packed, &at("out")).unwrap();
    assert_eq!(fs::read(at("out")).unwrap(), b"the books");
    assert!(pack(&at("one"), &at("database"), manifest(), Over::Nothing).is_err());
    pack(&at("one"), &at("database"), manifest(), Over::Anything).unwrap();
    let names = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 3, "no draft is left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(at("one")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn what_is_damaged_or_no_backup_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("database"), vec![7; 5_000]).unwrap();
    let packed = pack(&at("one"), &at("database"), manifest(), Over::Nothing).unwrap();
    let mut bytes = fs::read(at("one")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(at("bent"), &bytes).unwrap();
    assert!(unpack(&at("bent"), &packed, &at("out")).is_err());
    fs::write(at("short"), &bytes[..2_000]).unwrap();
    assert!(unpack(&at("short"), &packed, &at("out2")).is_err());
    assert!(read_manifest(&at("database")).is_err());
    let newer = Manifest {
        format: FORMAT + 1,
        ..manifest()
    };
    pack(&at("newer"), &at("database"), newer, Over::Nothing).unwrap();
    let error = read_manifest(&at("newer")).unwrap_err().to_string();
    assert!(error.contains("another version"), "{error}");
}
