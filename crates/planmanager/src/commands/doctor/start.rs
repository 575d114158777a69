//! What every start needs: tables of this version, and the key.

use super::Finding;
use crate::commands::key::foreign;
use crate::reasons;
use crate::stop::Stopped;
use crate::wiring::key::{self, KeyStand};
use crate::wiring::{Looked, Wiring, engine_name};

/// The database and the version of its tables.
pub(super) fn database(looked: &Looked) -> Finding {
    let (applied, known) = (looked.schema.applied, looked.schema.known);
    let engine = engine_name(looked.wiring.office.db.engine());
    let code = match applied.cmp(&known) {
        std::cmp::Ordering::Equal => {
            return Finding::well("database", format!("{engine}, tables of version {applied}"));
        }
        std::cmp::Ordering::Less => reasons::SCHEMA_OLDER,
        std::cmp::Ordering::Greater => reasons::SCHEMA_NEWER,
    };
    let stopped = Stopped::settings(code)
        .with("applied", applied)
        .with("known", known);
    Finding::look("database", stopped.reason)
}

/// The master key, beside what is sealed.
pub(super) fn key(wiring: &Wiring, stand: &KeyStand) -> Vec<Finding> {
    let config = &wiring.config;
    let one = match stand {
        KeyStand::Fits(vault) => Finding::well("master key", vault.key_id().to_owned()),
        KeyStand::NotYet => Finding::well(
            "master key",
            "none yet; nothing is stored that takes one".to_owned(),
        ),
        KeyStand::Missing(_) => Finding::look("master key", key::missing(config).reason),
        KeyStand::Unusable(error) => {
            Finding::look("master key", key::unusable(config, error).reason)
        }
        KeyStand::Foreign(_, sealed) => {
            let told =
                |one: &link::connect::Sealed| Finding::look("master key", foreign(&one.exact_user));
            return sealed.iter().map(told).collect();
        }
    };
    vec![one]
}
