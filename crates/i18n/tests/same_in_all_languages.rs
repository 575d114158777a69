//! The three languages have the same keys, and each text the same arguments.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const FILES: [&str; 2] = ["planmanager.ftl", "reasons.ftl"];

fn source(lang: &str, file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("i18n")
        .join(lang)
        .join(file);
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Key → its arguments. Attributes count as keys of their own.
fn keys(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if !line.starts_with([' ', '}'])
            && let Some((name, _)) = line.split_once(" =")
        {
            key = name.to_owned();
            assert!(!found.contains_key(&key), "{key} stands twice");
            found.insert(key.clone(), BTreeSet::new());
        }
        for piece in line.split('$').skip(1) {
            let name: String = piece
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            found.entry(key.clone()).or_default().insert(name);
        }
    }
    found
}

#[test]
fn keys_and_arguments_are_equal() {
    for file in FILES {
        let dutch = keys(&source("nl", file));
        assert!(dutch.len() > 10, "{file} is nearly empty");
        for lang in ["fr", "en"] {
            let other = keys(&source(lang, file));
            let missing: Vec<_> = dutch
                .keys()
                .filter(|key| !other.contains_key(*key))
                .collect();
            let extra: Vec<_> = other
                .keys()
                .filter(|key| !dutch.contains_key(*key))
                .collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{lang}/{file}: missing {missing:?}, extra {extra:?}"
            );
            for (key, arguments) in &dutch {
                assert_eq!(
                    Some(arguments),
                    other.get(key),
                    "arguments of {key} in {lang}"
                );
            }
        }
    }
}

#[test]
fn every_reason_has_its_fix() {
    let dutch = keys(&source("nl", "reasons.ftl"));
    for key in dutch.keys().filter(|key| key.starts_with("reason-")) {
        let partner = match key.strip_suffix("-fix") {
            Some(sentence) => sentence.to_owned(),
            None => format!("{key}-fix"),
        };
        assert!(dutch.contains_key(&partner), "{key} has no {partner}");
    }
}

#[test]
fn no_text_is_left_untranslated() {
    // Long texts that are equal in two languages were forgotten; short ones may be equal words.
    let long = |text: &str| -> BTreeSet<String> {
        text.lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(_, value)| value.to_owned())
            .filter(|value| value.split_whitespace().count() > 4)
            .collect()
    };
    for file in FILES {
        let dutch = long(&source("nl", file));
        for lang in ["fr", "en"] {
            let same: Vec<_> = long(&source(lang, file))
                .intersection(&dutch)
                .cloned()
                .collect();
            assert!(same.is_empty(), "{lang}/{file}: {same:?}");
        }
    }
}
